/** Runs: a recipe, what it still has to do, and its ledger. */
import type { ErrorCode } from '../../domain/errors.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { Recipe, Run, RunLedger } from '../../domain/run.ts';
import { packKey } from '../keys.ts';
import { decodeRun, ledgerOf, type RunRow, type TicketTally } from '../run-codec.ts';
import { existingRun, newId, runByNumber, type Session } from './session.ts';

/** Opens a run, takes over what older runs of the same prompts and engine left, and closes those that are left with nothing. */
export function openRun(session: Session, recipe: Recipe): Run {
  const { db, clock } = session;
  const id = newId(session);
  const { lastId: n } = db.run(
    "INSERT INTO runs (id, state, opened_at_ms, engine, recipe) VALUES (?, 'open', ?, ?, ?)",
    id,
    clock.now(),
    packKey('sha256:', recipe.engineHash),
    canonicalJson(recipe),
  );
  takeOver(session, n, recipe);
  db.run(
    `UPDATE runs SET state = 'closed', closed_at_ms = ? WHERE n <> ? AND state <> 'closed'
       AND NOT EXISTS (SELECT 1 FROM tickets WHERE run = runs.n AND state IN ('wanted', 'waiting'))`,
    clock.now(),
    n,
  );
  return readRun(session, id) as Run;
}

function takeOver(session: Session, n: number, recipe: Recipe): void {
  const { db } = session;
  const older = db.all<{ n: number }>('SELECT n FROM runs WHERE engine = ? AND n <> ?', packKey('sha256:', recipe.engineHash), n);
  for (const { n: from } of older) {
    let taken = 0;
    runByNumber(session, from).recipe.prompts.forEach(({ hash }, position) => {
      const here = recipe.prompts.findIndex((prompt) => prompt.hash === hash);
      if (here < 0) return;
      taken += db.run(
        "UPDATE tickets SET run = ?, prompt = ? WHERE run = ? AND prompt = ? AND state IN ('wanted', 'waiting')",
        n,
        here,
        from,
        position,
      ).changes;
    });
    if (taken > 0) db.run('UPDATE runs SET handed_over = handed_over + ? WHERE n = ?', taken, from);
  }
  release(session, n);
}

/** Waits that end when somebody acts: whoever starts or resumes a run has acted. Waits for a time stay. */
function release({ db }: Session, n: number): void {
  db.run(
    `UPDATE tickets SET state = 'wanted', until_ms = 0, reason = NULL, code = NULL, message = NULL
     WHERE run = ? AND state = 'waiting' AND (until_ms IS NULL OR reason IN ('quota', 'auth', 'budget', 'engine'))`,
    n,
  );
}

/** Stops a run with a cause. */
export function parkRun(session: Session, id: string, code: ErrorCode): void {
  session.db.run("UPDATE runs SET state = 'parked', code = ? WHERE n = ? AND state = 'open'", code, existingRun(session, id).n);
}

/** Puts off what nobody has leased: no worker with these settings serves the run's engine. */
export function holdRun(session: Session, id: string, message: string): number {
  return session.db.run(
    `UPDATE tickets SET state = 'waiting', reason = 'engine', code = 'engine.not_served', until_ms = NULL, message = ?
     WHERE run = ? AND state = 'wanted' AND (owner IS NULL OR lease_ms < ?)`,
    message,
    existingRun(session, id).n,
    session.clock.now(),
  ).changes;
}

/** Opens a parked run again. */
export function resumeRun(session: Session, id: string): void {
  const { n } = existingRun(session, id);
  session.db.run("UPDATE runs SET state = 'open', code = NULL, closed_at_ms = NULL WHERE n = ?", n);
  release(session, n);
}

/** Ends a run; its unfinished tickets wait for the next one. */
export function closeRun(session: Session, id: string): void {
  session.db.run(
    "UPDATE runs SET state = 'closed', closed_at_ms = ? WHERE n = ? AND state <> 'closed'",
    session.clock.now(),
    existingRun(session, id).n,
  );
}

/** A run by its id; null when there is none. */
export function readRun({ db }: Session, id: string): Run | null {
  const row = db.get<RunRow>('SELECT * FROM runs WHERE id = ?', id);
  return row && decodeRun(row);
}

/** Runs that may hand out tickets, oldest first. */
export function openRuns({ db }: Session): Run[] {
  return db.all<RunRow>("SELECT * FROM runs WHERE state = 'open' ORDER BY n").map(decodeRun);
}

/** Every run with its ledger, oldest first. */
export function listRuns(session: Session): (Run & { readonly ledger: RunLedger })[] {
  return session.db
    .all<RunRow>('SELECT * FROM runs ORDER BY n')
    .map((row) => ({ ...decodeRun(row), ledger: toLedger(session, row) }));
}

/** The ledger of one run. */
export function readRunLedger(session: Session, id: string): RunLedger {
  return toLedger(session, session.db.get<RunRow>('SELECT * FROM runs WHERE n = ?', existingRun(session, id).n) as RunRow);
}

function toLedger({ db, clock }: Session, run: RunRow): RunLedger {
  const now = clock.now();
  // two queries, so that what is done is counted from its index alone
  const settled = db.get<{ n: number; replayed: number | null }>(
    "SELECT count(*) AS n, sum(replayed) AS replayed FROM tickets WHERE run = ? AND state = 'done'",
    run.n,
  );
  const others = db.all<TicketTally['others'][number]>(
    `SELECT CASE WHEN state = 'waiting' AND until_ms <= ?1 THEN 'wanted' ELSE state END AS state,
       CASE state WHEN 'failed' THEN code WHEN 'waiting' THEN reason END AS cause, count(*) AS n
     FROM tickets WHERE run = ?2 AND state IN ('wanted', 'waiting', 'failed') GROUP BY 1, 2`,
    now,
    run.n,
  );
  const due = db.get<{ next: number | null }>(
    "SELECT min(until_ms) AS next FROM tickets WHERE run = ? AND state IN ('wanted', 'waiting') AND until_ms > ?",
    run.n,
    now,
  );
  return ledgerOf(run, { done: settled?.n ?? 0, replayed: settled?.replayed ?? 0, others, nextDueMs: due?.next ?? null });
}
