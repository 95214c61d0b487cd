/**
 * Works tickets until none is left that may start: the relay keeps a window in the queue, each ticket ends in a named state, and
 * leases are renewed meanwhile. It never sleeps without saying for what and until when (CONTRACTS 2).
 * Invariant: only errors of the Store, of a queue that is gone for good, or of this code stop the worker.
 */
import type { RunLedger } from './domain/run.ts';
import type { Bench } from './pipeline.ts';
import type { Queue, QueuedTicket } from './ports.ts';
import { enqueue } from './steps/enqueue.ts';
import { createTicketWork, keepLeases } from './ticket-work.ts';

const RECONCILE_MS = 15_000;
/** How often tickets that another process has leased are looked at. */
const PEEK_MS = 500;

export interface DrainOptions {
  readonly bench: Bench;
  readonly owner: string;
  readonly isGone: (owner: string) => boolean;
  readonly queue: (work: (ticket: QueuedTicket, signal: AbortSignal) => Promise<void>, onFatal: (error: unknown) => void) => Queue;
  /** Only this run's tickets; those of every open run when left out. */
  readonly runId?: string;
  /** Longest wait for a ticket that becomes due. */
  readonly waitMs: number;
  readonly graceMs: number;
  readonly stop: AbortSignal;
  /** Called when a ticket was settled. */
  readonly onSettled: () => void;
  /** Called when nothing can start now, with the cause and the time. */
  readonly onWaiting: (why: string, untilMs: number | null) => void;
}

/** Why it stopped. */
export type DrainEnd = 'drained' | 'interrupted' | 'parked';

/** @throws whatever stopped the worker: a Store that is full, damaged or gone, or a defect */
export async function drain(options: DrainOptions): Promise<DrainEnd> {
  const { bench, owner, runId } = options;
  const { store, engine, clock } = bench;
  // a cell, because closures write it and the compiler would call it null for ever
  let fatal = null as { readonly error: unknown } | null;
  const ended = new AbortController();
  const stopped = AbortSignal.any([options.stop, ended.signal]);
  const queue = options.queue(createTicketWork(bench, owner, options.onSettled), (error) => {
    fatal ??= { error };
    ended.abort();
  });

  const upkeep = keepLeases({ store, clock, owner, isGone: options.isGone, reconcileMs: RECONCILE_MS }, ended.signal).catch(
    (error: unknown) => {
      fatal ??= { error };
      ended.abort();
    },
  );
  const end = await relay().catch((error: unknown): DrainEnd => {
    fatal ??= { error };
    return 'interrupted';
  });
  await queue.close(fatal ? 0 : options.graceMs);
  ended.abort();
  await upkeep;
  if (fatal) throw fatal.error;
  return end;

  async function relay(): Promise<DrainEnd> {
    while (!stopped.aborted) {
      const inside = await enqueue(store, queue, [engine.hash], runId);
      if (runId && bench.parked.has(runId) && inside === 0) return 'parked';
      if (inside > 0) {
        await queue.changed(stopped);
        continue;
      }
      const pause = await pauseUntil();
      if (!pause) return 'drained';
      options.onWaiting(pause.why, pause.untilMs);
      await clock.sleep(Math.min(Math.max(pause.untilMs - clock.now(), 10), pause.poll), stopped);
    }
    return 'interrupted';
  }

  /** What to wait for when the queue is empty: null when there is nothing to wait for. */
  async function pauseUntil(): Promise<{ why: string; untilMs: number; poll: number } | null> {
    const ids = runId
      ? [runId]
      : (await store.openRuns()).filter((run) => run.recipe.engineHash === engine.hash).map((run) => run.id);
    const ledgers: RunLedger[] = await Promise.all(ids.map((id) => store.runLedger(id)));
    const wanted = ledgers.reduce((sum, ledger) => sum + ledger.wanted, 0);
    if (wanted > 0)
      return { why: `${wanted} papers are in the hands of another process`, untilMs: clock.now() + PEEK_MS, poll: PEEK_MS };
    const due = Math.min(...ledgers.map((ledger) => ledger.nextDueMs ?? Number.POSITIVE_INFINITY));
    if (!Number.isFinite(due) || due - clock.now() > options.waitMs) return null;
    const waiting = ledgers.flatMap((ledger) =>
      Object.entries(ledger.waiting).map(([reason, count]) => `${count} waiting (${reason})`),
    );
    return { why: waiting.join(', '), untilMs: due, poll: options.waitMs };
  }
}
