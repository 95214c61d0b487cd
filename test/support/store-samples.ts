/** Invented papers, recipes, calls and Enrichments for tests of the record. Equal arguments give equal values. */
import type { Call } from '../../src/domain/call.ts';
import { CHECKS_REVISION, type DraftChecks } from '../../src/domain/check.ts';
import type { Draft, WireClaim } from '../../src/domain/draft.ts';
import { claimIdsOf, type Enrichment } from '../../src/domain/enrichment.ts';
import { enrichmentKey, type Hash, hashOf } from '../../src/domain/hash.ts';
import { canonicalJson } from '../../src/domain/json.ts';
import { type Ignored, type Listing, type Malformed, NO_FACTS } from '../../src/domain/listing.ts';
import { type Paper, paperOf } from '../../src/domain/paper.ts';
import type { ReviewEvent } from '../../src/domain/review-event.ts';
import type { Recipe } from '../../src/domain/run.ts';
import type { Term } from '../../src/domain/vocabulary.ts';
import type { Claim, Want } from '../../src/store-port.ts';

/** A hash that stands for a name. */
export const named = (name: string): Hash => hashOf(`test ${name}`);

/** A recipe of one prompt and a model. */
export function sampleRecipe(more: Partial<Recipe> = {}): Recipe {
  return {
    prompts: [{ name: 'enrich.v1', hash: named('enrich.v1'), language: 'en', source: '---\ntask: enrich\n---\nQuote.' }],
    engine: 'openai',
    schemaHash: named('schema'),
    engineHash: named('scripted-model'),
    model: 'scripted-model',
    parameters: {},
    endpoint: 'http://127.0.0.1:9/v1',
    precisVersion: '0.0.0',
    vocabularyVersion: 'v1+0',
    tier: null,
    budgetUsd: null,
    ...more,
  };
}

/** The recipe of a run without a model. */
export const extractiveRecipe = (): Recipe =>
  sampleRecipe({ engine: 'extractive', engineHash: named('extractive'), model: null, endpoint: null });

/** What a run wants of its papers. */
export const wantOf = (run: { readonly id: string; readonly recipe: Recipe }): Want => ({
  runId: run.id,
  engineHash: run.recipe.engineHash,
  prompts: run.recipe.prompts,
});

/** A Listing of an invented paper; raw texts follow the cleaned ones unless they are given. */
export function sampleListing(more: Partial<Listing> = {}): Listing {
  const title = more.title ?? 'Tidewater: Sparse Routing for Harbour Logs';
  const abstract =
    more.abstract === undefined ? 'Harbour logs are long. On HarbourQA it raises accuracy from 61.5% to 70.2%.' : more.abstract;
  return {
    ...NO_FACTS,
    kind: 'listing',
    sourceFormat: 'hf-paste',
    locator: { index: 0, start: 0, end: 100 },
    title,
    titleRaw: title,
    abstract,
    abstractRaw: abstract,
    abstractMap: null,
    abstractSource: abstract === null ? 'none' : 'author',
    flags: [],
    ...more,
  };
}

/** An invented paper. */
export const samplePaper = (more: Partial<Listing> = {}): Paper => paperOf(sampleListing(more));

/** The n-th of many invented papers: each with a text and an arXiv id of its own. */
export const paperNumber = (n: number, more: Partial<Listing> = {}): Paper =>
  samplePaper({
    title: `Paper ${n} on tides`,
    abstract: `Abstract ${n}: it raises accuracy from ${n}% to ${n + 1}%.`,
    ids: { arxiv: `2601.${String(n).padStart(5, '0')}` },
    ...more,
  });

/** A block that could not be read. */
export const sampleReject = (more: Partial<Malformed> = {}): Malformed => ({
  kind: 'malformed',
  code: 'listing.malformed',
  reason: 'a title without an abstract',
  locator: { index: 3, start: 210, end: 240 },
  raw: 'A Title Alone',
  ...more,
});

/** A line of page furniture. */
export const sampleFurniture = (): Ignored => ({ kind: 'ignored', what: 'votes', locator: { index: 0, start: 0, end: 3 } });

/** A claim as a model gives it. */
export const sampleClaim = (more: Partial<WireClaim> = {}): WireClaim => ({
  quote: 'On HarbourQA it raises accuracy from 61.5% to 70.2%.',
  kind: 'comparison',
  attribution: 'this_paper',
  subject: 'Tidewater',
  task: null,
  dataset: 'HarbourQA',
  split: null,
  metric: 'accuracy',
  value: '70.2%',
  baseline: { name: null, value: '61.5%' },
  outcome: 'improves',
  conditions: null,
  ...more,
});

