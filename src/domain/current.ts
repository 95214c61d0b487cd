/**
 * The current view of a paper: which suggestion counts, and what people decided on top of it (CONTRACTS 5). One pure function; its
 * output is stored per paper by `persist` and `review`, and lists, search and export read that.
 *
 * Per section the suggestion is, among the Enrichments of the newest version that yield it, the one under the pin, else the latest
 * by a model, else the extractive one; only an older version having one makes it `stale`.
 * Invariant: the last decision of a person on a path wins over every suggestion, now and later.
 */
import type { WireClaim } from './draft.ts';
import { type Enrichment, type SectionName, sectionsOf } from './enrichment.ts';
import { type Facet, OPEN_FACETS, type OpenFacet } from './facets.ts';
import type { Hash } from './hash.ts';
import { type Json, readOwnJson } from './json.ts';
import { effectiveEvents, type StoredReviewEvent } from './review-event.ts';
import { flattenTags, type Tag } from './tag.ts';
import { labelKey, type Vocabulary } from './vocabulary.ts';

export type ReviewStatus = 'suggested' | 'accepted' | 'edited' | 'rejected';

/** The suggestion that counts for one section. */
export interface Choice {
  readonly key: string;
  readonly revision: number;
  readonly stale: boolean;
}

export interface ViewTldr {
  readonly review: ReviewStatus;
  /** A person's text where one replaced the suggestion. */
  readonly text: string | null;
}

export interface ViewTag extends Tag {
  /** Position among the flattened tags of the chosen Enrichment; null for a tag a person added. */
  readonly at: number | null;
  readonly vocabId: string | null;
  readonly status: 'active' | 'proposed' | 'rejected';
  readonly review: ReviewStatus;
}

export interface ViewClaim {
  readonly id: string;
  /** Enrichment and revision it stands in, and its position there. */
  readonly key: string;
  readonly revision: number;
  readonly at: number;
  readonly review: ReviewStatus;
  /** Columns a person replaced. */
  readonly changes: Readonly<Record<string, Json>>;
  readonly stale: boolean;
}

/** What is current for one paper. */
export interface View {
  readonly sections: Readonly<Partial<Record<SectionName, Choice>>>;
  /** Null when nothing yields a TL;DR and nobody wrote one. */
  readonly tldr: ViewTldr | null;
  readonly tags: readonly ViewTag[];
  readonly claims: readonly ViewClaim[];
  /** Highest event counted; a write that names an older one for its field is a conflict. */
  readonly lastSeq: number;
}

/** What the database is pinned to. */
export interface Pin {
  readonly promptHashes: readonly Hash[];
  readonly engineHash: Hash;
}

export interface CurrentInput {
  /** Content hash of the newest version; null when it has no abstract. */
  readonly contentHash: Hash | null;
  /** Enrichments of every version of the paper, any revision. */
  readonly enrichments: readonly Enrichment[];
  readonly events: readonly StoredReviewEvent[];
  readonly vocabulary: Vocabulary;
  readonly pin: Pin | null;
}

/** Computes the view. Pure: equal input, equal output, whatever the order of enrichments and events. */
export function computeCurrent(input: CurrentInput): View {
  const events = effectiveEvents(input.events);
  const sections = chooseSections(input);
  const find = (choice: Choice | undefined): Enrichment | undefined =>
    choice && input.enrichments.find((one) => one.key === choice.key && one.checksRevision === choice.revision);
  const decisions = new Map<string, StoredReviewEvent>();
  for (const event of events) if (DECIDES.has(event.action)) decisions.set(event.field, event);
  return {
    sections,
    tldr: viewTldr(sections.tldr, decisions.get('tldr')),
    tags: viewTags(find(sections.tags), decisions, input.vocabulary),
    claims: viewClaims(find(sections.claims), sections.claims, decisions, input),
    lastSeq: input.events.reduce((last, event) => Math.max(last, event.seq), 0),
  };
}

const DECIDES: ReadonlySet<string> = new Set(['accept', 'edit', 'reject']);

function chooseSections(input: CurrentInput): Partial<Record<SectionName, Choice>> {
  const chosen: Partial<Record<SectionName, Choice>> = {};
  const best = new Map<SectionName, Enrichment>();
  for (const enrichment of input.enrichments)
    for (const section of sectionsOf(enrichment)) {
      const current = best.get(section);
      if (!current || compareRank(rank(enrichment, input), rank(current, input)) > 0) best.set(section, enrichment);
    }
  for (const section of [...best.keys()].sort()) {
    const { key, checksRevision, contentHash } = best.get(section) as Enrichment;
    chosen[section] = { key, revision: checksRevision, stale: contentHash !== input.contentHash };
  }
  return chosen;
}

/** Newest version, pin, model before extractive, latest, latest checks revision; the key decides what is otherwise equal. */
function rank(enrichment: Enrichment, input: CurrentInput): (number | string)[] {
  const pinned = input.pin?.engineHash === enrichment.engineHash && input.pin.promptHashes.includes(enrichment.promptHash);
  return [
    Number(enrichment.contentHash === input.contentHash),
    Number(pinned),
    Number(enrichment.model !== null),
    enrichment.createdAtMs,
    enrichment.checksRevision,
    enrichment.key,
  ];
}

