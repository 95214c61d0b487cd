import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PrecisError } from '../../../src/domain/errors.ts';
import { createConcurrencyLimiter } from '../../../src/engine/concurrency-limiter.ts';
import type { Lease } from '../../../src/ports.ts';
import { catchError } from '../../support/catch-error.ts';
import { manualClock } from '../../support/clock.ts';

const never = new AbortController().signal;

/** Remembers which of several acquisitions were granted. */
function watcher() {
  const granted: { name: string; lease: Lease }[] = [];
  const watch = (name: string, acquiring: Promise<Lease>): Promise<void> =>
    acquiring.then((lease) => void granted.push({ name, lease }));
  const names = () => granted.map(({ name }) => name);
  const leaseOf = (name: string): Lease => {
    const found = granted.find((one) => one.name === name);
    if (!found) throw new Error(`${name} holds no lease`);
    return found.lease;
  };
  return { watch, names, leaseOf };
}

test('as many calls start as the limit allows, the others in the order they came', async () => {
  const clock = manualClock();
  const limiter = createConcurrencyLimiter({ limit: 2, clock });
  const { watch, names, leaseOf } = watcher();
  for (const name of ['a', 'b', 'c', 'd']) void watch(name, limiter.acquire(10, never));
  await clock.advance(0);
  expect(names()).toEqual(['a', 'b']);
  leaseOf('b').settle(5);
  await clock.advance(0);
  expect(names()).toEqual(['a', 'b', 'c']);
});

test('settling a lease twice frees one slot', async () => {
  const clock = manualClock();
  const limiter = createConcurrencyLimiter({ limit: 1, clock });
  const { watch, names, leaseOf } = watcher();
  for (const name of ['a', 'b', 'c']) void watch(name, limiter.acquire(10, never));
  await clock.advance(0);
  leaseOf('a').settle(5);
  leaseOf('a').settle(5);
  await clock.advance(0);
  expect(names()).toEqual(['a', 'b']);
});

test('no call starts during a pause, and all start when it is over', async () => {
  const clock = manualClock();
  const limiter = createConcurrencyLimiter({ limit: 2, clock });
  const { watch, names } = watcher();
  limiter.pause(clock.now() + 1000);
  expect(limiter.pausedUntil()).toBe(clock.now() + 1000);
  for (const name of ['a', 'b']) void watch(name, limiter.acquire(10, never));
  await clock.advance(999);
  expect(names()).toEqual([]);
  await clock.advance(1);
  expect(names()).toEqual(['a', 'b']);
  expect(limiter.pausedUntil()).toBe(0);
});

test('a later pause extends an earlier one, an earlier pause changes nothing', async () => {
  const clock = manualClock();
  const limiter = createConcurrencyLimiter({ limit: 1, clock });
  const { watch, names } = watcher();
  const startMs = clock.now();
  limiter.pause(startMs + 1000);
  void watch('a', limiter.acquire(10, never));
  limiter.pause(startMs + 3000);
  limiter.pause(startMs + 500);
  await clock.advance(2999);
  expect(names()).toEqual([]);
  await clock.advance(1);
  expect(names()).toEqual(['a']);
});

test('a pause too long to be held for gives the caller the time instead, waiting or not', async () => {
  const clock = manualClock();
  const limiter = createConcurrencyLimiter({ limit: 1, clock });
  const lease = await limiter.acquire(10, never);
  const waiting = catchError(limiter.acquire(10, never));
  limiter.pause(clock.now() + 60_000);
  for (const error of [await waiting, await catchError(limiter.acquire(10, never))]) {
    expect(error).toMatchObject({ code: 'engine.rate_limited', facts: { retryAfterMs: 60_000 } });
    expect(error.facts.reached).toBeUndefined();
    expect(error.message).toContain('60 s');
  }
  lease.settle(0);
  expect(clock.sleepers()).toEqual([]);
});

