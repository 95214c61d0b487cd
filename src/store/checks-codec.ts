/**
 * What code found out about a Draft, in readable JSON without its defaults: a quarter of the full form. Every known field has a
 * short form; fields that are added to the checks later pass through untouched, so nothing computed is ever dropped here.
 */
import type {
  Alignment,
  ClaimCheck,
  DraftChecks,
  FieldSpan,
  ParsedValue,
  TagCheck,
  TldrCheck,
  TldrNumber,
  ValueCheck,
} from '../domain/check.ts';
import type { Draft, WireClaim } from '../domain/draft.ts';
import { canonicalJson, type Json } from '../domain/json.ts';

type Stored = { readonly [key: string]: Json };
type Loose = Readonly<Record<string, unknown>>;

/** Stored form; `claimIds` and printed values are left to the Draft. */
export function encodeChecks(checks: DraftChecks, draft: Draft, claimIds: readonly string[]): Json {
  const { tldr, tags, claims, ...more } = checks;
  // an empty list stays: a part that is left out is one the Draft does not yield
  return {
    ...(more as Stored),
    ...(tldr && { tldr: encodeTldr(tldr) }),
    ...(tags && { tags: tags.map(encodeTag) }),
    ...(claims && { claims: claims.map((check, at) => encodeClaim(check, claimIds[at], draft.claims?.[at])) }),
  };
}

/** The checks again. */
export function decodeChecks(stored: Json, draft: Draft, claimIds: readonly string[]): DraftChecks {
  const { tldr, tags, claims, ...more } = stored as Stored;
  return {
    ...more,
    tldr: tldr ? decodeTldr(tldr as Stored) : null,
    tags: tags ? (tags as readonly Json[]).map(decodeTag) : null,
    claims: claims ? (claims as readonly Stored[]).map((check, at) => decodeClaim(check, claimIds[at], draft.claims?.[at])) : null,
  };
}

