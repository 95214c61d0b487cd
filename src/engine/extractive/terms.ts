/** Vocabulary terms that stand literally in a text. One index per vocabulary; a scan reads each word once. */
import type { Term, Vocabulary } from '../../domain/vocabulary.ts';

/** A Term and where the text prints it, in UTF-16 units. */
export interface TermHit {
  readonly term: Term;
  readonly start: number;
  readonly end: number;
  readonly printed: string;
}

interface Phrase {
  readonly words: readonly string[];
  readonly label: string;
  readonly term: Term;
}

const indexes = new WeakMap<Vocabulary, ReadonlyMap<string, readonly Phrase[]>>();
const WORD = /[\p{L}\p{N}+#]+(?:[.'’][\p{L}\p{N}]+)*/gu;

/** First hit of each active Term, longest phrase first, in reading order. */
export function findTerms(vocabulary: Vocabulary, text: string): TermHit[] {
  const index = indexOf(vocabulary);
  const tokens = [...text.matchAll(WORD)];
  const hits = new Map<string, TermHit>();
  for (let n = 0; n < tokens.length; n++) {
    const candidates = index.get(fold((tokens[n] as RegExpExecArray)[0]));
    const found = candidates?.find((phrase) => fits(phrase, tokens, n));
    if (!found) continue;
    const start = (tokens[n] as RegExpExecArray).index;
    const last = tokens[n + found.words.length - 1] as RegExpExecArray;
    const end = last.index + last[0].length;
    if (!hits.has(found.term.id)) hits.set(found.term.id, { term: found.term, start, end, printed: text.slice(start, end) });
    n += found.words.length - 1;
  }
  return [...hits.values()];
}

/** Words meet without case and plural ending; names with capitals inside must keep them: MAE is no mae. */
function fits(phrase: Phrase, tokens: readonly RegExpExecArray[], at: number): boolean {
  for (let k = 0; k < phrase.words.length; k++) {
    const token = tokens[at + k];
    if (!token || fold(token[0]) !== phrase.words[k]) return false;
  }
  if (!/\p{L}\p{Lu}|^\p{Lu}{2}/u.test(phrase.label)) return true;
  const printed = tokens.slice(at, at + phrase.words.length).map((token) => token[0]);
  return /\p{Lu}/u.test(printed.join('').slice(1)) || printed.join('').length > 6;
}

function fold(word: string): string {
  const lower = word.toLowerCase();
  return /^[a-z]{3,}[^s]s$/.test(lower) ? lower.slice(0, -1) : lower;
}

function indexOf(vocabulary: Vocabulary): ReadonlyMap<string, readonly Phrase[]> {
  const known = indexes.get(vocabulary);
  if (known) return known;
  const index = new Map<string, Phrase[]>();
  for (const term of vocabulary.terms) {
    if (term.status !== 'active') continue;
    for (const label of [term.label, ...term.aliases]) {
      const words = (label.match(WORD) ?? []).map(fold);
      const first = words[0];
      if (!first) continue;
      const list = index.get(first) ?? [];
      list.push({ words, label, term });
      index.set(first, list);
    }
  }
  for (const list of index.values()) list.sort((a, b) => b.words.length - a.words.length);
  indexes.set(vocabulary, index);
  return index;
}
