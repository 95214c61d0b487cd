/**
 * Tells digits that are part of a name (GPT-4, recall@10, Qwen2.5-7B, COVID-19), a year or a reference from digits that measure
 * something. What stands around them decides; a percent sign or a factor always makes a measurement.
 */
import type { Digits } from './digits.ts';
import { findMetric, isMetricWord } from './metrics.ts';
import type { PrintedUnit } from './units.ts';

type Named = 'name' | 'year' | 'reference' | null;

/** Scripts without spaces between words: their characters touch a number without making a name of it. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const TOKEN_BREAK =
  /[\s()[\]{}"',;:=<>~≈±×$€≤≥→|!?*%，。、：；（）\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** What the digits at `at` belong to, or null when they measure something. */
export function isNameWithDigits(text: string, at: number, digits: Digits, unit: PrintedUnit): Named {
  if (unit.kind === 'name') return 'name';
  const measures = unit.unit !== null && unit.kind === undefined;
  const prefix = tokenBefore(text, at);
  if (/\p{L}/u.test(prefix)) return measures && isLooseWord(prefix, unit) ? null : 'name';
  if (prefix.includes('@') || prefix.includes('#')) return 'name';
  const next = text[digits.end + unit.length] ?? '';
  if (/[\p{L}]/u.test(next) && !UNSPACED.test(next) && !measures && unit.length === 0) return 'name';
  // 3x3, 224×224, 8xA100, 2:8
  if (/^\s?[x×]\s?(?:\d|[A-Z])/.test(text.slice(digits.end, digits.end + 4))) return 'name';
  if (/\d(?:\s?[x×]\s?|:)$/.test(text.slice(Math.max(0, at - 4), at)) || /^:\d/.test(text.slice(digits.end, digits.end + 2)))
    return 'name';
  if (/^-\p{Lu}/u.test(text.slice(digits.end, digits.end + 2))) return 'name';
  if (text[at - 1] === '[' && /^[\],;]/.test(text[digits.end] ?? '')) return 'reference';
  if (text[at - 1] === '(' && text[digits.end] === ')' && digits.number < 10 && Number.isInteger(digits.number)) return 'reference';
  const word = wordBefore(text, at);
  if (REFERENCE.test(word)) return 'reference';
  if (text[at - 1] === '=' && !measures && Number.isInteger(digits.number)) return 'name';
  if (isModelSize(word, unit, text, at)) return 'name';
  if (measures) return null;
  if (isYear(text, digits, word)) return 'year';
  return isVersion(word, digits, unit, text, at) ? 'name' : null;
}

/** Where a name that goes on after its digits ends: `GPT-4` in "GPT-4-turbo's". */
export function readNameEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !TOKEN_BREAK.test(text[end] ?? '') && end - from < 64) end++;
  while (end > from && /[.\-/]/.test(text[end - 1] ?? '')) end--;
  return end;
}

function tokenBefore(text: string, at: number): string {
  let start = at;
  while (start > 0 && at - start < 64 && !TOKEN_BREAK.test(text[start - 1] ?? '')) start--;
  return text.slice(start, at);
}

/** "accuracy-95%", "by-3x", "mAP/45.2%": words and a measurement held together by a hyphen or a slash. */
const isLooseWord = (prefix: string, unit: PrintedUnit): boolean =>
  /[\p{L}%)][-/+]{1,2}$/u.test(prefix) &&
  (unit.unit === 'percent' || unit.unit === 'percentage_point' || unit.unit === 'ratio_x') &&
  !/^top-$/i.test(prefix);

const REFERENCE =
  /^(?:Section|Sec\.?|Figure|Fig\.?|Figs\.?|Table|Tab\.?|Eq\.?|Equation|Appendix|Chapter|Algorithm|Theorem|Lemma|No\.?|Task|Track|Phase|Stage|Step|Level|version|v\.?|Part|Type|Class|Category|Grade|RQ)$/;

function wordBefore(text: string, at: number): string {
  const match = /([^\s()[\]"',;:]{1,40})\s?$/.exec(text.slice(Math.max(0, at - 44), at));
  return text[at - 1] === ' ' ? (match?.[1] ?? '') : '';
}

const startsSentence = (text: string, at: number, word: string): boolean => {
  const start = at - 1 - word.length;
  return start <= 0 || /[.!?:;]\s?$|[([]$/.test(text.slice(Math.max(0, start - 2), start));
};

const VERSION_WORD =
  /^(?:Python|CUDA|VOC|Llama|LLaMA|GPT|Claude|Gemini|Gemma|Qwen|Mistral|Phi|Stable|Diffusion|wav2vec|Vicuna|Falcon|SDXL|DALL-E|ChatGPT)$/i;

/** "Llama 3.1", "MATH 500": a name in capitals and a number with nothing after it that measures. */
function isVersion(word: string, digits: Digits, unit: PrintedUnit, text: string, at: number): boolean {
  if (VERSION_WORD.test(word)) return true;
  if (!/^\p{Lu}/u.test(word) || unit.factor !== 1 || digits.high !== null || digits.isFraction) return false;
  if (isMetricWord(word) || findMetric(word) || /@|%/.test(word) || startsSentence(text, at, word)) return false;
  if (
    /^(?:We|It|The|These|This|Our|By|On|In|With|For|To|From|Of|And|Over|About|Up|Around|Only|All|At|I|Achieves|Using|USD|US)$/.test(
      word,
    )
  )
    return false;
  return Number.isInteger(digits.number) && !digits.digits.includes('.')
    ? digits.number < 10_000 && digits.rewrite === null
    : digits.number < 10 && digits.step >= 0.1;
}

/** "LLaVA 13B", "Llama 3.1 8B": the size is part of the model's name, unless the sentence says "parameters". */
function isModelSize(word: string, unit: PrintedUnit, text: string, at: number): boolean {
  return (
    unit.unit === null &&
    unit.factor >= 1e6 &&
    !/^(?:USD|US)$|[$€]/.test(word) &&
    (/^\p{Lu}/u.test(word) || /^\p{Lu}\S*\s[\d.]+$/u.test(twoWordsBefore(text, at))) &&
    !startsSentence(text, at, word)
  );
}

const twoWordsBefore = (text: string, at: number): string =>
  /(\S{1,40}\s\S{1,12})\s$/.exec(text.slice(Math.max(0, at - 56), at))?.[1] ?? '';

function isYear(text: string, digits: Digits, word: string): boolean {
  if (!/^(?:19|20)\d\d$/.test(digits.digits) && !/^(?:19|20)\d\d-(?:19|20)\d\d$/.test(digits.digits)) return false;
  const after = /^\s(\p{Ll}+)/u.exec(text.slice(digits.end, digits.end + 24))?.[1] ?? '';
  if (
    /^(?:in|since|from|until|by|of|during|after|before|year|early|late|through|mid|January|February|March|April|May|June|July|August|September|October|November|December)$/i.test(
      word,
    )
  )
    return !/s$/.test(after) || /^(?:in|since|until|during|year)$/i.test(word);
  return /^\p{Lu}/u.test(word) || !/s$/.test(after);
}
