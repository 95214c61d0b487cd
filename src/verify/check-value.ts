/**
 * The number check: a value as the model printed it against the source text under the aligned quote, never against the quote itself
 * (CONTRACTS 6). A number found only elsewhere in the abstract is `missing`, with the place shown.
 */
import type { Alignment, FieldSpan, Texts, ValueCheck } from '../domain/check.ts';
import { deriveValue } from './derive.ts';
import { type MatchOptions, matchQuantity, type QuantityMatch } from './match-quantity.ts';
import { findMetricMentions } from './metrics.ts';
import { plainRange } from './plain-text.ts';
import { findQuantities, type Quantity } from './quantity.ts';
import { readSource, type Source, type SourceField } from './source-text.ts';

/** A value check with what binding needs: where the number could stand. */
export interface ValueFinding {
  readonly check: ValueCheck;
  /** Numbers of the value as printed that measure something. */
  readonly claimed: readonly Quantity[];
  /** Places of the last claimed number under the quote; the others lie in `operands`. */
  readonly places: readonly Quantity[];
  /** Source numbers of a derivation, or of the other claimed numbers. */
  readonly operands: readonly Quantity[];
  readonly correction: string | null;
}

const NOT_APPLICABLE: ValueFinding = {
  check: { check: 'not_applicable', span: null },
  claimed: [],
  places: [],
  operands: [],
  correction: null,
};

/** Checks one value of a claim against the source under its quote. */
export function checkValue(raw: string | null, alignment: Alignment, texts: Texts): ValueCheck {
  return findValue(raw, alignment, readSource(texts)).check;
}

/** Numbers of a printed value: what it measures, or the digits of its names when there is nothing else. */
export function readClaimed(raw: string): Quantity[] {
  const found = findQuantities(raw);
  const measured = found.filter(({ kind }) => kind === 'quantity' || kind === 'spread');
  if (measured.length > 0) return measured;
  // "1st" and "2024" are numbers when they are all a value says
  return found.filter(({ kind }) => kind === 'ordinal' || kind === 'setting' || kind === 'year');
}

/** The same with the places binding needs. */
export function findValue(raw: string | null, alignment: Alignment, source: Source): ValueFinding {
  const claimed = raw === null ? [] : readClaimed(raw);
  if (raw === null || claimed.length === 0) return NOT_APPLICABLE;
  const { span } = alignment;
  const field = span?.field === 'title' ? source.title : source.abstract;
  const inSpan = span ? quantitiesUnder(field, span) : [];
  const options = { nouns: true, correctPoints: true, isShare: span !== null && namesShare(field, span) };
  const matches = claimed.map((one) => findMatches(one, inSpan, options));
  if (matches.every((list) => list.length > 0) && !isOneTwice(claimed, matches)) return found(claimed, matches, field);
  const derived = claimed.length === 1 && claimed[0] ? deriveValue(claimed[0], inSpan, field.plain.text, raw) : null;
  if (derived) {
    const [a, b] = derived.operands;
    const check: ValueCheck = { check: 'derived', span: field.spanOf(a.start, b.end), how: derived.how };
    return { check, claimed, places: [], operands: derived.operands, correction: null };
  }
  const endsApart = matchRangeApart(claimed, inSpan, options);
  if (endsApart) return found([...claimed, ...claimed], endsApart, field);
  const missing = claimed.find((_, i) => matches[i]?.length === 0) ?? claimed[0];
  const elsewhere = missing ? findElsewhere(missing, source) : null;
  const check: ValueCheck = elsewhere ? { check: 'missing', span: elsewhere, elsewhere: true } : { check: 'missing', span: null };
  return { check, claimed, places: [], operands: [], correction: null };
}

/** Source numbers whose digits lie under a span; a unit may reach beyond it. */
export function quantitiesUnder(field: SourceField, span: FieldSpan): Quantity[] {
  const { start, end } = plainRange(field.plain, span);
  return field.quantities.filter((quantity) => quantity.digitsStart >= start && quantity.digitsEnd <= end);
}

