/**
 * Where terms of the vocabulary stand in a text, literally: whole words, longest first, hyphens and spaces alike. A name is only
 * itself in its own writing: "RAG" is retrieval-augmented generation and "rag" is a cloth, "Whisper" is a model and "whisper" a
 * verb. Invariant: matches of one place are equally long, different places do not overlap, and the order is that of the text.
 */
import { codePointLength } from './codepoints.ts';
import { sentenceRanges } from './sentences.ts';
import { compactKey, type LabelWord, labelWords, singular, type Term, type Vocabulary } from './vocabulary.ts';

/** One literal occurrence of a label or alias; code points, end exclusive. */
export interface TermMatch {
  readonly term: Term;
  readonly start: number;
  readonly end: number;
}

/** A label or alias and how its words are written. */
interface Surface {
  readonly term: Term;
  readonly words: readonly string[];
  /** A single plain word with one capital, such as "Whisper": at the start of a sentence it may be an ordinary word. */
  readonly isWordLike: boolean;
}

interface SurfaceIndex {
  readonly byKey: ReadonlyMap<string, readonly Surface[]>;
  readonly longest: number;
}

/** Built once per Vocabulary, which is immutable. */
const indexes = new WeakMap<Vocabulary, SurfaceIndex>();

/** Longest name whose capitals must be exactly those of the vocabulary. */
const SHORT_NAME = 5;
/** Share of capitalised words from which a sentence is a headline, where capitals say nothing. */
const HEADLINE = 0.6;

/** Active terms whose label or alias stands in the text; a place that fits terms of several facets yields each of them. */
export function findTerms(vocabulary: Vocabulary, text: string): TermMatch[] {
  const index = indexOf(vocabulary);
  const words = labelWords(text);
  const looseFrom = capitalsThatSayNothing(text, words);
  const found: { surfaces: readonly Surface[]; start: number; end: number; loose: boolean }[] = [];
  for (let at = 0; at < words.length; ) {
    const match = longestAt(index, text, words, at);
    const start = (words[at] as LabelWord).start;
    if (match)
      found.push({
        surfaces: match.surfaces,
        start,
        end: (words[at + match.length - 1] as LabelWord).end,
        loose: looseFrom.has(at),
      });
    at += match?.length ?? 1;
  }
  const pointAt = codePointCounter(text);
  const certain = new Set(found.filter(({ loose }) => !loose).flatMap(({ surfaces }) => surfaces.map(({ term }) => term)));
  return found.flatMap(({ surfaces, start, end, loose }) => {
    const kept = loose ? surfaces.filter(({ isWordLike, term }) => !isWordLike || certain.has(term)) : surfaces;
    if (kept.length === 0) return [];
    const range = { start: pointAt(start), end: pointAt(end) };
    return [...new Set(kept.map(({ term }) => term))].map((term) => ({ term, ...range }));
  });
}

/** Code point offsets of ascending UTF-16 indexes, each character counted once however many are asked for. */
function codePointCounter(text: string): (unit: number) => number {
  let unit = 0;
  let point = 0;
  return (wanted) => {
    point += codePointLength(text.slice(unit, wanted));
    unit = wanted;
    return point;
  };
}

function longestAt(
  index: SurfaceIndex,
  text: string,
  words: readonly LabelWord[],
  at: number,
): { surfaces: readonly Surface[]; length: number } | null {
  let best: { surfaces: readonly Surface[]; length: number } | null = null;
  let prefix = '';
  for (let length = 1; length <= index.longest && at + length <= words.length; length++) {
    const { word, start } = words[at + length - 1] as LabelWord;
    if (length > 1 && !JOINS.test(text.slice((words[at + length - 2] as LabelWord).end, start))) break;
    const known = index.byKey.get((prefix + singular(word).toLowerCase()).normalize('NFKC'));
    const written = known && words.slice(at, at + length).map((one) => one.word);
    const surfaces = written && known.filter((surface) => isWrittenAs(surface, written));
    if (surfaces?.length) best = { surfaces, length };
    prefix += word.toLowerCase();
  }
  return best;
}

/** What may stand between two words of one name. */
const JOINS = /^(?:[ \u00a0\n]|[ \u00a0]?[-\u2010-\u2013_/·'’][ \u00a0]?)$/;

function isWrittenAs(surface: Surface, written: readonly string[]): boolean {
  const expected = surface.words;
  if (expected.length === written.length) return expected.every((word, i) => isSameName(word, written[i] as string));
  // split or joined otherwise, as "fine tuning" for "finetuning": then the capitals of the whole decide
  return isSameName(expected.join(''), written.join(''));
}

/** Lower case stands for any case; a short name is case-sensitive; a long one needs a capital somewhere. PCa is not PCA. */
function isSameName(expected: string, written: string): boolean {
  if (!/\p{Lu}/u.test(expected)) return true;
  const bare = singular(written);
  if (bare === expected || written === expected || bare === singular(expected)) return true;
  if (expected.length > SHORT_NAME) return /\p{Lu}/u.test(written);
  // "LLaMA" and "LLAMA" are Llama: a capital inside shows that a name is meant
  return /\p{Ll}/u.test(expected) && /^.+\p{Lu}/u.test(bare);
}

/** Indexes of words whose capital only tells that a sentence begins, or that it is a headline. */
function capitalsThatSayNothing(text: string, words: readonly LabelWord[]): Set<number> {
  const loose = new Set<number>();
  let at = 0;
  for (const { end } of sentenceRanges(text)) {
    const first = at;
    while (at < words.length && (words[at] as LabelWord).start < end) at++;
    const long = words.slice(first, at).filter(({ word }) => word.length > 3 && /^\p{L}/u.test(word));
    const capitals = long.filter(({ word }) => /^\p{Lu}/u.test(word)).length;
    const isHeadline = long.length > 1 && capitals / long.length >= HEADLINE;
    for (let i = first; i < (isHeadline ? at : Math.min(first + 1, at)); i++) loose.add(i);
  }
  return loose;
}

function indexOf(vocabulary: Vocabulary): SurfaceIndex {
  const known = indexes.get(vocabulary);
  if (known) return known;
  const byKey = new Map<string, Surface[]>();
  let longest = 1;
  for (const term of vocabulary.terms) {
    if (term.status !== 'active') continue;
    for (const label of [term.label, ...term.aliases]) {
      const words = labelWords(label).map(({ word }) => word);
      const key = compactKey(label);
      const surfaces = byKey.get(key) ?? [];
      const isWordLike = words.length === 1 && /^\p{Lu}\p{Ll}+$/u.test(label);
      surfaces.push({ term, words, isWordLike });
      byKey.set(key, surfaces);
      longest = Math.max(longest, words.length + 2);
    }
  }
  const index = { byKey, longest };
  indexes.set(vocabulary, index);
  return index;
}
