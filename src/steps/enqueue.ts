/**
 * enqueue: the relay. Moves tickets that may start now from the Store to the queue, as many as its window has room for. Idempotent
 * by ticket id, so a relay that dies between reading and adding loses nothing.
 */
import type { Hash } from '../domain/hash.ts';
import type { Queue, Store } from '../ports.ts';

/**
 * @param runId only tickets of this run; every open run when left out
 * @returns how many tickets the queue holds afterwards
 */
export async function enqueue(from: Store, to: Queue, engineHashes: readonly Hash[], runId?: string): Promise<number> {
  const room = to.room();
  if (room > 0) {
    // those already inside come first in the order, so ask for them too: `add` ignores them
    const tickets = await from.eligible(engineHashes, room + to.size(), runId);
    await to.add(tickets);
  }
  return to.size();
}
