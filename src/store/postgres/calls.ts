/** The call log: append-only, one row per reply or failure, with what it cost. Totals of a run are kept on the run. */
import type { Call, LoggedCall } from '../../domain/call.ts';
import { askedFor, type CallRow, decodeCall, encodeCall, type Revalidation } from '../call-codec.ts';
import { noSuchRun } from '../known-run.ts';
import { tableOf } from '../tables.ts';
import type { Outcome } from './batch.ts';
import type { Sql } from './database.ts';
import { followMerges } from './events.ts';
import { insertRows } from './insert.ts';
import { runsNamed, runsNumbered, type Session } from './session.ts';
import { versionsOf } from './versions.ts';

const COLUMNS = Object.keys(tableOf('calls').columns).filter((column) => column !== 'id');

/** Appends calls: for each its id. */
export async function insertCalls(sql: Sql, session: Session, calls: readonly Call[]): Promise<readonly Outcome<number>[]> {
  const runs = await runsNamed(
    sql,
    session,
    calls.map(({ runId }) => runId),
  );
  const now = session.clock.now();
  const rows = calls.flatMap((call) => {
    const run = runs.get(call.runId);
    return run ? [{ ...encodeCall(call, run.recipe), run: run.n, at_ms: now }] : [];
  });
  const written = await insertRows<{ id: number }>(sql, 'calls', COLUMNS, rows, 'RETURNING id');
  await addTotals(sql, rows);
  // numbers follow the order of the rows, whatever the order in which they come back
  const ids = written.map(({ id }) => id).sort((a, b) => a - b);
  return calls.map((call) => {
    if (!runs.has(call.runId)) return { error: noSuchRun(call.runId) };
    return { value: ids.shift() as number };
  });
}

type Counted = Pick<CallRow, 'run' | 'prompt_tokens' | 'cached_tokens' | 'completion_tokens' | 'cost_usd'>;

async function addTotals(sql: Sql, rows: readonly Counted[]): Promise<void> {
  // in the order of their numbers, so that two batches never wait for each other's runs
  const byRun = [...Map.groupBy(rows, ({ run }) => run)].sort(([a], [b]) => a - b);
  for (const [n, mine] of byRun) {
    const sum = (of: (row: Counted) => number): number => mine.reduce((total, row) => total + of(row), 0);
    await sql.run(
      `UPDATE runs SET calls = calls + $2, prompt_tokens = prompt_tokens + $3, cached_tokens = cached_tokens + $4,
         completion_tokens = completion_tokens + $5, cost_usd = cost_usd + $6, unpriced = unpriced + $7 WHERE n = $1`,
      n,
      mine.length,
      sum((row) => row.prompt_tokens),
      sum((row) => row.cached_tokens),
      sum((row) => row.completion_tokens),
      sum((row) => row.cost_usd ?? 0),
      sum((row) => (row.cost_usd === null ? 1 : 0)),
    );
  }
}

/** Which calls of a key are asked for: those after a call. */
export interface CallsAsked {
  readonly key: string;
  readonly afterId: number;
}

/** Calls of keys after a call each, oldest first. */
export async function callsOf(sql: Sql, session: Session, asked: readonly CallsAsked[]): Promise<LoggedCall[][]> {
  const rows = await sql.all<CallRow & { nth: number }>(
    `SELECT c.*, nth FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS given (key, after, nth)
     JOIN calls c ON c.enrichment_key = given.key AND c.id > given.after ORDER BY c.id`,
    asked.map(({ key }) => key),
    asked.map(({ afterId }) => afterId),
  );
  const run = await runsNumbered(
    sql,
    session,
    rows.map((row) => row.run),
  );
  const found = Map.groupBy(rows, ({ nth }) => nth);
  return asked.map((_, at) => (found.get(at + 1) ?? []).map((row) => decodeCall(row, run(row.run))));
}

/** Replies after a call whose key has no Enrichment under a checks revision, and the last call looked at; null at the end. */
export async function revalidationsAfter(
  sql: Sql,
  session: Session,
  revision: number,
  afterId: number,
  limit: number,
): Promise<{ readonly page: Revalidation[]; readonly last: number } | null> {
  const rows = await sql.all<CallRow>(
    `SELECT * FROM calls c WHERE id > $1 AND code IS NULL AND content IS NOT NULL AND NOT EXISTS
       (SELECT 1 FROM enrichments e WHERE e.key = c.enrichment_key AND e.revision = $2) ORDER BY id LIMIT $3`,
    afterId,
    revision,
    limit,
  );
  const last = rows.at(-1);
  if (!last) return null;
  const run = await runsNumbered(
    sql,
    session,
    rows.map((row) => row.run),
  );
  const into = await followMerges(
    sql,
    rows.map((row) => row.paper_pk),
  );
  const versions = await versionsOf(sql, [...new Set(into.values())]);
  const page = rows.flatMap((row) => {
    const mine = versions.get(into.get(row.paper_pk) ?? 0) ?? [];
    return askedFor(decodeCall(row, run(row.run)), mine, run(row.run)) ?? [];
  });
  return { page, last: last.id };
}
