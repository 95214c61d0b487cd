/** Runs: a recipe, what it still has to do, and its ledger. */
import type { ErrorCode } from '../../domain/errors.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { Recipe, Run, RunLedger, TicketState } from '../../domain/run.ts';
import { noSuchRun } from '../known-run.ts';
import { decodeRun, ledgerOf, type RunRow } from '../run-codec.ts';
import type { Sql } from './database.ts';
import { existingRun, runsNumbered, type Session } from './session.ts';

/** Opens a run, takes over what older runs of the same prompts and engine left, and closes those that are left with nothing. */
export async function openRun(sql: Sql, session: Session, id: string, recipe: Recipe): Promise<Run> {
  const now = session.clock.now();
  const row = await sql.first<RunRow>(
    "INSERT INTO runs (id, state, opened_at_ms, engine, recipe) VALUES ($1, 'open', $2, $3, $4) RETURNING *",
    id,
    now,
    recipe.engineHash,
    canonicalJson(recipe),
  );
  if (!row) throw noSuchRun(id);
  await takeOver(sql, session, row.n, recipe);
  await sql.run(
    `UPDATE runs SET state = 'closed', closed_at_ms = $1 WHERE n <> $2 AND state <> 'closed'
       AND NOT EXISTS (SELECT 1 FROM tickets WHERE run = runs.n AND state IN ('wanted', 'waiting'))`,
    now,
    row.n,
  );
  return decodeRun(row);
}

async function takeOver(sql: Sql, session: Session, n: number, recipe: Recipe): Promise<void> {
  const older = await sql.all<{ n: number }>('SELECT n FROM runs WHERE engine = $1 AND n <> $2 ORDER BY n', recipe.engineHash, n);
  const run = await runsNumbered(
    sql,
    session,
    older.map((one) => one.n),
  );
  for (const { n: from } of older) {
    let taken = 0;
    for (const [position, { hash }] of run(from).recipe.prompts.entries()) {
      const here = recipe.prompts.findIndex((prompt) => prompt.hash === hash);
      if (here < 0) continue;
      taken += await sql.run(
        "UPDATE tickets SET run = $1, prompt = $2 WHERE run = $3 AND prompt = $4 AND state IN ('wanted', 'waiting')",
        n,
        here,
        from,
        position,
      );
    }
    if (taken > 0) await sql.run('UPDATE runs SET handed_over = handed_over + $1 WHERE n = $2', taken, from);
  }
  await release(sql, n);
}

/** Waits that end when somebody acts: whoever starts or resumes a run has acted. Waits for a time stay. */
async function release(sql: Sql, n: number): Promise<void> {
  await sql.run(
    `UPDATE tickets SET state = 'wanted', until_ms = 0, reason = NULL, code = NULL, message = NULL
     WHERE run = $1 AND state = 'waiting' AND (until_ms IS NULL OR reason IN ('quota', 'auth', 'budget', 'engine'))`,
    n,
  );
}

/** Stops a run with a cause. */
export async function parkRun(sql: Sql, session: Session, id: string, code: ErrorCode): Promise<void> {
  const { n } = await existingRun(sql, session, id);
  await sql.run("UPDATE runs SET state = 'parked', code = $1 WHERE n = $2 AND state = 'open'", code, n);
}

/** Puts off what nobody has leased: no worker with these settings serves the run's engine. */
export async function holdRun(sql: Sql, session: Session, id: string, message: string): Promise<number> {
  const { n } = await existingRun(sql, session, id);
  return sql.run(
    `UPDATE tickets SET state = 'waiting', reason = 'engine', code = 'engine.not_served', until_ms = NULL, message = $1
     WHERE run = $2 AND state = 'wanted' AND (owner IS NULL OR lease_ms < $3)`,
    message,
    n,
    session.clock.now(),
  );
}

/** Opens a parked run again. */
export async function resumeRun(sql: Sql, session: Session, id: string): Promise<void> {
  const { n } = await existingRun(sql, session, id);
  await sql.run("UPDATE runs SET state = 'open', code = NULL, closed_at_ms = NULL WHERE n = $1", n);
  await release(sql, n);
}

/** Ends a run; its unfinished tickets wait for the next one. */
export async function closeRun(sql: Sql, session: Session, id: string): Promise<void> {
  const { n } = await existingRun(sql, session, id);
  await sql.run("UPDATE runs SET state = 'closed', closed_at_ms = $1 WHERE n = $2 AND state <> 'closed'", session.clock.now(), n);
}

/** A run by its id; null when there is none. */
export async function readRun(sql: Sql, id: string): Promise<Run | null> {
  const row = await sql.first<RunRow>('SELECT * FROM runs WHERE id = $1', id);
  return row && decodeRun(row);
}

/** Runs that may hand out tickets, oldest first. */
export async function openRuns(sql: Sql): Promise<Run[]> {
  return (await sql.all<RunRow>("SELECT * FROM runs WHERE state = 'open' ORDER BY n")).map(decodeRun);
}

/** Every run with its ledger, oldest first. */
export async function listRuns(sql: Sql, session: Session): Promise<(Run & { readonly ledger: RunLedger })[]> {
  const rows = await sql.all<RunRow>('SELECT * FROM runs ORDER BY n');
  const ledgers = await ledgersOf(sql, session, rows);
  return rows.map((row, at) => ({ ...decodeRun(row), ledger: ledgers[at] as RunLedger }));
}

/** The ledger of one run. */
export async function readRunLedger(sql: Sql, session: Session, id: string): Promise<RunLedger> {
  const row = await sql.first<RunRow>('SELECT * FROM runs WHERE id = $1', id);
  if (!row) throw noSuchRun(id);
  return (await ledgersOf(sql, session, [row]))[0] as RunLedger;
}

interface Group {
  readonly run: number;
  readonly state: TicketState;
  readonly cause: string | null;
  readonly n: number;
  readonly due: number | null;
}

async function ledgersOf(sql: Sql, { clock }: Session, runs: readonly RunRow[]): Promise<RunLedger[]> {
  const numbers = runs.map(({ n }) => n);
  // two questions, so that what is done is counted from its index alone
  const settled = await sql.all<{ run: number; n: number; replayed: number }>(
    `SELECT run, count(*) AS n, sum(replayed) AS replayed FROM tickets WHERE run = ANY ($1::bigint[]) AND state = 'done' GROUP BY run`,
    numbers,
  );
  const others = await sql.all<Group>(
    `SELECT run, CASE WHEN state = 'waiting' AND until_ms <= $1 THEN 'wanted' ELSE state END AS state,
       CASE state WHEN 'failed' THEN code WHEN 'waiting' THEN reason END AS cause, count(*) AS n,
       min(until_ms) FILTER (WHERE state IN ('wanted', 'waiting') AND until_ms > $1) AS due
     FROM tickets WHERE run = ANY ($2::bigint[]) AND state IN ('wanted', 'waiting', 'failed') GROUP BY 1, 2, 3`,
    clock.now(),
    numbers,
  );
  return runs.map((run) => {
    const done = settled.find((one) => one.run === run.n);
    const mine = others.filter((one) => one.run === run.n);
    const dues = mine.flatMap(({ due }) => (due === null ? [] : [due]));
    return ledgerOf(run, {
      done: done?.n ?? 0,
      replayed: done?.replayed ?? 0,
      others: mine,
      nextDueMs: dues.length > 0 ? Math.min(...dues) : null,
    });
  });
}
