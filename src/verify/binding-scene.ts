/**
 * What one binding decision looks at: the question, the sentence of the value with its measurements, and the shape of an answer.
 * Every file that decides a part of a binding speaks in these terms.
 */
import type { Span } from '../domain/codepoints.ts';
import type { WireClaim } from '../domain/draft.ts';
import { asideOf } from './asides.ts';
import { groupCells, type Member } from './cells.ts';
import type { ValueFinding } from './check-value.ts';
import type { Scene, Verdict } from './governs.ts';
import { findMentions, type Mention, type NameKind } from './mention.ts';
import { plainRange } from './plain-text.ts';
import { findQuantities, type Quantity } from './quantity.ts';
import { sentencesAround } from './sentence.ts';
import type { SourceField } from './source-text.ts';
import { findWords } from './words.ts';

/** What binding looks at. */
export interface BindingQuestion {
  readonly claim: WireClaim;
  readonly field: SourceField;
  /** Code points of the aligned quote. */
  readonly span: Span;
  readonly value: ValueFinding;
  readonly baseline: ValueFinding;
}

/** One part of a decision, with its reason in words. */
export interface Look {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** Nothing speaks against the row. */
export const YES: Look = { verdict: 'yes', reason: '' };

/** A scene and the sentence before it. */
export interface WindowScene extends Scene {
  readonly before: Span;
  /** Every number of the sentence, counts included. */
  readonly numbers: readonly Quantity[];
  /** The parentheses the value stands in, when they name what it is: "(kappa 0.72)". */
  readonly aside: Span | null;
  /** Every such pair of parentheses in the sentence. */
  readonly asides: readonly Span[];
}

/** Sentences beyond this are lists or damage; what they bind is for a person to see. */
const MAX_NUMBERS = 60;
const MAX_SENTENCE = 3_000;

/** Reads the scene of one place of a value; null when its sentence is too long to tell its numbers apart. */
export function readScene(place: Quantity, { claim, span }: BindingQuestion, field: SourceField): WindowScene | null {
  const { plain, quantities } = field;
  const quote = plainRange(plain, span);
  const around = sentencesAround(field.sentences, plain.text.length, quote);
  // the sentence of the value, when the quote holds several
  const { window, before } = sentencesAround(field.sentences, plain.text.length, { start: place.start, end: place.end });
  if (window.end - window.start > MAX_SENTENCE) return null;
  const numbers = quantities.filter(({ start, end, kind }) => start >= window.start && end <= window.end && kind === 'quantity');
  if (numbers.length > MAX_NUMBERS) return null;
  const counted = isCounted(place);
  const withDigits = ([name, kind]: readonly [string | null, NameKind]) =>
    name && /\d/.test(name) ? findMentions(name, kind, field, window) : [];
  const named = [
    ...(
      [
        [claim.conditions, 'phrase'],
        [claim.split, 'phrase'],
        [claim.task, 'phrase'],
      ] as const
    ).flatMap(withDigits),
    // "error ≤0.5" as the name of a metric
    ...withDigits([claim.metric, 'metric']).filter(({ isLoose }) => !isLoose),
  ];
  const inConditions = findQuantities(claim.conditions ?? '').filter(({ kind }) => kind === 'quantity');
  const isNamed = ({ digitsStart, digitsEnd, number, unit }: Quantity): boolean =>
    named.some((mention) => digitsStart < mention.end && mention.start < digitsEnd) ||
    inConditions.some((one) => one.number !== null && one.number === number && one.unit === unit);
  const isAside = (quantity: Quantity): boolean => asideOf(quantity, numbers, plain.text) !== null;
  const inAside = isAside(place);
  const near = numbers.filter(
    (quantity) => quantity === place || (isCounted(quantity) === counted && isAside(quantity) === inAside && !isNamed(quantity)),
  );
  const { cells, blocks } = groupCells(
    near.includes(place) ? near : [...near, place].sort((a, b) => a.start - b.start),
    plain.text,
    window,
  );
  const names = [claim.metric, claim.dataset, claim.baseline?.name, claim.subject, claim.task, claim.split, claim.conditions];
  const own = new Set(names.flatMap((name) => (name ? findWords(name).map(({ key }) => key) : [])));
  return {
    text: plain.text,
    window,
    before: { start: Math.min(before.start, around.window.start), end: window.start },
    numbers,
    counts: numbers.filter((number) => isCounted(number) && !counted).map(({ digitsEnd, end }) => ({ start: digitsEnd, end })),
    asides: numbers.flatMap((number) => asideOf(number, numbers, plain.text) ?? []),
    aside: inAside ? asideOf(place, numbers, plain.text) : null,
    own,
    cells,
    blocks,
  };
}

/** Counts of things and measured values do not compete for the same names. */
export function isCounted({ unit, words, digits }: Quantity): boolean {
  if (unit === 'params' || unit === 'tokens' || unit === 'count') return true;
  return unit === null && words !== '' && !digits.includes('.');
}

/** The number a name is directly tied to: "CLIP's 68.3%", "71.4% for BiEnc-L". */
export function nearestNumber(mentions: readonly Mention[], { cells, text }: Scene): Quantity | null {
  const members = cells.flatMap((cell) => cell.members as Member[]).map(({ quantity }) => quantity);
  for (const mention of mentions) {
    const after = members.find(({ start }) => start >= mention.end);
    if (after && /^(?:'s)?\s?[(:]?\s?(?:\S+\s)?$/.test(text.slice(mention.end, after.start))) return after;
    const before = members.filter(({ end }) => end <= mention.start).at(-1);
    if (before && /^(?:\s\S+)?\s(?:of|for|by|with|from|in)\s(?:the\s)?$|^\s?\(\s?$/.test(text.slice(before.end, mention.start)))
      return before;
  }
  return null;
}
