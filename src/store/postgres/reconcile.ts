/**
 * Heals what a crash or a hand in the database left behind: leases of workers that are gone, tickets whose Enrichment exists, done
 * tickets whose Enrichment does not. The only place besides `retry` where a ticket moves backwards.
 */
import { CHECKS_REVISION } from '../../domain/check.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { isForText } from '../run-codec.ts';
import { refreshViews } from './current-view.ts';
import type { Sql } from './database.ts';
import { runsNumbered, type Session } from './session.ts';
import { enrichable, reopen } from './wanting.ts';

/** Returns how many tickets it touched. */
export async function reconcile(sql: Sql, session: Session, isGone: (owner: string) => boolean): Promise<number> {
  return (await freeLeases(sql, isGone)) + (await finishFound(sql)) + (await wantMissing(sql, session));
}

async function freeLeases(sql: Sql, isGone: (owner: string) => boolean): Promise<number> {
  const owners = await sql.all<{ owner: string }>('SELECT DISTINCT owner FROM tickets WHERE owner IS NOT NULL');
  const gone = owners.filter(({ owner }) => isGone(owner)).map(({ owner }) => owner);
  if (gone.length === 0) return 0;
  return sql.run('UPDATE tickets SET owner = NULL, lease_ms = NULL WHERE owner = ANY ($1::text[])', gone);
}

const finishFound = (sql: Sql): Promise<number> =>
  sql.run(
    `UPDATE tickets SET state = 'done', until_ms = 0, reason = NULL, code = NULL, message = NULL, owner = NULL, lease_ms = NULL,
       replayed = 1 WHERE state <> 'done' AND EXISTS
       (SELECT 1 FROM enrichments e WHERE e.key = tickets.enrichment_key AND e.revision = $1)`,
    CHECKS_REVISION,
  );

interface TicketRow {
  readonly seq: number;
  readonly paper_pk: number;
  readonly enrichment_key: string;
  readonly run: number;
  readonly prompt: number;
}

/** Which tickets are for the text that their paper has now. */
async function splitByText(
  sql: Sql,
  session: Session,
  tickets: readonly TicketRow[],
): Promise<{ fits: TicketRow[]; not: TicketRow[] }> {
  const texts = await enrichable(sql, [...new Set(tickets.map((ticket) => ticket.paper_pk))]);
  const contentOf = new Map(texts.map(({ paperPk, contentHash }) => [paperPk, contentHash]));
  const run = await runsNumbered(
    sql,
    session,
    tickets.map((ticket) => ticket.run),
  );
  const fits: TicketRow[] = [];
  const not: TicketRow[] = [];
  for (const ticket of tickets) {
    const content = contentOf.get(ticket.paper_pk);
    (content !== undefined && isForText(ticket, run(ticket.run), content) ? fits : not).push(ticket);
  }
  return { fits, not };
}

const seqs = (tickets: readonly TicketRow[]): number[] => tickets.map(({ seq }) => seq);

async function wantMissing(sql: Sql, session: Session): Promise<number> {
  const missing = await sql.all<TicketRow>(
    `SELECT seq, paper_pk, enrichment_key, run, prompt FROM tickets WHERE state = 'done'
       AND NOT EXISTS (SELECT 1 FROM enrichments e WHERE e.key = tickets.enrichment_key) ORDER BY seq`,
  );
  if (missing.length === 0) return 0;
  const { fits, not } = await splitByText(sql, session, missing);
  await sql.run(
    "UPDATE tickets SET state = 'wanted', until_ms = 0, starts = 0, attempts = 0, replayed = 0 WHERE seq = ANY ($1::bigint[])",
    seqs(fits),
  );
  await sql.run('DELETE FROM tickets WHERE seq = ANY ($1::bigint[])', seqs(not));
  await refreshViews(sql, session, [...new Set(missing.map((ticket) => ticket.paper_pk))]);
  return missing.length;
}

/**
 * Failed tickets of papers become wanted again, with their calls so far set aside; `papers` null means all.
 * @returns how many
 */
export async function retryFailed(
  sql: Sql,
  session: Session,
  papers: readonly number[] | null,
  code: ErrorCode | null,
): Promise<number> {
  const failed = await sql.all<TicketRow>(
    `SELECT seq, paper_pk, enrichment_key, run, prompt FROM tickets WHERE state = 'failed' AND ($1::text IS NULL OR code = $1)
       AND ($2::bigint[] IS NULL OR paper_pk = ANY ($2)) ORDER BY seq`,
    code,
    papers,
  );
  const { fits } = await splitByText(sql, session, failed);
  await sql.run(
    `UPDATE tickets SET state = 'wanted', until_ms = 0, code = NULL, message = NULL, starts = 0, attempts = 0,
       calls_after = coalesce((SELECT max(id) FROM calls c WHERE c.enrichment_key = tickets.enrichment_key), 0)
     WHERE seq = ANY ($1::bigint[])`,
    seqs(fits),
  );
  await reopen(sql, [...new Set(fits.map((ticket) => ticket.run))]);
  return fits.length;
}
