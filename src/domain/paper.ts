/**
 * A Paper: a Listing with an identity. Papers keep an inner key for ever while their outer id may improve, so everything here is
 * about which ids a record brings, which stored paper they point at, and what to call it outside (CONTRACTS 1).
 * Invariant: an equal title alone never makes two records one paper.
 */
import { contentHash, type Hash, hashOf } from './hash.ts';
import { ID_KINDS, type IdKind, type Listing } from './listing.ts';

export interface Paper {
  readonly listing: Listing;
  /** Every outer id, `kind:value`, strongest first; the last ones are its `work:` ids. */
  readonly ids: readonly string[];
  /** Hash of cleaned title and abstract. */
  readonly contentHash: Hash;
  /** Hash of raw title and abstract with white space reduced: decides whether a record is the `same`. */
  readonly rawHash: Hash;
}

/** Gives a Listing its identity. */
export function paperOf(listing: Listing): Paper {
  const outer = ID_KINDS.filter((kind) => kind !== 'work').flatMap((kind) => {
    const value = listing.ids[kind];
    return value ? [`${kind}:${value}`] : [];
  });
  return {
    listing,
    ids: [...outer, ...workIds(listing)],
    contentHash: contentHash(listing.title, listing.abstract),
    rawHash: hashOf([squeeze(listing.titleRaw), listing.abstractRaw === null ? null : squeeze(listing.abstractRaw)]),
  };
}

const squeeze = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** Letters and digits only, lower case: what two spellings of one title share. */
export function normaliseTitle(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * `work:` ids of a record. With an author or a year: title, first family name and year. Besides, or without both: title and
 * abstract, so that a pasted paper is found again when the same text arrives with its authors.
 */
function workIds(listing: Listing): string[] {
  const title = normaliseTitle(listing.title);
  const first = listing.authors[0];
  const family = first ? (first.family ?? first.name.split(/\s+/).at(-1) ?? '').toLowerCase() : '';
  const year = /^\d{4}/.exec(listing.published ?? '')?.[0] ?? '';
  const ids: string[] = [];
  if (family || year) ids.push(workId([title, family, year]));
  if (listing.abstract !== null || ids.length === 0) ids.push(workId([title, '', '', normaliseTitle(listing.abstract ?? '')]));
  return ids;
}

const workId = (parts: readonly string[]): string => `work:${hashOf(parts).slice('sha256:'.length, 'sha256:'.length + 16)}`;

/** Kind of an outer id. */
export function kindOf(id: string): IdKind {
  return id.slice(0, id.indexOf(':')) as IdKind;
}

/** Best known outer id: the strongest kind, the earliest one among equals. */
export function bestId(ids: readonly string[]): string {
  const ranked = [...ids].sort((a, b) => ID_KINDS.indexOf(kindOf(a)) - ID_KINDS.indexOf(kindOf(b)));
  return ranked[0] ?? 'work:unknown';
}

/**
 * Whether two sets of ids disagree, which is a veto on calling them one paper: the strongest kind that both name decides. An equal
 * arXiv id outweighs two DOIs, as a preprint and its journal version have one each.
 */
export function idsConflict(known: readonly string[], incoming: readonly string[]): boolean {
  for (const kind of ['arxiv', 'doi', 'pmid', 'acl', 'openreview'] as const) {
    const mine = known.filter((id) => kindOf(id) === kind);
    const theirs = incoming.filter((id) => kindOf(id) === kind);
    if (mine.length > 0 && theirs.length > 0) return !theirs.some((id) => mine.includes(id));
  }
  return false;
}