/** "7%-7%" for "1%-7%": two claimed numbers that only one number of the source can stand for. */
function isOneTwice(claimed: readonly Quantity[], matches: readonly (readonly Found[])[]): boolean {
  return claimed.some((one, i) => {
    const next = claimed[i + 1];
    const [a, b] = [matches[i], matches[i + 1]];
    if (!next || a?.length !== 1 || b?.length !== 1 || a[0]?.quantity !== b[0]?.quantity) return false;
    return a[0]?.quantity.low === null || one.number === next.number;
  });
}

function namesShare(field: SourceField, span: FieldSpan): boolean {
  const { start, end } = plainRange(field.plain, span);
  return findMetricMentions(field.plain.text.slice(start, end)).some(({ metric }) => metric.isShare);
}

interface Found extends QuantityMatch {
  readonly quantity: Quantity;
}

function findMatches(claimed: Quantity, quantities: readonly Quantity[], options: MatchOptions): Found[] {
  return quantities
    .filter(({ kind }) => kind !== 'reference')
    .filter(
      ({ kind, unit }) => kind !== 'name' || (claimed.unit === 'params' && unit !== 'other') || claimed.rewrite === 'scale word',
    )
    .flatMap((quantity) => {
      const match = matchQuantity(claimed, quantity, options);
      return match ? [{ ...match, quantity }] : [];
    })
    .sort((a, b) => rank(a) - rank(b));
}

/** Same digits and unit first; a corrected unit last. */
const rank = ({ check, correction }: Found): number => (check === 'verified' ? 0 : correction ? 2 : 1);

/** "0.3-3.0%" where the source prints "from 0.3% to 3.0%": both ends, side by side. */
function matchRangeApart(claimed: readonly Quantity[], inSpan: readonly Quantity[], options: MatchOptions): Found[][] | null {
  const [range] = claimed;
  if (claimed.length !== 1 || !range || range.low === null || range.high === null) return null;
  for (let i = 0; i + 1 < inSpan.length; i++) {
    const ends = [range.low, range.high].map((number, end) => {
      const quantity = inSpan[i + end];
      const match =
        quantity && quantity.low === null ? matchQuantity({ ...range, number, low: null, high: null }, quantity, options) : null;
      return quantity && match ? { ...match, quantity } : null;
    });
    const [low, high] = ends;
    if (low && high) return [[low], [high]];
  }
  return null;
}

function found(claimed: readonly Quantity[], matches: readonly (readonly Found[])[], field: SourceField): ValueFinding {
  const best = matches.flatMap((list) => list.slice(0, 1));
  const worst = best.find(({ check }) => check === 'normalised');
  const last = matches.at(-1) ?? [];
  const level = Math.min(...last.map(rank));
  const places = last.filter((match) => rank(match) === level).map(({ quantity }) => quantity);
  const first = best[0]?.quantity;
  const end = best.at(-1)?.quantity;
  const span = first && end ? field.spanOf(Math.min(first.start, end.start), Math.max(first.end, end.end)) : null;
  const check: ValueCheck = worst?.how ? { check: 'normalised', span, how: worst.how } : { check: 'verified', span };
  const operands = best.slice(0, -1).map(({ quantity }) => quantity);
  return { check, claimed, places, operands, correction: best.find(({ correction }) => correction)?.correction ?? null };
}

/** Where else in the paper the number stands with its unit. */
function findElsewhere(claimed: Quantity, source: Source): FieldSpan | null {
  const options = { nouns: true, correctPoints: false, isShare: false };
  for (const field of [source.abstract, source.title]) {
    const match = findMatches(claimed, field.quantities, options)[0];
    if (match) return field.spanOf(match.quantity.start, match.quantity.end);
  }
  return null;
}
