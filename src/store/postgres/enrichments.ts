/** Enrichment rows: written once per key and checks revision, read through the call and the run they came from. */
import type { Enrichment } from '../../domain/enrichment.ts';
import {
  type CallSide,
  decodeEnrichment,
  ENRICHMENT_SELECT,
  type EnrichmentRow,
  encodeEnrichment,
  textUnknown,
} from '../enrichment-codec.ts';
import { noSuchRun } from '../known-run.ts';
import type { EnrichmentName } from '../view-codec.ts';
import type { Outcome } from './batch.ts';
import { outcomeOf } from './batch.ts';
import type { Sql } from './database.ts';
import { insertRows } from './insert.ts';
import { runsNamed, runsNumbered, type Session } from './session.ts';

const COLUMNS = [
  'key',
  'revision',
  'version',
  'run',
  'prompt',
  'call_id',
  'created_at_ms',
  'yields',
  'origin',
  'flags',
  'repairs',
  'claim_ids',
  'checks',
  'draft',
];

const nameOf = (key: string, revision: number): string => `${key}/${revision}`;

/** Stores Enrichments: for each whether it was written, or false where its key and revision are stored already. */
export async function insertEnrichments(
  sql: Sql,
  session: Session,
  enrichments: readonly Enrichment[],
): Promise<readonly Outcome<boolean>[]> {
  const runs = await runsNamed(
    sql,
    session,
    enrichments.map(({ runId }) => runId),
  );
  const versions = await sql.all<{ content: string; n: number }>(
    'SELECT content, min(n) AS n FROM paper_versions WHERE content = ANY ($1::text[]) GROUP BY content',
    enrichments.map(({ contentHash }) => contentHash),
  );
  const calls = await callSides(
    sql,
    enrichments.flatMap(({ callId }) => (callId === null ? [] : [callId])),
  );
  const outcomes = enrichments.map((enrichment) =>
    outcomeOf(() => {
      const run = runs.get(enrichment.runId);
      if (!run) throw noSuchRun(enrichment.runId);
      const version = versions.find(({ content }) => content === enrichment.contentHash)?.n;
      if (version === undefined) throw textUnknown(enrichment);
      const call = calls.get(enrichment.callId ?? 0) ?? null;
      return { key: enrichment.key, version, run: run.n, ...encodeEnrichment(enrichment, run, call) };
    }),
  );
  const rows = new Map(
    outcomes.flatMap((outcome) => ('value' in outcome ? [[nameOf(outcome.value.key, outcome.value.revision), outcome.value]] : [])),
  );
  // two batches that meet in the same order wait for each other instead of for ever
  const sorted = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const written = await insertRows<{ key: string; revision: number }>(
    sql,
    'enrichments',
    COLUMNS,
    sorted,
    'ON CONFLICT DO NOTHING RETURNING key, revision',
  );
  const fresh = new Set(written.map(({ key, revision }) => nameOf(key, revision)));
  // of equal ones the first was written
  return outcomes.map((outcome) =>
    'value' in outcome ? { value: fresh.delete(nameOf(outcome.value.key, outcome.value.revision)) } : outcome,
  );
}

async function callSides(sql: Sql, ids: readonly number[]): Promise<Map<number, CallSide>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.all<CallSide & { id: number }>(
    'SELECT id, content, served_model, rung FROM calls WHERE id = ANY ($1::bigint[])',
    ids,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Enrichments by key and revision; those that are not stored are left out. */
export async function readEnrichments(sql: Sql, session: Session, names: readonly EnrichmentName[]): Promise<Enrichment[]> {
  if (names.length === 0) return [];
  const rows = await sql.all<EnrichmentRow>(
    `${ENRICHMENT_SELECT} JOIN unnest($1::text[], $2::bigint[]) AS given (key, revision)
       ON e.key = given.key AND e.revision = given.revision`,
    names.map(([key]) => key),
    names.map(([, revision]) => revision),
  );
  return decodeAll(sql, session, rows);
}

/** Every Enrichment of every version of papers, by paper. */
export async function enrichmentsOf(sql: Sql, session: Session, paperPks: readonly number[]): Promise<Map<number, Enrichment[]>> {
  const texts = await sql.all<{ pk: number; n: number }>(
    `SELECT DISTINCT mine.paper_pk AS pk, same.n FROM paper_versions mine JOIN paper_versions same ON same.content = mine.content
     WHERE mine.paper_pk = ANY ($1::bigint[])`,
    paperPks,
  );
  const rows = await sql.all<EnrichmentRow & { version: number }>(
    `${ENRICHMENT_SELECT} WHERE e.version = ANY ($1::bigint[]) ORDER BY e.n`,
    [...new Set(texts.map(({ n }) => n))],
  );
  const enrichments = await decodeAll(sql, session, rows);
  const byVersion = Map.groupBy(enrichments.keys(), (at) => rows[at]?.version ?? 0);
  const found = new Map<number, Enrichment[]>();
  for (const [pk, mine] of Map.groupBy(texts, (one) => one.pk)) {
    // in the order in which they were written, as they were read
    const positions = mine.flatMap(({ n }) => byVersion.get(n) ?? []).sort((a, b) => a - b);
    found.set(
      pk,
      positions.map((at) => enrichments[at] as Enrichment),
    );
  }
  return found;
}

async function decodeAll(sql: Sql, session: Session, rows: readonly EnrichmentRow[]): Promise<Enrichment[]> {
  const run = await runsNumbered(
    sql,
    session,
    rows.map((row) => row.run),
  );
  return rows.map((row) => decodeEnrichment(row, run(row.run)));
}
