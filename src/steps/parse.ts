/**
 * parse: a Source through its Reader to Listings whose texts were cleaned once, at the border. Invariant: what comes out of the
 * reader comes out here, one for one; a listing whose title is empty after cleaning is a reject, never a paper without a name.
 */
import { type Cleaned, clean, type Shape } from '../domain/clean.ts';
import type { Author, Ignored, Listing, Malformed, RawListing } from '../domain/listing.ts';
import { repair } from '../domain/repair.ts';
import type { Reader, Source } from '../ports.ts';

/** Characters of a raw block that a reject keeps. */
const MAX_RAW = 2_000;

/** Reads every Listing of a source; rejects and page furniture come with their place. */
export async function* parse(source: Source, reader: Reader): AsyncIterable<Listing | Malformed | Ignored> {
  for await (const parsed of reader.read(source)) yield parsed.kind === 'listing' ? toListing(parsed) : parsed;
}

function toListing(raw: RawListing): Listing | Malformed {
  const { title: titleRaw, abstract: abstractRaw, damaged, ...facts } = raw;
  const cleaned = (text: string, shape: Shape): Cleaned => (damaged ? repair(text, shape) : clean(text, shape));
  const title = cleaned(titleRaw, 'line');
  if (title.text === '') return malformed(raw, 'the title holds nothing that can be seen');
  const abstract = abstractRaw === null ? null : cleaned(abstractRaw, 'text');
  const hasAbstract = abstract !== null && abstract.text !== '';
  return {
    ...facts,
    kind: 'listing',
    title: title.text,
    titleRaw,
    abstract: hasAbstract ? abstract.text : null,
    abstractRaw: hasAbstract ? abstractRaw : null,
    abstractMap: hasAbstract ? abstract.map : null,
    abstractSource: hasAbstract || facts.abstractSource === 'hf_ai_summary' ? facts.abstractSource : 'none',
    authors: facts.authors.map(cleanAuthor).filter(({ name }) => name !== ''),
    categories: facts.categories.map(plain).filter((category) => category !== ''),
    primaryCategory: plainOrNull(facts.primaryCategory),
    comment: plainOrNull(facts.comment),
    journalRef: plainOrNull(facts.journalRef),
    venue: plainOrNull(facts.venue),
    flags: [...new Set([...title.flags, ...(abstract?.flags ?? [])])].sort(),
  };
}

const plain = (text: string): string => clean(text, 'line').text;
const plainOrNull = (text: string | null): string | null => (text === null ? null : plain(text) || null);

function cleanAuthor(author: Author): Author {
  const { name, family, given, suffix, affiliations } = author;
  return {
    ...author,
    name: plain(name),
    ...(family === undefined ? {} : { family: plain(family) }),
    ...(given === undefined ? {} : { given: plain(given) }),
    ...(suffix === undefined ? {} : { suffix: plain(suffix) }),
    ...(affiliations === undefined ? {} : { affiliations: affiliations.map(plain) }),
  };
}

function malformed(raw: RawListing, reason: string): Malformed {
  const text = [raw.title, raw.abstract ?? ''].join('\n\n').slice(0, MAX_RAW);
  return { kind: 'malformed', code: 'listing.malformed', reason, locator: raw.locator, raw: text };
}
