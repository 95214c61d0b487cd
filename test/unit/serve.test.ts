/** A worker of a queue: health is progress, a stop is an end in order, and runs are learnt as they come. */
import { describe, expect, it } from 'vitest';
import type { Engine, Limiter, QueuedTicket, Store } from '../../src/ports.ts';
import { type ServeOptions, serve } from '../../src/serve.ts';
import type { Claim } from '../../src/store-port.ts';
import { noProbe } from '../../src/system.ts';
import { type ManualClock, manualClock } from '../support/clock.ts';

interface Scene {
  readonly clock: ManualClock;
  readonly options: ServeOptions;
  readonly stop: AbortController;
  readonly closed: number[];
  readonly warnings: string[];
  hand(ticket: QueuedTicket): Promise<void>;
  fail(error: unknown): void;
}

interface State {
  readonly wanted?: number;
  readonly busy?: number;
  readonly pausedUntil?: () => number;
  readonly store?: Partial<Store>;
}

function scene({ wanted = 1, busy = 0, pausedUntil = () => 0, store = {} }: State = {}): Scene {
  const clock = manualClock();
  const stop = new AbortController();
  const closed: number[] = [];
  const warnings: string[] = [];
  let take: (ticket: QueuedTicket, signal: AbortSignal) => Promise<void> = async () => {};
  let fail: (error: unknown) => void = () => {};
  const stub: Partial<Store> = {
    eligible: async () => Array.from({ length: wanted }, () => ({ ticketId: 't-1', runId: 'run' })),
    renew: async () => {},
    reconcile: async () => 0,
    run: async () => null,
    claim: async (): Promise<Claim | null> => null,
    ...store,
  };
  const options: ServeOptions = {
    bench: {
      store: stub as Store,
      engine: { hash: 'sha256:engine', name: 'openai', paid: true } as Engine,
      limiter: { pausedUntil } as Limiter,
      vocabulary: { version: 'v1', terms: [] } as never,
      clock,
      probe: noProbe,
      parked: new Set(),
    },
    owner: 'me',
    isGone: () => false,
    consume(work, onFatal) {
      take = work;
      fail = onFatal;
      return { running: () => busy, close: async (graceMs) => void closed.push(graceMs) };
    },
    concurrency: 4,
    graceMs: 10_000,
    stop: stop.signal,
    log: { info: () => {}, warn: (message) => void warnings.push(message) },
  };
  return {
    clock,
    options,
    stop,
    closed,
    warnings,
    hand: (ticket) => take(ticket, new AbortController().signal),
    fail: (error) => fail(error),
  };
}

/** How a promise stands after everything that is ready has run. */
async function standOf(promise: Promise<unknown>): Promise<string> {
  let stand = 'open';
  promise.then(
    () => {
      stand = 'resolved';
    },
    () => {
      stand = 'rejected';
    },
  );
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
  return stand;
}

describe('the progress watchdog', () => {
  it('ends a worker that nothing reaches for a minute although tickets are wanted', async () => {
    const { clock, options, closed } = scene();
    const served = serve(options);
    expect(await standOf(served)).toBe('open');
    await clock.advance(59_000);
    expect(await standOf(served)).toBe('open');
    await clock.advance(6_000);
    await expect(served).rejects.toMatchObject({ code: 'queue.unreachable', message: expect.stringContaining('60 s') });
    expect(closed).toEqual([0]);
  });

  it.each([
    ['nothing is wanted', { wanted: 0 }],
    ['every place is taken', { busy: 4 }],
    ['the endpoint is paused', { pausedUntil: () => Number.POSITIVE_INFINITY }],
  ])('lets it live where %s', async (_title, state) => {
    const { clock, options, stop } = scene(state);
    const served = serve(options);
    await clock.advance(600_000);
    expect(await standOf(served)).toBe('open');
    stop.abort();
    await expect(served).resolves.toBeUndefined();
  });

  it('starts counting again at every ticket', async () => {
    const { clock, options, stop, hand } = scene();
    const served = serve(options);
    for (let i = 0; i < 5; i++) {
      await clock.advance(50_000);
      await hand({ ticketId: 't-1', runId: 'run' });
    }
    expect(await standOf(served)).toBe('open');
    stop.abort();
    await served;
  });
});

describe('an end', () => {
  it('in order gives the work its grace', async () => {
    const { options, stop, closed } = scene();
    const served = serve(options);
    stop.abort();
    await served;
    expect(closed).toEqual([10_000]);
  });

  it('by a fault gives none, and the fault comes out', async () => {
    const { options, closed, fail } = scene();
    const served = serve(options);
    const fault = new Error('the ground is gone');
    fail(fault);
    await expect(served).rejects.toBe(fault);
    expect(closed).toEqual([0]);
  });

  it('comes when the leases can no longer be renewed', async () => {
    const fault = new Error('no database');
    const { clock, options } = scene({ wanted: 0, store: { renew: () => Promise.reject(fault) } });
    const served = serve(options);
    const caught = served.catch((error: unknown) => error);
    await clock.advance(5_000);
    expect(await caught).toBe(fault);
  });
});

describe('a run', () => {
  const run = (state: 'open' | 'parked', source = 'no front matter') =>
    ({ id: 'run', state, recipe: { prompts: [{ name: 'enrich.v9', hash: 'sha256:x', language: 'en', source }] } }) as never;

  it('that was parked here and opened again is served again', async () => {
    let state: 'open' | 'parked' = 'parked';
    const claimed: string[] = [];
    const { options, stop, hand } = scene({
      store: {
        run: async () => run(state),
        async claim(ticketId) {
          claimed.push(ticketId);
          return null;
        },
      },
    });
    options.bench.parked.add('run');
    const served = serve(options);
    await hand({ ticketId: 't-1', runId: 'run' });
    expect(claimed).toEqual([]);
    state = 'open';
    await hand({ ticketId: 't-1', runId: 'run' });
    expect(claimed).toEqual(['t-1']);
    stop.abort();
    await served;
  });

  it('with a prompt that this precis cannot render is named once in a sentence', async () => {
    const { options, stop, hand, warnings } = scene({ store: { run: async () => run('open') } });
    const served = serve(options);
    await hand({ ticketId: 't-1', runId: 'run' });
    await hand({ ticketId: 't-2', runId: 'run' });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('enrich.v9');
    stop.abort();
    await served;
  });
});