/** A Draft of all three sections. */
export const sampleDraft = (more: Partial<Draft> = {}): Draft => ({
  tldr: 'Tidewater reads harbour logs with fewer tokens and higher accuracy.',
  tags: {
    contribution: { primary: 'method', also: [] },
    modality: ['text'],
    domain: ['Computer Science'],
    setting: [],
    language: ['English'],
    task: [{ label: 'question answering', quote: null }],
    method: [{ label: 'tidal gating', quote: null }],
    dataset: [{ label: 'HarbourQA', role: 'evaluated_on', quote: null }],
    model: [],
  } as unknown as NonNullable<Draft['tags']>,
  claims: [sampleClaim()],
  ...more,
});

/** Checks that fit a Draft: every claim verified at an invented place. */
export function sampleChecks(draft: Draft, claimIds: readonly string[]): DraftChecks {
  return {
    tldr:
      draft.tldr === undefined
        ? null
        : { words: 10, copyRatio: 0.25, numbers: [], hypeTerms: [], lint: [], alignment: { grounding: 'none', span: null } },
    tags: draft.tags ? Array.from({ length: 7 }, () => ({ support: null, alignment: null })) : null,
    claims:
      draft.claims?.map((claim, at) => ({
        id: claimIds[at] ?? '',
        alignment: { grounding: 'exact', span: { field: 'abstract', start: 23, end: 75 } },
        value: { raw: claim.value ?? '', number: 70.2, low: null, high: null, unit: 'percent', form: 'absolute', bound: 'exact' },
        valueCheck: { check: 'verified', span: { field: 'abstract', start: 68, end: 73 } },
        baseline: null,
        baselineCheck: { check: 'not_applicable', span: null },
        binding: 'bound',
        direction: 'higher_better',
        metricIn: 'quote',
        datasetIn: 'quote',
        corrections: [],
        lint: [],
      })) ?? null,
  };
}

/** Where an Enrichment comes from: a claimed ticket, or anything with the same facts. */
export type Asked = Pick<Claim, 'runId' | 'promptHash' | 'engineHash'> & { readonly paper: Pick<Claim['paper'], 'contentHash'> };

/** The Enrichment of what a ticket asks for. */
export function sampleEnrichment(asked: Asked, recipe: Recipe, more: Partial<Enrichment> = {}): Enrichment {
  const prompt = recipe.prompts.find(({ hash }) => hash === asked.promptHash);
  const key = enrichmentKey(asked.paper.contentHash, asked.promptHash, asked.engineHash);
  const draft = more.draft ?? sampleDraft();
  const claimIds = claimIdsOf(key, draft.claims ?? []);
  return {
    key,
    checksRevision: CHECKS_REVISION,
    contentHash: asked.paper.contentHash,
    promptHash: asked.promptHash,
    promptName: prompt?.name ?? 'enrich.v1',
    engineHash: asked.engineHash,
    engine: recipe.engine,
    model: recipe.model,
    servedModel: null,
    rung: null,
    language: prompt?.language ?? 'en',
    yields: (['tldr', 'tags', 'claims'] as const).filter((section) => draft[section] !== undefined),
    draft,
    checks: sampleChecks(draft, claimIds),
    claimIds,
    repairs: [],
    flags: [],
    callId: null,
    runId: asked.runId,
    createdAtMs: 1_767_225_600_000,
    ...more,
  };
}

/** The call that brought a Draft. */
export function sampleCall(claim: Claim, recipe: Recipe, more: Partial<Call> = {}): Call {
  return {
    requestHash: hashOf(['request', claim.enrichmentKey]),
    parent: null,
    enrichmentKey: claim.enrichmentKey,
    paperPk: claim.paper.paperPk,
    runId: claim.runId,
    engineHash: claim.engineHash,
    endpoint: recipe.endpoint,
    attempt: 1,
    code: null,
    message: null,
    content: canonicalJson(sampleDraft()),
    refusal: null,
    finishReason: 'stop',
    rung: 'json_schema',
    servedModel: 'scripted-model-2026',
    fingerprint: 'fp_1',
    usage: { promptTokens: 900, cachedTokens: 512, completionTokens: 450, reasoningTokens: 0 },
    costUsd: 0.001,
    latencyMs: 812,
    ...more,
  };
}

/** What a person decided. */
export const sampleEvent = (more: Partial<ReviewEvent> & Pick<ReviewEvent, 'eventId' | 'paperPk'>): ReviewEvent => ({
  enrichmentKey: null,
  field: 'tldr',
  action: 'accept',
  before: null,
  after: null,
  actor: 'ada',
  mode: 'assisted',
  guidelineVersion: null,
  groupId: null,
  undoes: null,
  reason: null,
  note: null,
  ...more,
});

/** An accepted term. */
export const sampleTerm = (more: Partial<Term> = {}): Term => ({
  id: 'task:question-answering',
  facet: 'task',
  label: 'Question answering',
  aliases: ['QA'],
  definition: 'Answering a question from a text.',
  include: null,
  exclude: null,
  example: null,
  parent: null,
  status: 'active',
  merged_into: null,
  ...more,
});