/** Leaves out null, and lists without members. */
function drop(fields: Loose): Json {
  const kept = Object.entries(fields).filter(
    ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as Json;
}

const orEmpty = <T>(stored: Json | undefined): readonly T[] => (stored ?? []) as unknown as readonly T[];

/** `[start, end]`, with the field named when it is the title. */
const encodeSpan = ({ start, end, field }: FieldSpan): Json => (field === 'abstract' ? [start, end] : [start, end, field]);
const decodeSpan = (stored: readonly Json[]): FieldSpan => ({
  start: stored[0] as number,
  end: stored[1] as number,
  field: (stored[2] ?? 'abstract') as FieldSpan['field'],
});

/** `[start, end]` for an exact quote, else what it is and where. */
function encodeAlignment(alignment: Alignment): Json {
  const { grounding, span, score, ...more } = alignment;
  if (grounding === 'exact' && span && score === undefined && isEmpty(more)) return encodeSpan(span);
  return {
    ...(more as Stored),
    is: grounding,
    ...(span ? { at: encodeSpan(span) } : {}),
    ...(score === undefined ? {} : { score }),
  };
}
function decodeAlignment(stored: Json): Alignment {
  if (Array.isArray(stored)) return { grounding: 'exact', span: decodeSpan(stored) };
  const { is, at, ...more } = stored as Stored;
  return { ...more, grounding: is as Alignment['grounding'], span: at ? decodeSpan(at as readonly Json[]) : null };
}

/** `[start, end]` for a verified number, else what it is and where. */
function encodeValueCheck(check: ValueCheck): Json {
  const { check: is, span, ...more } = check;
  if (is === 'verified' && span && isEmpty(more)) return encodeSpan(span);
  return { ...defined(more), is, ...(span ? { at: encodeSpan(span) } : {}) };
}
function decodeValueCheck(stored: Json): ValueCheck {
  if (Array.isArray(stored)) return { check: 'verified', span: decodeSpan(stored) };
  const { is, at, ...more } = stored as Stored;
  return { ...more, check: is as ValueCheck['check'], span: at ? decodeSpan(at as readonly Json[]) : null };
}

/** `[number, unit]` for an exact, absolute value as printed, else its parts. */
function encodeParsed(value: ParsedValue, printed: string | null | undefined): Json {
  const { raw, number, unit, low, high, form, bound, ...more } = value;
  const plain = form === 'absolute' && bound === 'exact' && low === null && high === null && raw === printed;
  if (plain && isEmpty(more)) return [number, unit];
  return drop({
    ...more,
    number,
    unit,
    low,
    high,
    raw: raw === printed ? null : raw,
    form: form === 'absolute' ? null : form,
    bound: bound === 'exact' ? null : bound,
  });
}
function decodeParsed(stored: Json, printed: string | null | undefined): ParsedValue {
  const parts = Array.isArray(stored) ? { number: stored[0], unit: stored[1] } : stored;
  return {
    raw: printed ?? '',
    number: null,
    low: null,
    high: null,
    form: 'absolute',
    bound: 'exact',
    ...(parts as object),
  } as ParsedValue;
}

/** What a claim of the Draft says, as far as its check repeats it. */
type Said = Pick<WireClaim, 'value' | 'baseline' | 'metric' | 'dataset'> | undefined;

/** What a check says about a claim that has nothing to be said about: by far the most frequent values. */
function usual(claim: Said): Pick<ClaimCheck, 'binding' | 'direction' | 'metricIn' | 'datasetIn' | 'corrections' | 'lint'> {
  return {
    binding: 'bound',
    direction: claim?.metric == null ? 'unknown' : 'higher_better',
    metricIn: claim?.metric == null ? null : 'quote',
    datasetIn: claim?.dataset == null ? null : 'quote',
    corrections: [],
    lint: [],
  };
}

const NOT_APPLICABLE: ValueCheck = { check: 'not_applicable', span: null };
const applies = (check: ValueCheck): boolean =>
  check.check !== 'not_applicable' || check.span !== null || Object.keys(defined(check)).length > 2;

function encodeClaim(check: ClaimCheck, id: string | undefined, claim: Said): Json {
  const { id: _id, alignment, value, valueCheck, baseline, baselineCheck, ...rest } = check;
  const expected: Loose = { ...usual(claim) };
  const unusual = Object.entries(defined(rest)).filter(([name, said]) => canonicalJson(said) !== canonicalJson(expected[name]));
  return {
    ...Object.fromEntries(unusual),
    quote: encodeAlignment(alignment),
    ...(check.id === id ? {} : { id: check.id }),
    ...(value && { value: encodeParsed(value, claim?.value) }),
    ...(applies(valueCheck) && { found: encodeValueCheck(valueCheck) }),
    ...(baseline && { baseline: encodeParsed(baseline, claim?.baseline?.value) }),
    ...(applies(baselineCheck) && { baselineFound: encodeValueCheck(baselineCheck) }),
  };
}
function decodeClaim(stored: Stored, id: string | undefined, claim: Said): ClaimCheck {
  const { quote, value, found, baseline, baselineFound, ...more } = stored;
  return {
    id: id ?? '',
    ...usual(claim),
    ...(more as object),
    alignment: decodeAlignment(quote ?? null),
    value: value ? decodeParsed(value, claim?.value) : null,
    valueCheck: found ? decodeValueCheck(found) : NOT_APPLICABLE,
    baseline: baseline ? decodeParsed(baseline, claim?.baseline?.value) : null,
    baselineCheck: baselineFound ? decodeValueCheck(baselineFound) : NOT_APPLICABLE,
  };
}

/** 0 for a closed facet, `[start, end]` for a label that stands in the text, `inferred` for one that does not. */
function encodeTag(check: TagCheck): Json {
  const { support, alignment, ...more } = check;
  if (isEmpty(more) && support === null && alignment === null) return 0;
  if (isEmpty(more) && support === 'stated' && alignment) {
    const stored = encodeAlignment(alignment);
    if (Array.isArray(stored)) return stored;
  }
  if (isEmpty(more) && support === 'inferred' && alignment === null) return support;
  return drop({ ...more, support, quote: alignment && encodeAlignment(alignment) });
}
function decodeTag(stored: Json): TagCheck {
  if (stored === 0) return { support: null, alignment: null };
  if (stored === 'inferred') return { support: 'inferred', alignment: null };
  if (Array.isArray(stored)) return { support: 'stated', alignment: decodeAlignment(stored) };
  const { support, quote, ...more } = stored as Stored;
  return { ...more, support: (support ?? null) as TagCheck['support'], alignment: quote ? decodeAlignment(quote) : null };
}

function encodeTldr(check: TldrCheck): Json {
  const { alignment, numbers, ...more } = check;
  const none = alignment.grounding === 'none' && alignment.span === null && alignment.score === undefined;
  return drop({ ...more, numbers: numbers.map(encodeNumber), quote: none ? null : encodeAlignment(alignment) });
}
function decodeTldr(stored: Stored): TldrCheck {
  const { numbers, quote, ...more } = stored;
  return {
    hypeTerms: [],
    lint: [],
    ...(more as unknown as Pick<TldrCheck, 'words' | 'copyRatio'>),
    numbers: orEmpty<Stored>(numbers).map(decodeNumber),
    alignment: quote ? decodeAlignment(quote) : { grounding: 'none', span: null },
  };
}

function encodeNumber(number: TldrNumber): Json {
  const { at, span, check, ...more } = number;
  return drop({
    ...more,
    at: [at.start, at.end],
    in: span && encodeSpan(span),
    check: check === 'verified' ? null : check,
  });
}
function decodeNumber(stored: Stored): TldrNumber {
  const { at, in: place, ...more } = stored;
  const [start, end] = at as readonly [number, number];
  return {
    check: 'verified',
    ...(more as unknown as Pick<TldrNumber, 'raw'>),
    at: { start, end },
    span: place ? decodeSpan(place as readonly Json[]) : null,
  };
}

const defined = (fields: object): Stored =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Stored;
const isEmpty = (fields: object): boolean => Object.values(fields).every((value) => value === undefined);
