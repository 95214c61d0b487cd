/**
 * One claim of the current view -> its exported row: the model's words, what code computed, what a person replaced. Offsets count
 * code points over the cleaned field the quote stands in; the statement is composed for people to read.
 */
import type { PaperBundle, PaperVersion } from './bundle.ts';
import { isVerified, type ParsedValue } from './check.ts';
import type { ViewClaim } from './current.ts';
import type { WireClaim } from './draft.ts';
import type { Enrichment } from './enrichment.ts';
import { exportedStatus, textHash } from './exported.ts';
import { shortId } from './hash.ts';
import type { Json } from './json.ts';
import { toRawSpan } from './offsets.ts';
import type { ClaimRow } from './row.ts';
import { labelKey } from './vocabulary.ts';

/** Columns a person can replace, by their name in the review events. */
const REPLACEABLE: ReadonlySet<string> = new Set([
  ...['statement', 'kind', 'attribution', 'subject', 'task', 'dataset', 'split', 'metric', 'value_raw', 'value_number', 'unit'],
  ...['baseline_name', 'baseline_raw', 'baseline_number', 'direction', 'outcome', 'conditions'],
]);

/** @throws nothing; a claim without checks cannot exist */
export function claimRow(bundle: PaperBundle, view: ViewClaim, enrichment: Enrichment, version: PaperVersion): ClaimRow {
  const claim = enrichment.draft.claims?.[view.at] as WireClaim;
  const check = enrichment.checks.claims?.[view.at];
  if (!check) throw new TypeError(`claim ${view.id} has no checks`);
  const { span } = check.alignment;
  const raw = span?.field === 'abstract' ? toRawSpan(version.abstractMap, span) : null;
  const valueSpan = check.valueCheck.elsewhere ? null : check.valueCheck.span;
  const row: ClaimRow = {
    claim_id: view.id,
    paper_id: bundle.paperId,
    run_id: enrichment.runId,
    engine: enrichment.engine,
    model: enrichment.servedModel ?? enrichment.model,
    statement: composeStatement(claim, check.value),
    kind: claim.kind,
    attribution: claim.attribution,
    subject: claim.subject,
    task: claim.task,
    dataset: claim.dataset,
    split: claim.split,
    metric: claim.metric,
    value_raw: claim.value,
    ...valueColumns(check.value),
    baseline_name: claim.baseline?.name ?? null,
    baseline_raw: claim.baseline?.value ?? null,
    baseline_number: check.baseline?.number ?? null,
    baseline_scope: scopeOf(claim, check.value),
    direction: check.direction,
    outcome: claim.outcome,
    conditions: claim.conditions,
    quote: claim.quote,
    quote_from: span?.field ?? null,
    evidence_start: span?.start ?? null,
    evidence_end: span?.end ?? null,
    value_start: valueSpan?.start ?? null,
    value_end: valueSpan?.end ?? null,
    raw_start: raw?.start ?? null,
    raw_end: raw?.end ?? null,
    abstract_sha256: textHash(version.abstract),
    grounding: check.alignment.grounding,
    grounding_score: check.alignment.score ?? null,
    number_check: check.valueCheck.check,
    baseline_check: check.baselineCheck.check,
    binding: check.binding,
    binding_reason: check.bindingReason ?? null,
    verified: isVerified(check) && view.review !== 'rejected' && !enrichment.flags.includes('suspect'),
    comparable_key: comparableKey(claim),
    verification_tier: 'self_reported',
    corrections: [...check.corrections],
    lint: [...check.lint],
    review_status: exportedStatus(view.review),
    stale: view.stale,
    origin: view.review === 'edited' ? 'model_edited' : 'model',
  };
  return replaceColumns(row, view.changes);
}

/** A person's columns replace the model's; the row is then not `verified` by code unless the numbers stayed. */
function replaceColumns(row: ClaimRow, changes: Readonly<Record<string, Json>>): ClaimRow {
  const replaced = Object.entries(changes).filter(([column]) => REPLACEABLE.has(column));
  if (replaced.length === 0) return row;
  const bound = new Set([
    'value_raw',
    'value_number',
    'unit',
    'metric',
    'dataset',
    'baseline_name',
    'baseline_raw',
    'baseline_number',
  ]);
  return { ...row, ...Object.fromEntries(replaced), verified: row.verified && !replaced.some(([column]) => bound.has(column)) };
}

function valueColumns(
  value: ParsedValue | null,
): Pick<ClaimRow, 'value_number' | 'value_low' | 'value_high' | 'unit' | 'form' | 'bound'> {
  return {
    value_number: value?.number ?? null,
    value_low: value?.low ?? null,
    value_high: value?.high ?? null,
    unit: value?.unit ?? null,
    form: value?.form ?? null,
    bound: value?.bound ?? null,
  };
}

/** What the value is compared with; a delta always is compared with something. */
function scopeOf(claim: WireClaim, value: ParsedValue | null): string | null {
  const name = claim.baseline?.name;
  if (name) {
    if (/state[- ]of[- ]the[- ]art|\bsota\b|previous|prior|existing/i.test(name)) return 'prior_sota';
    if (/\bhumans?\b|expert|radiologist|clinician|annotator/i.test(name)) return 'human';
    return /\bwithout\b|ablat/i.test(name) ? 'ablation' : 'named';
  }
  const isDelta = value?.form === 'delta_abs' || value?.form === 'delta_rel' || value?.form === 'ratio';
  return claim.baseline || isDelta ? 'unspecified' : null;
}

/** Rows compare only where task, dataset and metric are stated; absent otherwise. */
function comparableKey(claim: WireClaim): string | null {
  if (!claim.task || !claim.dataset || !claim.metric) return null;
  return shortId('k-', [claim.task, claim.dataset, claim.split ?? '', claim.metric].map(labelKey));
}

/** A sentence for people, from the parts of the row; the quote stays the evidence. */
export function composeStatement(claim: WireClaim, value: ParsedValue | null): string {
  if (claim.value === null) return claim.quote.length <= 200 ? claim.quote : `${[...claim.quote].slice(0, 199).join('')}…`;
  const where = claim.dataset ? ` on ${claim.dataset}${claim.split ? ` (${claim.split})` : ''}` : '';
  const { name, value: baseline } = claim.baseline ?? { name: null, value: null };
  const against = name && baseline ? ` against ${baseline} for ${name}` : (name ?? baseline) ? ` against ${name ?? baseline}` : '';
  const conditions = claim.conditions ? ` (${claim.conditions})` : '';
  return `${claim.subject}: ${measureOf(claim, value)}${where}${against}${conditions}.`;
}

/** "78.9% recall@10" for a level, "recall@10 improves by 7.5 points" for a change. */
function measureOf({ metric, outcome, value }: WireClaim, parsed: ParsedValue | null): string {
  const isChange = parsed !== null && CHANGES.has(parsed.form);
  if (!isChange) return metric ? `${value} ${metric}` : `${value}`;
  return `${metric ? `${metric} ` : ''}${VERBS[outcome] ?? 'changes by'} ${value}`;
}

const CHANGES: ReadonlySet<string> = new Set(['delta_abs', 'delta_rel']);
const VERBS: Readonly<Record<string, string>> = { improves: 'improves by', degrades: 'degrades by' };
