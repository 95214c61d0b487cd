/**
 * What code finds out about a Draft: the three steps quote found, number found, number bound. These shapes are stored with the
 * Enrichment under a checks revision; the rules that fill them live in `verify/`.
 */
import type { Span } from './codepoints.ts';

/** Raised by hand when aligner, number check, binding or resolution rules change (CONTRACTS 5). */
export const CHECKS_REVISION = 1;

/** How a quote was found, best first. */
export const GROUNDINGS = ['exact', 'whitespace', 'latex', 'fuzzy', 'none'] as const;
export type Grounding = (typeof GROUNDINGS)[number];

/** How a number was found. */
export const NUMBER_CHECKS = ['verified', 'normalised', 'derived', 'missing', 'not_applicable'] as const;
export type NumberCheck = (typeof NUMBER_CHECKS)[number];

/** Whether the number belongs to what it is said to belong to. */
export const BINDINGS = ['bound', 'ambiguous', 'unbound', 'not_applicable'] as const;
export type Binding = (typeof BINDINGS)[number];

/** A span and the field it lies in; the field's hash stands once on the Enrichment. */
export interface FieldSpan extends Span {
  readonly field: 'title' | 'abstract';
}

/** Where a quote stands. */
export interface Alignment {
  readonly grounding: Grounding;
  /** Null exactly when `grounding` is `none`. */
  readonly span: FieldSpan | null;
  /** Share of the quote's tokens that matched, for `fuzzy`. */
  readonly score?: number;
}

export const UNITS = [
  'percent',
  'percentage_point',
  'ratio_x',
  'seconds',
  'tokens',
  'params',
  'bytes',
  'usd',
  'score',
  'count',
  'other',
] as const;
export type Unit = (typeof UNITS)[number];

export const VALUE_FORMS = ['absolute', 'delta_abs', 'delta_rel', 'ratio', 'range', 'rank', 'count'] as const;
export type ValueForm = (typeof VALUE_FORMS)[number];

export const BOUNDS = ['exact', 'approx', 'up_to', 'at_least', 'below'] as const;
export type Bound = (typeof BOUNDS)[number];

/** A value parsed by code from the words as printed and the quote around them. */
export interface ParsedValue {
  readonly raw: string;
  /** Null for a range, whose ends are `low` and `high`. */
  readonly number: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: Unit;
  readonly form: ValueForm;
  readonly bound: Bound;
}

/** The check of one value or baseline value. */
export interface ValueCheck {
  readonly check: NumberCheck;
  /** Span of the number in the source: under the quote, or elsewhere in the abstract when `missing` and seen there. */
  readonly span: FieldSpan | null;
  /** Benign rewrite or arithmetic that was needed, in words: `percent sign`, `78.9 - 71.4`. */
  readonly how?: string;
  /** True when the number occurs in the abstract but outside the quote. */
  readonly elsewhere?: boolean;
}

export const DIRECTIONS = ['higher_better', 'lower_better', 'unknown'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Everything code computed about one claim row. */
export interface ClaimCheck {
  readonly id: string;
  readonly alignment: Alignment;
  readonly value: ParsedValue | null;
  readonly valueCheck: ValueCheck;
  readonly baseline: ParsedValue | null;
  readonly baselineCheck: ValueCheck;
  readonly binding: Binding;
  /** Why a row is not `bound`, in words a reviewer understands. */
  readonly bindingReason?: string;
  readonly direction: Direction;
  /** Whether metric and dataset stand in the quote, else in the abstract, else nowhere; null when the row names none. */
  readonly metricIn: 'quote' | 'abstract' | 'absent' | null;
  readonly datasetIn: 'quote' | 'abstract' | 'absent' | null;
  /** Corrections code made, such as `percent -> percentage_point`. */
  readonly corrections: readonly string[];
  /** Findings for the reviewer that change nothing. */
  readonly lint: readonly string[];
}

/** One number of a TL;DR, checked against title and abstract. */
export interface TldrNumber {
  readonly raw: string;
  readonly check: NumberCheck;
  /** Code points over the TL;DR text. */
  readonly at: Span;
  readonly span: FieldSpan | null;
  readonly how?: string;
}

export interface TldrCheck {
  readonly words: number;
  /** Longest n-gram shared with the abstract / words of the TL;DR, 0 to 1. */
  readonly copyRatio: number;
  readonly numbers: readonly TldrNumber[];
  readonly hypeTerms: readonly string[];
  readonly lint: readonly string[];
  /** Where a verbatim TL;DR stands in the abstract; `none` for a free one. */
  readonly alignment: Alignment;
}

/** Support of one tag of an open facet, in the order of the flattened tags. */
export interface TagCheck {
  /** Stated when label or quote aligns, inferred otherwise; null for closed facets. */
  readonly support: 'stated' | 'inferred' | null;
  readonly alignment: Alignment | null;
}

/** The three steps of the badge. */
export interface Marks {
  readonly quoteFound: boolean;
  readonly numberFound: boolean;
  readonly numberBound: boolean;
}

const FOUND: readonly Grounding[] = ['exact', 'whitespace', 'latex'];
const PASSED: readonly NumberCheck[] = ['verified', 'normalised', 'derived', 'not_applicable'];

/** Quote found, number found, number bound; a step that does not apply counts as passed. */
export function marksOf(check: ClaimCheck): Marks {
  const quoteFound = FOUND.includes(check.alignment.grounding);
  const numberFound = quoteFound && PASSED.includes(check.valueCheck.check) && PASSED.includes(check.baselineCheck.check);
  return { quoteFound, numberFound, numberBound: numberFound && (check.binding === 'bound' || check.binding === 'not_applicable') };
}

/** Verified (CONTRACTS 6), as far as the checks decide it: rejection and `suspect` are the caller's to look at. */
export function isVerified(check: ClaimCheck): boolean {
  return marksOf(check).numberBound;
}

/** Everything code found out about one Draft; a part is null where the Draft does not yield it. */
export interface DraftChecks {
  readonly tldr: TldrCheck | null;
  /** In the order of `flattenTags`. */
  readonly tags: readonly TagCheck[] | null;
  /** In the order of the Draft's claims. */
  readonly claims: readonly ClaimCheck[] | null;
}

/** The cleaned texts every check reads. */
export interface Texts {
  readonly title: string;
  readonly abstract: string;
}
