/**
 * One row of the call log: what a server answered, as soon as it answered, and what it cost. Append-only; a completed call of an
 * Enrichment key is replayed and never bought again.
 */
import type { Completion, Rung, Usage } from './completion.ts';
import { NO_USAGE } from './completion.ts';
import type { ErrorCode } from './errors.ts';
import type { Hash } from './hash.ts';

/** A call about to be logged. */
export interface Call {
  readonly requestHash: Hash;
  /** Request this one repairs or repeats with a larger cap. */
  readonly parent: Hash | null;
  readonly enrichmentKey: string;
  readonly paperPk: number;
  readonly runId: string;
  readonly engineHash: Hash;
  readonly endpoint: string | null;
  readonly attempt: number;
  /** Null when a reply arrived, else why not. */
  readonly code: ErrorCode | null;
  readonly message: string | null;
  readonly content: string | null;
  readonly refusal: string | null;
  readonly finishReason: string | null;
  readonly rung: Rung | null;
  readonly servedModel: string | null;
  readonly fingerprint: string | null;
  readonly usage: Usage;
  readonly costUsd: number | null;
  readonly latencyMs: number;
}

/** A logged call. */
export interface LoggedCall extends Call {
  readonly id: number;
  readonly atMs: number;
}

/** The Completion a logged call stands for. */
export function completionOf(call: LoggedCall): Completion {
  return {
    content: call.content ?? '',
    finishReason: call.finishReason,
    refusal: call.refusal,
    usage: call.usage ?? NO_USAGE,
    rung: call.rung ?? 'json_schema',
    servedModel: call.servedModel,
    fingerprint: call.fingerprint,
    latencyMs: call.latencyMs,
  };
}
