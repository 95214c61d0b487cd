/**
 * Ties: names that stand directly with one number: "86.08% on HMDB51", "Khmer (33%)", "21M parameters". A tie outweighs every looser
 * mention of the same name elsewhere in the sentence, so it says to which other number a name belongs.
 */
import type { Span } from '../domain/codepoints.ts';
import type { Scene } from './governs.ts';
import type { Mention } from './mention.ts';
import type { Quantity } from './quantity.ts';
import { foreign } from './rival.ts';

/** A name and the number it stands with. */
export interface Tie {
  readonly number: Quantity;
  /** `unit`: printed as its unit; `aside`: the number in parentheses after the name; `after`: by a preposition after the number. */
  readonly how: 'unit' | 'aside' | 'after';
  readonly preposition: string;
}

const PREPOSITIONS = 'on|for|in|at|with|across|over|under|within|using|against|of|to|when';
/** From the end of a number to the name: its own noun, a preposition, small words before the name. */
const AFTER = new RegExp(
  `^(?:\\s[^\\s,;.()\\d]+){0,3}?\\s(${PREPOSITIONS})\\s(?:(?:the|a|an|our|its|both|only|just|using|single)\\s)*(?:\\p{Ll}[\\p{L}-]*\\s){0,2}$`,
  'iu',
);
const TOTAL = /^\s?(overall|on average|in total)\b/i;
const ASIDE = /^\s?\(\s?(?:(?:up to|about|around|over|by|a|an|at)\s)*[~≈+-]?$/i;

/** The number a mention is tied to; null when it stands with none. */
export function tieOf(mention: Span, numbers: readonly Quantity[], text: string): Tie | null {
  const inside = numbers.find(({ digitsEnd, end }) => mention.start >= digitsEnd && mention.end <= end);
  if (inside) return { number: inside, how: 'unit', preposition: '' };
  const next = numbers.find(({ start }) => start >= mention.end);
  if (next && ASIDE.test(text.slice(mention.end, next.start))) return { number: next, how: 'aside', preposition: '(' };
  const previous = numbers.filter(({ end }) => end <= mention.start).at(-1);
  if (!previous) return null;
  const gap = text.slice(previous.end, mention.start);
  const preposition = AFTER.exec(gap)?.[1]?.toLowerCase();
  if (preposition !== undefined) return { number: previous, how: 'after', preposition };
  return gap.trim() === '' && TOTAL.test(text.slice(mention.start, mention.end))
    ? { number: previous, how: 'after', preposition: 'overall' }
    : null;
}

/** Whether what is tied to this number by the same preposition is foreign to the row: "on UCF101" where HMDB51 is looked for. */
function hasOtherOccupant(number: Quantity, preposition: string, limit: number, { text, own }: Scene): boolean {
  const after = text.slice(number.end, limit);
  if (TOTAL.test(after)) return ![...own].some((key) => /^(?:overall|average|total|mean)$/.test(key));
  const wanted = preposition === 'overall' ? 'for|on|in|at|with' : preposition;
  const slot = new RegExp(
    `^(?:\\s[^\\s,;.()\\d]+){0,3}?\\s(?:${wanted})\\s((?:(?:the|a|an|our|its|both|only|just|single)\\s)*[^\\s,;()]+(?:\\s[^\\s,;()]+){0,2})`,
    'iu',
  ).exec(after);
  const words = (slot?.[1] ?? '').split(' ');
  const stop = words.findIndex((word) => /^(?:and|or|by|while|but|compared|than|over|to|from|using|with)$/i.test(word));
  const phrase = (stop < 0 ? words : words.slice(0, stop)).join(' ');
  return foreign(phrase, own).length > 0 && !sharesWord(phrase, own);
}

const sharesWord = (phrase: string, own: ReadonlySet<string>): boolean =>
  (phrase.match(/[\p{L}\p{N}][\p{L}\p{N}@.+-]*/gu) ?? []).some(
    (word) => word.length > 2 && foreign(word, own).length === 0 && foreign(word, new Set()).length > 0,
  );

/** Whether every tie of a name says that it belongs to other numbers, and this one has another name in its place. */
export function isTiedElsewhere(mentions: readonly Mention[], at: number, numbers: readonly Quantity[], scene: Scene): boolean {
  const { cells, text, window } = scene;
  const cell = cells[at];
  if (!cell) return false;
  const isHere = ({ number }: Tie): boolean => number.start >= cell.start && number.end <= cell.end;
  const ties = mentions.flatMap((mention) => tieOf(mention, numbers, text) ?? []);
  if (ties.length === 0 || ties.some(isHere)) return false;
  if (ties.length === mentions.length && ties.every(({ how }) => how === 'aside')) return !isInSameAside(cell, ties, text);
  const last = cell.members.at(-1)?.quantity;
  const limit = numbers.find(({ start }) => start >= cell.end)?.start ?? window.end;
  return last !== undefined && ties.some(({ how, preposition }) => how === 'after' && hasOtherOccupant(last, preposition, limit, scene));
}

/** "POPE (21% and 24%)": one pair of parentheses. */
const isInSameAside = ({ start }: Span, ties: readonly Tie[], text: string): boolean =>
  ties.some(({ number }) => number.start < start && !/[()]/.test(text.slice(number.end, start)));

/** Whether a mention is no more than the printed unit of another number: "21M parameters". */
export function isUnitOfOther(mention: Span, place: Quantity, numbers: readonly Quantity[]): boolean {
  return numbers.some((number) => number !== place && mention.start >= number.digitsEnd && mention.end <= number.end);
}