function compareRank(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (let i = 0; i < a.length; i++) {
    const left = a[i] as number | string;
    const right = b[i] as number | string;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

const statusOf = (event: StoredReviewEvent | undefined): ReviewStatus =>
  event?.action === 'accept'
    ? 'accepted'
    : event?.action === 'edit'
      ? 'edited'
      : event?.action === 'reject'
        ? 'rejected'
        : 'suggested';

function viewTldr(choice: Choice | undefined, event: StoredReviewEvent | undefined): ViewTldr | null {
  // an accepted text is kept as a text: the suggestion under it may change
  const text = event && event.action !== 'reject' && event.after !== null ? readOwnJson<string>(event.after) : null;
  if (!choice && text === null) return null;
  return { review: statusOf(event), text };
}

const isOpen = (facet: Facet): facet is OpenFacet => (OPEN_FACETS as readonly string[]).includes(facet);

function viewTags(
  enrichment: Enrichment | undefined,
  decisions: ReadonlyMap<string, StoredReviewEvent>,
  vocabulary: Vocabulary,
): ViewTag[] {
  const suggested = enrichment?.draft.tags ? flattenTags(enrichment.draft.tags) : [];
  const tags = new Map<string, ViewTag>();
  const put = (tag: Tag, at: number | null): void => {
    const found = isOpen(tag.facet) ? vocabulary.resolve(tag.facet, tag.label) : null;
    const path = `tags/${tag.facet}/${labelKey(tag.label)}`;
    const review = statusOf(decisions.get(path));
    const same = `${tag.facet}/${found?.id ?? labelKey(tag.label)}`;
    // two labels of one term are one tag; the decided one stands for both
    const known = tags.get(same);
    if (known && (known.review !== 'suggested' || review === 'suggested')) return;
    tags.set(same, { ...tag, at, vocabId: found?.id ?? null, status: found?.status ?? 'active', review });
  };
  suggested.forEach(put);
  for (const [field, event] of decisions) {
    if (!field.startsWith('tags/') || event.action === 'reject' || event.after === null) continue;
    const added = readOwnJson<Pick<Tag, 'label' | 'role'>>(event.after);
    const facet = field.split('/')[1] as Facet;
    if (!suggested.some((tag) => tag.facet === facet && labelKey(tag.label) === labelKey(added.label)))
      put({ facet, label: added.label, role: added.role ?? null, quote: null }, null);
  }
  return [...tags.values()];
}

function viewClaims(
  current: Enrichment | undefined,
  choice: Choice | undefined,
  decisions: ReadonlyMap<string, StoredReviewEvent>,
  input: CurrentInput,
): ViewClaim[] {
  const decided = decidedClaims(decisions, input.enrichments);
  const views: ViewClaim[] = [];
  const taken = new Set<string>();
  current?.draft.claims?.forEach((claim, at) => {
    const id = current.claimIds[at] as string;
    const own =
      decided.find((one) => one.id === id) ?? decided.find((one) => !taken.has(one.id) && sameClaim(one, current, at, claim));
    if (own) taken.add(own.id);
    views.push({
      id,
      key: current.key,
      revision: current.checksRevision,
      at,
      review: own?.review ?? 'suggested',
      changes: own?.changes ?? {},
      stale: choice?.stale ?? false,
    });
  });
  for (const one of decided) {
    if (taken.has(one.id) || one.review === 'rejected') continue;
    const stale = one.enrichment.contentHash !== input.contentHash;
    const { key, checksRevision } = one.enrichment;
    views.push({ id: one.id, key, revision: checksRevision, at: one.at, review: one.review, changes: one.changes, stale });
  }
  return views;
}

interface Decided {
  readonly id: string;
  readonly enrichment: Enrichment;
  readonly at: number;
  readonly claim: WireClaim;
  readonly review: ReviewStatus;
  readonly changes: Readonly<Record<string, Json>>;
}

/** Claims a person decided on, by their own id, with the columns that were replaced. */
function decidedClaims(decisions: ReadonlyMap<string, StoredReviewEvent>, enrichments: readonly Enrichment[]): Decided[] {
  const found = new Map<string, Decided>();
  for (const [field, event] of decisions) {
    const [part, id, column] = field.split('/');
    if (part !== 'claims' || !id) continue;
    const place = placeOf(id, enrichments);
    if (!place) continue;
    const known = found.get(id) ?? { id, ...place, review: 'suggested' as ReviewStatus, changes: {} };
    if (column === undefined) found.set(id, { ...known, review: raise(statusOf(event), known.changes) });
    else {
      const changes =
        event.action === 'edit' && event.after !== null
          ? { ...known.changes, [column]: readOwnJson<Json>(event.after) }
          : known.changes;
      found.set(id, { ...known, changes, review: raise(known.review, changes) });
    }
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A row with a replaced column is an edited one, unless the whole row was rejected. */
const raise = (review: ReviewStatus, changes: Readonly<Record<string, Json>>): ReviewStatus =>
  review !== 'rejected' && Object.keys(changes).length > 0 ? 'edited' : review;

function placeOf(id: string, enrichments: readonly Enrichment[]): Pick<Decided, 'enrichment' | 'at' | 'claim'> | null {
  const latest = [...enrichments].sort((a, b) => b.checksRevision - a.checksRevision);
  for (const enrichment of latest) {
    const at = enrichment.claimIds.indexOf(id);
    const claim = enrichment.draft.claims?.[at];
    if (claim) return { enrichment, at, claim };
  }
  return null;
}

/** Same span and value; over another version of the text, the same quote and value. */
function sameClaim(one: Decided, enrichment: Enrichment, at: number, claim: WireClaim): boolean {
  if (one.claim.value !== claim.value) return false;
  if (one.claim.quote === claim.quote) return one.claim.metric === claim.metric;
  if (one.enrichment.contentHash !== enrichment.contentHash) return false;
  const mine = one.enrichment.checks.claims?.[one.at]?.alignment.span;
  const theirs = enrichment.checks.claims?.[at]?.alignment.span;
  return !!mine && !!theirs && mine.field === theirs.field && mine.start === theirs.start && mine.end === theirs.end;
}