test('a waiter that is aborted takes no slot and leaves its place to the next', async () => {
  const clock = manualClock();
  const limiter = createConcurrencyLimiter({ limit: 1, clock });
  const { watch, names, leaseOf } = watcher();
  const stop = new AbortController();
  const reason = new PrecisError('shutdown', 'stopping');
  void watch('a', limiter.acquire(10, never));
  const aborted = catchError(limiter.acquire(10, stop.signal));
  void watch('c', limiter.acquire(10, never));
  await clock.advance(0);
  stop.abort(reason);
  expect(await aborted).toBe(reason);
  expect(await catchError(limiter.acquire(10, stop.signal))).toBe(reason);
  leaseOf('a').settle(0);
  await clock.advance(0);
  expect(names()).toEqual(['a', 'c']);
});

test('nobody sleeps on when the last waiter of a pause is gone', async () => {
  const clock = manualClock();
  const limiter = createConcurrencyLimiter({ limit: 1, clock });
  const stop = new AbortController();
  limiter.pause(clock.now() + 2000);
  const aborted = catchError(limiter.acquire(10, stop.signal));
  expect(clock.sleepers()).toEqual([2000]);
  stop.abort(new PrecisError('shutdown', 'stopping'));
  await aborted;
  await clock.advance(0);
  expect(clock.sleepers()).toEqual([]);
});

test('a waiter that comes right after the last one left is still woken', async () => {
  const clock = manualClock();
  const limiter = createConcurrencyLimiter({ limit: 1, clock });
  const { watch, names } = watcher();
  const stop = new AbortController();
  limiter.pause(clock.now() + 2000);
  const aborted = catchError(limiter.acquire(10, stop.signal));
  stop.abort(new PrecisError('shutdown', 'stopping'));
  void watch('b', limiter.acquire(10, never));
  await aborted;
  await clock.advance(2000);
  expect(names()).toEqual(['b']);
});

test('a clock that jumps back does not let a call into a pause, nor keep it out for ever', async () => {
  const clock = manualClock();
  const limiter = createConcurrencyLimiter({ limit: 1, clock });
  const { watch, names } = watcher();
  const startMs = clock.now();
  limiter.pause(startMs + 2000);
  void watch('a', limiter.acquire(10, never));
  clock.jump(startMs - 1000);
  await clock.advance(2999);
  expect(names()).toEqual([]);
  await clock.advance(3000);
  expect(names()).toEqual(['a']);
});

test('whatever happens in whatever order, the limit holds and every waiter ends', async () => {
  const step = fc.oneof(
    fc.constant('acquire' as const),
    fc.constant('settle' as const),
    fc.constant('abort' as const),
    fc.record({ pauseMs: fc.integer({ min: 0, max: 4000 }) }),
    fc.record({ advanceMs: fc.integer({ min: 0, max: 2000 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 40 }), async (limit, steps) => {
      const clock = manualClock();
      const limiter = createConcurrencyLimiter({ limit, clock });
      const held: Lease[] = [];
      const stops: AbortController[] = [];
      let open = 0;
      for (const one of steps) {
        if (one === 'acquire') {
          const stop = new AbortController();
          stops.push(stop);
          open++;
          limiter
            .acquire(1, stop.signal)
            .then((lease) => held.push(lease))
            .catch(() => {})
            .finally(() => open--);
        } else if (one === 'settle') held.shift()?.settle(1);
        else if (one === 'abort') stops.shift()?.abort(new PrecisError('shutdown', 'stopping'));
        else if ('pauseMs' in one) limiter.pause(clock.now() + one.pauseMs);
        else await clock.advance(one.advanceMs);
        expect(held.length).toBeLessThanOrEqual(limit);
      }
      for (let round = 0; round < 60 && open > 0; round++) {
        for (const lease of held.splice(0)) lease.settle(1);
        await clock.advance(5000);
      }
      expect(open).toBe(0);
    }),
    { numRuns: 200 },
  );
});
