/**
 * A flat set of named fields to a Listing: the names people and tools use, tolerantly, and one rule without tolerance: an
 * identifier typed as a number has lost digits and is refused. Nothing is dropped; what is not understood stays in `extra`.
 */
import { PrecisError } from '../domain/errors.ts';
import { type Identifier, normaliseId, parseIdentifier } from '../domain/identifier.ts';
import type { Json } from '../domain/json.ts';
import { type Author, ID_KINDS, type IdKind, type Locator, NO_FACTS, type RawListing } from '../domain/listing.ts';
import { authorsFrom } from './author-fields.ts';

type Fields = Readonly<Record<string, Json>>;

/** Names a field may have, the first that is there wins. */
const NAMES = {
  abstract: ['abstract'],
  abstractSource: ['abstract_source', 'abstractSource'],
  authors: ['authors', 'author'],
  categories: ['categories', 'category'],
  primaryCategory: ['primary_category', 'primaryCategory'],
  comment: ['comment', 'comments'],
  journalRef: ['journal_ref', 'journal-ref', 'journalRef'],
  venue: ['venue'],
  published: ['published', 'published_at', 'publication_date', 'publicationDate', 'date', 'year'],
  updated: ['updated', 'updated_at', 'update_date'],
  license: ['license', 'licence'],
  urls: ['urls', 'url'],
  announceType: ['announce_type', 'announceType'],
  withdrawn: ['withdrawn'],
  retracted: ['retracted', 'is_retracted'],
  version: ['version', 'source_version'],
  summary: ['upstream_tldr'],
  summaryModel: ['upstream_tldr_model'],
} as const;

/** Fields that name an identifier, and its kind; null where the value says it itself. */
const ID_FIELDS: Readonly<Record<string, IdKind | null>> = {
  paper_id: null,
  paperId: null,
  id: null,
  arxiv_id: 'arxiv',
  arxivId: 'arxiv',
  arxiv: 'arxiv',
  doi: 'doi',
  DOI: 'doi',
  pmid: 'pmid',
  pmcid: 'pmcid',
  acl_id: 'acl',
  acl: 'acl',
  openreview_id: 'openreview',
  openreview: 'openreview',
  openalex_id: 'openalex',
  openalex: 'openalex',
  s2_id: 's2',
  corpus_id: 's2',
  s2: 's2',
  dblp: 'dblp',
};

/** Kinds whose ids are whole numbers and survive being typed as one. */
const WHOLE_NUMBERS: readonly IdKind[] = ['pmid', 's2'];

/**
 * Makes a Listing of named fields.
 * @throws PrecisError `listing.malformed` without a title, or with a title, abstract or identifier of the wrong type.
 */
export function listingFromFields(fields: Fields, sourceFormat: string, locator: Locator): RawListing {
  const left = new Map(Object.entries(fields));
  const title = left.get('title');
  left.delete('title');
  if (typeof title !== 'string')
    throw refused(title === undefined || title === null ? 'no title' : `title is ${typeName(title)}, not text`);
  if (title.trim() === '') throw refused('the title is empty');
  const take = <T>(names: readonly string[], read: (value: Json) => T | undefined): T | undefined => takeFirst(left, names, read);
  const abstract = abstractOf(left);
  const { ids, version } = takeIds(left);
  const abstractSource = take(NAMES.abstractSource, (value) =>
    value === 'hf_ai_summary' || value === 'author' || value === 'none' ? value : undefined,
  );
  const summary = take(NAMES.summary, text);
  const summaryModel = take(NAMES.summaryModel, text);
  return {
    ...NO_FACTS,
    kind: 'listing',
    sourceFormat,
    locator,
    title,
    abstract,
    abstractSource:
      abstract === null
        ? abstractSource === 'hf_ai_summary'
          ? abstractSource
          : 'none'
        : abstractSource === 'none'
          ? 'author'
          : (abstractSource ?? 'author'),
    ids,
    version: take(NAMES.version, versionOf) ?? version,
    authors: take<readonly Author[]>(NAMES.authors, authorsFrom) ?? [],
    categories: take(NAMES.categories, categoriesOf) ?? [],
    primaryCategory: take(NAMES.primaryCategory, text) ?? null,
    comment: take(NAMES.comment, text) ?? null,
    journalRef: take(NAMES.journalRef, text) ?? null,
    venue: take(NAMES.venue, text) ?? null,
    published: take(NAMES.published, dateOf) ?? null,
    updated: take(NAMES.updated, dateOf) ?? null,
    license: take(NAMES.license, text) ?? null,
    urls: take(NAMES.urls, urlsOf) ?? {},
    announceType: take(NAMES.announceType, text) ?? null,
    withdrawn: take(NAMES.withdrawn, flag) ?? false,
    retracted: take(NAMES.retracted, flag) ?? false,
    upstreamAi: summary === undefined ? null : { summary, ...(summaryModel === undefined ? {} : { model: summaryModel }) },
    extra: Object.fromEntries([...left].filter(([, value]) => value !== null)),
    damaged: false,
  };
}

