/**
 * Compares a claimed number with one of the source, number and unit together. Every benign rewrite that is needed is named; right
 * digits with another unit do not match. Rounding counts only where the claim prints fewer digits than the source.
 */
import type { Unit } from '../domain/check.ts';
import type { Quantity } from './quantity.ts';
import { findWords } from './words.ts';

/** How two numbers agree. */
export interface QuantityMatch {
  readonly check: 'verified' | 'normalised';
  /** The rewrite, in words. */
  readonly how?: string;
  /** A correction of the claimed unit that code makes. */
  readonly correction?: string;
}

/** What the caller knows about the place. */
export interface MatchOptions {
  /** Compare what is counted ("questions"): not for TL;DRs, which paraphrase. */
  readonly nouns: boolean;
  /** The metric at hand is a share, so a bare 17.8 means percent. */
  readonly isShare: boolean;
  /** Turn "percent" into points where the source says points. */
  readonly correctPoints: boolean;
}

/** How the claimed number agrees with this one, or null. */
export function matchQuantity(claimed: Quantity, source: Quantity, options: MatchOptions): QuantityMatch | null {
  if (claimed.sign && source.sign && claimed.sign !== source.sign) return null;
  const number = matchNumber(claimed, source);
  const unit = number && matchUnit(claimed, source, options);
  if (!number || !unit) return matchShare(claimed, source);
  const how = [number.how, unit.how].filter((part) => part !== undefined).join(', ');
  if (how === '') return { check: 'verified' };
  return unit.correction ? { check: 'normalised', how, correction: unit.correction } : { check: 'normalised', how };
}

interface Agreement {
  readonly how?: string;
  readonly correction?: string;
}

const SAME: Agreement = {};

function matchUnit(claimed: Quantity, source: Quantity, options: MatchOptions): Agreement | null {
  const a = claimed.unit;
  const b = source.unit;
  if (a === null && b === null) return options.nouns && !sameNoun(claimed.words, source.words) ? null : SAME;
  if (a === b) {
    if ((a === 'other' || a === 'score') && claimed.words && source.words && !sameNoun(claimed.words, source.words)) return null;
    return SAME;
  }
  if (a === null) {
    // "4,200 passages" is not "4,200 tokens"
    if (options.nouns && claimed.words && !sameNoun(claimed.words, source.words) && !isMeasure(b)) return null;
    return { how: 'unit read from the source' };
  }
  if (a === 'percent' && b === 'percentage_point') {
    return options.correctPoints ? { how: 'percent means points', correction: 'percent -> percentage_point' } : null;
  }
  if (b === null) return matchBareSource(a, claimed, source, options);
  if (a === 'score') return b === 'percent' || b === 'percentage_point' ? { how: 'unit read from the source' } : null;
  if (a === 'percentage_point' && b === 'score') return { how: 'points of a score' };
  return null;
}

const isMeasure = (unit: Unit | null): boolean => unit === 'percent' || unit === 'percentage_point' || unit === 'score';

function matchBareSource(unit: Unit, claimed: Quantity, source: Quantity, options: MatchOptions): Agreement | null {
  if (unit === 'score')
    return source.words && claimed.words && !/\d/.test(source.words) && source.number !== null && source.number > 1000
      ? null
      : SAME;
  if (unit === 'percentage_point') return source.words === '' ? { how: 'points of a score' } : null;
  if (unit === 'percent')
    return options.isShare && source.number !== null && source.number > 1 && source.number <= 100
      ? { how: 'percent sign of a share' }
      : null;
  if (unit === 'params' && source.rewrite === 'scale word') return { how: 'parameters' };
  if (unit === 'params' && source.kind === 'name') return { how: 'size in a name' };
  return null;
}

/** Words of what is counted agree when one content word is shared; no word says nothing against it. */
function sameNoun(a: string, b: string): boolean {
  if (a === '' || b === '') return true;
  const words = new Set(findWords(b).map(({ key }) => key));
  return findWords(a).some(({ key }) => words.has(key));
}

function matchNumber(claimed: Quantity, source: Quantity): Agreement | null {
  if (claimed.low !== null && claimed.high !== null) {
    if (source.low === null || source.high === null) return null;
    return isEqual(claimed.low, source.low) && isEqual(claimed.high, source.high) ? SAME : null;
  }
  if (claimed.number === null) return null;
  if (source.number === null) {
    if (source.high !== null && isEqual(claimed.number, source.high)) return { how: `upper end of ${source.raw}` };
    if (source.low !== null && isEqual(claimed.number, source.low)) return { how: `lower end of ${source.raw}` };
    return null;
  }
  if (isEqual(claimed.number, source.number) || (claimed.otherwise !== null && isEqual(claimed.otherwise, source.number))) {
    if (!isEqual(claimed.number, source.number)) return { how: 'decimal comma or thousands separator' };
    if (claimed.digits !== '' && claimed.digits === source.digits && claimed.rewrite === source.rewrite) return SAME;
    const rewrite = source.rewrite ?? claimed.rewrite;
    return rewrite === null ? SAME : { how: rewrite };
  }
  return isRounded(claimed, source) ? { how: source.isFraction ? 'fraction' : `rounded from ${source.raw}` } : null;
}

/** Fewer digits printed, and within half a step of the last one. */
function isRounded(claimed: Quantity, source: Quantity): boolean {
  if (claimed.number === null || source.number === null || claimed.isFraction || claimed.digits === '') return false;
  const sourceStep = source.isFraction ? 0 : source.step;
  const step =
    claimed.bound === 'approx' || source.bound === 'approx' ? Math.max(claimed.step, trailingStep(claimed, source)) : claimed.step;
  return step > sourceStep * 1.000001 && Math.abs(claimed.number - source.number) <= (step / 2) * (1 + 1e-9);
}

/** "about 80" for 78.9: the zero need not be significant where the source prints more digits. */
function trailingStep(claimed: Quantity, source: Quantity): number {
  if (source.digits.replace('.', '').length <= claimed.digits.length) return claimed.step;
  const zeros = claimed.digits.includes('.') ? 0 : (/0+$/.exec(claimed.digits)?.[0].length ?? 0);
  return zeros < claimed.digits.length ? claimed.step * 10 ** Math.min(zeros, claimed.digits.length - 1) : claimed.step;
}

/** 35.6 % and 0.356, half and 50 %: a share printed the other way. */
function matchShare(claimed: Quantity, source: Quantity): QuantityMatch | null {
  if (claimed.number === null || source.number === null || claimed.number === 0) return null;
  const isPercent = (quantity: Quantity): boolean => quantity.unit === 'percent';
  const isShare = (quantity: Quantity): boolean =>
    (quantity.unit === null || quantity.unit === 'score' || quantity.unit === 'ratio_x') &&
    (quantity.number ?? 2) <= 1 &&
    (quantity.isFraction || quantity.step < 1);
  const factor = isPercent(claimed) && isShare(source) ? 100 : isShare(claimed) && isPercent(source) ? 0.01 : 0;
  if (factor === 0) return null;
  if (claimed.unit === null && claimed.words) return null;
  const rescaled = { ...source, number: source.number * factor, step: source.isFraction ? 0 : source.step * factor };
  if (isEqual(claimed.number, rescaled.number) || isRounded(claimed, rescaled))
    return { check: 'normalised', how: 'share as percent' };
  return null;
}

/** Equal but for the noise of binary fractions. */
export function isEqual(a: number, b: number): boolean {
  return Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) <= 1e-9 * Math.max(1e-12, Math.abs(a), Math.abs(b));
}
