/**
 * Heals what a crash or a hand in the database left behind: leases of workers that are gone, tickets whose Enrichment exists, done
 * tickets whose Enrichment does not. The only place besides `retry` where a ticket moves backwards.
 */
import { CHECKS_REVISION } from '../../domain/check.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { StoredKey } from '../keys.ts';
import { isForText } from '../run-codec.ts';
import { refreshView } from './current-view.ts';
import { runByNumber, type Session } from './session.ts';
import { enrichable, reopen } from './wanting.ts';

interface TicketRow {
  readonly seq: number;
  readonly paper_pk: number;
  readonly enrichment_key: StoredKey;
  readonly run: number;
  readonly prompt: number;
}

/** Returns how many tickets it touched. */
export function reconcile(session: Session, isGone: (owner: string) => boolean): number {
  return freeLeases(session, isGone) + finishFound(session) + wantMissing(session);
}

function freeLeases({ db }: Session, isGone: (owner: string) => boolean): number {
  const owners = db.all<{ owner: string }>('SELECT DISTINCT owner FROM tickets WHERE owner IS NOT NULL');
  return owners
    .filter(({ owner }) => isGone(owner))
    .reduce(
      (freed, { owner }) => freed + db.run('UPDATE tickets SET owner = NULL, lease_ms = NULL WHERE owner = ?', owner).changes,
      0,
    );
}

function finishFound({ db }: Session): number {
  return db.run(
    `UPDATE tickets SET state = 'done', until_ms = 0, reason = NULL, code = NULL, message = NULL, owner = NULL, lease_ms = NULL,
       replayed = 1 WHERE state <> 'done' AND EXISTS
       (SELECT 1 FROM enrichments e WHERE e.key = tickets.enrichment_key AND e.revision = ?)`,
    CHECKS_REVISION,
  ).changes;
}

function wantMissing(session: Session): number {
  const { db } = session;
  const missing = db.all<TicketRow>(
    `SELECT seq, paper_pk, enrichment_key, run, prompt FROM tickets WHERE state = 'done'
       AND NOT EXISTS (SELECT 1 FROM enrichments e WHERE e.key = tickets.enrichment_key)`,
  );
  const papers = new Set<number>();
  for (const ticket of missing) {
    papers.add(ticket.paper_pk);
    const wanted = enrichable(session, ticket.paper_pk);
    if (wanted && isForText(ticket, runByNumber(session, ticket.run), wanted.contentHash))
      db.run("UPDATE tickets SET state = 'wanted', until_ms = 0, starts = 0, attempts = 0, replayed = 0 WHERE seq = ?", ticket.seq);
    else db.run('DELETE FROM tickets WHERE seq = ?', ticket.seq);
  }
  for (const paperPk of papers) refreshView(session, paperPk);
  return missing.length;
}

/**
 * Failed tickets of papers become wanted again, with their calls so far set aside; `papers` null means all.
 * @returns how many
 */
export function retryFailed(session: Session, papers: ReadonlySet<number> | null, code: ErrorCode | null): number {
  const { db } = session;
  const failed = db
    .all<TicketRow & { code: string }>(
      "SELECT seq, paper_pk, enrichment_key, run, prompt, code FROM tickets WHERE state = 'failed'",
    )
    .filter((ticket) => (code === null || ticket.code === code) && (papers === null || papers.has(ticket.paper_pk)));
  let retried = 0;
  for (const ticket of failed) {
    const wanted = enrichable(session, ticket.paper_pk);
    if (!wanted || !isForText(ticket, runByNumber(session, ticket.run), wanted.contentHash)) continue;
    db.run(
      `UPDATE tickets SET state = 'wanted', until_ms = 0, code = NULL, message = NULL, starts = 0, attempts = 0,
         calls_after = coalesce((SELECT max(id) FROM calls c WHERE c.enrichment_key = tickets.enrichment_key), 0) WHERE seq = ?`,
      ticket.seq,
    );
    reopen(session, ticket.run);
    retried++;
  }
  return retried;
}
