/**
 * Finds every number of a text with its unit, bound and place, and tells numbers that measure something from digits that are part
 * of a name, a setting, a year or a reference. One pass over the plain form; spans are code points of the source.
 * Invariant: quantities are in order and do not overlap; an inherited unit ("2.4, 9.0 and 12.6 percent") is marked as such.
 */
import type { Bound, Unit } from '../domain/check.ts';
import type { Span } from '../domain/codepoints.ts';
import { isNameWithDigits, readNameEnd } from './digit-names.ts';
import { readDigits } from './digits.ts';
import { NUMBER_WORD, NUMBER_WORD_FOREIGN, readWordNumber } from './number-words.ts';
import { type PlainText, plainText, sourceSpan } from './plain-text.ts';
import { readBound } from './read-bound.ts';
import { shareUnits } from './share-units.ts';
import { readUnit } from './units.ts';

/** What digits are: something measured, or part of something else. */
export type QuantityKind = 'quantity' | 'spread' | 'ordinal' | 'setting' | 'year' | 'name' | 'reference';

/** One number of a text. */
export interface Quantity {
  /** Number, sign and unit as printed in the plain form. */
  readonly raw: string;
  /** Code points of the source: number, sign and unit. */
  readonly span: Span;
  readonly kind: QuantityKind;
  /** In base units (seconds, bytes) and without scale words; null for a range. */
  readonly number: number | null;
  /** Ends of a range printed as one ("43-165%"). */
  readonly low: number | null;
  readonly high: number | null;
  /** Null for a bare number. */
  readonly unit: Unit | null;
  /** Words of the unit, else of what is counted: `%`, `GB`, `questions`. */
  readonly words: string;
  readonly bound: Bound;
  readonly sign: '+' | '-' | '';
  /** What one step of the last printed digit is worth, in the unit of `number`. */
  readonly step: number;
  /** Digits as printed, without separators: `4200`, `78.9`; empty for number words. */
  readonly digits: string;
  readonly isFraction: boolean;
  /** How the print differs from plain digits, in words; null when it does not. */
  readonly rewrite: string | null;
  /** True when the unit stands at a neighbour in the same list. */
  readonly sharesUnit: boolean;
  /** The other reading of `1.300` or `1,300` where both are possible. */
  readonly otherwise: number | null;
  /** Units of the plain form: the whole, and the digits alone. */
  readonly start: number;
  readonly end: number;
  readonly digitsStart: number;
  readonly digitsEnd: number;
}

/** How to read a text. */
export interface ScanOptions {
  /** BCP-47; decides decimal commas and number words. */
  readonly language?: string;
}

/** Finds the quantities of a text. */
export function findQuantities(text: string, options: ScanOptions = {}): Quantity[] {
  return scanQuantities(plainText(text, 'latex'), options);
}

const NUMBERS = new RegExp(`\\.?\\d|√\\d|${NUMBER_WORD}`, 'giu');
const NUMBERS_FOREIGN = new RegExp(`\\.?\\d|√\\d|${NUMBER_WORD_FOREIGN}`, 'giu');
const ADDRESS = /(?:https?:\/\/|www\.|arxiv:|doi:|10\.\d{4,5}\/)\S{1,400}/giu;

/** Finds the quantities of a plain form. */
export function scanQuantities(plain: PlainText, options: ScanOptions = {}): Quantity[] {
  const language = (options.language ?? 'en').slice(0, 2).toLowerCase();
  const { text } = plain;
  const addresses = [...text.matchAll(ADDRESS)].map((match) => [match.index, match.index + match[0].length] as const);
  const pattern = new RegExp(language === 'en' ? NUMBERS : NUMBERS_FOREIGN);
  const found: Quantity[] = [];
  let nextAddress = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    while ((addresses[nextAddress]?.[1] ?? Number.POSITIVE_INFINITY) <= match.index) nextAddress++;
    const address = addresses[nextAddress];
    const quantity =
      address && address[0] <= match.index
        ? whole(plain, address[0], address[1], 'reference')
        : /[\d√]/.test(match[0])
          ? readFromDigits(plain, match.index, language, found.at(-1)?.end ?? 0)
          : readFromWords(plain, match.index, language);
    if (quantity) found.push(quantity);
    pattern.lastIndex = Math.max(quantity?.end ?? 0, match.index + match[0].length);
  }
  return shareUnits(found, text);
}

const BARE = {
  number: null,
  low: null,
  high: null,
  unit: null,
  words: '',
  bound: 'exact',
  sign: '',
  step: 0,
  digits: '',
  isFraction: false,
  rewrite: null,
  sharesUnit: false,
  otherwise: null,
} as const;

/** A stretch that is no number. */
function whole(plain: PlainText, start: number, end: number, kind: QuantityKind): Quantity {
  return {
    ...BARE,
    raw: plain.text.slice(start, end),
    span: sourceSpan(plain, start, end),
    kind,
    start,
    end,
    digitsStart: start,
    digitsEnd: end,
  };
}