/** Value of the first name that reads; only that one leaves the fields. */
function takeFirst<T>(left: Map<string, Json>, names: readonly string[], read: (value: Json) => T | undefined): T | undefined {
  for (const name of names) {
    const value = left.get(name);
    if (value === undefined || value === null) continue;
    const found = read(value);
    if (found === undefined) continue;
    left.delete(name);
    return found;
  }
  return undefined;
}

function abstractOf(left: Map<string, Json>): string | null {
  const abstract = left.get('abstract') ?? null;
  left.delete('abstract');
  if (abstract === null) return null;
  if (typeof abstract !== 'string') throw refused(`abstract is ${typeName(abstract)}, not text`);
  return abstract.trim() === '' ? null : abstract;
}

/** All identifiers of a record; the first of a kind wins, what is none stays where it was. */
function takeIds(left: Map<string, Json>): { ids: Partial<Record<IdKind, string>>; version: number | null } {
  const found: Identifier[] = [];
  for (const [name, kind] of Object.entries(ID_FIELDS)) {
    const identifier = identifierOf(name, kind, left.get(name));
    if (!identifier) continue;
    found.push(identifier);
    left.delete(name);
  }
  const listed = left.get('ids');
  const rest = idsIn(listed ?? null, found);
  if (rest === null) left.delete('ids');
  else left.set('ids', rest);
  const ids: Partial<Record<IdKind, string>> = {};
  for (const { kind, id } of found) ids[kind] ??= id;
  return { ids, version: found.find((identifier) => identifier.kind === 'arxiv')?.version ?? null };
}

/** Adds the identifiers of an `ids` field to `found`; what is none comes back. */
function idsIn(listed: Json, found: Identifier[]): Json {
  if (Array.isArray(listed)) {
    const others = listed.filter((value: Json) => {
      const identifier = typeof value === 'string' ? parseIdentifier(value) : null;
      if (identifier) found.push(identifier);
      return !identifier;
    });
    return others.length === 0 ? null : others;
  }
  if (typeof listed !== 'object' || listed === null) return listed;
  const others = Object.entries(listed as Fields).filter(([name, value]) => {
    const kind = ID_KINDS.find((one) => one === name && one !== 'work') ?? ID_FIELDS[name] ?? null;
    const identifier = kind ? identifierOf(`ids.${name}`, kind, value) : null;
    if (identifier) found.push(identifier);
    return !identifier && value !== null;
  });
  return others.length === 0 ? null : Object.fromEntries(others);
}

function identifierOf(name: string, kind: IdKind | null, value: Json | undefined): Identifier | null {
  if (typeof value === 'number' && kind !== null) {
    if (WHOLE_NUMBERS.includes(kind) && Number.isSafeInteger(value)) return normaliseId(kind, String(value));
    throw refused(`${name} is the number ${value}, which may have lost digits: write it as text`);
  }
  if (typeof value !== 'string') return null;
  return kind === null ? parseIdentifier(value) : normaliseId(kind, value);
}

const text = (value: Json): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);

function flag(value: Json): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === 'true') return true;
  return value === 0 || value === 'false' ? false : undefined;
}

function versionOf(value: Json): number | undefined {
  const version =
    typeof value === 'number'
      ? value
      : typeof value === 'string'
        ? Number(/^v?(\d{1,4})$/i.exec(value.trim())?.[1] ?? Number.NaN)
        : Number.NaN;
  return Number.isSafeInteger(version) && version > 0 && version < 10_000 ? version : undefined;
}

/** `cs.CL cs.LG`, `cs.CL, cs.LG`, or a list. */
function categoriesOf(value: Json): readonly string[] | undefined {
  if (typeof value === 'string') {
    const tokens = value.split(/[,;\s]+/).filter(Boolean);
    const named = tokens.every((token) => /^[a-z-]+(?:\.[A-Za-z-]+)?$/.test(token))
      ? tokens
      : value.split(/[,;]/).map((part) => part.trim());
    return named.filter(Boolean);
  }
  return Array.isArray(value) && value.every((one: Json) => typeof one === 'string') ? (value as readonly string[]) : undefined;
}

const DATE =
  /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

function dateOf(value: Json): string | undefined {
  const written = typeof value === 'number' && Number.isInteger(value) && value >= 1000 && value < 3000 ? String(value) : value;
  return typeof written === 'string' && DATE.test(written.trim()) ? written.trim() : undefined;
}

function urlsOf(value: Json): Readonly<Record<string, string>> | undefined {
  if (typeof value === 'string') return { url: value };
  if (Array.isArray(value))
    return value.every((one: Json) => typeof one === 'string')
      ? Object.fromEntries(value.map((one, i) => [`url${i + 1}`, one as string]))
      : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value as Fields);
  return entries.every(([, one]) => typeof one === 'string') ? (Object.fromEntries(entries) as Record<string, string>) : undefined;
}

const typeName = (value: Json): string =>
  Array.isArray(value) ? 'a list' : value === null ? 'null' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;

const refused = (reason: string): PrecisError => new PrecisError('listing.malformed', reason);
