/**
 * A paper as it is read back: its newest text, what is current, the Enrichments and events that stand behind it, and where its
 * tickets are. Pages, exports and `show` are all made from this one shape.
 */
import type { View } from './current.ts';
import type { Enrichment } from './enrichment.ts';
import type { ErrorCode, WaitReason } from './errors.ts';
import type { Hash } from './hash.ts';
import type { AbstractSource, ListingFacts } from './listing.ts';
import type { OffsetMap } from './offsets.ts';
import type { StoredReviewEvent } from './review-event.ts';
import type { TicketState } from './run.ts';

/** A stored version of a paper's text, ready to be enriched or shown. */
export interface PaperVersion {
  readonly paperPk: number;
  readonly paperId: string;
  readonly contentHash: Hash;
  readonly version: number | null;
  readonly title: string;
  readonly titleRaw: string;
  readonly abstract: string | null;
  readonly abstractRaw: string | null;
  readonly abstractMap: OffsetMap | null;
  readonly abstractSource: AbstractSource;
  readonly flags: readonly string[];
  /** Everything else its source said. */
  readonly facts: ListingFacts;
}

/** Where one ticket of a paper is. */
export interface BundleTicket {
  readonly runId: string;
  readonly promptName: string;
  readonly engineHash: Hash;
  readonly state: TicketState;
  readonly reason: WaitReason | null;
  readonly untilMs: number | null;
  readonly code: ErrorCode | null;
  readonly message: string | null;
}

/** One paper with everything the current view, a page or an export needs. */
export interface PaperBundle {
  readonly pk: number;
  readonly paperId: string;
  readonly ids: readonly string[];
  readonly withdrawn: boolean;
  readonly retracted: boolean;
  readonly newest: PaperVersion;
  /** Texts of versions that enrichments of the view belong to, by content hash; the newest included. */
  readonly versions: ReadonlyMap<Hash, PaperVersion>;
  readonly view: View;
  /** Enrichments the view names. */
  readonly enrichments: readonly Enrichment[];
  readonly events: readonly StoredReviewEvent[];
  readonly tickets: readonly BundleTicket[];
}
