/**
 * Enrichment rows. What its run, its call or its key already say is not stored again: the Draft is read through the call it came
 * from, names through the recipe of its run, claim ids through key and Draft. Invariant: what is read is what was persisted.
 */

import { type Draft, SECTIONS, type Section } from '../../domain/draft.ts';
import { claimIdsOf, type Enrichment } from '../../domain/enrichment.ts';
import { PrecisError } from '../../domain/errors.ts';
import { canonicalJson, type Json, parseJson, readOwnJson } from '../../domain/json.ts';
import { decodeChecks, encodeChecks } from '../checks-codec.ts';
import { decodeDraft, encodeDraft } from '../draft-codec.ts';
import { packKey, unpackKey } from '../keys.ts';
import type { EnrichmentName } from '../view-codec.ts';
import { orRuns } from './calls.ts';
import { existingRun, type KnownRun, runByNumber, type Session } from './session.ts';

/** Fields that usually follow from run and call. */
type Origin = Pick<
  Enrichment,
  'promptHash' | 'promptName' | 'engineHash' | 'engine' | 'model' | 'language' | 'servedModel' | 'rung'
>;

interface EnrichmentRow {
  readonly key: Uint8Array | string;
  readonly revision: number;
  readonly content: Uint8Array | string;
  readonly run: number;
  readonly prompt: number | null;
  readonly call_id: number | null;
  readonly created_at_ms: number;
  readonly yields: string | null;
  readonly origin: string | null;
  readonly flags: string | null;
  readonly repairs: string | null;
  readonly claim_ids: string | null;
  readonly checks: string;
  readonly draft: string | null;
  readonly call_content: string | null;
  readonly call_served_model: string | null;
  readonly call_rung: Enrichment['rung'];
}

const SELECT = `SELECT e.*, v.content, CASE WHEN e.draft IS NULL THEN c.content END AS call_content, c.served_model AS call_served_model,
  c.rung AS call_rung FROM enrichments e JOIN paper_versions v ON v.n = e.version LEFT JOIN calls c ON c.id = e.call_id`;

