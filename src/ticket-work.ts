/**
 * One ticket from its lease to its end, and the leases meanwhile: what `drain` and `serve` have in common.
 * Invariant: whatever a ticket's work throws, the ticket ends as done, waiting, failed or handed back; only errors of the Store or
 * of this code come out of it.
 */
import { type Bench, enrichOne } from './pipeline.ts';
import type { QueuedTicket, Store } from './ports.ts';
import { createPolicy } from './settle-policy.ts';

/** Renewed well within the lease of 15 s. */
const RENEW_MS = 5_000;

/**
 * @param onSettled called when a ticket was settled, or was not to be had
 * @returns what a queue hands its tickets to
 */
export function createTicketWork(
  bench: Bench,
  owner: string,
  onSettled: () => void,
): (ticket: QueuedTicket, signal: AbortSignal) => Promise<void> {
  const { store } = bench;
  const policy = createPolicy(bench);
  return async (ticket, signal) => {
    if (bench.parked.has(ticket.runId)) return;
    const claim = await store.claim(ticket.ticketId, owner);
    if (!claim) return onSettled();
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
    onSettled();
  };
}

export interface LeaseOptions {
  readonly store: Store;
  readonly clock: Bench['clock'];
  readonly owner: string;
  readonly isGone: (owner: string) => boolean;
  /** How often leases of dead processes are looked for, in ms. */
  readonly reconcileMs: number;
}

/** Renews the leases of this process and frees those of dead ones until `done`. @throws whatever the Store throws */
export async function keepLeases(options: LeaseOptions, done: AbortSignal): Promise<void> {
  const { store, clock, owner } = options;
  let lastReconcile = clock.now();
  while (!done.aborted) {
    await clock.sleep(RENEW_MS, done);
    if (done.aborted) return;
    await store.renew(owner);
    if (clock.now() - lastReconcile < options.reconcileMs) continue;
    lastReconcile = clock.now();
    await store.reconcile(options.isGone);
  }
}
