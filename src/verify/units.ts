/**
 * Units of abstracts: the words and signs after (or before) a number, the unit they stand for, and the factor to its base (seconds,
 * bytes). Scale words and letters are here too, because they stand in the same place. English first; the words of the larger
 * European languages for translated TL;DRs.
 */
import type { Unit } from '../domain/check.ts';
import { isMetricWord } from './metrics.ts';

/** A unit as printed. */
export interface PrintedUnit {
  /** Null when nothing says what is counted. */
  readonly unit: Unit | null;
  /** From the printed number to `number` of a value: scale and base unit. */
  readonly factor: number;
  /** Units of plain text it takes, spaces before it included. */
  readonly length: number;
  /** Its words without the scale: `%`, `GB`, `BLEU points`. */
  readonly words: string;
  /** Words of a setting (`-bit`, `-shot`) or an ordinal make no quantity. */
  readonly kind?: 'setting' | 'ordinal' | 'name';
}

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  nanosecond: 1e-9,
  µs: 1e-6,
  μs: 1e-6,
  us: 1e-6,
  microsecond: 1e-6,
  ms: 1e-3,
  msec: 1e-3,
  millisecond: 1e-3,
  s: 1,
  sec: 1,
  second: 1,
  sekunde: 1,
  min: 60,
  minute: 60,
  h: 3600,
  hr: 3600,
  hour: 3600,
  stunde: 3600,
  day: 86_400,
  tage: 86_400,
  week: 604_800,
};

const BYTES: Readonly<Record<string, number>> = {
  byte: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  pb: 1e15,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
  kilobyte: 1e3,
  megabyte: 1e6,
  gigabyte: 1e9,
  terabyte: 1e12,
};

const LETTER_SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  K: 1e3,
  M: 1e6,
  B: 1e9,
  T: 1e12,
  bn: 1e9,
  mn: 1e6,
  万: 1e4,
  亿: 1e8,
  千: 1e3,
};

const WORD_SCALES: Readonly<Record<string, number>> = {
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  millions: 1e6,
  billion: 1e9,
  billions: 1e9,
  trillion: 1e12,
  tausend: 1e3,
  millionen: 1e6,
  milliarden: 1e9,
  mille: 1e3,
  milliard: 1e9,
  milliards: 1e9,
  mil: 1e3,
  millones: 1e6,
};

/** Periods too long for seconds, in years or months. */
const PERIODS: Readonly<Record<string, readonly [string, number]>> = {
  month: ['months', 1],
  year: ['years', 1],
  decade: ['years', 10],
  century: ['years', 100],
  centurie: ['years', 100],
};

const OTHER_UNITS =
  /^(?:hz|khz|mhz|ghz|fps|tops|[kmgtp]?flops?(?:\/s)?|petaflops?|teraflops?|petaflop\/s|kwh|w|kw|mw|j|mj|db|px|pixels?|mm|cm|km|m|kg|nm|µm|ev|mev|bits?|degrees?|°c?|mph|rpm|qps|bpw|bpp|ppm|€|eur|euros?|gbp|rmb|yuan|cny)$/i;

const PERCENT =
  /^\s?(?:%|percent(?![\p{L}])|per\s?cent(?![\p{L}])|pct(?![\p{L}])|prozent(?![\p{L}])|pour\s?cent(?![\p{L}])|por\s?ciento(?![\p{L}])|-percent(?![\p{L}]))/iu;
const POINTS =
  /^(?:(?:\s?%)?[\s-]?(?:absolute\s)?points?(?![\p{L}])|\s?pts?(?![\p{L}])|\s?p\.?p\.?(?:t|s)?(?![\p{L}])|\s?%[\s-]?pts?(?![\p{L}])|[\s-](?:absolute\s)?(?:percentage|percent|per\scent)[\s-]points?(?![\p{L}])|\sprozentpunkten?|\spoints\sde\spourcentage|\spuntos\sporcentuales|\spuntos(?![\p{L}]))/iu;
const METRIC_POINTS = /^\s([\p{L}][\p{L}\p{N}@.-]{0,24})\spoints?(?![\p{L}])/u;
const RATIO =
  /^(?:\s?[x×](?![\p{L}\p{N}])|×(?=\p{Ll})|[\s-]times(?![\p{L}])|times(?![\p{L}])|[\s-]?fold(?![\p{L}])|[\s-]?fache?[nrsm]?(?![\p{L}])|\sfois(?![\p{L}])|\sveces(?![\p{L}])|[\s-]?mal(?![\p{L}]))/iu;
const ORDERS = /^\s(?:orders?[\s-]of[\s-]magnitude|Größenordnung(?:en)?)(?![\p{L}])/iu;
const DOLLARS = /^\s?(?:us\sdollars?|us\$|usd|dollars?|cents?)(?![\p{L}])/iu;
const PARAMETERS = /^[\s-](?:\w+[\s-])?(?:parameters?|params?)(?![\p{L}])/iu;
const TOKENS = /^[\s-](?:\w+[\s-])?tokens?(?![\p{L}])/iu;
const SETTING =
  /^-(?:bits?|shots?|ways?|layers?|class|classes|dimensional|dim|hops?|steps?|stages?|th|d|head|heads|turn|gram|grams|nearest|nn|core|qubit|view|modal|tier|level|choice|agent|node|billion-scale|million-scale)(?![\p{L}])/iu;

