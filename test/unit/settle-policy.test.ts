/** What becomes of a ticket is decided by the code of what happened to it, and by nothing else. */
import { describe, expect, it } from 'vitest';
import { type ErrorCode, PrecisError } from '../../src/domain/errors.ts';
import { createConcurrencyLimiter } from '../../src/engine/concurrency-limiter.ts';
import { createPolicy } from '../../src/settle-policy.ts';
import type { Claim } from '../../src/store-port.ts';
import { manualClock } from '../support/clock.ts';

function bench() {
  const clock = manualClock();
  const limiter = createConcurrencyLimiter({ limit: 4, clock });
  return { clock, limiter, policy: createPolicy({ clock, limiter }) };
}

const claimOf = (attempts = 0): Claim => ({ attempts, paper: { paperId: 'work:0123456789abcdef' } }) as Claim;
const error = (code: ErrorCode, facts = {}, message = 'what happened') => new PrecisError(code, message, facts);

describe('a limit', () => {
  it('keeps the ticket wanted while the wait is short', () => {
    const { clock, limiter, policy } = bench();
    limiter.pause(clock.now() + 4_000);
    expect(policy.outcomeOf(error('engine.rate_limited', { retryAfterMs: 4_000 }), claimOf(), false).outcome).toEqual({
      kind: 'handed_back',
    });
  });

  it('makes the ticket wait, with its cause and time, when the server asks for long', () => {
    const { clock, limiter, policy } = bench();
    const until = clock.now() + 120_000;
    limiter.pause(until);
    expect(policy.outcomeOf(error('engine.rate_limited', { retryAfterMs: 120_000 }), claimOf(), false).outcome).toMatchObject({
      kind: 'waiting',
      reason: 'rate',
      untilMs: until,
      countAttempt: false,
    });
  });

  it('pauses longer each time when the server names no time, and starts afresh after a success', () => {
    const { clock, limiter, policy } = bench();
    const waits: number[] = [];
    for (let i = 0; i < 30; i++) {
      clock.jump(Math.max(clock.now(), limiter.pausedUntil()));
      policy.outcomeOf(error('engine.overloaded'), claimOf(), false);
      waits.push(Math.max(0, limiter.pausedUntil() - clock.now()));
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
    expect(Math.max(...waits)).toBeGreaterThan(5_000);
    policy.succeeded();
    clock.jump(limiter.pausedUntil());
    policy.outcomeOf(error('engine.overloaded'), claimOf(), false);
    expect(limiter.pausedUntil() - clock.now()).toBeLessThanOrEqual(1_000);
  });
});

describe('a transient fault', () => {
  it('gets four attempts in all, then fails', () => {
    const { policy } = bench();
    const kinds = [0, 1, 2, 3].map(
      (attempts) => policy.outcomeOf(error('engine.unavailable'), claimOf(attempts), false).outcome.kind,
    );
    expect(kinds).toEqual(['waiting', 'waiting', 'waiting', 'failed']);
  });

  it('counts an attempt and never comes back before the server asked', () => {
    const { clock, policy } = bench();
    const { outcome } = policy.outcomeOf(error('engine.unavailable', { retryAfterMs: 90_000 }), claimOf(), false);
    expect(outcome).toMatchObject({ kind: 'waiting', reason: 'transient', countAttempt: true });
    expect(outcome.kind === 'waiting' && outcome.untilMs).toBeGreaterThanOrEqual(clock.now() + 90_000);
  });

  it('is handed back without an attempt when the worker is stopping', () => {
    const { policy } = bench();
    expect(policy.outcomeOf(error('engine.timeout'), claimOf(3), true).outcome).toEqual({ kind: 'handed_back' });
  });
});

describe('an account', () => {
  it.each([
    ['engine.quota', 'quota'],
    ['engine.unauthorised', 'auth'],
    ['budget.spent', 'budget'],
  ] as const)('parks the run at the first %s, and the ticket waits', (code, reason) => {
    const { policy } = bench();
    expect(policy.outcomeOf(error(code), claimOf(), false)).toMatchObject({
      parks: code,
      outcome: { kind: 'waiting', reason, untilMs: null },
    });
  });
});

describe('a rejection', () => {
  it('fails the paper, and the third identical one in a row parks the run', () => {
    const { policy } = bench();
    const parks = [1, 2, 3].map(() => policy.outcomeOf(error('engine.rejected', {}, 'no such model'), claimOf(), false).parks);
    expect(parks).toEqual([null, null, 'engine.rejected']);
  });

  it('does not park a run that succeeds in between, nor one whose reasons differ', () => {
    const { policy } = bench();
    const reject = (message: string) => policy.outcomeOf(error('engine.rejected', {}, message), claimOf(), false).parks;
    expect([reject('a'), reject('a'), reject('b'), reject('a')]).toEqual([null, null, null, null]);
    reject('a');
    policy.succeeded();
    expect(reject('a')).toBeNull();
  });

  it('never parks a run for what papers do to a model', () => {
    const { policy } = bench();
    const parks = [1, 2, 3, 4].map(() => policy.outcomeOf(error('completion.refused'), claimOf(), false).parks);
    expect(parks).toEqual([null, null, null, null]);
  });
});

describe('what is nobody else’s fault', () => {
  it('lets an error of the database stop the worker instead of failing papers', () => {
    const { policy } = bench();
    const full = error('store.full');
    expect(() => policy.outcomeOf(full, claimOf(), false)).toThrow(full);
  });

  it('fails one paper for a defect, and says which', () => {
    const { policy } = bench();
    const { outcome } = policy.outcomeOf(new TypeError('undefined is not a span'), claimOf(), false);
    expect(outcome).toMatchObject({ kind: 'failed', code: 'internal.unexpected' });
    expect(outcome.kind === 'failed' && outcome.message).toContain('work:0123456789abcdef');
  });
});
