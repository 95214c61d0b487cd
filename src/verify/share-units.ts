/**
 * In a list the unit is often printed once: "2.4, 9.0 and 12.6 percent", "71.4 to 78.9%". The bare numbers before it (and after it
 * in a transition) take it over, and say so.
 */
import type { Quantity } from './quantity.ts';

const LIST = /^\s?(?:,|,? and|,? or|&|\/|to|→|vs\.?|versus|-|,? and (?:about|up to|by)|, (?:about|up to))\s?$/i;
const TRANSITION = /^\s(?:to|vs\.?|versus|→|and)\s$/i;
const SHARED = new Set(['percent', 'percentage_point', 'ratio_x', 'seconds', 'bytes', 'score']);

/** The same quantities, bare list members with the unit of their neighbour. */
export function shareUnits(quantities: readonly Quantity[], text: string): Quantity[] {
  const shared = [...quantities];
  for (let i = shared.length - 2; i >= 0; i--) take(shared, i, i + 1, text, LIST);
  for (let i = 1; i < shared.length; i++) take(shared, i, i - 1, text, TRANSITION);
  for (let i = 0; i + 1 < shared.length; i++) takeNoun(shared, i, text);
  return shared;
}

function take(shared: Quantity[], at: number, from: number, text: string, between: RegExp): void {
  const bare = shared[at];
  const owner = shared[from];
  if (!bare || !owner || bare.kind !== 'quantity' || owner.kind !== 'quantity') return;
  // "0.888 AUC and 0.545 average precision": what has a noun of its own takes no other
  if (
    bare.words !== '' ||
    bare.unit !== null ||
    owner.unit === null ||
    !SHARED.has(owner.unit) ||
    bare.digits === '' ||
    owner.digits === ''
  )
    return;
  const gap = text.slice(Math.min(bare.end, owner.end), Math.max(bare.start, owner.start));
  // "rises by 3.3 points to 58.1": a change and the level it leads to
  if (owner.unit === 'percentage_point' && from < at && /^\sto\s$/i.test(gap)) return;
  // a word between them that the bare number counts is a unit of its own
  if (!between.test(gap)) return;
  const factor = owner.unit === 'seconds' || owner.unit === 'bytes' ? factorOf(owner) : 1;
  const scale = (value: number | null): number | null => (value === null ? null : Number((value * factor).toPrecision(12)));
  shared[at] = {
    ...bare,
    unit: owner.unit,
    words: owner.words,
    sharesUnit: true,
    number: scale(bare.number),
    low: scale(bare.low),
    high: scale(bare.high),
    step: bare.step * factor,
  };
}

/** From printed digits to base units. */
function factorOf(owner: Quantity): number {
  const printed = Number(owner.digits);
  return owner.number !== null && printed > 0 ? owner.number / printed : 1;
}

const COUNTS = /^\s(?:to|vs\.?|versus|→|instead of|rather than|down from|up from|compared (?:to|with))\s$/i;

/** "from 1,150 to 2,930 tokens", "12 steps instead of 50": both count the same. */
function takeNoun(shared: Quantity[], at: number, text: string): void {
  const [first, second] = [shared[at], shared[at + 1]];
  if (!first || !second || first.kind !== 'quantity' || second.kind !== 'quantity') return;
  const gap = text.slice(first.end, second.start);
  const isBare = ({ unit, words, digits }: Quantity): boolean => unit === null && words === '' && /^\d+$/.test(digits);
  const isCount = ({ unit, words }: Quantity): boolean => unit === 'tokens' || unit === 'params' || (unit === null && words !== '');
  if (isBare(first) && isCount(second) && COUNTS.test(gap))
    shared[at] = { ...first, unit: second.unit, words: second.words, sharesUnit: true };
  else if (
    isBare(second) &&
    isCount(first) &&
    COUNTS.test(gap.startsWith(` ${first.words}`) ? gap.slice(first.words.length + 1) : gap)
  )
    shared[at + 1] = { ...second, unit: first.unit, words: first.words, sharesUnit: true };
}
