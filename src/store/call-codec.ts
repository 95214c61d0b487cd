/** The call log: rows to and from LoggedCall. What the recipe of its run says already is not stored again. */
import type { Call, LoggedCall } from '../domain/call.ts';
import type { ErrorCode } from '../domain/errors.ts';
import { enrichmentKey, type Hash } from '../domain/hash.ts';
import type { Recipe } from '../domain/run.ts';
import type { PaperVersion } from '../store-port.ts';
import { type StoredKey, unpackKey } from './keys.ts';
import type { KnownRun } from './known-run.ts';

/** A logged call as it is stored. */
export interface CallRow {
  readonly id: number;
  readonly enrichment_key: StoredKey;
  readonly request: StoredKey;
  readonly parent: StoredKey | null;
  readonly paper_pk: number;
  readonly run: number;
  readonly engine: StoredKey | null;
  readonly attempt: number;
  readonly code: ErrorCode | null;
  readonly finish_reason: string | null;
  readonly rung: Call['rung'];
  readonly prompt_tokens: number;
  readonly cached_tokens: number;
  readonly completion_tokens: number;
  readonly reasoning_tokens: number;
  readonly cost_usd: number | null;
  readonly latency_ms: number;
  readonly at_ms: number;
  readonly endpoint: string | null;
  readonly served_model: string | null;
  readonly fingerprint: string | null;
  readonly message: string | null;
  readonly refusal: string | null;
  readonly content: string | null;
}

/** Columns that a call decides; keys are text still. */
export type CallColumns = Omit<CallRow, 'id' | 'at_ms' | 'run' | 'enrichment_key' | 'request' | 'parent' | 'engine'> & {
  readonly enrichment_key: string;
  readonly request: string;
  readonly parent: string | null;
  readonly engine: string | null;
};

/** Stored form of a call of a run with that recipe. */
export function encodeCall(call: Call, recipe: Recipe): CallColumns {
  const { usage } = call;
  return {
    enrichment_key: call.enrichmentKey,
    request: call.requestHash,
    parent: call.parent,
    paper_pk: call.paperPk,
    engine: call.engineHash === recipe.engineHash ? null : call.engineHash,
    attempt: call.attempt,
    code: call.code,
    finish_reason: call.finishReason,
    rung: call.rung,
    prompt_tokens: usage.promptTokens,
    cached_tokens: usage.cachedTokens,
    completion_tokens: usage.completionTokens,
    reasoning_tokens: usage.reasoningTokens,
    cost_usd: call.costUsd,
    latency_ms: call.latencyMs,
    endpoint: unlessRuns(call.endpoint, recipe.endpoint),
    served_model: unlessRuns(call.servedModel, recipe.model),
    fingerprint: call.fingerprint,
    message: call.message,
    refusal: call.refusal,
    content: call.content,
  };
}

/** Null for what the run says already, an empty text for nothing. */
const unlessRuns = (value: string | null, runs: string | null): string | null => (value === runs ? null : (value ?? ''));
/** What a stored value stands for. */
export const orRuns = (stored: string | null, runs: string | null): string | null => (stored === null ? runs : stored || null);

/** The call again. */
export function decodeCall(row: CallRow, { id: runId, recipe }: KnownRun): LoggedCall {
  return {
    id: row.id,
    atMs: row.at_ms,
    requestHash: unpackKey('sha256:', row.request),
    parent: row.parent === null ? null : unpackKey('sha256:', row.parent),
    enrichmentKey: unpackKey('e-', row.enrichment_key),
    paperPk: row.paper_pk,
    runId,
    engineHash: row.engine === null ? recipe.engineHash : unpackKey('sha256:', row.engine),
    endpoint: orRuns(row.endpoint, recipe.endpoint),
    attempt: row.attempt,
    code: row.code,
    message: row.message,
    content: row.content,
    refusal: row.refusal,
    finishReason: row.finish_reason,
    rung: row.rung,
    servedModel: orRuns(row.served_model, recipe.model),
    fingerprint: row.fingerprint,
    usage: {
      promptTokens: row.prompt_tokens,
      cachedTokens: row.cached_tokens,
      completionTokens: row.completion_tokens,
      reasoningTokens: row.reasoning_tokens,
    },
    costUsd: row.cost_usd,
    latencyMs: row.latency_ms,
  };
}

/** A reply that can be checked again, with the text and prompt it was an answer to. */
export interface Revalidation {
  readonly call: LoggedCall;
  readonly paper: PaperVersion;
  readonly promptHash: Hash;
}

/** The text and prompt that the key of a call was made from, among the versions of its paper; null when none of them fits. */
export function askedFor(call: LoggedCall, versions: readonly PaperVersion[], { recipe }: KnownRun): Revalidation | null {
  for (const paper of versions)
    for (const { hash } of recipe.prompts)
      if (enrichmentKey(paper.contentHash, hash, call.engineHash) === call.enrichmentKey) return { call, paper, promptHash: hash };
  return null;
}
