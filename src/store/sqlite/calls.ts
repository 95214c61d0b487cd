/** The call log: append-only, one row per reply or failure, with what it cost. Totals of a run are kept on the run. */
import type { Call, LoggedCall } from '../../domain/call.ts';
import { askedFor, type CallRow, decodeCall, encodeCall, type Revalidation } from '../call-codec.ts';
import { packKey } from '../keys.ts';
import { followMerge } from './events.ts';
import { existingRun, runByNumber, type Session } from './session.ts';
import { versionsOf } from './versions.ts';

/** Appends a call and returns its id. */
export function insertCall(session: Session, call: Call): number {
  const { db, clock } = session;
  const { n, recipe } = existingRun(session, call.runId);
  const { usage } = call;
  const columns = encodeCall(call, recipe);
  const { lastId } = db.run(
    `INSERT INTO calls (enrichment_key, request, parent, paper_pk, run, engine, attempt, code, finish_reason, rung, prompt_tokens,
       cached_tokens, completion_tokens, reasoning_tokens, cost_usd, latency_ms, at_ms, endpoint, served_model, fingerprint, message,
       refusal, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    packKey('e-', columns.enrichment_key),
    packKey('sha256:', columns.request),
    columns.parent && packKey('sha256:', columns.parent),
    columns.paper_pk,
    n,
    columns.engine && packKey('sha256:', columns.engine),
    columns.attempt,
    columns.code,
    columns.finish_reason,
    columns.rung,
    columns.prompt_tokens,
    columns.cached_tokens,
    columns.completion_tokens,
    columns.reasoning_tokens,
    columns.cost_usd,
    columns.latency_ms,
    clock.now(),
    columns.endpoint,
    columns.served_model,
    columns.fingerprint,
    columns.message,
    columns.refusal,
    columns.content,
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

/** Calls of a key after a call, oldest first. */
export function callsOf(session: Session, key: string, afterId: number): LoggedCall[] {
  return session.db
    .all<CallRow>('SELECT * FROM calls WHERE enrichment_key = ? AND id > ? ORDER BY id', packKey('e-', key), afterId)
    .map((row) => decodeCall(row, runByNumber(session, row.run)));
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
    const run = runByNumber(session, row.run);
    const paperPk = followMerge(session, row.paper_pk);
    return (paperPk !== null && askedFor(decodeCall(row, run), versionsOf(session, paperPk), run)) || [];
  });
  return { page, last: last.id };
}
