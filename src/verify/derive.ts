/**
 * Arithmetic that a claim may rest on: the difference, ratio or relative change of two numbers that the sentence compares, the sum
 * of two it adds, a share it states as "A of B". Narrow on purpose: only linked neighbours of one unit count, and the claim must
 * match to its printed precision, so that a wrong digit is not excused by arithmetic.
 */
import { isEqual } from './match-quantity.ts';
import type { Quantity } from './quantity.ts';

/** A derivation and the two numbers it used. */
export interface Derivation {
  /** `78.9 - 71.4` */
  readonly how: string;
  readonly operands: readonly [Quantity, Quantity];
}

const COMPARED =
  /(?:\bto\b|→|\bvs\b|\bversus\b|\bcompared\b|\bthan\b|\bagainst\b|\bover\b|\bsurpass\w*|\boutperform\w*|\bexceed\w*|\bfrom\b|\bwhile\b|\bwhereas\b)/i;
const ADDED = /^\s?(?:and|plus|\+)\s?$/i;
const PART = /^[^.;]{0,30}\b(?:of|out of)\b(?:\s(?:the|all|a total of|its))?\s?$/i;
const MAX_GAP = 120;

/** How a claimed number follows from these, which are in order; null when it does not. */
export function deriveValue(claimed: Quantity, quantities: readonly Quantity[], text: string, raw: string): Derivation | null {
  if (claimed.number === null || claimed.digits === '') return null;
  const measured = quantities.filter(({ kind, number }) => kind === 'quantity' && number !== null);
  for (let i = 0; i < measured.length; i++) {
    const a = measured[i];
    const b = measured.slice(i + 1).find((other) => other.unit === a?.unit);
    if (!a || !b) continue;
    const gap = text.slice(a.end, b.start);
    if (gap.length > MAX_GAP) continue;
    const how = deriveFrom(claimed, a, b, gap, raw);
    if (how) return { how, operands: [a, b] };
  }
  return null;
}

function deriveFrom(claimed: Quantity, a: Quantity, b: Quantity, gap: string, raw: string): string | null {
  const x = a.number ?? 0;
  const y = b.number ?? 0;
  const value = claimed.number ?? 0;
  const larger = Math.max(x, y);
  const smaller = Math.min(x, y);
  const finest = Math.min(a.step, b.step);
  if (COMPARED.test(gap)) {
    if (isDeltaUnit(claimed, a) && isEqual(claimed.step, finest) && agrees(value, larger - smaller, finest))
      return `${print(larger)} - ${print(smaller)}`;
    if (
      claimed.unit === 'ratio_x' &&
      smaller > 0 &&
      claimed.step < larger / smaller &&
      agrees(value, larger / smaller, claimed.step)
    )
      return `${print(larger)} / ${print(smaller)}`;
    const change = x > 0 ? (100 * Math.abs(y - x)) / x : 0;
    if (claimed.unit === 'percent' && /\brelative/i.test(raw) && agrees(value, change, claimed.step))
      return `(${print(y)} - ${print(x)}) / ${print(x)}`;
  }
  if (ADDED.test(gap) && a.unit === claimed.unit && isCounted(a) && isEqual(claimed.step, finest) && agrees(value, x + y, finest))
    return `${print(x)} + ${print(y)}`;
  if (PART.test(gap) && claimed.unit === 'percent' && isCounted(a) && y > 0 && x <= y && agrees(value, (100 * x) / y, claimed.step))
    return `${print(x)} / ${print(y)}`;
  return null;
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
