/**
 * Tickets at work: which may start, who has one, and what became of it (CONTRACTS 2). A lease is (owner, end); a start that never
 * ends in order is a worker that died, and the fifth of those fails the ticket instead of killing a sixth.
 * Invariant: only the owner of a lease settles it, and done or failed never becomes anything else here.
 */

import type { Hash } from '../../domain/hash.ts';
import type { QueuedTicket } from '../../ports.ts';
import type { Claim, Outcome, PaperVersion } from '../../store-port.ts';
import { packKey, unpackKey } from '../keys.ts';
import { runById, runByNumber, type Session } from './session.ts';
import { versionByNumber } from './versions.ts';

/** How long a lease holds without being renewed, in ms. */
export const LEASE_MS = 15_000;

/** Starts that may end with a dead worker. */
const MAX_DEAD_STARTS = 5;

/** Tickets of open runs that may start now, in order of (until, seq). */
export function listEligible(session: Session, engines: readonly Hash[], limit: number, runId?: string): QueuedTicket[] {
  const { db, clock } = session;
  const now = clock.now();
  const only = runId === undefined ? null : (runById(session, runId)?.n ?? -1);
  const runs = db
    .all<{ n: number }>("SELECT n FROM runs WHERE state = 'open' ORDER BY n")
    .filter(({ n }) => (only === null || n === only) && engines.includes(runByNumber(session, n).recipe.engineHash));
  const found = runs.flatMap(({ n }) =>
    db.all<{ id: Uint8Array | string; run: number; until_ms: number; seq: number }>(
      `SELECT id, run, until_ms, seq FROM tickets INDEXED BY tickets_due
       WHERE run = ?1 AND state IN ('wanted', 'waiting') AND until_ms <= ?2 AND (owner IS NULL OR lease_ms <= ?2)
       ORDER BY until_ms, seq LIMIT ?3`,
      n,
      now,
      limit,
    ),
  );
  found.sort((a, b) => a.until_ms - b.until_ms || a.seq - b.seq);
  return found.slice(0, limit).map(({ id, run }) => ({ ticketId: unpackKey('t-', id), runId: runByNumber(session, run).id }));
}

interface ClaimedRow {
  readonly seq: number;
  readonly enrichment_key: Uint8Array | string;
  readonly run: number;
  readonly prompt: number;
  readonly starts: number;
  readonly attempts: number;
  readonly calls_after: number;
  readonly newest: number;
}

/** Leases a ticket; null when it is not to be had. */
export function claimTicket(session: Session, ticketId: string, owner: string): Claim | null {
  const { db, clock } = session;
  const now = clock.now();
  const row = db.get<ClaimedRow>(
    `SELECT t.seq, t.enrichment_key, t.run, t.prompt, t.starts, t.attempts, t.calls_after, p.newest
     FROM tickets t JOIN runs r ON r.n = t.run JOIN papers p ON p.pk = t.paper_pk
     WHERE t.id = ?1 AND r.state = 'open' AND t.state IN ('wanted', 'waiting') AND t.until_ms <= ?2
       AND (t.owner IS NULL OR t.lease_ms <= ?2)`,
    packKey('t-', ticketId),
    now,
  );
  if (!row) return null;
  if (row.starts >= MAX_DEAD_STARTS) {
    db.run(
      "UPDATE tickets SET state = 'failed', code = 'paper.poison', message = ?, reason = NULL, owner = NULL, lease_ms = NULL WHERE seq = ?",
      `${row.starts} workers died while they had this paper`,
      row.seq,
    );
    return null;
  }
  db.run(
    `UPDATE tickets SET state = 'wanted', until_ms = 0, reason = NULL, code = NULL, message = NULL, owner = ?, lease_ms = ?,
       starts = starts + 1 WHERE seq = ?`,
    owner,
    now + LEASE_MS,
    row.seq,
  );
  const { id: runId, recipe } = runByNumber(session, row.run);
  return {
    ticketId,
    runId,
    enrichmentKey: unpackKey('e-', row.enrichment_key),
    promptHash: recipe.prompts[row.prompt]?.hash ?? '',
    engineHash: recipe.engineHash,
    attempts: row.attempts,
    callsAfter: row.calls_after,
    paper: versionByNumber(session, row.newest) as PaperVersion,
  };
}

/** Renews every lease of an owner. */
export function renewLeases({ db, clock }: Session, owner: string): void {
  db.run('UPDATE tickets SET lease_ms = ? WHERE owner = ?', clock.now() + LEASE_MS, owner);
}

/** Ends a lease without an Enrichment and takes its start back; ignored when somebody else has the ticket by now. */
export function settleTicket({ db }: Session, ticketId: string, owner: string, outcome: Outcome): void {
  const put = (
    state: string,
    until: number | null,
    reason: string | null,
    code: string | null,
    message: string | null,
    attempts: number,
  ): void => {
    db.run(
      `UPDATE tickets SET state = ?, until_ms = ?, reason = ?, code = ?, message = ?, attempts = attempts + ?,
         starts = max(starts - 1, 0), owner = NULL, lease_ms = NULL WHERE id = ? AND owner = ? AND state IN ('wanted', 'waiting')`,
      state,
      until,
      reason,
      code,
      message,
      attempts,
      packKey('t-', ticketId),
      owner,
    );
  };
  if (outcome.kind === 'handed_back') put('wanted', 0, null, null, null, 0);
  else if (outcome.kind === 'failed') put('failed', 0, null, outcome.code, outcome.message, 0);
  else put('waiting', outcome.untilMs, outcome.reason, outcome.code, outcome.message, outcome.countAttempt ? 1 : 0);
}

/** Makes every ticket of a key done, because its Enrichment is stored; the one named by id keeps whether a call was made for it. */
export function finishTickets({ db }: Session, key: string, ticketId: string | null, replayed: boolean): void {
  db.run(
    `UPDATE tickets SET state = 'done', until_ms = 0, reason = NULL, code = NULL, message = NULL,
       starts = CASE WHEN owner IS NULL THEN starts ELSE max(starts - 1, 0) END, owner = NULL, lease_ms = NULL,
       replayed = CASE WHEN id = ? THEN ? ELSE 1 END WHERE enrichment_key = ? AND state <> 'done'`,
    ticketId === null ? '' : packKey('t-', ticketId),
    replayed ? 1 : 0,
    packKey('e-', key),
  );
}
