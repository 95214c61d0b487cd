/**
 * Which Enrichments are wanted, as tickets (CONTRACTS 2): newest version, with an abstract, not withdrawn, not merged away. Decided
 * by `ticketStep`, for any number of papers at once.
 */
import { CHECKS_REVISION } from '../../domain/check.ts';
import { enrichmentKey, ticketId } from '../../domain/hash.ts';
import type { Want } from '../../store-port.ts';
import { type KnownTicket, type OpenWant, ticketStep, wantUnder } from '../ticket-step.ts';
import type { Sql } from './database.ts';
import { insertRows } from './insert.ts';
import { existingRun, type Session } from './session.ts';

/** Looks up the run of a want. @throws when there is no such run or it does not have the prompt */
export const openWant = async (sql: Sql, session: Session, want: Want): Promise<OpenWant> =>
  wantUnder(await existingRun(sql, session, want.runId), want);

/** What tickets are made from. */
export interface Wanted {
  readonly paperPk: number;
  readonly contentHash: string;
  /** The text was replaced right after it was wanted: only a ticket that is done at once is left of it. */
  readonly isDropped?: boolean;
}

/** The newest texts of those papers that may be enriched at all, in the order of the papers. */
export async function enrichable(sql: Sql, paperPks: readonly number[]): Promise<Wanted[]> {
  const rows = await sql.all<{ pk: number; content: string }>(
    `SELECT p.pk, v.content FROM unnest($1::bigint[]) WITH ORDINALITY AS given (pk, nth) JOIN papers p ON p.pk = given.pk
     JOIN paper_versions v ON v.n = p.newest
     WHERE p.withdrawn = 0 AND p.retracted = 0 AND p.merged_into IS NULL AND v.abstract IS NOT NULL ORDER BY nth`,
    paperPks,
  );
  return rows.map(({ pk, content }) => ({ paperPk: pk, contentHash: content }));
}

interface Asked {
  readonly id: string;
  readonly paper_pk: number;
  readonly enrichment_key: string;
  readonly prompt: number;
  readonly isDropped: boolean;
}

interface StoredTicket extends KnownTicket {
  readonly seq: number;
  readonly id: string;
}

/** Makes the tickets of papers and returns how many are this run's now. */
export async function wantPapers(sql: Sql, want: OpenWant, wanted: readonly Wanted[]): Promise<number> {
  const asked = wanted.flatMap(({ paperPk, contentHash, isDropped = false }) =>
    want.prompts.map(({ hash }, at): Asked => {
      const key = enrichmentKey(contentHash, hash, want.engineHash);
      return {
        id: ticketId(paperPk, key),
        paper_pk: paperPk,
        enrichment_key: key,
        prompt: want.positions[at] as number,
        isDropped,
      };
    }),
  );
  if (asked.length === 0) return 0;
  const facts = await readFacts(sql, asked);
  const known = new Map<string, KnownTicket & { readonly seq?: number }>(facts.tickets.map((ticket) => [ticket.id, ticket]));
  const fresh: Record<string, unknown>[] = [];
  const again: { seq: number; prompt: number; from: number }[] = [];
  let isOpenAgain = false;
  for (const one of asked) {
    const ticket = known.get(one.id) ?? null;
    const step = ticketStep(ticket, want.run, {
      hasCurrent: () => facts.current.has(one.enrichment_key),
      hasAny: () => facts.any.has(one.enrichment_key),
      isOpen: (run) => facts.openRuns.has(run),
    });
    if (step === 'leave' || (one.isDropped && step !== 'make_done')) continue;
    const isDone = step === 'make_done';
    if (!isDone) isOpenAgain = true;
    if (ticket?.seq === undefined)
      fresh.push({ ...one, run: want.run, state: isDone ? 'done' : 'wanted', until_ms: 0, replayed: isDone ? 1 : 0 });
    else again.push({ seq: ticket.seq, prompt: one.prompt, from: ticket.run });
    known.set(one.id, { run: want.run, state: isDone ? 'done' : 'wanted' });
  }
  await insertRows(sql, 'tickets', ['id', 'paper_pk', 'enrichment_key', 'run', 'prompt', 'state', 'until_ms', 'replayed'], fresh);
  await wantAgain(sql, want, again);
  if (isOpenAgain) await reopen(sql, [want.run]);
  return fresh.length + again.length;
}

async function readFacts(sql: Sql, asked: readonly Asked[]) {
  const keys = asked.map((one) => one.enrichment_key);
  const tickets = await sql.all<StoredTicket>(
    'SELECT seq, id, run, state FROM tickets WHERE id = ANY ($1::text[]) ORDER BY seq FOR UPDATE',
    asked.map(({ id }) => id),
  );
  const enrichments = await sql.all<{ key: string; is_current: boolean }>(
    'SELECT key, bool_or(revision = $2) AS is_current FROM enrichments WHERE key = ANY ($1::text[]) GROUP BY key',
    keys,
    CHECKS_REVISION,
  );
  const runs = [...new Set(tickets.map(({ run }) => run))];
  const open =
    runs.length === 0
      ? []
      : await sql.all<{ n: number }>("SELECT n FROM runs WHERE n = ANY ($1::bigint[]) AND state <> 'closed'", runs);
  return {
    tickets,
    any: new Set(enrichments.map(({ key }) => key)),
    current: new Set(enrichments.filter((one) => one.is_current).map(({ key }) => key)),
    openRuns: new Set(open.map(({ n }) => n)),
  };
}

/** Tickets that were done without an Enrichment, or that a closed run left behind. */
async function wantAgain(
  sql: Sql,
  want: OpenWant,
  again: readonly { readonly seq: number; readonly prompt: number; readonly from: number }[],
): Promise<void> {
  if (again.length === 0) return;
  await sql.run(
    `UPDATE tickets SET state = 'wanted', until_ms = 0, reason = NULL, run = $3, prompt = given.prompt, owner = NULL, lease_ms = NULL,
       starts = 0, attempts = 0, replayed = 0
     FROM unnest($1::bigint[], $2::bigint[]) AS given (seq, prompt) WHERE tickets.seq = given.seq`,
    again.map(({ seq }) => seq),
    again.map(({ prompt }) => prompt),
    want.run,
  );
  const from = again.map((one) => one.from).filter((run) => run !== want.run);
  if (from.length > 0)
    await sql.run(
      `UPDATE runs SET handed_over = handed_over + given.n FROM (SELECT run, count(*) AS n FROM unnest($1::bigint[]) AS t (run) GROUP BY run)
       given WHERE runs.n = given.run`,
      from,
    );
}

/** A run that has something to do again is open again, such as one that another process closed as finished while it still imported. */
export async function reopen(sql: Sql, runs: readonly number[]): Promise<void> {
  if (runs.length === 0) return;
  await sql.run("UPDATE runs SET state = 'open', closed_at_ms = NULL WHERE n = ANY ($1::bigint[]) AND state = 'closed'", runs);
}
