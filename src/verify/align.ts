/**
 * Finds where quotes stand, by the ladder exact, whitespace, latex, fuzzy, none (reference enrichment-schema 3.1). A fuzzy place is
 * never presented as more. Repeated wording: different quotes take successive places, an identical quote is aligned once.
 */
import type { Alignment, Grounding, Texts } from '../domain/check.ts';
import { alignFuzzy } from './align-fuzzy.ts';
import { type PlainText, plainText } from './plain-text.ts';
import { readSource, type Source, type SourceField } from './source-text.ts';
import { unitCounter } from './unit-counter.ts';

/** A place in code points of a field. */
interface Place {
  readonly field: SourceField;
  readonly start: number;
  readonly end: number;
}

interface Candidates {
  readonly grounding: Grounding;
  readonly places: readonly Place[];
  readonly score?: number;
}

const NONE: Alignment = { grounding: 'none', span: null };
/** More places than this are not told apart. */
const MAX_PLACES = 32;

/** Aligns the quotes of one paper; the answers are in the order of the quotes. */
export function alignQuotes(quotes: readonly string[], texts: Texts): Alignment[] {
  const source = readSource(texts);
  const different = [...new Set(quotes)];
  const found = new Map(different.map((quote) => [quote, findCandidates(quote, source)]));
  const taken: Place[] = [];
  const aligned = new Map<string, Alignment>();
  // a quote with one place has no choice, so it chooses first
  const order = [
    ...different.filter((quote) => found.get(quote)?.places.length === 1),
    ...different.filter((quote) => (found.get(quote)?.places.length ?? 0) > 1),
  ];
  for (const quote of order) {
    const candidates = found.get(quote);
    const place = candidates?.places.find((wanted) => !taken.some((other) => overlaps(wanted, other))) ?? candidates?.places[0];
    if (!candidates || !place) continue;
    taken.push(place);
    const span = { field: place.field.field, start: place.start, end: place.end };
    const { grounding, score } = candidates;
    aligned.set(quote, score === undefined ? { grounding, span } : { grounding, span, score });
  }
  return quotes.map((quote) => aligned.get(quote) ?? NONE);
}

const overlaps = (a: Place, b: Place): boolean => a.field === b.field && a.start < b.end && b.start < a.end;

function findCandidates(quote: string, source: Source): Candidates {
  const fields = [source.abstract, source.title];
  if (!/[\p{L}\p{N}]/u.test(quote)) return { grounding: 'none', places: [] };
  const exact = fields.flatMap((field) => findExact(quote, field));
  if (exact.length > 0) return { grounding: 'exact', places: exact };
  const composed = quote.normalize('NFC');
  const spaced = trimQuote(plainText(composed, 'whitespace').text);
  const whitespace = fields.flatMap((field) => findPlain(spaced, field, field.spaced));
  if (whitespace.length > 0) return { grounding: 'whitespace', places: whitespace };
  const plain = trimQuote(plainText(composed, 'latex').text);
  const squeezed = plain.replaceAll(' ', '');
  const latex = fields.flatMap((field) => findPlain(squeezed, field, squeeze(field)));
  if (latex.length > 0) return { grounding: 'latex', places: latex };
  return findFuzzy(plain, fields);
}

/** Marks a model puts around a quote: quotation marks, an ellipsis, a full stop. */
const trimQuote = (quote: string): string => quote.replace(/^[\s"'.]{1,9}/, '').replace(/[\s"'.,;:]{1,9}$/, '');

function findExact(quote: string, field: SourceField): Place[] {
  const places: Place[] = [];
  let toCodePoint: ((unit: number) => number) | null = null;
  for (let at = field.text.indexOf(quote); at >= 0 && places.length < MAX_PLACES; at = field.text.indexOf(quote, at + 1)) {
    toCodePoint ??= unitCounter(field.text);
    places.push({ field, start: toCodePoint(at), end: toCodePoint(at + quote.length) });
  }
  return places;
}

function findPlain(quote: string, field: SourceField, plain: PlainText): Place[] {
  const places: Place[] = [];
  if (quote === '') return places;
  for (let at = plain.text.indexOf(quote); at >= 0 && places.length < MAX_PLACES; at = plain.text.indexOf(quote, at + 1)) {
    places.push({ field, start: plain.starts[at] ?? 0, end: plain.ends[at + quote.length - 1] ?? 0 });
  }
  return places;
}

const squeezedForms = new WeakMap<SourceField, PlainText>();

/** The plain form without spaces: TeX leaves them where print has none. */
function squeeze(field: SourceField): PlainText {
  const known = squeezedForms.get(field);
  if (known) return known;
  const { plain } = field;
  const starts: number[] = [];
  const ends: number[] = [];
  for (let unit = 0; unit < plain.text.length; unit++) {
    if (plain.text[unit] === ' ') continue;
    starts.push(plain.starts[unit] ?? 0);
    ends.push(plain.ends[unit] ?? 0);
  }
  const squeezed = { text: plain.text.replaceAll(' ', ''), starts, ends };
  squeezedForms.set(field, squeezed);
  return squeezed;
}

function findFuzzy(quote: string, fields: readonly SourceField[]): Candidates {
  const found = fields
    .map((field) => ({ field, match: alignFuzzy(quote, field.words) }))
    .filter(({ match }) => match !== null)
    .sort((a, b) => (b.match?.score ?? 0) - (a.match?.score ?? 0));
  const best = found[0];
  if (!best?.match) return { grounding: 'none', places: [] };
  const { start, end } = best.field.spanOf(best.match.start, best.match.end);
  return { grounding: 'fuzzy', score: best.match.score, places: [{ field: best.field, start, end }] };
}
