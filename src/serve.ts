/**
 * A worker of a queue that others fill: works what it is handed until it is told to stop. It learns the prompts of runs as they come.
 * Health is progress (H5): a worker that reaches nothing for a minute while tickets are wanted ends, so that its supervisor starts
 * one that does.
 */
import { PrecisError } from './domain/errors.ts';
import type { Hash } from './domain/hash.ts';
import type { Prompt } from './domain/prompt.ts';
import type { Bench } from './pipeline.ts';
import type { Log, QueuedTicket } from './ports.ts';
import { promptOfRecipe } from './recipe-prompt.ts';
import { createTicketWork, keepLeases } from './ticket-work.ts';

const RECONCILE_MS = 60_000;
const WATCH_MS = 5_000;
/** Longest time without a ticket while some are wanted. */
const IDLE_MS = 60_000;

/** What takes tickets from a queue. */
export interface Consumer {
  running(): number;
  close(graceMs: number): Promise<void>;
}

export interface ServeOptions {
  readonly bench: Omit<Bench, 'prompts'>;
  readonly owner: string;
  readonly isGone: (owner: string) => boolean;
  readonly consume: (
    work: (ticket: QueuedTicket, signal: AbortSignal) => Promise<void>,
    onFatal: (error: unknown) => void,
  ) => Consumer;
  readonly concurrency: number;
  readonly graceMs: number;
  readonly stop: AbortSignal;
  readonly log: Log;
  readonly idleMs?: number;
}

/**
 * Resolves when it was stopped and has handed back what it could not finish.
 * @throws PrecisError `queue.unreachable` when it makes no progress, `store.*`
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { log, idleMs = IDLE_MS } = options;
  const { store, engine, clock, limiter, parked } = options.bench;
  const prompts = new Map<Hash, Prompt>();
  const known = new Set<string>();
  const ended = new AbortController();
  const stopped = AbortSignal.any([options.stop, ended.signal]);
  let fatal = null as { readonly error: unknown } | null;
  let movedAt = clock.now();
  const moved = (): void => {
    movedAt = clock.now();
  };
  const fail = (error: unknown): void => {
    fatal ??= { error };
    ended.abort();
  };
  const work = createTicketWork({ ...options.bench, prompts }, options.owner, moved);
  const consumer = options.consume(async (ticket, signal) => {
    moved();
    await learn(ticket.runId);
    await work(ticket, signal);
  }, fail);
  const leases = { store, clock, owner: options.owner, isGone: options.isGone, reconcileMs: RECONCILE_MS };
  const upkeep = Promise.all([keepLeases(leases, ended.signal).catch(fail), watch().catch(fail)]);
  await new Promise<void>((resolve) => {
    if (stopped.aborted) resolve();
    stopped.addEventListener('abort', () => resolve(), { once: true });
  });
  await consumer.close(fatal ? 0 : options.graceMs);
  ended.abort();
  await upkeep;
  if (fatal) throw fatal.error;

  /** Prompts of a run seen for the first time; a parked run that somebody has opened again is served again. */
  async function learn(runId: string): Promise<void> {
    if (known.has(runId) && !parked.has(runId)) return;
    const run = await store.run(runId);
    if (!run) return;
    if (run.state === 'open') parked.delete(runId);
    known.add(runId);
    for (const stored of run.recipe.prompts) {
      if (prompts.has(stored.hash)) continue;
      try {
        prompts.set(stored.hash, promptOfRecipe(stored));
      } catch (error) {
        if (!(error instanceof PrecisError)) throw error;
        log.warn(`${error.message}. ${error.next}`);
      }
    }
  }

  /** Throws when tickets were wanted at every look for as long as nothing reached this worker. */
  async function watch(): Promise<void> {
    while (!ended.signal.aborted) {
      await clock.sleep(Math.min(WATCH_MS, idleMs / 4), ended.signal);
      if (ended.signal.aborted || options.stop.aborted) return;
      const isBusy = consumer.running() >= options.concurrency || limiter.pausedUntil() > clock.now();
      if (isBusy || (await store.eligible([engine.hash], 1)).length === 0) moved();
      else if (clock.now() - movedAt >= idleMs)
        throw new PrecisError(
          'queue.unreachable',
          `nothing reached this worker for ${idleMs / 1000} s although tickets are wanted; ${consumer.running()} in work`,
          { next: 'Check that Redis and workers/relay.ts are running; start this worker again.' },
        );
    }
  }
}
