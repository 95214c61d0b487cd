/**
 * Numbers of one sentence that could be values: each with its unit, its place and the words around it. Digits that belong to
 * names (CIFAR-10, recall@10), sizes (7B), list markers and references never become a Mention.
 * Invariant: `text.slice(start, end)` is the value as printed, and mentions ascend without overlap.
 */

import { isMetricName, METRIC } from './metrics.ts';

/** What kind of quantity a number is. */
export type Quantity = 'percent' | 'points' | 'ratio' | 'measure' | 'money' | 'fraction' | 'bare';

/** A number that could be a value, in its sentence. */
export interface Mention {
  /** Units of the sentence: number and unit as printed. */
  readonly start: number;
  readonly end: number;
  readonly quantity: Quantity;
  /** Unit of a measure in lower case, else ''. */
  readonly unit: string;
  /** Digits after the point, -1 where the number is a whole one. */
  readonly decimals: number;
  /** Text before, approximating words and signs taken off. */
  readonly before: string;
  /** The approximating words taken off. */
  readonly lead: string;
  readonly after: string;
  /** True for `12.4% to 17.5%` and `43-165%`: one value with two ends. */
  readonly isRange: boolean;
  /** Set where a `+` or `-` stands before the number. */
  readonly signed: boolean;
}

/** A sentence with more numbers than this is a table in disguise. */
const MOST_MENTIONS = 48;
/** How far rules look to each side, in units. */
const BEFORE = 140;
const AFTER = 90;

const NUMBER = /\d+(?:[.,]\d+)*/g;
const WORD_VALUE =
  /\b(?:(?:two|three|four|five|six|seven|eight|nine|ten)[- ]?fold\b|twofold\b|threefold\b|(?:one|two|three|four|five|six) orders? of magnitude\b|an order of magnitude\b|(?:three|four|five|six|seven|eight|nine|ten) times\b|twice\b|(?:one|two|three)[- ](?:half|third|quarter|fifth|tenth)s?\b|(?<=\bby )a (?:third|quarter|fifth|tenth)\b|half\b|(?<=\bin (?:\w+ )?)(?:one|two|three|four|five|six|seven|eight|nine|ten) (?:GPU |CPU |TPU )?(?:hours?|days?|minutes?|seconds?)\b)/gi;

const PERCENT = /^(?:\s?\\?%|\s?percent\b|\s?per cent\b|-percent\b|\s?pct\b)/i;
const POINTS =
  /^(?:(?:\s?%|\s?percent(?:age)?|[\s-]absolute|\s?percent absolute)?[\s-]?points?\b|\s?percentage[- ]points?\b|\s?pp\b|\s?p\.p\.|\s?pts\b|-points?\b)/i;
const RATIO = /^(?:\s?(?:\$\s?)?(?:×|\\times\b|⨯)(?:\s?\$)?(?!\s?\d)|\s?[xX](?![\p{L}\d])|\s?-?\s?fold\b|[- ]times\b)/u;
const MEASURE =
  /^[\s-]?((?:GPU|CPU|TPU|node|core|A100|H100|V100)?[- ]?(?:hours?|days?|minutes?|seconds?|milliseconds?|microseconds?|weeks?|months?|years?)|ms|µs|μs|ns|fps|FPS|Hz|kHz|MHz|GHz|[KMGT]i?B(?:\/s)?|tokens?\/s(?:ec(?:ond)?)?|tokens? per second|frames? per second|images?\/s|samples?\/s|(?:[TGP]|[Pp]eta|[Tt]era|[Gg]iga|[Ee]xa)?(?:FLOPS?|FLOPs?|flops?)(?:\/s)?|[mkµu]?J|[mkMG]?Wh?|mmHg|dB|bpp|bits?|kcal(?:\/mol)?|kJ\/mol|mg\/d[lL]|mmol\/L|eV|meV|[cmkµn]m|mg|kg|g|m[lL]|L|K|°C|°|degrees?|V|kV|mV|mA|rpm|s|h|min)(?![\p{L}\d])/u;

