/** The call log: append-only, one row per reply or failure, with what it cost. Totals of a run are kept on the run. */
import type { Call, LoggedCall } from '../../domain/call.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { enrichmentKey, type Hash } from '../../domain/hash.ts';
import type { PaperVersion } from '../../store-port.ts';
import { packKey, unpackKey } from '../keys.ts';
import { followMerge } from './events.ts';
import { existingRun, runByNumber, type Session } from './session.ts';
import { versionsOf } from './versions.ts';

interface CallRow {
  readonly id: number;
  readonly enrichment_key: Uint8Array | string;
  readonly request: Uint8Array | string;
  readonly parent: Uint8Array | string | null;
  readonly paper_pk: number;
  readonly run: number;
  readonly engine: Uint8Array | string | null;
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

/** Appends a call and returns its id. */
export function insertCall(session: Session, call: Call): number {
  const { db, clock } = session;
  const { n, recipe } = existingRun(session, call.runId);
  const { usage } = call;
  const { lastId } = db.run(
    `INSERT INTO calls (enrichment_key, request, parent, paper_pk, run, engine, attempt, code, finish_reason, rung, prompt_tokens,
       cached_tokens, completion_tokens, reasoning_tokens, cost_usd, latency_ms, at_ms, endpoint, served_model, fingerprint, message,
       refusal, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    packKey('e-', call.enrichmentKey),
    packKey('sha256:', call.requestHash),
    call.parent && packKey('sha256:', call.parent),
    call.paperPk,
    n,
    call.engineHash === recipe.engineHash ? null : packKey('sha256:', call.engineHash),
    call.attempt,
    call.code,
    call.finishReason,
    call.rung,
    usage.promptTokens,
    usage.cachedTokens,
    usage.completionTokens,
    usage.reasoningTokens,
    call.costUsd,
    call.latencyMs,
    clock.now(),
    unlessRuns(call.endpoint, recipe.endpoint),
    unlessRuns(call.servedModel, recipe.model),
    call.fingerprint,
    call.message,
    call.refusal,
    call.content,
  );
  db.run(
    `UPDATE runs SET calls = calls + 1, prompt_tokens = prompt_tokens + ?, cached_tokens = cached_tokens + ?,
       completion_tokens = completion_tokens + ?, cost_usd = cost_usd + ?, unpriced = unpriced + ? WHERE n = ?`,
    usage.promptTokens,
    usage.cachedTokens,
    usage.completionTokens,
    call.costUsd ?? 0,
    call.costUsd === null ? 1 : 0,
    n,
  );
  return lastId;
}

/** Null for what the run says already, an empty text for nothing. */
const unlessRuns = (value: string | null, runs: string | null): string | null => (value === runs ? null : (value ?? ''));
/** What a stored value stands for. */
export const orRuns = (stored: string | null, runs: string | null): string | null => (stored === null ? runs : stored || null);

/** Calls of a key after a call, oldest first. */
export function callsOf(session: Session, key: string, afterId: number): LoggedCall[] {
  return session.db
    .all<CallRow>('SELECT * FROM calls WHERE enrichment_key = ? AND id > ? ORDER BY id', packKey('e-', key), afterId)
    .map((row) => fromRow(session, row));
}

/** A reply that can be checked again, with the text and prompt it was an answer to. */
export interface Revalidation {
  readonly call: LoggedCall;
  readonly paper: PaperVersion;
  readonly promptHash: Hash;
}

/** Replies after a call whose key has no Enrichment under a checks revision, and the last call looked at; null at the end. */
export function revalidationsAfter(
  session: Session,
  revision: number,
  afterId: number,
  limit: number,
): { readonly page: Revalidation[]; readonly last: number } | null {
  const rows = session.db.all<CallRow>(
    `SELECT * FROM calls c WHERE id > ? AND code IS NULL AND content IS NOT NULL AND NOT EXISTS
       (SELECT 1 FROM enrichments e WHERE e.key = c.enrichment_key AND e.revision = ?) ORDER BY id LIMIT ?`,
    afterId,
    revision,
    limit,
  );
  const last = rows.at(-1);
  if (!last) return null;
  const page = rows.flatMap((row) => {
    const call = fromRow(session, row);
    const asked = askedFor(session, call, row.run);
    return asked ? [{ call, ...asked }] : [];
  });
  return { page, last: last.id };
}

/** The text and prompt that a key was made from. */
function askedFor(session: Session, call: LoggedCall, run: number): Omit<Revalidation, 'call'> | null {
  const paperPk = followMerge(session, call.paperPk);
  if (paperPk === null) return null;
  const { prompts } = runByNumber(session, run).recipe;
  for (const paper of versionsOf(session, paperPk))
    for (const { hash } of prompts)
      if (enrichmentKey(paper.contentHash, hash, call.engineHash) === call.enrichmentKey) return { paper, promptHash: hash };
  return null;
}

function fromRow(session: Session, row: CallRow): LoggedCall {
  const { id: runId, recipe } = runByNumber(session, row.run);
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
