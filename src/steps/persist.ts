/**
 * persist: Enrichment -> row + Ticket done + current view, in one transaction. Keyed, so that two workers racing write one row and
 * the second one is told `already`.
 */
import type { Enrichment } from '../domain/enrichment.ts';
import type { Probe, Store } from '../ports.ts';

/**
 * @param ticketId the ticket that asked for it; null for a re-validation
 * @param replayed true when no call was made for it in this run
 */
export async function persist(
  into: Store,
  enrichment: Enrichment,
  ticketId: string | null,
  replayed: boolean,
  probe: Probe,
): Promise<'written' | 'already'> {
  probe.at('before-persist');
  const outcome = await into.persist(enrichment, ticketId, replayed);
  probe.at('after-persist');
  return outcome;
}
