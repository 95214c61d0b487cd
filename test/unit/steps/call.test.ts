import { describe, expect, test } from 'vitest';
import type { Completion } from '../../../src/domain/completion.ts';
import { estimateTokens, NO_USAGE } from '../../../src/domain/completion.ts';
import { type ErrorCode, type ErrorFacts, PrecisError } from '../../../src/domain/errors.ts';
import type { Engine, Limiter } from '../../../src/ports.ts';
import { call } from '../../../src/steps/call.ts';
import { catchError } from '../../support/catch-error.ts';
import { manualClock } from '../../support/clock.ts';
import { sampleRequest } from '../../support/sample-request.ts';

const never = new AbortController().signal;
const may = () => {};

const COMPLETION: Completion = {
  content: '{}',
  finishReason: 'stop',
  refusal: null,
  usage: { ...NO_USAGE, promptTokens: 300, completionTokens: 40 },
  rung: 'json_schema',
  servedModel: null,
  fingerprint: null,
  latencyMs: 5,
};

/** A limiter that writes down what is done with it, in order. */
function spyLimiter() {
  const said: string[] = [];
  const limiter: Limiter = {
    acquire: async (tokens) => {
      said.push(`acquire ${tokens}`);
      return { settle: (used) => void said.push(`settle ${used}`) };
    },
    pause: (untilMs) => void said.push(`pause ${untilMs}`),
    pausedUntil: () => 0,
  };
  return { said, limiter };
}

const engineThat = (complete: Engine['complete']): Engine => ({
  name: 'openai',
  hash: 'sha256:0',
  model: 'm',
  paid: true,
  endpoint: null,
  body: () => null,
  complete,
});

const failing = (code: ErrorCode, facts: ErrorFacts = {}) =>
  engineThat(async () => {
    throw new PrecisError(code, 'no', facts);
  });

describe('call', () => {
  test('takes a lease for the estimate and settles it with what was used', async () => {
    const { said, limiter } = spyLimiter();
    const request = sampleRequest();
    expect(
      await call(
        engineThat(async () => COMPLETION),
        request,
        limiter,
        never,
        may,
        manualClock(),
      ),
    ).toBe(COMPLETION);
    expect(said).toEqual([`acquire ${estimateTokens(request)}`, 'settle 340']);
  });

  test('settles a failed call with nothing and passes its error on unchanged', async () => {
    const { said, limiter } = spyLimiter();
    const error = await catchError(call(failing('engine.unavailable'), sampleRequest(), limiter, never, may, manualClock()));
    expect(error.code).toBe('engine.unavailable');
    expect(said.slice(1)).toEqual(['settle 0']);
  });

  test('asks once, whatever the answer', async () => {
    let calls = 0;
    const engine = engineThat(async () => {
      calls++;
      throw new PrecisError('engine.timeout', 'slow');
    });
    await catchError(call(engine, sampleRequest(), spyLimiter().limiter, never, may, manualClock()));
    expect(calls).toBe(1);
  });

  test.each<ErrorCode>(['engine.rate_limited', 'engine.overloaded'])(
    'pauses the endpoint on %s for at least what the server said, before the slot is free again',
    async (code) => {
      const { said, limiter } = spyLimiter();
      const clock = manualClock();
      await catchError(call(failing(code, { retryAfterMs: 120_000 }), sampleRequest(), limiter, never, may, clock));
      expect(said[1]).toMatch(/^pause /);
      expect(said[2]).toBe('settle 0');
      const pausedMs = Number(said[1]?.slice('pause '.length)) - clock.now();
      expect(pausedMs).toBeGreaterThanOrEqual(120_000);
      expect(pausedMs).toBeLessThanOrEqual(144_000);
    },
  );

  test('pauses for about a second where the server does not say', async () => {
    const { said, limiter } = spyLimiter();
    const clock = manualClock();
    await catchError(call(failing('engine.rate_limited'), sampleRequest(), limiter, never, may, clock));
    expect(Number(said[1]?.slice('pause '.length)) - clock.now()).toBeGreaterThanOrEqual(1000);
    expect(Number(said[1]?.slice('pause '.length)) - clock.now()).toBeLessThanOrEqual(1200);
  });

  test.each<ErrorCode>([
    'engine.quota',
    'engine.unauthorised',
    'engine.timeout',
    'engine.bad_reply',
    'engine.rejected',
    'shutdown',
  ])('does not pause the endpoint on %s', async (code) => {
    const { said, limiter } = spyLimiter();
    await catchError(call(failing(code, { retryAfterMs: 9000 }), sampleRequest(), limiter, never, may, manualClock()));
    expect(said.filter((line) => line.startsWith('pause'))).toEqual([]);
  });

  test('sends nothing when the run was parked while it waited for its slot', async () => {
    const { said, limiter } = spyLimiter();
    let calls = 0;
    const engine = engineThat(async () => {
      calls++;
      return COMPLETION;
    });
    const parked = () => {
      throw new PrecisError('shutdown', 'parked');
    };
    expect((await catchError(call(engine, sampleRequest(), limiter, never, parked, manualClock()))).code).toBe('shutdown');
    expect(calls).toBe(0);
    expect(said.at(-1)).toBe('settle 0');
  });
});
