/**
 * What a person decided, append-only (CONTRACTS 5). A decision lies on top of every suggestion, now and later; accepted, edited
 * and rejected are the lock. Undo names another event or group; redo undoes the undo.
 */
import { z } from 'zod';

export const REVIEW_ACTIONS = ['accept', 'edit', 'reject', 'later', 'flag', 'comment', 'merge', 'split', 'undo'] as const;

/** Field paths: `tldr`, `tags/<facet>/<label key>`, `claims/<claim id>`, `claims/<claim id>/<column>`, `paper/title`, `paper/abstract`. */
export const ReviewEvent = z.strictObject({
  eventId: z.string().min(1),
  paperPk: z.int(),
  enrichmentKey: z.string().nullable(),
  field: z.string().min(1),
  action: z.enum(REVIEW_ACTIONS),
  /** Canonical JSON texts; null where the action has none. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  actor: z.string().min(1),
  mode: z.enum(['assisted', 'blind', 'import']),
  guidelineVersion: z.string().nullable(),
  groupId: z.string().nullable(),
  undoes: z.string().nullable(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
});
export type ReviewEvent = z.infer<typeof ReviewEvent>;

/** A stored event; `seq` orders all events of a database. */
export interface StoredReviewEvent extends ReviewEvent {
  readonly seq: number;
  readonly atMs: number;
}

/** Events that count: neither undone nor undoing, an undone undo counting for nothing. */
export function effectiveEvents(events: readonly StoredReviewEvent[]): StoredReviewEvent[] {
  const off = new Set<string>();
  const ordered = [...events].sort((a, b) => b.seq - a.seq);
  for (const event of ordered) if (event.action === 'undo' && event.undoes && !off.has(event.eventId)) off.add(event.undoes);
  return [...events]
    .sort((a, b) => a.seq - b.seq)
    .filter((event) => event.action !== 'undo' && !off.has(event.eventId) && !(event.groupId !== null && off.has(event.groupId)));
}
