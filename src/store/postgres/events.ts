/**
 * Review events: append-only, each event id once, and never over a newer decision on the same field that its author had not seen.
 * Events of papers that were merged into another count for that one. Decisions are appended one transaction at a time, so that a
 * later number is a later decision.
 */
import { PrecisError } from '../../domain/errors.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../domain/review-event.ts';
import { decodeEvent, type EventRow, reviewConflict } from '../event-codec.ts';
import type { Sql } from './database.ts';
import { insertRows } from './insert.ts';
import type { Session } from './session.ts';

/** Events of papers and of those merged into them, oldest first, by paper. */
export async function eventsOf(sql: Sql, paperPks: readonly number[]): Promise<Map<number, StoredReviewEvent[]>> {
  const rows = await sql.all<EventRow & { for_paper: number }>(
    `SELECT e.*, m.for_paper FROM review_events e JOIN (
       SELECT pk, pk AS for_paper FROM papers WHERE pk = ANY ($1::bigint[]) UNION ALL
       SELECT pk, merged_into AS for_paper FROM papers WHERE merged_into = ANY ($1::bigint[])) m ON m.pk = e.paper_pk ORDER BY e.seq`,
    paperPks,
  );
  const found = new Map<number, StoredReviewEvent[]>();
  for (const [pk, mine] of Map.groupBy(rows, (row) => row.for_paper)) found.set(pk, mine.map(decodeEvent));
  return found;
}

/** The papers that papers were merged into, themselves when they were not; those that do not exist are left out. */
export async function followMerges(sql: Sql, paperPks: readonly number[]): Promise<Map<number, number>> {
  const rows = await sql.all<{ pk: number; into: number }>(
    'SELECT pk, coalesce(merged_into, pk) AS into FROM papers WHERE pk = ANY ($1::bigint[])',
    paperPks,
  );
  return new Map(rows.map(({ pk, into }) => [pk, into]));
}

const COLUMNS = [
  'event_id',
  'paper_pk',
  'enrichment_key',
  'field',
  'action',
  'before',
  'after',
  'actor',
  'at_ms',
  'mode',
  'guideline_version',
  'group_id',
  'undoes',
  'reason',
  'note',
];

/** Appends what is new and returns the papers it is about. @throws review.conflict, and then nothing is appended */
export async function appendEvents(
  sql: Sql,
  { clock }: Session,
  events: readonly ReviewEvent[],
  lastSeqSeen: number | null,
): Promise<number[]> {
  const known = await sql.all<{ event_id: string }>(
    'SELECT event_id FROM review_events WHERE event_id = ANY ($1::text[])',
    events.map(({ eventId }) => eventId),
  );
  const seen = new Set(known.map((row) => row.event_id));
  const fresh = events.filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId));
  const into = await followMerges(
    sql,
    fresh.map(({ paperPk }) => paperPk),
  );
  const rows: Record<string, unknown>[] = [];
  for (const event of fresh) {
    const paperPk = into.get(event.paperPk);
    if (paperPk === undefined) throw new PrecisError('paper.unknown', `storing a review event: no paper number ${event.paperPk}`);
    if (lastSeqSeen !== null) await refuseConflict(sql, paperPk, event, lastSeqSeen);
    rows.push(rowOf(event, paperPk, clock.now()));
  }
  await insertRows(sql, 'review_events', COLUMNS, rows);
  return [...new Set(rows.map((row) => row.paper_pk as number))];
}

const rowOf = (event: ReviewEvent, paperPk: number, nowMs: number): Record<string, unknown> => ({
  event_id: event.eventId,
  paper_pk: paperPk,
  enrichment_key: event.enrichmentKey,
  field: event.field,
  action: event.action,
  before: event.before,
  after: event.after,
  actor: event.actor,
  at_ms: nowMs,
  mode: event.mode,
  guideline_version: event.guidelineVersion,
  group_id: event.groupId,
  undoes: event.undoes,
  reason: event.reason,
  note: event.note,
});

async function refuseConflict(sql: Sql, paperPk: number, event: ReviewEvent, seen: number): Promise<void> {
  const newer = await sql.first<EventRow>(
    `SELECT * FROM review_events WHERE field = $1 AND seq > $2
       AND (paper_pk = $3 OR paper_pk IN (SELECT pk FROM papers WHERE merged_into = $3)) ORDER BY seq DESC LIMIT 1`,
    event.field,
    seen,
    paperPk,
  );
  if (newer) throw reviewConflict(newer, event, seen);
}
