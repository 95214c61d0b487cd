/**
 * The current view as it is stored per paper: what the Enrichments it names already say is not said again. A suggestion nobody
 * touched is its position; only what people decided stands in full.
 */
import type { Choice, View, ViewClaim, ViewTag, ViewTldr } from '../domain/current.ts';
import { type Enrichment, type SectionName, sectionsOf } from '../domain/enrichment.ts';
import { canonicalJson, type Json, readOwnJson } from '../domain/json.ts';
import { flattenTags, type Tag } from '../domain/tag.ts';
import { labelKey } from '../domain/vocabulary.ts';

/** An Enrichment by key and checks revision. */
export type EnrichmentName = readonly [key: string, revision: number];

/** A position, `[position, 1]` for the term that the label names itself, `[position, term id]`, `[position]` for a proposal, or in full. */
type StoredTag = number | readonly [at: number, term?: string | 1] | ViewTag;

interface Body {
  readonly from?: readonly EnrichmentName[];
  /** Position in `from`, in a list of its own when stale; left out when all is from one Enrichment that yields exactly this. */
  readonly sections?: Readonly<Record<string, number | readonly [number]>>;
  readonly tldr?: ViewTldr;
  readonly tags?: readonly StoredTag[];
  /** How many untouched claims the section has, or each: a position, or a claim in full. */
  readonly claims?: number | readonly (number | ViewClaim)[];
  readonly seq?: number;
}

/** Nothing is known about a paper. */
export const EMPTY_VIEW: View = { sections: {}, tldr: null, tags: [], claims: [], lastSeq: 0 };

/** Enrichments a view names, without repetition. */
export function namesIn(view: View): EnrichmentName[] {
  const names = new Map<string, EnrichmentName>();
  for (const { key, revision } of [...choicesOf(view).values(), ...view.claims]) names.set(`${key}/${revision}`, [key, revision]);
  return [...names.values()];
}

/** Stored form. `find` gives the Enrichments the view was computed from. */
export function encodeView(view: View, find: (name: EnrichmentName) => Enrichment | undefined): string {
  const from = namesIn(view);
  const position = ({ key, revision }: Choice): number => from.findIndex((name) => name[0] === key && name[1] === revision);
  const sections = [...choicesOf(view)].map(([name, choice]): [string, number | [number]] => [
    name,
    choice.stale ? [position(choice)] : position(choice),
  ]);
  const tagSource = sourceOf(view, 'tags', find);
  const flat = tagSource?.draft.tags ? flattenTags(tagSource.draft.tags) : [];
  const claims = view.claims.map((claim) => shortClaim(claim, view.sections.claims, sourceOf(view, 'claims', find)));
  const body: Body = {
    ...(from.length > 0 ? { from } : {}),
    ...(sections.length > 0 && !isWhole(view, from, find) ? { sections: Object.fromEntries(sections) } : {}),
    ...(view.tldr && !(view.sections.tldr && isUntouched(view.tldr)) ? { tldr: view.tldr } : {}),
    ...(view.tags.length > 0 ? { tags: view.tags.map((tag) => shortTag(tag, flat)) } : {}),
    ...(claims.length > 0 ? { claims: claims.every((claim, at) => claim === at) ? claims.length : claims } : {}),
    ...(view.lastSeq > 0 ? { seq: view.lastSeq } : {}),
  };
  return canonicalJson(body);
}

/** Enrichments a stored view names: what `decodeView` needs. */
export function namesInBody(text: string): readonly EnrichmentName[] {
  return readOwnJson<Body>(text).from ?? [];
}

/** The view again; what names an Enrichment that is gone is left out. */
export function decodeView(text: string, find: (name: EnrichmentName) => Enrichment | undefined): View {
  const body = readOwnJson<Body>(text);
  const sections: Partial<Record<SectionName, Choice>> = {};
  for (const [name, at] of Object.entries(body.sections ?? wholeSections(body.from, find))) {
    const named = body.from?.[typeof at === 'number' ? at : at[0]];
    if (named && find(named)) sections[name as SectionName] = { key: named[0], revision: named[1], stale: typeof at !== 'number' };
  }
  const partial = { ...EMPTY_VIEW, sections };
  const tagSource = sourceOf(partial, 'tags', find);
  const flat = tagSource?.draft.tags ? flattenTags(tagSource.draft.tags) : [];
  return {
    sections,
    tldr: body.tldr ?? (sections.tldr ? { review: 'suggested', text: null } : null),
    tags: (body.tags ?? []).flatMap((tag) => fullTag(tag, flat)),
    claims: listOf(body.claims).flatMap((claim) => fullClaim(claim, sections.claims, find)),
    lastSeq: body.seq ?? 0,
  };
}

