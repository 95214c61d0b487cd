/**
 * Tickets at work: which may start, who has one, and what became of it (CONTRACTS 2). A lease is (owner, end); a start that never
 * ends in order is a worker that died, and the fifth of those fails the ticket instead of killing a sixth.
 * Invariant: only the owner of a lease settles it, and done or failed never becomes anything else here. Rows are locked in the
 * order of their numbers; a worker that wants a ticket passes over those that are locked.
 */
import type { Hash } from '../../domain/hash.ts';
import type { QueuedTicket } from '../../ports.ts';
import type { Claim, Outcome as Settlement } from '../../store-port.ts';
import type { Sql } from './database.ts';
import { runsNumbered, type Session } from './session.ts';
import { versionsNumbered } from './versions.ts';

/** How long a lease holds without being renewed, in ms. */
const LEASE_MS = 15_000;

/** Starts that may end with a dead worker. */
const MAX_DEAD_STARTS = 5;

/** Tickets of open runs that may start now, in order of (until, seq). */
export async function listEligible(
  sql: Sql,
  session: Session,
  engines: readonly Hash[],
  limit: number,
  runId?: string,
): Promise<QueuedTicket[]> {
  if (engines.length === 0) return [];
  const runs = await sql.all<{ n: number; id: string }>(
    "SELECT n, id FROM runs WHERE state = 'open' AND engine = ANY ($1::text[]) AND ($2::text IS NULL OR id = $2) ORDER BY n",
    engines,
    runId ?? null,
  );
  const found: { id: string; run: string; until_ms: number; seq: number }[] = [];
  for (const { n, id: run } of runs) {
    const rows = await sql.all<{ id: string; until_ms: number; seq: number }>(
      `SELECT id, until_ms, seq FROM tickets
       WHERE run = $1 AND state IN ('wanted', 'waiting') AND until_ms <= $2 AND (owner IS NULL OR lease_ms <= $2)
       ORDER BY until_ms, seq LIMIT $3`,
      n,
      session.clock.now(),
      limit,
    );
    found.push(...rows.map((row) => ({ ...row, run })));
  }
  found.sort((a, b) => a.until_ms - b.until_ms || a.seq - b.seq);
  return found.slice(0, limit).map(({ id, run }) => ({ ticketId: id, runId: run }));
}

/** Who asks for a ticket. */
export interface ClaimAsked {
  readonly ticketId: string;
  readonly owner: string;
}

interface ClaimedRow {
  readonly id: string;
  readonly paper_pk: number;
  readonly enrichment_key: string;
  readonly run: number;
  readonly prompt: number;
  readonly state: string;
  readonly attempts: number;
  readonly calls_after: number;
}

/** Leases tickets; null for each that is not to be had. */
export async function claimTickets(sql: Sql, session: Session, asked: readonly ClaimAsked[]): Promise<(Claim | null)[]> {
  const claimed = new Map<string, ClaimedRow & { owner: string }>();
  for (const [owner, mine] of Map.groupBy(asked, (one) => one.owner))
    for (const row of await lease(
      sql,
      session,
      owner,
      mine.map(({ ticketId }) => ticketId),
    ))
      claimed.set(row.id, { ...row, owner });
  const rows = [...claimed.values()];
  const run = await runsNumbered(
    sql,
    session,
    rows.map((row) => row.run),
  );
  const papers = await newestTexts(
    sql,
    rows.map((row) => row.paper_pk),
  );
  return asked.map(({ ticketId, owner }) => {
    const row = claimed.get(ticketId);
    const paper = row && papers.get(row.paper_pk);
    if (!row || !paper || row.owner !== owner) return null;
    // the same ticket asked for twice is leased once
    claimed.delete(ticketId);
    const { id: runId, recipe } = run(row.run);
    return {
      ticketId,
      runId,
      enrichmentKey: row.enrichment_key,
      promptHash: recipe.prompts[row.prompt]?.hash ?? '',
      engineHash: recipe.engineHash,
      attempts: row.attempts,
      callsAfter: row.calls_after,
      paper,
    };
  });
}

/** Leases those that are to be had and fails those whose workers kept dying; returns the leased ones. */
async function lease(sql: Sql, { clock }: Session, owner: string, ticketIds: readonly string[]): Promise<ClaimedRow[]> {
  const now = clock.now();
  const rows = await sql.all<ClaimedRow>(
    `WITH free AS (
       SELECT t.seq, t.starts >= $3 AS is_poison FROM tickets t JOIN runs r ON r.n = t.run
       WHERE t.id = ANY ($1::text[]) AND r.state = 'open' AND t.state IN ('wanted', 'waiting') AND t.until_ms <= $2
         AND (t.owner IS NULL OR t.lease_ms <= $2)
       ORDER BY t.seq FOR UPDATE OF t SKIP LOCKED)
     UPDATE tickets t SET until_ms = 0, reason = NULL,
       state = CASE WHEN is_poison THEN 'failed' ELSE 'wanted' END,
       code = CASE WHEN is_poison THEN 'paper.poison' END,
       message = CASE WHEN is_poison THEN starts || ' workers died while they had this paper' END,
       owner = CASE WHEN is_poison THEN NULL ELSE $4 END,
       lease_ms = CASE WHEN is_poison THEN NULL ELSE $5::bigint END,
       starts = CASE WHEN is_poison THEN starts ELSE starts + 1 END
     FROM free WHERE t.seq = free.seq
     RETURNING t.id, t.paper_pk, t.enrichment_key, t.run, t.prompt, t.state, t.attempts, t.calls_after`,
    ticketIds,
    now,
    MAX_DEAD_STARTS,
    owner,
    now + LEASE_MS,
  );
  return rows.filter(({ state }) => state === 'wanted');
}

