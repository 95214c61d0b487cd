/**
 * A value parsed by code from the words as printed and the place where they stand: number, range, unit, form and bound. What the
 * words do not say is read from the source number they were matched with.
 */
import type { Bound, ParsedValue, Unit, ValueForm } from '../domain/check.ts';
import type { Span } from '../domain/codepoints.ts';
import { isChange } from './change-words.ts';
import { readClaimed } from './check-value.ts';
import { findMetric } from './metrics.ts';
import type { Quantity } from './quantity.ts';

/** What is known about a value besides its words. */
export interface ValueContext {
  readonly quote: string;
  readonly metric: string | null;
  /** The source number it was matched with, and the text around it. */
  readonly place?: Quantity | undefined;
  /** Plain text the place stands in. */
  readonly text?: string | undefined;
  /** The list of numbers the place stands in: what is said of it is said of each. */
  readonly list?: Span | undefined;
}

/** Parses a printed value; null when it holds no number. */
export function parseValue(raw: string, context: ValueContext): ParsedValue | null {
  const claimed = readClaimed(raw);
  const [first] = claimed;
  const main = claimed.filter(({ kind }) => kind !== 'spread');
  const last = /\b(?:of|out of)\s$/i.test(raw.slice(first?.end ?? 0, main[1]?.start ?? 0)) ? first : (main.at(-1) ?? first);
  if (!first || !last) return null;
  const isPair = main.length === 2 && first.number !== null && last.number !== null && isRangePrinted(first, last, raw);
  const unit = unitOf(last, context);
  const words = wordsAround(raw, context);
  const low = isPair ? Math.min(first.number ?? 0, last.number ?? 0) : last.low;
  const high = isPair ? Math.max(first.number ?? 0, last.number ?? 0) : last.high;
  const isRange = low !== null && high !== null;
  return {
    raw,
    number: isRange ? null : last.number,
    low: isRange ? low : null,
    high: isRange ? high : null,
    unit,
    form: formOf(last, unit, isRange, words, context),
    bound: boundOf(last, context),
  };
}

/** "12.4% to 17.5%" and "between 3 and 5" are ranges; "9 of 11" and "3.3 points to 58.1" are not. */
function isRangePrinted(first: Quantity, last: Quantity, raw: string): boolean {
  const unit = ({ unit, sharesUnit }: Quantity): Unit | null => (unit === 'score' || sharesUnit ? null : unit);
  const [a, b] = [unit(first), unit(last)];
  return /^\s?(?:%\s?)?(?:to|-|and|~|→|or|,)\s?[~≈+$]?$/i.test(raw.slice(first.end, last.start)) &&
    (a === b || a === null || b === null)
    ? !(a === 'percentage_point' && b === null)
    : false;
}

function unitOf(claimed: Quantity, { place }: ValueContext): Unit {
  if (place?.unit === 'percentage_point' && (claimed.unit === 'percent' || claimed.unit === null)) return 'percentage_point';
  const unit = claimed.unit ?? place?.unit;
  if (unit) return unit;
  const number = claimed.number ?? claimed.high ?? 0;
  const isWhole = Number.isInteger(number) && !claimed.digits.includes('.');
  return isWhole && (claimed.words !== '' || (place?.words ?? '') !== '' || number > 1000) ? 'count' : 'score';
}

const boundOf = (claimed: Quantity, { place }: ValueContext): Bound =>
  claimed.bound !== 'exact' ? claimed.bound : (place?.bound ?? 'exact');

interface Around {
  readonly before: string;
  readonly after: string;
}

function wordsAround(raw: string, { quote, place, text, list }: ValueContext): Around {
  if (place && text !== undefined) {
    const { start, end } = list ?? place;
    const after = isChange('', text.slice(place.end, place.end + 40)) ? place.end : end;
    return { before: text.slice(Math.max(0, start - 60), start), after: text.slice(after, after + 40) };
  }
  const at = quote.indexOf(raw);
  return at < 0
    ? { before: '', after: '' }
    : { before: quote.slice(Math.max(0, at - 60), at), after: quote.slice(at + raw.length, at + raw.length + 40) };
}

function formOf(claimed: Quantity, unit: Unit, isRange: boolean, { before, after }: Around, { metric }: ValueContext): ValueForm {
  if (claimed.kind === 'ordinal' || /^\s?(?:rank|place|percentile)/i.test(after)) return 'rank';
  if (isRange && !isChange(before, after)) return 'range';
  if (unit === 'ratio_x') return 'ratio';
  if (unit === 'percentage_point') return 'delta_abs';
  if (isChange(before, after) || claimed.sign !== '') {
    if (isRange) return 'range';
    if (unit !== 'percent') return 'delta_abs';
    const isShare = metric === null || (findMetric(metric)?.isShare ?? false);
    return /\brelative/i.test(after) || !isShare ? 'delta_rel' : 'delta_abs';
  }
  return unit === 'count' || unit === 'params' || unit === 'tokens' ? 'count' : 'absolute';
}
