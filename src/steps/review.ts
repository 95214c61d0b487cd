/**
 * review: what a person decided -> events + current view, in one transaction. Append-only; a repeated event is ignored, and a write
 * whose author had not seen a newer decision on the same field is a conflict, never an overwrite.
 */
import { PrecisError } from '../domain/errors.ts';
import { ReviewEvent } from '../domain/review-event.ts';
import type { Store } from '../ports.ts';

/**
 * @param lastSeqSeen highest event number the author had seen for the paper; null skips the conflict check (imports)
 * @throws PrecisError `review.conflict`, or `usage` for an event that is none
 */
export async function review(into: Store, events: readonly ReviewEvent[], lastSeqSeen: number | null): Promise<void> {
  for (const event of events) {
    const checked = ReviewEvent.safeParse(event);
    if (checked.success) continue;
    const [issue] = checked.error.issues;
    throw new PrecisError('usage', `storing a review event: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  await into.review(events, lastSeqSeen);
}