/** Reads the unit that stands at `at`. `glued` is true when only letters directly at the number may count. */
export function readUnit(text: string, at: number): PrintedUnit {
  const rest = text.slice(at, at + 72);
  const scale = readScale(rest);
  const after = rest.slice(scale.length);
  const found = readPlainUnit(after, scale.factor !== 1);
  return { ...found, factor: found.factor * scale.factor, length: found.length > 0 ? scale.length + found.length : scale.length };
}

const NOTHING: PrintedUnit = { unit: null, factor: 1, length: 0, words: '' };

function readScale(rest: string): { factor: number; length: number } {
  const letter = /^(?:\s?(万|亿|千)|(bn|mn|[kKMBT])(?![\p{L}\p{N}@]))/u.exec(rest);
  const sign = letter?.[1] ?? letter?.[2];
  if (letter && sign) return { factor: LETTER_SCALES[sign] ?? 1, length: letter[0].length };
  const word =
    /^[\s-](hundred|thousand|millions?|billions?|trillion|tausend|millionen|milliarden|mille|milliards?|mil|millones)(?![\p{L}])/iu.exec(
      rest,
    );
  return word ? { factor: WORD_SCALES[(word[1] ?? '').toLowerCase()] ?? 1, length: word[0].length } : { factor: 1, length: 0 };
}

function readPlainUnit(rest: string, scaled: boolean): PrintedUnit {
  const points = POINTS.exec(rest);
  if (points && !/^-point\s(?:scale|likert|rating)/i.test(rest)) return unitOf('percentage_point', 1, points[0]);
  const unspaced = /^\s?(?:(个百分点|百分点|ポイント|포인트)|(倍|배))/u.exec(rest);
  if (unspaced) return unitOf(unspaced[1] ? 'percentage_point' : 'ratio_x', 1, unspaced[0]);
  const percent = PERCENT.exec(rest);
  if (percent) return unitOf('percent', 1, percent[0]);
  const ratio = RATIO.exec(rest);
  if (ratio && !/^-fold\s(?:cross|cv)/i.test(rest)) return unitOf('ratio_x', 1, ratio[0]);
  const orders = ORDERS.exec(rest);
  if (orders) return unitOf('ratio_x', Number.NaN, orders[0]);
  const metricPoints = METRIC_POINTS.exec(rest);
  if (metricPoints) return unitOf('percentage_point', 1, metricPoints[0]);
  const dollars = DOLLARS.exec(rest);
  if (dollars) return unitOf('usd', /cent/i.test(dollars[0]) ? 0.01 : 1, dollars[0]);
  const setting = SETTING.exec(rest) ?? /^-fold\s(?:cross|cv)\S*/i.exec(rest) ?? /^-point\s\w+/i.exec(rest);
  if (setting) return { unit: 'other', factor: 1, length: setting[0].length, words: setting[0], kind: 'setting' };
  const parameters = PARAMETERS.exec(rest);
  if (parameters) return unitOf('params', 1, parameters[0]);
  const tokens = TOKENS.exec(rest);
  if (tokens) return unitOf('tokens', 1, tokens[0]);
  if (!scaled && /^(?:st|nd|rd|th|-th)(?![\p{L}])/u.test(rest))
    return { unit: null, factor: 1, length: 2, words: '', kind: 'ordinal' };
  return readWordUnit(rest);
}

function readWordUnit(rest: string): PrintedUnit {
  if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(rest)) return NOTHING;
  const match = /^([\s-]?)((?:[\p{L}µ°€][\p{L}\p{N}/@]{0,24}))/u.exec(rest);
  if (!match) return NOTHING;
  const [whole, gap = '', word = ''] = match;
  const lower = word.toLowerCase();
  const singular = lower.replace(/s$/, '');
  const isShort = word.length === 1;
  const seconds = SECONDS[lower] ?? (isShort ? undefined : SECONDS[singular]);
  // "5 s" and "3 h", but not "x in 3 S" nor "1 H"
  if (seconds !== undefined && !(isShort && word !== lower)) return unitOf('seconds', seconds, whole);
  const period = PERIODS[singular];
  if (period) return { ...unitOf('other', period[1], whole), words: period[0] };
  const bytes = BYTES[lower] ?? BYTES[singular];
  if (bytes !== undefined) return unitOf('bytes', bytes, whole);
  if (OTHER_UNITS.test(word) && !(gap === ' ' && isShort)) return unitOf('other', 1, whole);
  if (isMetricWord(word) && gap !== '-') return { ...unitOf('score', 1, whole), words: word };
  if (gap === '') return { unit: null, factor: 1, length: whole.length, words: word, kind: 'name' };
  if (gap === '-') return { unit: 'other', factor: 1, length: whole.length, words: word, kind: 'setting' };
  return NOTHING;
}

const unitOf = (unit: Unit, factor: number, printed: string): PrintedUnit => ({
  unit,
  factor,
  length: printed.length,
  words: printed.trim(),
});