const APPROXIMATORS =
  /(?:^|[\s(])(?:up to|at least|at most|(?:more|less|fewer|better|greater|higher|lower) than|as (?:much|high|low|little|few|many) as|over|under|about|around|approximately|approx\.|roughly|nearly|almost|only|just|merely|on average|average|a mere|mere|averaging|an average|average of|a|an|another|some|exactly|an additional|additional|an impressive|a remarkable|impressive|remarkable|a further|further|absolute|relative|a relative|an absolute|well over|close to|[~∼≈<>≤≥±+])\s*$/i;
/** `RTX 4090`, `Llama 3`, `Table 2`: the number belongs to the capitalised word before it, unless that is a metric. */
const CAPITAL_BEFORE = /(?<word>\p{Lu}[\p{L}\d.+-]*) $/u;
const METRIC_WORD = new RegExp(`^(?:${METRIC})$`, 'i');
const GLUED_METRIC = new RegExp(`^(?<metric>${METRIC})(?![\\p{L}\\d])`, 'u');
const NAME_BEFORE = /[\p{L}\d_@#^\\{/:][-–]?$|\p{L}[-–/]$|\d[-–/.:×x]$/u;

/** `± 0.17` belongs to the number before it. */
export const UNCERTAINTY = /^\s?(?:±|\+\/-|\\pm)\s?\d+(?:\.\d+)?/;

/** A number with its unit, before its surroundings are read. */
interface Printed {
  start: number;
  end: number;
  quantity: Quantity;
  unit: string;
  decimals: number;
  isRange: boolean;
}

/** Finds the quantities of a sentence, names and sizes left out. */
export function findMentions(text: string): Mention[] {
  const numbers = [...digits(text), ...words(text)].sort((a, b) => a.start - b.start);
  const kept = joinRanges(spreadUnits(numbers.slice(0, MOST_MENTIONS), text), text);
  return kept.map((number) => withContext(number, text));
}

function digits(text: string): Printed[] {
  const found: Printed[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const start = match.index;
    const end = start + match[0].length;
    if (!closesRange(text, start) && isPartOfName(text, start)) continue;
    const number = readUnit(text, start, end, match[0]);
    if (number) found.push(number);
    if (found.length >= MOST_MENTIONS) break;
  }
  return found;
}

/** Whether this number closes a range such as `43-165%`; else a hyphen before it makes it part of a name. */
function closesRange(text: string, start: number): boolean {
  return /(?:^|[\s(~≈+])\d+(?:\.\d+)?(?:\s?\\?%|\s?[x×])?\s?[-–—]\s?$/.test(text.slice(Math.max(0, start - 16), start));
}

function isPartOfName(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 3), start);
  if (/(?:^|[\s(~≈])[x×]$/.test(before) || /(?:^|[\s($[])[-–−+]$/.test(before)) return false;
  if (/(?:±|\+\/-|\\pm)\s?$/.test(text.slice(Math.max(0, start - 5), start))) return true;
  if (/[([]$/.test(before) && /^\d{1,2}[)\]]/.test(text.slice(start, start + 3))) return true;
  return NAME_BEFORE.test(before);
}

function readUnit(text: string, start: number, end: number, digitsText: string): Printed | null {
  const rest = text.slice(end, end + 32);
  const decimals = /\.(\d+)$/.exec(digitsText)?.[1]?.length ?? -1;
  const plus = /^\+(?=\s?%|\s?x\b)/.exec(rest)?.[0].length ?? 0;
  const tail = rest.slice(plus);
  const made = (length: number, quantity: Quantity, unit = ''): Printed => ({
    start,
    end: end + plus + length,
    quantity,
    unit,
    decimals,
    isRange: false,
  });
  const points = POINTS.exec(tail);
  if (points) return made(points[0].length, 'points');
  const percent = PERCENT.exec(tail);
  if (percent) return made(percent[0].length, 'percent');
  const ratio = RATIO.exec(tail);
  if (ratio) return made(ratio[0].length, 'ratio');
  if (/^\/\d+(?![\d/.])/.test(tail) && decimals < 0) return made(/^\/\d+/.exec(tail)?.[0].length ?? 0, 'fraction');
  const currency = /(?:US)?[$€£¥]$/.exec(text.slice(Math.max(0, start - 4), start));
  if (currency) return { ...made(0, 'money'), start: start - currency[0].length };
  const measure = MEASURE.exec(tail);
  if (measure) return made(measure[0].length, 'measure', (measure[1] as string).toLowerCase());
  const glued = GLUED_METRIC.exec(tail)?.groups?.metric;
  if (glued && isMetricName(glued) && decimals >= 0) return made(0, 'bare');
  // A letter, a hyphenated word or a scale right after makes it a name or a size: 7B, 2D, 3-shot, 16x16, 5th.
  if (/^(?:[\p{L}\d_@^{\\/]|-\s?\p{L}|[×x]\d)/u.test(tail)) return null;
  if (/^\s?(?:million|billion|trillion|thousand|hundred|k\b|[MBT]\b)/.test(tail)) return null;
  if (/^\d{4}$/.test(digitsText) && /^(?:1[6-9]|20|21)/.test(digitsText)) return null;
  const capital = CAPITAL_BEFORE.exec(text.slice(Math.max(0, start - 30), start));
  if (capital && capital.index + start > 30 - Math.min(30, start) && isNameWord(capital.groups?.word ?? '')) return null;
  return made(0, 'bare');
}

const isNameWord = (word: string): boolean =>
  !(METRIC_WORD.test(word) && isMetricName(word)) && !/^[RPDGBrp]$|^(?:CI|SD|SE|IQR)$/.test(word);

function words(text: string): Printed[] {
  const found: Printed[] = [];
  for (const match of text.matchAll(WORD_VALUE)) {
    const quantity = /half|third|quarter|fifth|tenth/i.test(match[0])
      ? 'fraction'
      : /(?:hour|day|minute|second)s?$/.test(match[0])
        ? 'measure'
        : 'ratio';
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      quantity,
      unit: quantity === 'measure' ? (match[0].split(' ').at(-1) as string) : 'word',
      decimals: -1,
      isRange: false,
    });
    if (found.length >= MOST_MENTIONS) break;
  }
  return found;
}

/** In `2.4, 9.0 and 12.6 percent` the unit of the last belongs to all. */
function spreadUnits(numbers: Printed[], text: string): Printed[] {
  let inList = false;
  for (let n = numbers.length - 2; n >= 0; n--) {
    const number = numbers[n] as Printed;
    const next = numbers[n + 1] as Printed;
    const between = text.slice(number.end, next.start);
    // A comma alone joins only what an "and" has opened: "0.78, 95% CI" are two things.
    const joins: boolean = /^(?:,?\s(?:and|or|to)\s|\s?[/–—~∼-]\s?)$/.test(between) || (inList && /^,\s$/.test(between));
    inList = joins && number.quantity === 'bare' && next.quantity !== 'bare' && next.unit !== 'word' && !isSide(text, number.start);
    if (!inList) continue;
    number.quantity = next.quantity;
    number.unit = next.unit;
  }
  return numbers;
}

/** The second side of `768 × 512`. */
const isSide = (text: string, start: number): boolean => /\d\s?[×x]\s?$/.test(text.slice(Math.max(0, start - 8), start));

function joinRanges(numbers: Printed[], text: string): Printed[] {
  const joined: Printed[] = [];
  for (const number of numbers) {
    const last = joined[joined.length - 1];
    if (last && !last.isRange && last.quantity === number.quantity && isRange(text, last, number)) {
      joined[joined.length - 1] = { ...last, end: number.end, isRange: true };
    } else joined.push(number);
  }
  return joined;
}

function isRange(text: string, low: Printed, high: Printed): boolean {
  const between = text.slice(low.end, high.start);
  if (/^\s?[-–—~∼]\s?$/.test(between)) return low.quantity !== 'bare' || low.decimals >= 0;
  const before = text.slice(Math.max(0, low.start - 60), low.start);
  if (/^\sto\s$/.test(between)) {
    if (low.quantity === 'bare') return false;
    if (!/\bfrom\s(?:\S+\s){0,2}$/.test(before)) return true;
    return /\b(?:rang\w+|var(?:y|ies|ied|ying)|anywhere)\s(?:\S+\s){0,2}from\s$/.test(before);
  }
  return /^\sand\s$/.test(between) && /\bbetween\s$/.test(before);
}

function withContext(number: Printed, text: string): Mention {
  let before = text.slice(Math.max(0, number.start - BEFORE), number.start);
  const whole = before;
  const signed = /(?:^|[\s($[/])[-–−+]$/.test(before);
  if (signed) before = before.slice(0, -1);
  before = before.replace(/[\s($[×x~≈]+$/, '');
  for (let round = 0; round < 5; round++) {
    const shorter = before.replace(APPROXIMATORS, '').replace(/[\s(]+$/, '');
    if (shorter === before) break;
    before = shorter;
  }
  return {
    ...number,
    start: signed && /[-–−+]$/.test(whole) ? number.start - 1 : number.start,
    before,
    lead: whole.slice(before.length),
    after: text.slice(number.end, number.end + AFTER).replace(UNCERTAINTY, ''),
    signed,
  };
}
