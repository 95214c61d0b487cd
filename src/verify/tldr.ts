/**
 * Checks a TL;DR: every number against title and abstract, also across languages; how much of it is copied, how long it is, whether
 * it praises. A verbatim TL;DR is aligned, a free one is not expected to.
 */
import type { Alignment, Texts, TldrCheck, TldrNumber } from '../domain/check.ts';
import { alignQuotes } from './align.ts';
import { deriveValue } from './derive.ts';
import { findHype } from './hype.ts';
import { matchQuantity } from './match-quantity.ts';
import { findQuantities, type Quantity } from './quantity.ts';
import { readSource, type Source, type SourceField } from './source-text.ts';
import { findWords, type Word } from './words.ts';

/** Words of a TL;DR that is neither too short nor too long. */
export const TLDR_WORDS = { min: 12, max: 40 } as const;
/** From this share of copied words on a TL;DR that is not verbatim is told. */
const HIGH_COPY = 0.6;
/** The n-gram search is cut here, and numbers beyond are called missing unseen; a TL;DR this long has other problems. */
const MAX_WORDS = 400;
const MAX_NUMBERS = 64;

/** Checks a TL;DR in a language (BCP-47) against the texts it summarises. */
export function checkTldr(text: string, texts: Texts, language = 'en'): TldrCheck {
  const source = readSource(texts);
  const words = findWords(text);
  const numbers = findQuantities(text, { language }).flatMap((quantity, i): TldrNumber[] =>
    i < MAX_NUMBERS
      ? checkNumber(quantity, source, language)
      : [{ raw: quantity.raw, at: quantity.span, check: 'missing', span: null }],
  );
  const [alignment] = alignQuotes([text], texts);
  const verbatim: Alignment = alignment && alignment.grounding !== 'fuzzy' ? alignment : { grounding: 'none', span: null };
  const copyRatio = words.length === 0 ? 0 : longestShared(words, source.abstract.words) / words.length;
  const hypeTerms = findHype(text);
  return {
    words: countWords(text),
    copyRatio,
    numbers,
    hypeTerms,
    alignment: verbatim,
    lint: lintTldr(text, numbers, hypeTerms, copyRatio, verbatim),
  };
}

/** Words as a reader counts them: between spaces, except in scripts without spaces. */
function countWords(text: string): number {
  const spaced = text.trim() === '' ? 0 : text.trim().split(/\s+/).length;
  return spaced < 8 && text.length > 60 ? findWords(text).length : spaced;
}

function checkNumber(quantity: Quantity, source: Source, language: string): TldrNumber[] {
  const { raw, span: at } = quantity;
  if (quantity.kind === 'reference') return [];
  if (quantity.kind === 'name' || quantity.kind === 'ordinal' || quantity.kind === 'setting') {
    return quantity.digits === '' ? [] : [{ raw, at, check: 'not_applicable', span: null }];
  }
  for (const field of [source.abstract, source.title]) {
    const found = findIn(quantity, field, language);
    if (found) return [{ raw, at, ...found }];
  }
  // "in two stages": counted by the reader, not stated
  if (quantity.digits === '' && quantity.unit === null)
    return [{ raw, at, check: 'not_applicable', span: null, how: 'counted in words' }];
  return [{ raw, at, check: 'missing', span: null }];
}

function findIn(quantity: Quantity, field: SourceField, language: string): Pick<TldrNumber, 'check' | 'span' | 'how'> | null {
  const { namesShare: isShare } = field;
  // words of a unit or a counted thing are in the other language
  const claimed = language.startsWith('en') ? quantity : { ...quantity, words: '' };
  const matches = field.quantities
    .filter(
      ({ kind }) => kind !== 'reference' && (kind !== 'name' || quantity.unit === 'params' || quantity.rewrite === 'scale word'),
    )
    .flatMap((other) => {
      const match = matchQuantity(claimed, other, { nouns: false, isShare, correctPoints: false });
      return match ? [{ ...match, other }] : [];
    });
  const best = matches.find(({ check }) => check === 'verified') ?? matches[0];
  if (best) {
    const span = field.spanOf(best.other.start, best.other.end);
    return best.how ? { check: best.check, span, how: best.how } : { check: best.check, span };
  }
  const derived = deriveValue(quantity, field.quantities, field.plain.text, quantity.raw);
  if (!derived) return null;
  const [a, b] = derived.operands;
  return { check: 'derived', span: field.spanOf(a.start, b.end), how: derived.how };
}

/** Length of the longest run of words that both texts hold. */
function longestShared(words: readonly Word[], source: readonly Word[]): number {
  const wanted = words.slice(0, MAX_WORDS);
  let previous = new Uint16Array(wanted.length + 1);
  let longest = 0;
  for (const { key } of source) {
    const row = new Uint16Array(wanted.length + 1);
    for (let i = 1; i <= wanted.length; i++) {
      if (wanted[i - 1]?.key !== key) continue;
      const length = (previous[i - 1] ?? 0) + 1;
      row[i] = length;
      if (length > longest) longest = length;
    }
    previous = row;
  }
  return longest;
}

function lintTldr(
  text: string,
  numbers: readonly TldrNumber[],
  hype: readonly string[],
  copyRatio: number,
  alignment: Alignment,
): string[] {
  const lint: string[] = [];
  const words = countWords(text);
  if (words < TLDR_WORDS.min) lint.push(`Only ${words} words; ${TLDR_WORDS.min} to ${TLDR_WORDS.max} are wanted.`);
  if (words > TLDR_WORDS.max) lint.push(`${words} words; ${TLDR_WORDS.min} to ${TLDR_WORDS.max} are wanted.`);
  if (/[.!?。]["')\]]?\s+["'([]?[\p{Lu}\p{Script=Han}]/u.test(text.replace(/\b(?:e\.g|i\.e|vs|al|approx|etc)\./g, '')))
    lint.push('Several sentences.');
  if (hype.length > 0) lint.push(`Praise: ${hype.join(', ')}.`);
  if (copyRatio >= HIGH_COPY && alignment.grounding === 'none') lint.push(`${Math.round(copyRatio * 100)} % of it is copied.`);
  for (const { raw, check } of numbers)
    if (check === 'missing') lint.push(`The number “${raw}” stands neither in title nor abstract.`);
  return lint;
}
