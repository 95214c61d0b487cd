/**
 * A Listing: one record of a dump in the neutral form every reader yields (reference formats 1.12), before and after its text
 * was cleaned. What has no field of its own goes to `extra`, so that a round trip loses nothing.
 */
import type { Json } from './json.ts';
import type { OffsetMap } from './offsets.ts';

/** Kinds of outer identifiers, strongest first (CONTRACTS 1); `work` is computed, never read. */
export const ID_KINDS = ['arxiv', 'doi', 'pmid', 'pmcid', 'acl', 'openreview', 'openalex', 's2', 'dblp', 'work'] as const;
export type IdKind = (typeof ID_KINDS)[number];

/** One author, in the order of the source; `name` is always present. */
export interface Author {
  readonly name: string;
  readonly family?: string;
  readonly given?: string;
  readonly suffix?: string;
  readonly affiliations?: readonly string[];
  readonly orcid?: string;
}

/** Who wrote the abstract; a machine summary is not evidence. */
export type AbstractSource = 'author' | 'hf_ai_summary' | 'none';

/** Where in its source a record stands: index from 0, bytes from `start` to `end` (exclusive). */
export interface Locator {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** Somebody else's AI text; kept apart and never put into a prompt by default. */
export interface UpstreamAi {
  readonly summary?: string;
  readonly keywords?: readonly string[];
  readonly model?: string;
}

/** What does not depend on text cleaning. */
export interface ListingFacts {
  readonly sourceFormat: string;
  readonly locator: Locator;
  readonly ids: Readonly<Partial<Record<IdKind, string>>>;
  /** Version of the paper at its source, such as 2 for arXiv v2; null when the source does not say. */
  readonly version: number | null;
  readonly abstractSource: AbstractSource;
  readonly authors: readonly Author[];
  readonly categories: readonly string[];
  readonly primaryCategory: string | null;
  readonly comment: string | null;
  readonly journalRef: string | null;
  readonly venue: string | null;
  /** ISO 8601 date or time, or null. */
  readonly published: string | null;
  readonly updated: string | null;
  readonly license: string | null;
  readonly urls: Readonly<Record<string, string>>;
  readonly announceType: string | null;
  readonly withdrawn: boolean;
  readonly retracted: boolean;
  readonly upstreamAi: UpstreamAi | null;
  readonly extra: Readonly<Record<string, Json>>;
}

/** What a reader yields: texts as they stand in the source. */
export interface RawListing extends ListingFacts {
  readonly kind: 'listing';
  readonly title: string;
  readonly abstract: string | null;
  /** True for pastes and feeds, whose text needs `repair` and not only `clean`. */
  readonly damaged: boolean;
}

/** A Listing whose title and abstract were cleaned once, at the border, with the raw text and the way back kept. */
export interface Listing extends ListingFacts {
  readonly kind: 'listing';
  readonly title: string;
  readonly titleRaw: string;
  readonly abstract: string | null;
  readonly abstractRaw: string | null;
  /** From cleaned to raw abstract; null where both are the same. */
  readonly abstractMap: OffsetMap | null;
  /** `suspect`, `repaired`, `hidden_characters`, ... */
  readonly flags: readonly string[];
}

/** A block that is no paper, or a record that cannot be read: it stays in the ledger with its place and reason. */
export interface Malformed {
  readonly kind: 'malformed';
  readonly code: 'listing.malformed' | 'listing.too_large' | 'listing.bad_encoding';
  readonly reason: string;
  readonly locator: Locator;
  /** The raw block, cut at 2,000 characters. */
  readonly raw: string;
}

/** Page furniture: counted, outside the conservation sum. */
export interface Ignored {
  readonly kind: 'ignored';
  readonly what: string;
  readonly locator: Locator;
}

/** Facts of a listing that says nothing but its title and abstract; readers spread it and add what they know. */
export const NO_FACTS: Omit<ListingFacts, 'sourceFormat' | 'locator'> = Object.freeze({
  ids: {},
  version: null,
  abstractSource: 'author',
  authors: [],
  categories: [],
  primaryCategory: null,
  comment: null,
  journalRef: null,
  venue: null,
  published: null,
  updated: null,
  license: null,
  urls: {},
  announceType: null,
  withdrawn: false,
  retracted: false,
  upstreamAi: null,
  extra: {},
});
