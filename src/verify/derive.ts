/**
 * Arithmetic that a claim may rest on: the difference, ratio or relative change of two numbers that the sentence compares, the sum
 * of two it adds, a share it states as "A of B". Narrow on purpose: only linked neighbours of one unit count, and the claim must
 * match to its printed precision, so that a wrong digit is not excused by arithmetic.
 */
import { groupCells } from './cells.ts';
import { isEqual } from './match-quantity.ts';
import type { Quantity } from './quantity.ts';

/** A derivation and the two numbers it used. */
export interface Derivation {
  /** `78.9 - 71.4` */
  readonly how: string;
  readonly operands: readonly [Quantity, Quantity];
}

const ADDED = /^\s?(?:and|plus|\+)\s?$/i;
const PART = /^[^.;]{0,30}\b(?:of|out of)\b(?:\s(?:the|all|a total of|its))?\s?$/i;

/** How a claimed number follows from these, which are in order; null when it does not. */
export function deriveValue(claimed: Quantity, quantities: readonly Quantity[], text: string, raw: string): Derivation | null {
  if (claimed.number === null || claimed.digits === '') return null;
  const measured = quantities.filter(({ kind, number }) => kind === 'quantity' && number !== null);
  if (measured.length > MAX_QUANTITIES) return null;
  const window = { start: measured[0]?.start ?? 0, end: text.length };
  for (const { members } of groupCells(measured, text, { ...window, start: Math.max(0, window.start - MAX_LEAD) }).cells) {
    const value = members.find(({ role }) => role === 'value')?.quantity;
    const before = members.find(({ role }) => role === 'before')?.quantity;
    const how = value && before ? deriveCompared(claimed, value, before, raw) : null;
    if (value && before && how) return { how, operands: value.start < before.start ? [value, before] : [before, value] };
  }
  for (let i = 0; i + 1 < measured.length; i++) {
    const a = measured[i] as Quantity;
    const b = measured[i + 1] as Quantity;
    const how = deriveCounted(claimed, a, b, text.slice(a.end, b.start));
    if (how) return { how, operands: [a, b] };
  }
  return null;
}

/** A text with more numbers is no abstract. */
const MAX_QUANTITIES = 120;

/** Text before the first number that says how it is compared: "from". */
const MAX_LEAD = 80;

/** Difference, ratio or relative change of a pair the sentence compares. */
function deriveCompared(claimed: Quantity, value: Quantity, before: Quantity, raw: string): string | null {
  const y = value.number ?? 0;
  const x = before.number ?? 0;
  const wanted = claimed.number ?? 0;
  const larger = Math.max(x, y);
  const smaller = Math.min(x, y);
  const finest = Math.min(value.step, before.step);
  if (isDeltaUnit(claimed, value) && isEqual(claimed.step, finest) && agrees(wanted, larger - smaller, finest))
    return `${print(larger)} - ${print(smaller)}`;
  const ratio = smaller > 0 ? larger / smaller : 0;
  if (claimed.unit === 'ratio_x' && ratio > 1 && claimed.step < ratio && agrees(wanted, ratio, claimed.step))
    return `${print(larger)} / ${print(smaller)}`;
  const change = x > 0 ? (100 * Math.abs(y - x)) / x : 0;
  return claimed.unit === 'percent' && /\brelative/i.test(raw) && agrees(wanted, change, claimed.step)
    ? `(${print(y)} - ${print(x)}) / ${print(x)}`
    : null;
}

/** Sum of two counts, or a share of one in the other. */
function deriveCounted(claimed: Quantity, a: Quantity, b: Quantity, gap: string): string | null {
  const x = a.number ?? 0;
  const y = b.number ?? 0;
  const wanted = claimed.number ?? 0;
  if (!isCounted(a) || !isCounted(b)) return null;
  if (
    ADDED.test(gap) &&
    (a.unit === b.unit || a.unit === null) &&
    (claimed.unit === b.unit || claimed.unit === null) &&
    isEqual(wanted, x + y)
  )
    return `${print(x)} + ${print(y)}`;
  return PART.test(gap) && claimed.unit === 'percent' && y > 0 && x <= y && agrees(wanted, (100 * x) / y, claimed.step)
    ? `${print(x)} / ${print(y)}`
    : null;
}

/** Points for two percentages, else the unit of both. */
const isDeltaUnit = (claimed: Quantity, a: Quantity): boolean =>
  claimed.unit === 'percentage_point'
    ? a.unit === 'percent' || a.unit === 'score' || a.unit === null
    : claimed.unit === a.unit && a.unit !== 'percent' && claimed.sign !== '';

const isCounted = ({ unit }: Quantity): boolean => unit === null || unit === 'params' || unit === 'tokens' || unit === 'count';

/** Equal to within half a step, which the claim prints. */
const agrees = (value: number, exact: number, step: number): boolean => Math.abs(value - exact) <= (step / 2) * (1 + 1e-9);

const print = (number: number): string => String(Number(number.toPrecision(10)));
