/**
 * Ties: names that stand directly with one number: "86.08% on HMDB51", "Khmer (33%)", "21M parameters". A tie outweighs every looser
 * mention of the same name elsewhere in the sentence, so it says to which other number a name belongs.
 */
import type { Span } from '../domain/codepoints.ts';
import type { Scene } from './governs.ts';
import type { Mention } from './mention.ts';
import { isNameLike } from './name-like.ts';
import type { Quantity } from './quantity.ts';
import { foreign } from './rival.ts';

/** A name and the number it stands with. */
export interface Tie {
  readonly number: Quantity;
  /** `aside`: the number in parentheses or behind a colon after the name; `after`: the name by a preposition after the number. */
  readonly how: 'aside' | 'after';
  readonly preposition: string;
}

const PREPOSITIONS = 'on|for|in|at|with|across|over|under|within|using|against|of|to|when|than|versus';
/** What a number is compared with. */
const COMPARISONS = 'over|than|against|versus|compared to|compared with|relative to';
/** Prepositions that answer the same question: for what does the number hold? */
const SETTINGS = 'on|for|in|at|across|under|when|using';
/** From the end of a number to the name: its own noun, a preposition, small words before the name. */
const AFTER = new RegExp(
  `^(?:\\s[^\\s,;.()\\d]+){0,3}?\\s(${PREPOSITIONS})\\s(?:[^\\s,;.()\\d]+\\s){0,4}\\(?(?:[\\p{L}\\p{N}-]+\\s?){0,3}$`,
  'iu',
);
const TOTAL = /^\s?(?:overall|on average|in total)\b/i;
/** "Khmer (33%)", "text: 3.4x". */
const ASIDE = /^(?:\s?\(|:)\s?(?:(?:up to|about|around|over|by|a|an|at)\s)*[~≈+-]?$/i;
const JOINT = /\s(?:and|or|by|while|but|compared|than|to|from|using|with)\s/i;

/** The numbers a mention is tied to, at most one on each side. */
export function tiesOf(mention: Span, numbers: readonly Quantity[], text: string): Tie[] {
  const ties: Tie[] = [];
  const next = numbers.find(({ start }) => start >= mention.end);
  if (next && ASIDE.test(text.slice(mention.end, next.start))) ties.push({ number: next, how: 'aside', preposition: '(' });
  const previous = numbers.filter(({ end }) => end <= mention.start).at(-1);
  const preposition = previous
    ? prepositionBetween(text.slice(previous.end, mention.start), text.slice(mention.start, mention.end))
    : null;
  if (previous && preposition !== null) ties.push({ number: previous, how: 'after', preposition });
  return ties;
}

function prepositionBetween(gap: string, printed: string): string | null {
  if (gap.trim() === '') return TOTAL.test(printed) ? 'overall' : null;
  const preposition = AFTER.exec(gap)?.[1]?.toLowerCase();
  if (preposition === undefined) return null;
  const rest = gap.slice(gap.toLowerCase().indexOf(` ${preposition} `) + preposition.length + 1);
  return /\s(?:and|or|by|while|but|compared|than|to|from)\s/i.test(rest) ? null : preposition;
}

/** The words tied to a number by one of these prepositions. */
function occupant(number: Quantity, prepositions: string, limit: number, { text }: Scene): string {
  const after = text.slice(number.end, limit);
  const total = TOTAL.exec(after)?.[0].trim();
  if (total !== undefined) return total;
  const slot = new RegExp(
    `^(?:\\s[^\\s,;.()\\d]+){0,3}?\\s(?:${prepositions})\\s((?:(?:the|a|an|our|its|both|only|just|single)\\s)*[^\\s,;()]+(?:\\s[^\\s,;()]+){0,2})`,
    'iu',
  ).exec(after);
  return (slot?.[1] ?? '').split(JOINT)[0] ?? '';
}

/** Whether these words are foreign to the row. */
function isForeign(phrase: string, own: ReadonlySet<string>): boolean {
  if (TOTAL.test(phrase)) return ![...own].some((key) => /^(?:overall|average|total|mean)$/.test(key));
  const words = foreign(phrase, own);
  return words.some((word) => /\p{Lu}/u.test(word)) || (words.length > 0 && !sharesWord(phrase, own));
}

const sharesWord = (phrase: string, own: ReadonlySet<string>): boolean =>
  (phrase.match(/[\p{L}\p{N}][\p{L}\p{N}@.+-]*/gu) ?? []).some(
    (word) => word.length > 2 && foreign(word, own).length === 0 && foreign(word, new Set()).length > 0,
  );

/** What the ties of a name say about a number: `no`, it belongs to others; `unclear`, it may; null, nothing. */
export function tiedElsewhere(
  mentions: readonly Mention[],
  at: number,
  numbers: readonly Quantity[],
  scene: Scene,
): 'no' | 'unclear' | null {
  const { cells, text, window } = scene;
  const cell = cells[at];
  const last = cell?.members.at(-1)?.quantity;
  if (!cell || !last) return null;
  const isMeasured = (number: Quantity): boolean =>
    cells.some(({ members }) => members.some(({ quantity }) => quantity === number));
  const ties = mentions.flatMap((mention) => tiesOf(mention, numbers, text)).filter(({ number }) => isMeasured(number));
  if (mentions.some((mention) => leadsTo(mention, cell, numbers, text))) return null;
  if (ties.length === 0 || ties.some(({ number }) => number.start >= cell.start && number.end <= cell.end)) return null;
  if (ties.length === mentions.length && ties.every(({ how }) => how === 'aside'))
    return isInSameAside(cell, ties, text) ? null : 'no';
  const limit = numbers.find(({ start }) => start >= cell.end)?.start ?? window.end;
  const after = ties.filter(({ how }) => how === 'after');
  const mine = (prepositions: string): string => occupant(last, prepositions, limit, scene);
  if (after.some(({ preposition }) => isForeign(mine(preposition === 'overall' ? SETTINGS : preposition), scene.own))) return 'no';
  return after.length > 0 && foreign(mine(SETTINGS), new Set()).length > 0 ? 'unclear' : null;
}

/** "freezing 80% of A costs 0.24%": nothing stands between the name and the number that follows it. */
const leadsTo = (mention: Span, cell: Span, numbers: readonly Quantity[], text: string): boolean =>
  mention.end <= cell.start &&
  !numbers.some(({ start, end }) => start >= mention.end && end <= cell.start) &&
  !/[,;(]|\b(?:and|or|while|whereas|but)\b/i.test(text.slice(mention.end, cell.start));

/** Whether a baseline is tied to other numbers by a comparison, and this number has a comparison of its own. */
export function isComparedElsewhere(mentions: readonly Mention[], at: number, numbers: readonly Quantity[], scene: Scene): boolean {
  const { cells, text, window } = scene;
  const cell = cells[at];
  const last = cell?.members.at(-1)?.quantity;
  if (!cell || !last) return false;
  const ties = mentions
    .flatMap((mention) => tiesOf(mention, numbers, text))
    .filter(({ preposition }) => COMPARISONS.split('|').includes(preposition));
  if (ties.length < mentions.length || ties.some(({ number }) => number.start >= cell.start && number.end <= cell.end))
    return false;
  const limit = numbers.find(({ start }) => start >= cell.end)?.start ?? window.end;
  return foreign(occupant(last, COMPARISONS, limit, scene), new Set()).length > 0;
}

/** "POPE (21% and 24%)": one pair of parentheses, unless each number has its own name in it, "(text: 3.4x, image: 5.3x)". */
const isInSameAside = ({ start }: Span, ties: readonly Tie[], text: string): boolean =>
  !/\p{L}:\s?$/u.test(text.slice(Math.max(0, start - 4), start)) &&
  ties.some(({ number }) => number.start < start && !/[()]/.test(text.slice(number.end, start)));

const NAMED_ASIDE =
  /(?<![\p{L}\p{N}])([\p{L}\p{N}][\p{L}\p{N}@.+-]*(?:\s[\p{L}\p{N}][\p{L}\p{N}@.+-]*)?)\s?\(\s?(?:(?:up to|about|around|over|by|a|an)\s)*[~≈+-]?$/iu;

/** The name a number stands behind in parentheses, "Khmer (33%)", when none of its words is the row's; null else. */
export function foreignAside(place: Quantity, { text, own, window, cells }: Scene): string | null {
  if (cells.length < 2 || cells.some(({ end }) => end < place.start && place.start - end < 4)) return null;
  const name = NAMED_ASIDE.exec(text.slice(Math.max(window.start, place.start - 60), place.digitsStart))?.[1] ?? '';
  const close = text.slice(place.end, place.end + 2);
  if (name === '' || /\d\s*%?$/.test(name) || !/^\)/.test(close)) return null;
  // "by a large margin (up to +55%)" is no name, unless others stand beside it in the same way
  const isOneOfSeveral = (text.slice(window.start, window.end).match(SHORT_ASIDE) ?? []).length > 1;
  return (isNameLike(name) || isOneOfSeveral) && foreign(name, own).length > 0 && !sharesWord(name, own) ? name : null;
}

const SHORT_ASIDE = /\p{L}\s?\((?:up to\s)?[~≈+-]?\d[\d.]*\s?[%x×]?\)/giu;
