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
  return shared;
}

function take(shared: Quantity[], at: number, from: number, text: string, between: RegExp): void {
  const bare = shared[at];
  const owner = shared[from];
  if (!bare || !owner || bare.kind !== 'quantity' || owner.kind !== 'quantity') return;
  if (bare.unit !== null || owner.unit === null || !SHARED.has(owner.unit) || bare.digits === '' || owner.digits === '') return;
  const gap = text.slice(Math.min(bare.end, owner.end), Math.max(bare.start, owner.start));
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
