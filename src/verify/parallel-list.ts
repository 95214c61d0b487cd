/**
 * Parallel lists: "A, B and C ... 1, 2 and 3". The list of names is found around its "and"; when it has as many members as the list
 * of numbers, names and numbers belong together in order.
 */
import type { Span } from '../domain/codepoints.ts';

const SEPARATOR = /(?<last>,?\s(?:and|or|as well as)\s|\s&\s)|(?<comma>,\s)|(?<stop>[;:]\s|(?<!\bvs)\.\s)/gi;
/** A member longer than this is a clause, not a name. */
const MAX_MEMBER_WORDS = 9;
/** Words of the sentence that may stand between the edge of a first or last member and the name in it. */
export const MAX_EDGE_WORDS = 3;

interface Chunk extends Span {
  /** What separates it from the next chunk. */
  readonly separator: 'last' | 'comma' | 'stop' | 'end';
}

/** Where a list is looked for. */
export interface ListPlace {
  readonly text: string;
  readonly window: Span;
  /** Every number of the window, and the list of numbers whose names are looked for. */
  readonly numbers: readonly Span[];
  readonly block: Span;
  /** Words that may follow a name in the first member. */
  readonly maxEdge: number;
}

/** Position of a mention in a list of exactly `size` members in this window, or null when it stands in none. */
export function listPosition(mention: Span, size: number, { text, window, numbers, block, maxEdge }: ListPlace): number | null {
  const chunks = splitChunks(text, window);
  const isDistributed = /\brespectively\b/i.test(text.slice(window.start, window.end));
  for (let at = 0; at < chunks.length; at++) {
    const { separator, end = 0 } = chunks[at] ?? {};
    // the list of numbers itself
    if (separator !== 'last' || (end >= block.start && end <= block.end)) continue;
    const first = at - size + 2;
    if (first < 0) continue;
    const members = chunks.slice(first, at + 2);
    if (!members.slice(0, -2).every(({ separator }) => separator === 'comma')) continue;
    if (!members.every((member, i) => isMember(member, i, size, text, isDistributed ? [] : numbers))) continue;
    if (isNumberList(members, /\d/.test(text.slice(mention.start, mention.end)) ? 1 : 0, text, block, numbers)) continue;
    const index = members.findIndex(({ start, end }) => mention.start >= start && mention.end <= end);
    const member = members[index];
    if (index < 0 || !member || !isAtEdge(mention, member, index, size, text, numbers, maxEdge)) continue;
    return index;
  }
  return null;
}

function splitChunks(text: string, window: Span): Chunk[] {
  const chunks: Chunk[] = [];
  let from = window.start;
  for (const match of text.slice(window.start, window.end).matchAll(SEPARATOR)) {
    const at = window.start + match.index;
    const separator = match.groups?.last ? 'last' : match.groups?.comma ? 'comma' : 'stop';
    chunks.push({ start: from, end: at, separator });
    from = at + match[0].length;
  }
  chunks.push({ start: from, end: window.end, separator: 'end' });
  return chunks;
}

/**
 * Members that open with numbers, one of them of the list itself: the list of numbers going on. A name that is a number ("1% and 10% of
 * the labels") is looked for behind the first member, which begins with the sentence.
 */
function isNumberList(members: readonly Span[], from: 0 | 1, text: string, block: Span, numbers: readonly Span[]): boolean {
  if (members.some(({ start, end }) => /^\W*respectively\W*$/i.test(text.slice(start, end)))) return true;
  const opening = members
    .slice(from)
    .flatMap(({ start, end }) =>
      numbers.filter((number) => number.start >= start && number.start - start < 4 && number.end <= end),
    );
  return opening.length > 1 - from && opening.some((number) => number.start >= block.start && number.end <= block.end);
}

/** Words that open a clause; what follows them is no member of a list of names. */
const VERB =
  /^(?:improv|reduc|increas|rais|boost|achiev|reach|cut|lower|outperform|surpass|obtain|attain|sav|speed|us(?:e|ing)|requir|need|yield|deliver|lift|enhanc|decreas|exceed|match|is$|are$|was$|were$|has$|have$)/i;

/** Inner members are short and hold no number of their own. */
function isMember(member: Chunk, index: number, size: number, text: string, numbers: readonly Span[]): boolean {
  if (index === 0 || index === size - 1) return true;
  if (text.slice(member.start, member.end).trim().split(/\s+/).length > MAX_MEMBER_WORDS) return false;
  return !numbers.some(({ start, end }) => start >= member.start && end <= member.end);
}

/**
 * The first member ends with the name, the last begins with it; the rest of those chunks belongs to the sentence. Words beside the
 * name must belong to the same phrase: a preposition or a verb there makes it part of the sentence, and a word before a common noun
 * makes the noun one that all members share ("zero-shot and fine-tuning accuracy").
 */
function isAtEdge(
  mention: Span,
  member: Chunk,
  index: number,
  size: number,
  text: string,
  numbers: readonly Span[],
  maxEdge: number,
): boolean {
  const hasNumber = (from: number, to: number): boolean => numbers.some(({ start, end }) => start >= from && end <= to);
  if (index === 0) {
    const after = wordsOf(text.slice(mention.end, member.end));
    // "pre-training BERT and GPT": the names are the members, the words before them are shared
    const isShared =
      !/[\p{Lu}\p{N}]/u.test(text.slice(mention.start, mention.end)) && after.some((word) => /^\p{Lu}.*\p{Lu}|\d/u.test(word));
    return after.length <= maxEdge && !isShared && !after.some(isClauseWord) && !hasNumber(mention.end, member.end);
  }
  if (index < size - 1) return true;
  const number = numbers.find(({ start, end }) => start - member.start < 4 && start >= member.start && end <= mention.start);
  const before = wordsOf(text.slice(number?.end ?? member.start, mention.start)).filter((word) => !DETERMINER.test(word));
  if (before.some(isClauseWord) || before.length > MAX_EDGE_WORDS) return false;
  const isName = /[\p{Lu}\p{N}]/u.test(text.slice(mention.start, mention.end));
  return before.length === 0 || (isName && before.every((word) => !/[\p{Lu}\p{N}]/u.test(word)));
}

const wordsOf = (stretch: string): string[] =>
  stretch
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
const DETERMINER = /^(?:the|a|an|our|its|their|both|respectively)$/i;
const PREPOSITION = /^(?:of|on|for|in|by|at|with|over|to|from|under|across|than|when|using|while|via|per)$/i;
const isClauseWord = (word: string): boolean => VERB.test(word) || PREPOSITION.test(word);
