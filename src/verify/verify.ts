/**
 * The checks of one Draft: quote found, number found, number bound. Pure, without model, key or network; also the package entry
 * `precis/verify`, which runs in a browser and checks anybody's rows.
 * Invariant: nothing is dropped; what fails a check is marked and says why.
 */
import type { Alignment, ClaimCheck, DraftChecks, Texts, ValueCheck } from '../domain/check.ts';
import type { Draft, WireClaim } from '../domain/draft.ts';
import { flattenTags } from '../domain/tag.ts';
import { alignQuotes } from './align.ts';
import { type BindingFinding, bindClaim } from './bind.ts';
import { listAround } from './cells.ts';
import { findValue, type ValueFinding } from './check-value.ts';
import { findDirection } from './direction.ts';
import { lintClaim } from './lint.ts';
import { findMentions, type NameKind } from './mention.ts';
import { plainRange } from './plain-text.ts';
import { readSource, type Source, type SourceField } from './source-text.ts';
import { checkTags } from './tags.ts';
import { checkTldr } from './tldr.ts';
import { parseValue } from './value.ts';

/** How a Draft is to be read. */
export interface VerifyOptions {
  /** Language of the TL;DR, BCP-47. */
  readonly language: string;
}

/** Checks a Draft against the cleaned texts it was made from; `claimIds` are in draft order. */
export function verifyDraft(draft: Draft, claimIds: readonly string[], texts: Texts, { language }: VerifyOptions): DraftChecks {
  return {
    tldr: draft.tldr === undefined ? null : checkTldr(draft.tldr, texts, language),
    tags: draft.tags === undefined ? null : checkTags(flattenTags(draft.tags), texts),
    claims: draft.claims === undefined ? null : verifyClaims(draft.claims, claimIds, texts),
  };
}

/** Checks the rows of one paper; quotes are aligned together, so that repeated wording takes successive places. */
export function verifyClaims(claims: readonly WireClaim[], claimIds: readonly string[], texts: Texts): ClaimCheck[] {
  const source = readSource(texts);
  const alignments = alignQuotes(
    claims.map(({ quote }) => quote),
    texts,
  );
  return claims.map((claim, i) => checkClaim(claim, claimIds[i] ?? '', alignments[i] ?? NONE, source, claims.slice(0, i)));
}

/** Checks one row, anybody's. */
export function verifyClaim(claim: WireClaim, id: string, texts: Texts): ClaimCheck {
  return verifyClaims([claim], [id], texts)[0] as ClaimCheck;
}

const NONE: Alignment = { grounding: 'none', span: null };

function checkClaim(claim: WireClaim, id: string, alignment: Alignment, source: Source, earlier: readonly WireClaim[]): ClaimCheck {
  const { span } = alignment;
  const field = span?.field === 'title' ? source.title : source.abstract;
  const value = findValue(claim.value, alignment, source);
  const baseline = findValue(claim.baseline?.value ?? null, alignment, source);
  const bound: BindingFinding = span
    ? bindClaim({ claim, field, span, value, baseline })
    : { binding: value.claimed.length > 0 ? 'unbound' : 'not_applicable', reason: 'The quote was not found.' };
  const parsed = parse(claim.value, claim, value, bound, field);
  const parsedBaseline = parse(claim.baseline?.value ?? null, claim, baseline, null, field);
  const direction = findDirection(claim.metric, claim.quote);
  const corrections = [value.correction, baseline.correction].flatMap((correction) => correction ?? []);
  return {
    id,
    alignment,
    value: parsed,
    valueCheck: narrow(value.check, bound, field),
    baseline: parsedBaseline,
    baselineCheck: baseline.check,
    binding: bound.binding,
    ...(bound.reason && bound.binding !== 'bound' && bound.binding !== 'not_applicable' ? { bindingReason: bound.reason } : {}),
    direction,
    metricIn: placeOf(claim.metric, 'metric', field, alignment, source),
    datasetIn: placeOf(claim.dataset, 'dataset', field, alignment, source),
    corrections: [...new Set(corrections)],
    lint: lintClaim(claim, { value: parsed, baseline: parsedBaseline, direction, quoteFound: span !== null, earlier }),
  };
}

function parse(raw: string | null, claim: WireClaim, finding: ValueFinding, bound: BindingFinding | null, field: SourceField) {
  if (raw === null) return null;
  const place = bound?.place ?? finding.places[0];
  const { text } = field.plain;
  const list = place ? listAround(place, field.quantities, text) : undefined;
  return parseValue(raw, { quote: claim.quote, metric: claim.metric, place, text, list });
}

/** The span of the very number that binding settled on, where the sentence prints it more than once. */
function narrow(check: ValueCheck, { place }: BindingFinding, field: SourceField): ValueCheck {
  const isOne = place && (check.check === 'verified' || check.check === 'normalised') && check.span && place.low === null;
  if (!isOne || !check.span) return check;
  const span = field.spanOf(place.start, place.end);
  return check.span.end - check.span.start > span.end - span.start + 1 ? check : { ...check, span };
}

/** Whether a name stands in the quote, else in title or abstract, else nowhere. */
function placeOf(
  name: string | null,
  kind: NameKind,
  field: SourceField,
  { span }: Alignment,
  source: Source,
): ClaimCheck['metricIn'] {
  if (name === null || name.trim() === '') return null;
  if (span && findMentions(name, kind, field, plainRange(field.plain, span)).length > 0) return 'quote';
  const anywhere = [source.abstract, source.title].some(
    (one) => findMentions(name, kind, one, { start: 0, end: one.plain.text.length }).length > 0,
  );
  return anywhere ? 'abstract' : 'absent';
}
