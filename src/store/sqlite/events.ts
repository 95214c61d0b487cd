/**
 * Review events: append-only, each event id once, and never over a newer decision on the same field that its author had not seen.
 * Events of papers that were merged into another count for that one.
 */
import { PrecisError } from '../../domain/errors.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../domain/review-event.ts';
import { decodeEvent, type EventRow, reviewConflict } from '../event-codec.ts';
import type { Session } from './session.ts';

/** Events of a paper and of those merged into it, oldest first. */
export function eventsOf({ db }: Session, paperPk: number): StoredReviewEvent[] {
  return db
    .all<EventRow>(
      `SELECT * FROM review_events WHERE paper_pk = ?1 OR paper_pk IN (SELECT pk FROM papers WHERE merged_into = ?1) ORDER BY seq`,
      paperPk,
    )
    .map(decodeEvent);
}

/** Appends what is new and returns the papers it is about. @throws review.conflict, and then nothing is appended */
export function appendEvents(session: Session, events: readonly ReviewEvent[], lastSeqSeen: number | null): Set<number> {
  const { db, clock } = session;
  const before = db.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM review_events')?.seq ?? 0;
  const papers = new Set<number>();
  for (const event of events) {
    if (db.get('SELECT 1 FROM review_events WHERE event_id = ?', event.eventId)) continue;
    const paperPk = followMerge(session, event.paperPk);
    if (paperPk === null) throw new PrecisError('paper.unknown', `storing a review event: no paper number ${event.paperPk}`);
    if (lastSeqSeen !== null) refuseConflict(session, paperPk, event, lastSeqSeen, before);
    db.run(
      `INSERT INTO review_events (event_id, paper_pk, enrichment_key, field, action, before, after, actor, at_ms, mode,
         guideline_version, group_id, undoes, reason, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      event.eventId,
      paperPk,
      event.enrichmentKey,
      event.field,
      event.action,
      event.before,
      event.after,
      event.actor,
      clock.now(),
      event.mode,
      event.guidelineVersion,
      event.groupId,
      event.undoes,
      event.reason,
      event.note,
    );
    papers.add(paperPk);
  }
  return papers;
}

/** The paper a paper was merged into, itself when it was not; null when there is no such paper. */
export function followMerge({ db }: Session, paperPk: number): number | null {
  const row = db.get<{ pk: number }>('SELECT coalesce(merged_into, pk) AS pk FROM papers WHERE pk = ?', paperPk);
  return row?.pk ?? null;
}

function refuseConflict({ db }: Session, paperPk: number, event: ReviewEvent, seen: number, before: number): void {
  const newer = db.get<EventRow>(
    `SELECT * FROM review_events WHERE field = ?1 AND seq > ?2 AND seq <= ?3
       AND (paper_pk = ?4 OR paper_pk IN (SELECT pk FROM papers WHERE merged_into = ?4)) ORDER BY seq DESC LIMIT 1`,
    event.field,
    seen,
    before,
    paperPk,
  );
  if (newer) throw reviewConflict(newer, event, seen);
}
