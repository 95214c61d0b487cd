/** Review events: rows to the domain, and what to say when two people decided differently. */
import { PrecisError } from '../domain/errors.ts';
import type { ReviewEvent, StoredReviewEvent } from '../domain/review-event.ts';

/** A review event as it is stored. */
export interface EventRow {
  readonly seq: number;
  readonly event_id: string;
  readonly paper_pk: number;
  readonly enrichment_key: string | null;
  readonly field: string;
  readonly action: StoredReviewEvent['action'];
  readonly before: string | null;
  readonly after: string | null;
  readonly actor: string;
  readonly at_ms: number;
  readonly mode: StoredReviewEvent['mode'];
  readonly guideline_version: string | null;
  readonly group_id: string | null;
  readonly undoes: string | null;
  readonly reason: string | null;
  readonly note: string | null;
}

/** The event again. */
export function decodeEvent(row: EventRow): StoredReviewEvent {
  return {
    seq: row.seq,
    eventId: row.event_id,
    paperPk: row.paper_pk,
    enrichmentKey: row.enrichment_key,
    field: row.field,
    action: row.action,
    before: row.before,
    after: row.after,
    actor: row.actor,
    atMs: row.at_ms,
    mode: row.mode,
    guidelineVersion: row.guideline_version,
    groupId: row.group_id,
    undoes: row.undoes,
    reason: row.reason,
    note: row.note,
  };
}

/** Somebody decided after the last event that the author of another decision had seen: both values, for a person to compare. */
export const reviewConflict = (newer: EventRow, event: ReviewEvent, seen: number): PrecisError =>
  new PrecisError(
    'review.conflict',
    `storing a decision on ${event.field}: ${newer.actor} decided ${newer.action} ${newer.after ?? ''} (event ${newer.seq}) after event ${seen}, the last one seen; yours is ${event.action} ${event.after ?? ''}`,
  );