function readFromDigits(plain: PlainText, at: number, language: string, previousEnd: number): Quantity | null {
  const { text } = plain;
  const digits = readDigits(text, at, language !== 'en' && language !== 'zh' && language !== 'ja');
  if (!digits) return null;
  const unit = readUnit(text, digits.end);
  const name = isNameWithDigits(text, at, digits, unit);
  if (name) {
    const named = whole(plain, at, Math.max(digits.end, readNameEnd(text, digits.end)), name);
    return { ...named, number: digits.number * unit.factor, unit: unit.unit, digits: digits.digits, digitsEnd: digits.end };
  }
  const end = digits.end + unit.length;
  const { sign, symbol, start, unit: prefixUnit } = readPrefix(text, at, previousEnd);
  const factor = Number.isNaN(unit.factor) ? 1 : unit.factor;
  const scaled = (value: number): number => (Number.isNaN(unit.factor) ? 10 ** value : tidy(value * factor));
  const kind: QuantityKind = symbol === '±' ? 'spread' : (unit.kind ?? 'quantity');
  return {
    ...BARE,
    raw: text.slice(start, end),
    span: sourceSpan(plain, start, end),
    kind,
    number: digits.high === null ? scaled(digits.number) : null,
    low: digits.high === null ? null : scaled(digits.number * (digits.lowFactor ?? 1)),
    high: digits.high === null ? null : scaled(digits.high),
    unit: unit.unit ?? prefixUnit ?? (digits.isFraction && digits.rewrite !== 'square root' ? 'ratio_x' : null),
    words: unit.words || (unit.unit === null ? countedNoun(text, end) : ''),
    bound: readBound(text, start, symbol, digits.isOpen),
    sign,
    step: tidy(digits.step * factor),
    digits: digits.digits,
    isFraction: digits.isFraction,
    rewrite: Number.isNaN(unit.factor)
      ? 'orders of magnitude'
      : factor !== 1 && unit.unit !== 'seconds' && unit.unit !== 'bytes'
        ? 'scale word'
        : digits.rewrite,
    otherwise: digits.otherwise === null ? null : scaled(digits.otherwise),
    start,
    end,
    digitsStart: at,
    digitsEnd: digits.end,
  };
}

function readFromWords(plain: PlainText, at: number, language: string): Quantity | null {
  const { text } = plain;
  const words = readWordNumber(text, at, language);
  if (!words) return readOrder(plain, at);
  const unit = readUnit(text, words.end);
  const isOrder = Number.isNaN(unit.factor);
  const end = words.end + unit.length;
  const number = isOrder ? 10 ** words.number : tidy(words.number * unit.factor);
  return {
    ...BARE,
    raw: text.slice(at, end),
    span: sourceSpan(plain, at, end),
    kind: unit.kind === 'setting' ? 'setting' : 'quantity',
    number,
    unit: unit.unit ?? (words.isRatio ? 'ratio_x' : null),
    words: unit.words || (words.isRatio ? '' : countedNoun(text, end)),
    bound: readBound(text, at, '', false),
    step: isOrder ? number : unit.factor,
    isFraction: words.isFraction,
    rewrite: isOrder ? 'orders of magnitude' : words.isFraction ? 'fraction in words' : 'number word',
    start: at,
    end,
    digitsStart: at,
    digitsEnd: words.end,
  };
}

/** "an order of magnitude". */
function readOrder(plain: PlainText, at: number): Quantity | null {
  const match = /^an? order[\s-]of[\s-]magnitude/iu.exec(plain.text.slice(at, at + 24));
  if (!match) return null;
  const end = at + match[0].length;
  return {
    ...whole(plain, at, end, 'quantity'),
    number: 10,
    unit: 'ratio_x',
    words: 'order of magnitude',
    step: 10,
    rewrite: 'orders of magnitude',
    bound: readBound(plain.text, at, '', false),
  };
}

interface Prefix {
  readonly sign: '+' | '-' | '';
  readonly symbol: string;
  readonly start: number;
  readonly unit: Unit | null;
}

const PREFIX = /(?:US\$|\$|USD\s?|€|[~≈≤≥<>±×]\s?){0,3}$/u;

/** Sign, bound symbol, currency or times sign directly before a number. */
function readPrefix(text: string, at: number, previousEnd: number): Prefix {
  const before = text.slice(Math.max(previousEnd, at - 10), at);
  const sign = /(?:^|[\s(~≈≤≥<>±$,/:])([+-])$/u.exec(before)?.[1] ?? '';
  const printed = PREFIX.exec(sign ? before.slice(0, -1) : before)?.[0] ?? '';
  const symbol = /[~≈≤≥<>±×]/u.exec(printed)?.[0] ?? '';
  const unit = /\$|USD/.test(printed) ? 'usd' : printed.includes('€') ? 'other' : symbol === '×' ? 'ratio_x' : null;
  return { sign: sign === '+' ? '+' : sign === '-' ? '-' : '', symbol, start: at - printed.length - sign.length, unit };
}

const NOT_COUNTED =
  /^(?:of|on|in|and|or|to|for|with|by|at|from|over|than|vs|versus|while|when|as|is|are|was|were|the|a|an|which|that|using|per|across|under|after|compared|respectively|but|higher|lower|more|less|fewer|better|worse|faster|slower|larger|smaller|only|it|we|its|their|our|out|up|down|if|then|be|has|have|can|respective|both|among|against|between|without|within|through|via|absolute|relative|improvement|gain|times|instead|rather|down|above|below|thereafter|on|overall)$/i;

/** Up to three words of what a bare number counts: "test questions". */
function countedNoun(text: string, at: number): string {
  const match = /^[\s-]([\p{L}][\p{L}\p{N}'-]*(?:\s[\p{L}][\p{L}\p{N}'-]*){0,2})/u.exec(text.slice(at, at + 64));
  const words: string[] = [];
  for (const word of (match?.[1] ?? '').split(' ')) {
    if (word === '' || NOT_COUNTED.test(word)) break;
    words.push(word);
  }
  return words.join(' ');
}

/** Removes the noise of binary fractions: 1.1 * 1e6 is 1100000. */
function tidy(number: number): number {
  return Number(number.toPrecision(12));
}
