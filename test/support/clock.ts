/**
 * A clock that a test moves. Sleepers wake in the order of their time, and whatever they do in the same turn happens before the
 * next one wakes. Randomness is a seeded generator, so a failing test fails again.
 */
import type { Clock } from '../../src/ports.ts';

export interface ManualClock extends Clock {
  /** Moves time on, waking whoever is due on the way. */
  advance(ms: number): Promise<void>;
  /** Sets the time without waking anybody, also backwards: a clock jump. */
  jump(toMs: number): void;
  /** How long each sleeper has left. */
  sleepers(): readonly number[];
}

interface Sleeper {
  readonly dueMs: number;
  wake(): void;
}

/** Starts at 2026-01-01 unless told otherwise. */
export function manualClock(startMs = Date.UTC(2026, 0, 1), seed = 1): ManualClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();
  const random = mulberry32(seed);

  return {
    now: () => nowMs,
    random,
    bytes: (length) => Uint8Array.from({ length }, () => Math.floor(random() * 256)),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper: Sleeper = {
          dueMs: nowMs + ms,
          wake() {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      }),
    async advance(ms) {
      const endMs = nowMs + ms;
      for (let next = earliest(sleepers, endMs); next; next = earliest(sleepers, endMs)) {
        nowMs = Math.max(nowMs, next.dueMs);
        next.wake();
        await turn();
      }
      nowMs = endMs;
      await turn();
    },
    jump(toMs) {
      nowMs = toMs;
    },
    sleepers: () => [...sleepers].map(({ dueMs }) => dueMs - nowMs),
  };
}

function earliest(sleepers: ReadonlySet<Sleeper>, endMs: number): Sleeper | null {
  let first: Sleeper | null = null;
  for (const sleeper of sleepers) if (sleeper.dueMs <= endMs && (!first || sleeper.dueMs < first.dueMs)) first = sleeper;
  return first;
}

/** Lets everything that is ready run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Small seeded generator, uniform in [0, 1). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
