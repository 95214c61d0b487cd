/**
 * Works tickets until none is left that may start: the relay keeps a window in the queue, each ticket ends in a named state, and
 * leases are renewed meanwhile. It never sleeps without saying for what and until when (CONTRACTS 2).
 * Invariant: whatever a ticket's work throws, the ticket ends as done, waiting, failed or handed back; only errors of the Store or
 * of this code stop the worker.
 */
import type { RunLedger } from './domain/run.ts';
import { type Bench, enrichOne } from './pipeline.ts';
import type { Queue, QueuedTicket } from './ports.ts';
import { createPolicy } from './settle-policy.ts';
import { enqueue } from './steps/enqueue.ts';

/** Renewed well within the lease of 15 s. */
const RENEW_MS = 5_000;
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
  const policy = createPolicy(bench);
  // a cell, because closures write it and the compiler would call it null for ever
  let fatal = null as { readonly error: unknown } | null;
  const ended = new AbortController();
  const stopped = AbortSignal.any([options.stop, ended.signal]);
  const queue = options.queue(work, (error) => {
    fatal ??= { error };
    ended.abort();
  });

  async function work(ticket: QueuedTicket, signal: AbortSignal): Promise<void> {
    if (bench.parked.has(ticket.runId)) return;
    const claim = await store.claim(ticket.ticketId, owner);
    if (!claim) return options.onSettled();
    bench.probe.at('after-claim');
    try {
      await enrichOne(bench, claim, signal);
      policy.succeeded();
    } catch (error) {
      const outcome = policy.outcomeOf(error, claim, signal.aborted);
      if (outcome.parks) {
        bench.parked.add(claim.runId);
        await store.parkRun(claim.runId, outcome.parks);
      }
      await store.settle(claim.ticketId, owner, outcome.outcome);
    }
    options.onSettled();
  }

  const upkeep = keepUp();
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

  /** Renews the leases of this process and frees those of dead ones, for as long as it works. */
  async function keepUp(): Promise<void> {
    let lastReconcile = clock.now();
    const done = ended.signal;
    while (!done.aborted) {
      await clock.sleep(RENEW_MS, done);
      if (done.aborted) return;
      try {
        await store.renew(owner);
        if (clock.now() - lastReconcile < RECONCILE_MS) continue;
        lastReconcile = clock.now();
        await store.reconcile(options.isGone);
      } catch (error) {
        fatal ??= { error };
        ended.abort();
      }
    }
  }
}
