/** The relay: a queue for each engine, a reconcile a minute, and an end that leaves no queue open. */
import { describe, expect, it } from 'vitest';
import type { Queue, QueuedTicket, Store } from '../../src/ports.ts';
import { type RelayOptions, relay } from '../../src/relay.ts';
import { type ManualClock, manualClock } from '../support/clock.ts';

interface Scene {
  readonly clock: ManualClock;
  readonly options: RelayOptions;
  readonly stop: AbortController;
  /** Ticket ids by engine, in the order they were added. */
  readonly added: Map<string, string[]>;
  readonly reconciledAt: number[];
  readonly lines: string[];
  closed(): number;
  fail(error: unknown): void;
}

function scene({ engines = ['sha256:one'], healed = 0 } = {}): Scene {
  const clock = manualClock();
  const startMs = clock.now();
  const stop = new AbortController();
  const added = new Map<string, string[]>();
  const reconciledAt: number[] = [];
  const lines: string[] = [];
  let closed = 0;
  let fail: (error: unknown) => void = () => {};
  const store: Partial<Store> = {
    openRuns: async () => engines.map((engineHash, n) => ({ id: `run-${n}`, recipe: { engineHash } })) as never,
    eligible: async ([hash]): Promise<QueuedTicket[]> => [{ ticketId: `t-${hash}`, runId: 'run' }],
    async reconcile() {
      reconciledAt.push(clock.now() - startMs);
      return healed;
    },
  };
  const options: RelayOptions = {
    store: store as Store,
    clock,
    log: { info: (message) => void lines.push(message), warn: () => {} },
    isGone: () => false,
    async openQueue(engineHash, onFatal): Promise<Queue> {
      fail = onFatal;
      const inside = new Set<string>();
      return {
        async add(tickets) {
          for (const { ticketId } of tickets) {
            if (!inside.has(ticketId)) added.set(engineHash, [...(added.get(engineHash) ?? []), ticketId]);
            inside.add(ticketId);
          }
        },
        room: () => 10,
        size: () => inside.size,
        changed: (signal) => clock.sleep(60_000, signal),
        async close() {
          closed++;
        },
      };
    },
    stop: stop.signal,
  };
  return { clock, options, stop, added, reconciledAt, lines, closed: () => closed, fail: (error) => fail(error) };
}

/** Time in steps that let every look of the relay happen. */
async function pass(clock: ManualClock, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await clock.advance(1_000);
    for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the relay', () => {
  it('moves the tickets of every engine to a queue of its own and opens none twice', async () => {
    const { clock, options, stop, added, closed } = scene({ engines: ['sha256:one', 'sha256:two', 'sha256:one'] });
    const relayed = relay(options);
    await pass(clock, 5);
    expect([...added]).toEqual([
      ['sha256:one', ['t-sha256:one']],
      ['sha256:two', ['t-sha256:two']],
    ]);
    stop.abort();
    await relayed;
    expect(closed()).toBe(2);
  });

  it('reconciles at its start and every minute, and says what it put right', async () => {
    const { clock, options, stop, reconciledAt, lines } = scene({ healed: 3 });
    const relayed = relay(options);
    await pass(clock, 125);
    stop.abort();
    await relayed;
    // it looks once a second, so a minute may be a second longer
    const gaps = reconciledAt.slice(1).map((atMs, i) => atMs - (reconciledAt[i] ?? 0));
    expect(reconciledAt[0]).toBe(0);
    expect(gaps).toHaveLength(2);
    for (const gap of gaps) expect(Math.abs(gap - 60_500)).toBeLessThanOrEqual(500);
    expect(lines).toEqual(Array.from({ length: 3 }, () => 'reconcile put 3 tickets right'));
  });

  it('ends with the fault of a queue that is gone for good, and closes the others', async () => {
    const { clock, options, fail, closed } = scene({ engines: ['sha256:one', 'sha256:two'] });
    const relayed = relay(options).catch((error: unknown) => error);
    await pass(clock, 1);
    const fault = new Error('no Redis for a minute');
    fail(fault);
    expect(await relayed).toBe(fault);
    expect(closed()).toBe(2);
  });
});