/** Sections of a single Enrichment, all of them current. */
function wholeSections(
  from: Body['from'],
  find: (name: EnrichmentName) => Enrichment | undefined,
): Readonly<Record<string, number | readonly [number]>> {
  const only = from?.[0] && find(from[0]);
  return only ? Object.fromEntries(sectionsOf(only).map((section) => [section, 0])) : {};
}

function isWhole(view: View, from: readonly EnrichmentName[], find: (name: EnrichmentName) => Enrichment | undefined): boolean {
  const names = Object.keys(wholeSections(from, find)).sort().join();
  return (
    from.length === 1 &&
    [...choicesOf(view).keys()].sort().join() === names &&
    ![...choicesOf(view).values()].some((choice) => choice.stale)
  );
}

const choicesOf = (view: View): Map<string, Choice> => new Map(Object.entries(view.sections) as [string, Choice][]);

const listOf = (claims: Body['claims']): readonly (number | ViewClaim)[] =>
  typeof claims === 'number' ? Array.from({ length: claims }, (_, at) => at) : (claims ?? []);

const isUntouched = (tldr: ViewTldr): boolean => tldr.review === 'suggested' && tldr.text === null;

function sourceOf(
  view: View,
  section: 'tags' | 'claims',
  find: (name: EnrichmentName) => Enrichment | undefined,
): Enrichment | undefined {
  const choice = view.sections[section];
  return choice && find([choice.key, choice.revision]);
}

/** Term that a label names when nobody chose another spelling. */
const ownTerm = ({ facet, label }: Tag): string => `${facet}:${labelKey(label)}`;

function shortTag(tag: ViewTag, flat: readonly Tag[]): StoredTag {
  const { at, vocabId, status, review, ...own } = tag;
  const same = at !== null && review === 'suggested' && flat[at] && canonicalJson(own) === canonicalJson(flat[at]);
  if (!same) return tag;
  if (status === 'proposed' && vocabId === null) return [at];
  if (status !== 'active') return tag;
  if (vocabId === null) return at;
  return [at, vocabId === ownTerm(tag) ? 1 : vocabId];
}

function fullTag(stored: StoredTag, flat: readonly Tag[]): ViewTag[] {
  if (typeof stored === 'object' && !Array.isArray(stored)) {
    const full = stored as ViewTag;
    return full.at === null || flat[full.at] ? [full] : [];
  }
  const [at, term] = typeof stored === 'number' ? [stored] : (stored as readonly [number, (string | 1)?]);
  const tag = flat[at];
  if (!tag) return [];
  const status = typeof stored !== 'number' && term === undefined ? 'proposed' : 'active';
  return [{ ...tag, at, vocabId: term === 1 ? ownTerm(tag) : (term ?? null), status, review: 'suggested' }];
}

function shortClaim(claim: ViewClaim, choice: Choice | undefined, source: Enrichment | undefined): number | ViewClaim {
  const untouched: Omit<ViewClaim, 'id'> & { id: string | undefined } = {
    id: source?.claimIds[claim.at],
    key: choice?.key ?? '',
    revision: choice?.revision ?? 0,
    at: claim.at,
    review: 'suggested',
    changes: {},
    stale: choice?.stale ?? false,
  };
  return canonicalJson(untouched) === canonicalJson(claim) ? claim.at : claim;
}

function fullClaim(
  stored: number | ViewClaim,
  choice: Choice | undefined,
  find: (name: EnrichmentName) => Enrichment | undefined,
): ViewClaim[] {
  if (typeof stored !== 'number') return find([stored.key, stored.revision]) ? [stored] : [];
  const id = choice && find([choice.key, choice.revision])?.claimIds[stored];
  if (!choice || id === undefined) return [];
  const { key, revision, stale } = choice;
  return [{ id, key, revision, at: stored, review: 'suggested', changes: {} as Readonly<Record<string, Json>>, stale }];
}