/** Stores an Enrichment; false when its key and revision are stored already. */
export function insertEnrichment(session: Session, enrichment: Enrichment): boolean {
  const { db } = session;
  const run = existingRun(session, enrichment.runId);
  const version = db.get<{ n: number }>(
    'SELECT n FROM paper_versions WHERE content = ? ORDER BY n LIMIT 1',
    packKey('sha256:', enrichment.contentHash),
  );
  if (!version)
    throw new PrecisError('usage', `storing enrichment ${enrichment.key}: no stored paper has the text ${enrichment.contentHash}`);
  const at = run.recipe.prompts.findIndex((prompt) => prompt.hash === enrichment.promptHash);
  const prompt = at < 0 ? null : at;
  const call = enrichment.callId === null ? null : callOf(session, enrichment.callId);
  const origin = differences(originFrom(run, prompt, call), enrichment);
  const { key, draft, claimIds } = enrichment;
  return (
    db.run(
      `INSERT INTO enrichments (key, revision, version, run, prompt, call_id, created_at_ms, yields, origin, flags, repairs, claim_ids,
         checks, draft) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      packKey('e-', key),
      enrichment.checksRevision,
      version.n,
      run.n,
      prompt,
      enrichment.callId,
      enrichment.createdAtMs,
      enrichment.yields.join() === sectionsIn(draft).join() ? null : enrichment.yields.join(),
      origin === null ? null : canonicalJson(origin),
      listText(enrichment.flags),
      listText(enrichment.repairs),
      canonicalJson(claimIdsOf(key, draft.claims ?? [])) === canonicalJson(claimIds) ? null : canonicalJson(claimIds),
      canonicalJson(encodeChecks(enrichment.checks, draft, claimIds)),
      saysTheSame(call?.content, draft) ? null : encodeDraft(draft),
    ).changes > 0
  );
}

/** An Enrichment by key and revision. */
export function readEnrichment(session: Session, [key, revision]: EnrichmentName): Enrichment | null {
  const row = session.db.get<EnrichmentRow>(`${SELECT} WHERE e.key = ? AND e.revision = ?`, packKey('e-', key), revision);
  return row && fromRow(session, row);
}

/** Every Enrichment of every version of a paper. */
export function enrichmentsOf(session: Session, paperPk: number): Enrichment[] {
  return session.db
    .all<EnrichmentRow>(
      `${SELECT} WHERE e.version IN (SELECT same.n FROM paper_versions mine JOIN paper_versions same ON same.content = mine.content
         WHERE mine.paper_pk = ?) ORDER BY e.n`,
      paperPk,
    )
    .map((row) => fromRow(session, row));
}

type CallSide = { readonly content: string | null; readonly served_model: string | null; readonly rung: Enrichment['rung'] };

const callOf = ({ db }: Session, id: number): CallSide | null =>
  db.get<CallSide>('SELECT content, served_model, rung FROM calls WHERE id = ?', id);

function originFrom(
  { recipe }: KnownRun,
  at: number | null,
  call: Pick<CallSide, 'served_model' | 'rung'> | null,
): Partial<Origin> {
  const prompt = at === null ? undefined : recipe.prompts[at];
  return {
    ...(prompt && { promptHash: prompt.hash, promptName: prompt.name, language: prompt.language }),
    engineHash: recipe.engineHash,
    engine: recipe.engine,
    model: recipe.model,
    servedModel: call ? orRuns(call.served_model, recipe.model) : null,
    rung: call?.rung ?? null,
  };
}

const ORIGIN = ['promptHash', 'promptName', 'engineHash', 'engine', 'model', 'language', 'servedModel', 'rung'] as const;

function differences(expected: Partial<Origin>, enrichment: Origin): Json | null {
  const differing = ORIGIN.filter((name) => expected[name] !== enrichment[name]);
  return differing.length === 0 ? null : Object.fromEntries(differing.map((name) => [name, enrichment[name]]));
}

/** Whether a reply parses to exactly this Draft, so that it need not be stored twice. */
function saysTheSame(content: string | null | undefined, draft: Draft): boolean {
  if (content == null) return false;
  try {
    return canonicalJson(parseJson(content)) === canonicalJson(draft);
  } catch {
    return false;
  }
}

const sectionsIn = (draft: Draft): Section[] => SECTIONS.filter((section) => draft[section] !== undefined);

const listText = (list: readonly string[]): string | null => (list.length > 0 ? canonicalJson(list) : null);
const textList = (text: string | null): string[] => (text === null ? [] : readOwnJson<string[]>(text));

function fromRow(session: Session, row: EnrichmentRow): Enrichment {
  const key = unpackKey('e-', row.key);
  const run = runByNumber(session, row.run);
  const draft = decodeDraft(row.draft ?? row.call_content ?? '{}');
  const claimIds = row.claim_ids === null ? claimIdsOf(key, draft.claims ?? []) : readOwnJson<string[]>(row.claim_ids);
  const call = row.call_id === null ? null : { served_model: row.call_served_model, rung: row.call_rung };
  const origin = {
    ...originFrom(run, row.prompt, call),
    ...(row.origin === null ? {} : readOwnJson<object>(row.origin)),
  } as Origin;
  return {
    key,
    checksRevision: row.revision,
    contentHash: unpackKey('sha256:', row.content),
    promptHash: origin.promptHash,
    promptName: origin.promptName,
    engineHash: origin.engineHash,
    engine: origin.engine,
    model: origin.model,
    servedModel: origin.servedModel,
    rung: origin.rung,
    language: origin.language,
    yields: row.yields === null ? sectionsIn(draft) : (row.yields.split(',').filter(Boolean) as Section[]),
    draft,
    checks: decodeChecks(readOwnJson<Json>(row.checks), draft, claimIds),
    claimIds,
    repairs: textList(row.repairs),
    flags: textList(row.flags),
    callId: row.call_id,
    runId: run.id,
    createdAtMs: row.created_at_ms,
  };
}
