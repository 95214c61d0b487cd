/**
 * The five tables of an export, declared once: types, JSONL, and every later format and card derive from these schemas. Column
 * order is key order in every file. Absence is null, a list is never null, and a stretch of JSON is a string.
 */
import { z } from 'zod';

const text = z.string();
const textOrNull = z.string().nullable();
const list = z.array(z.string());
const numberOrNull = z.number().nullable();
const offset = z.int().nullable();
/** ISO 8601 with Z. */
const time = z.string().nullable();
const sha = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const reviewStatus = z.enum(['unreviewed', 'accepted', 'edited', 'rejected']);

export const PAPER_STATES = ['done', 'failed', 'waiting', 'wanted', 'no_abstract', 'withdrawn'] as const;

export const PaperRow = z.strictObject({
  paper_id: text,
  ids: list,
  title: text,
  abstract: textOrNull,
  /** As it came, before cleaning. */
  abstract_raw: textOrNull,
  abstract_source: z.enum(['author', 'hf_ai_summary', 'none']),
  abstract_sha256: sha.nullable(),
  authors: list,
  categories: list,
  published: textOrNull,
  updated: textOrNull,
  license: textOrNull,
  urls: z.array(z.strictObject({ kind: text, url: text })),
  source: text,
  source_version: z.int().nullable(),
  state: z.enum(PAPER_STATES),
  state_reason: textOrNull,
  tldr: textOrNull,
  model_tldr: textOrNull,
  /** Numbers of the TL;DR: `verified`, `missing`, or `not_applicable` when it has none. */
  tldr_number_check: z.enum(['verified', 'missing', 'not_applicable']).nullable(),
  tldr_review_status: reviewStatus,
  tldr_translations: z.array(z.strictObject({ lang: text, tldr: text, number_check: text })),
  /** `facet:label` */
  tags: list,
  model_tags: list,
  n_claims: z.int(),
  claims_status: z.enum(['stated', 'none_stated', 'not_requested']),
  review_status: reviewStatus,
  review_mode: textOrNull,
  reviewer_id: textOrNull,
  reviewed_at: time,
  engine: textOrNull,
  model: textOrNull,
  prompt_id: textOrNull,
  prompt_sha256: textOrNull,
  run_id: textOrNull,
  enriched_at: time,
  input_sha256: textOrNull,
  vocabulary_version: text,
  stale: z.boolean(),
  withdrawn: z.boolean(),
  retracted: z.boolean(),
  flags: list,
});
export type PaperRow = z.infer<typeof PaperRow>;

export const ClaimRow = z.strictObject({
  claim_id: text,
  paper_id: text,
  run_id: text,
  engine: text,
  model: textOrNull,
  statement: text,
  kind: text,
  attribution: text,
  subject: text,
  task: textOrNull,
  dataset: textOrNull,
  split: textOrNull,
  metric: textOrNull,
  value_raw: textOrNull,
  value_number: numberOrNull,
  value_low: numberOrNull,
  value_high: numberOrNull,
  unit: textOrNull,
  form: textOrNull,
  bound: textOrNull,
  baseline_name: textOrNull,
  baseline_raw: textOrNull,
  baseline_number: numberOrNull,
  baseline_scope: textOrNull,
  direction: text,
  outcome: text,
  conditions: textOrNull,
  quote: text,
  quote_from: textOrNull,
  /** Code points over the cleaned field `quote_from`, end exclusive; null when the quote was not found. */
  evidence_start: offset,
  evidence_end: offset,
  value_start: offset,
  value_end: offset,
  /** Code points of the quote over the text as it came. */
  raw_start: offset,
  raw_end: offset,
  abstract_sha256: textOrNull,
  grounding: text,
  grounding_score: numberOrNull,
  number_check: text,
  baseline_check: text,
  binding: text,
  binding_reason: textOrNull,
  verified: z.boolean(),
  comparable_key: textOrNull,
  verification_tier: text,
  corrections: list,
  lint: list,
  review_status: reviewStatus,
  stale: z.boolean(),
  origin: z.enum(['model', 'human', 'model_edited']),
});
export type ClaimRow = z.infer<typeof ClaimRow>;

export const TagRow = z.strictObject({
  paper_id: text,
  facet: text,
  label: text,
  vocab_id: textOrNull,
  role: textOrNull,
  support: z.enum(['stated', 'inferred']).nullable(),
  quote: textOrNull,
  evidence_start: offset,
  evidence_end: offset,
  evidence_from: textOrNull,
  status: z.enum(['active', 'proposed', 'rejected']),
  source: z.enum(['model', 'human', 'rule', 'import']),
  engine: textOrNull,
  review_status: reviewStatus,
});
export type TagRow = z.infer<typeof TagRow>;

export const ReviewRow = z.strictObject({
  event_id: text,
  paper_id: text,
  field: text,
  action: text,
  before: textOrNull,
  after: textOrNull,
  actor: text,
  at: text,
  guideline_version: textOrNull,
  review_mode: text,
  undoes: textOrNull,
  reason: textOrNull,
});
export type ReviewRow = z.infer<typeof ReviewRow>;

export const RunRow = z.strictObject({
  run_id: text,
  engine: text,
  model: textOrNull,
  engine_sha256: text,
  provider: textOrNull,
  parameters: text,
  prompt_id: text,
  prompt_sha256: text,
  schema_sha256: text,
  vocabulary_version: text,
  precis_version: text,
  state: text,
  started: text,
  ended: time,
  tickets: z.int(),
  calls: z.int(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  cost_usd: numberOrNull,
});
export type RunRow = z.infer<typeof RunRow>;

/** Tables of an export in the order they are written. */
export const TABLES = { papers: PaperRow, claims: ClaimRow, tags: TagRow, reviews: ReviewRow, runs: RunRow } as const;
export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

export type Row = PaperRow | ClaimRow | TagRow | ReviewRow | RunRow;
