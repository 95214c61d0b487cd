/**
 * Enrichments: rows to and from the domain. What its run, its call or its key already say is not stored again: the Draft is read
 * through the call it came from, names through the recipe of its run, claim ids through key and Draft.
 * Invariant: what is read is what was persisted.
 */
import { type Draft, SECTIONS, type Section } from '../domain/draft.ts';
import { claimIdsOf, type Enrichment } from '../domain/enrichment.ts';
import { PrecisError } from '../domain/errors.ts';
import { canonicalJson, type Json, parseJson, readOwnJson } from '../domain/json.ts';
import { orRuns } from './call-codec.ts';
import { decodeChecks, encodeChecks } from './checks-codec.ts';
import { decodeDraft, encodeDraft } from './draft-codec.ts';
import { type StoredKey, unpackKey } from './keys.ts';
import type { KnownRun } from './known-run.ts';

/** Fields that usually follow from run and call. */
type Origin = Pick<
  Enrichment,
  'promptHash' | 'promptName' | 'engineHash' | 'engine' | 'model' | 'language' | 'servedModel' | 'rung'
>;

/** What an Enrichment reads from the call it came from. */
export interface CallSide {
  readonly content: string | null;
  readonly served_model: string | null;
  readonly rung: Enrichment['rung'];
}

/** Columns that an Enrichment decides, besides its key, version and run. */
export interface EnrichmentColumns {
  readonly revision: number;
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
}

/** An Enrichment as `ENRICHMENT_SELECT` gives it. */
export interface EnrichmentRow extends EnrichmentColumns {
  readonly key: StoredKey;
  readonly content: StoredKey;
  readonly run: number;
  readonly call_content: string | null;
  readonly call_served_model: string | null;
  readonly call_rung: Enrichment['rung'];
}

/** Reads `EnrichmentRow`s; a condition on `e` follows. */
export const ENRICHMENT_SELECT = `SELECT e.*, v.content, CASE WHEN e.draft IS NULL THEN c.content END AS call_content,
  c.served_model AS call_served_model, c.rung AS call_rung
  FROM enrichments e JOIN paper_versions v ON v.n = e.version LEFT JOIN calls c ON c.id = e.call_id`;

/** Stored form of an Enrichment of a run, given the call it came from. */
export function encodeEnrichment(enrichment: Enrichment, run: KnownRun, call: CallSide | null): EnrichmentColumns {
  const at = run.recipe.prompts.findIndex((prompt) => prompt.hash === enrichment.promptHash);
  const prompt = at < 0 ? null : at;
  const origin = differences(originFrom(run, prompt, call), enrichment);
  const { key, draft, claimIds } = enrichment;
  return {
    revision: enrichment.checksRevision,
    prompt,
    call_id: enrichment.callId,
    created_at_ms: enrichment.createdAtMs,
    yields: enrichment.yields.join() === sectionsIn(draft).join() ? null : enrichment.yields.join(),
    origin: origin === null ? null : canonicalJson(origin),
    flags: listText(enrichment.flags),
    repairs: listText(enrichment.repairs),
    claim_ids: canonicalJson(claimIdsOf(key, draft.claims ?? [])) === canonicalJson(claimIds) ? null : canonicalJson(claimIds),
    checks: canonicalJson(encodeChecks(enrichment.checks, draft, claimIds)),
    draft: saysTheSame(call?.content, draft) ? null : encodeDraft(draft),
  };
}

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

/** The Enrichment again. */
export function decodeEnrichment(row: EnrichmentRow, run: KnownRun): Enrichment {
  const key = unpackKey('e-', row.key);
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

/** What to say of an Enrichment whose text no stored paper has. */
export const textUnknown = ({ key, contentHash }: Pick<Enrichment, 'key' | 'contentHash'>): PrecisError =>
  new PrecisError('usage', `storing enrichment ${key}: no stored paper has the text ${contentHash}`);
