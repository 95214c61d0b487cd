/**
 * The relay of many workers: moves tickets that may start from the Store to the queue of their engine, and heals what died meanwhile.
 * It remembers nothing: whatever a queue lost is wanted in the Store and is moved again at the next look.
 */
import type { Hash } from './domain/hash.ts';
import type { Clock, Log, Queue, Store } from './ports.ts';
import { enqueue } from './steps/enqueue.ts';

const RECONCILE_MS = 60_000;
const LOOK_MS = 1_000;

export interface RelayOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly isGone: (owner: string) => boolean;
  readonly openQueue: (engineHash: Hash, onFatal: (error: unknown) => void) => Promise<Queue>;
  readonly stop: AbortSignal;
}

/** Resolves when it was stopped. @throws PrecisError `queue.unreachable` after a minute without the queue, `store.*` */
export async function relay(options: RelayOptions): Promise<void> {
  const { store, clock, log } = options;
  const queues = new Map<Hash, Queue>();
  const ended = new AbortController();
  const stopped = AbortSignal.any([options.stop, ended.signal]);
  let fatal = null as { readonly error: unknown } | null;
  let reconcileAt = clock.now();
  try {
    while (!stopped.aborted) {
      if (clock.now() >= reconcileAt) await heal();
      const engines = new Set((await store.openRuns()).map(({ recipe }) => recipe.engineHash));
      for (const hash of engines) await enqueue(store, await queueOf(hash), [hash]);
      await nextLook();
    }
  } finally {
    await Promise.all([...queues.values()].map((queue) => queue.close(0)));
  }
  if (fatal) throw fatal.error;

  async function heal(): Promise<void> {
    const touched = await store.reconcile(options.isGone);
    if (touched > 0) log.info(`reconcile put ${touched} tickets right`);
    reconcileAt = clock.now() + RECONCILE_MS;
  }

  async function queueOf(hash: Hash): Promise<Queue> {
    const open = queues.get(hash);
    if (open) return open;
    const queue = await options.openQueue(hash, (error) => {
      fatal ??= { error };
      ended.abort();
    });
    queues.set(hash, queue);
    return queue;
  }

  /** As soon as a queue has room again, and at least once a second for what is new. */
  async function nextLook(): Promise<void> {
    const looked = new AbortController();
    const signal = AbortSignal.any([stopped, looked.signal]);
    const moved = [...queues.values()].map((queue) => queue.changed(signal));
    await Promise.race([clock.sleep(LOOK_MS, signal), ...moved]);
    looked.abort();
  }
}