async function newestTexts(sql: Sql, paperPks: readonly number[]) {
  const papers = await sql.all<{ pk: number; newest: number }>(
    'SELECT pk, newest FROM papers WHERE pk = ANY ($1::bigint[])',
    paperPks,
  );
  const versions = await versionsNumbered(
    sql,
    papers.map(({ newest }) => newest),
  );
  return new Map(
    papers.flatMap(({ pk, newest }) => {
      const text = versions.get(newest);
      return text ? [[pk, text] as const] : [];
    }),
  );
}

/** Renews every lease of an owner; one that is being settled just now needs none. */
export async function renewLeases(sql: Sql, { clock }: Session, owner: string): Promise<void> {
  await sql.run(
    `UPDATE tickets SET lease_ms = $1 WHERE seq IN (SELECT seq FROM tickets WHERE owner = $2 ORDER BY seq FOR UPDATE SKIP LOCKED)`,
    clock.now() + LEASE_MS,
    owner,
  );
}

/** What is left of a ticket that its owner gives back. */
export interface SettleAsked extends ClaimAsked {
  readonly outcome: Settlement;
}

interface Put {
  readonly state: string;
  readonly until_ms: number | null;
  readonly reason: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly attempts: number;
}

function putOf(outcome: Settlement): Put {
  const nothing = { until_ms: 0, reason: null, code: null, message: null, attempts: 0 };
  if (outcome.kind === 'handed_back') return { ...nothing, state: 'wanted' };
  const { code, message } = outcome;
  if (outcome.kind === 'failed') return { ...nothing, state: 'failed', code, message };
  const { reason, untilMs, countAttempt } = outcome;
  return { state: 'waiting', until_ms: untilMs, reason, code, message, attempts: countAttempt ? 1 : 0 };
}

/** Ends leases without an Enrichment and takes their starts back; ignored where somebody else has the ticket by now. */
export async function settleTickets(sql: Sql, settled: readonly SettleAsked[]): Promise<void> {
  const rows = settled.map(({ ticketId, owner, outcome }) => ({ id: ticketId, owner, ...putOf(outcome) }));
  const column = (name: keyof (typeof rows)[number]): unknown[] => rows.map((row) => row[name]);
  await sql.run(
    `WITH given AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[])
         AS given (id, owner, state, until_ms, reason, code, message, attempts)),
       mine AS (SELECT t.seq, given.* FROM tickets t JOIN given ON given.id = t.id AND given.owner = t.owner
         WHERE t.state IN ('wanted', 'waiting') ORDER BY t.seq FOR UPDATE OF t)
     UPDATE tickets t SET state = mine.state, until_ms = mine.until_ms, reason = mine.reason, code = mine.code, message = mine.message,
       attempts = t.attempts + mine.attempts, starts = greatest(t.starts - 1, 0), owner = NULL, lease_ms = NULL
     FROM mine WHERE t.seq = mine.seq`,
    column('id'),
    column('owner'),
    column('state'),
    column('until_ms'),
    column('reason'),
    column('code'),
    column('message'),
    column('attempts'),
  );
}

/** A key whose Enrichment is stored, the ticket that asked for it, and whether a call was made for that one. */
export interface Finished {
  readonly key: string;
  readonly ticketId: string | null;
  readonly replayed: boolean;
}

/** Makes every ticket of keys done; the one named by id keeps whether a call was made for it. */
export async function finishTickets(sql: Sql, finished: readonly Finished[]): Promise<void> {
  // of several for one key the first finds the tickets
  const first = [...new Map([...finished].reverse().map((one) => [one.key, one])).values()];
  await sql.run(
    `WITH given AS (SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) AS given (key, ticket, replayed)),
       open AS (SELECT t.seq, CASE WHEN t.id = given.ticket THEN given.replayed ELSE 1 END AS replayed
         FROM tickets t JOIN given ON given.key = t.enrichment_key WHERE t.state <> 'done' ORDER BY t.seq FOR UPDATE OF t)
     UPDATE tickets t SET state = 'done', until_ms = 0, reason = NULL, code = NULL, message = NULL,
       starts = CASE WHEN t.owner IS NULL THEN t.starts ELSE greatest(t.starts - 1, 0) END, owner = NULL, lease_ms = NULL,
       replayed = open.replayed
     FROM open WHERE t.seq = open.seq`,
    first.map(({ key }) => key),
    first.map(({ ticketId }) => ticketId),
    first.map(({ replayed }) => (replayed ? 1 : 0)),
  );
}
