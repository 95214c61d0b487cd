/**
 * Fuzzy alignment of a quote by its words: in order, enough of them, densely. The thresholds are those of google/langextract.
 * A local alignment finds the densest stretch in one pass; a stretch that is not dense enough or misses too many words is none.
 */
import { findWords, type Word } from './words.ts';

/** Share of the quote's words that must appear. */
export const FUZZY_SHARE = 0.75;
/** Matches per word of the stretch. */
export const FUZZY_DENSITY = 1 / 3;
/** A match outweighs two skipped words of the text, which is the density of one third. */
const MATCH = 3;
const SKIP = 1;
/** Longer quotes break the row rules anyway; the cost of one alignment stays bounded. */
const MAX_QUOTE_WORDS = 300;

/** Where a quote stands about, in units of the text of the words, and the share of its words found there. */
export interface FuzzyMatch {
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

/** The best stretch for a quote among the words of a text, or null. */
export function alignFuzzy(quote: string, words: readonly Word[]): FuzzyMatch | null {
  const wanted = findWords(quote);
  if (wanted.length === 0 || wanted.length > MAX_QUOTE_WORDS) return null;
  const least = Math.ceil(FUZZY_SHARE * wanted.length);
  const known = new Set(words.map(({ key }) => key));
  if (wanted.filter(({ key }) => known.has(key)).length < least) return null;
  const best = densest(wanted, words, least);
  if (!best) return null;
  const first = words[best.first];
  const last = words[best.last];
  return first && last ? { start: first.start, end: last.end, score: best.matches / wanted.length } : null;
}

interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly matches: number;
}

/** Row by row over the text; per quote word: the weight, matches and first word of the best stretch that ends there. */
function densest(wanted: readonly Word[], words: readonly Word[], least: number): Stretch | null {
  const size = wanted.length + 1;
  let weights = new Int32Array(size);
  let matches = new Int32Array(size);
  let firsts = new Int32Array(size).fill(-1);
  let nextWeights = new Int32Array(size);
  let nextMatches = new Int32Array(size);
  let nextFirsts = new Int32Array(size);
  let best: Stretch | null = null;
  for (let at = 0; at < words.length; at++) {
    nextWeights.fill(0);
    nextMatches.fill(0);
    nextFirsts.fill(-1);
    const key = words[at]?.key;
    for (let i = 1; i < size; i++) {
      let weight = (weights[i] ?? 0) - SKIP;
      let count = matches[i] ?? 0;
      let first = firsts[i] ?? -1;
      if ((nextWeights[i - 1] ?? 0) > weight) {
        weight = nextWeights[i - 1] ?? 0;
        count = nextMatches[i - 1] ?? 0;
        first = nextFirsts[i - 1] ?? -1;
      }
      if (wanted[i - 1]?.key === key) {
        const extended = (weights[i - 1] ?? 0) + MATCH;
        const from = (firsts[i - 1] ?? -1) < 0 ? at : (firsts[i - 1] ?? at);
        if (extended > weight || (extended === weight && from > first)) {
          weight = extended;
          count = (matches[i - 1] ?? 0) + 1;
          first = from;
          if (isBetter(count, first, at, best, least)) best = { first, last: at, matches: count };
        }
      }
      if (weight <= 0) continue;
      nextWeights[i] = weight;
      nextMatches[i] = count;
      nextFirsts[i] = first;
    }
    [weights, nextWeights] = [nextWeights, weights];
    [matches, nextMatches] = [nextMatches, matches];
    [firsts, nextFirsts] = [nextFirsts, firsts];
  }
  return best;
}

function isBetter(matches: number, first: number, last: number, best: Stretch | null, least: number): boolean {
  if (matches < least || matches / (last - first + 1) < FUZZY_DENSITY) return false;
  return !best || matches > best.matches || (matches === best.matches && last - first < best.last - best.first);
}
