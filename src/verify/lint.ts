/** Findings about claim rows for the reviewer: they change nothing and cost no call (reference enrichment-schema 2.3 and 3.4). */
import type { Direction, ParsedValue } from '../domain/check.ts';
import type { WireClaim } from '../domain/draft.ts';

/** Longest quote of a row, in code points. */
export const MAX_QUOTE = 300;

/** What a row is linted with. */
export interface LintContext {
  readonly value: ParsedValue | null;
  readonly baseline: ParsedValue | null;
  readonly direction: Direction;
  readonly quoteFound: boolean;
  /** Claims before this one in the same Draft. */
  readonly earlier: readonly WireClaim[];
}

/** Findings for one row, in words. */
export function lintClaim(claim: WireClaim, context: LintContext): string[] {
  const { value, baseline, direction, quoteFound, earlier } = context;
  const lint: string[] = [];
  if (!quoteFound) lint.push('The quote was not found in title or abstract.');
  if ([...claim.quote].length > MAX_QUOTE) lint.push(`The quote is longer than ${MAX_QUOTE} characters.`);
  if (claim.value !== null && value === null) lint.push('The value holds no number.');
  if (value && value.low !== null && /,|\band\b/.test(claim.value ?? '')) lint.push('Several values stand in one row.');
  if (claim.metric && /,|\band\b|\//.test(claim.metric)) lint.push('Several metrics stand in one row.');
  if (value && (value.form === 'delta_abs' || value.form === 'delta_rel') && claim.baseline === null)
    lint.push('A change needs a baseline; it is taken as unspecified.');
  const outcome = contradicted(claim, value, baseline, direction);
  if (outcome) lint.push(outcome);
  if (earlier.some((other) => rowKey(other) === rowKey(claim))) lint.push('The same row stands above.');
  return lint;
}

function contradicted(
  claim: WireClaim,
  value: ParsedValue | null,
  baseline: ParsedValue | null,
  direction: Direction,
): string | null {
  if (
    value?.number == null ||
    baseline?.number == null ||
    direction === 'unknown' ||
    value.form !== 'absolute' ||
    value.unit !== baseline.unit
  )
    return null;
  const isBetter = direction === 'higher_better' ? value.number > baseline.number : value.number < baseline.number;
  if (claim.outcome === 'improves' && !isBetter) return 'The outcome says better, value and baseline say otherwise.';
  if (claim.outcome === 'degrades' && isBetter) return 'The outcome says worse, value and baseline say otherwise.';
  return null;
}

const rowKey = ({ subject, task, dataset, split, metric, value, baseline, conditions }: WireClaim): string =>
  [subject, task, dataset, split, metric, value, baseline?.name, baseline?.value, conditions]
    .map((part) => (part ?? '').trim().toLowerCase())
    .join('\u0000');
