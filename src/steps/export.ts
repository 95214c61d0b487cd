/**
 * export: what is current -> the bytes of a dataset, table by table, through one Writer. `export` is a reserved word, so the function
 * is `exportRows`. The papers table lists every paper of the selection; only values are filtered, and what was left out is counted.
 */
import type { PaperBundle } from '../domain/bundle.ts';
import { isoTime } from '../domain/exported.ts';
import { hashOf } from '../domain/hash.ts';
import { canonicalJson } from '../domain/json.ts';
import type { Row, RunRow, TableName } from '../domain/row.ts';
import { TABLE_NAMES } from '../domain/row.ts';
import { claimRows, type Only, paperRow, reviewRows, tagRows, tldrLeaves } from '../domain/rows.ts';
import type { Store, Writer } from '../ports.ts';
import type { Selection } from '../store-port.ts';

/** Rows written and left out, per table. */
export type ExportCounts = Record<TableName, { written: number; leftOut: number }>;

/** Receives the files of an export, one after the other. */
export interface Sink {
  write(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
}

/**
 * Writes every table of a selection.
 * @returns how many rows were written, and how many `only` left out
 */
export async function exportRows(from: Store, selection: Selection, only: Only, writer: Writer, sink: Sink): Promise<ExportCounts> {
  const counts = Object.fromEntries(TABLE_NAMES.map((table) => [table, { written: 0, leftOut: 0 }])) as ExportCounts;
  const { version } = await from.vocabulary();
  for (const table of TABLE_NAMES) {
    const rows = count(table === 'runs' ? runRows(from) : paperRows(from, selection, table, only, version, counts), counts[table]);
    await sink.write(writer.file(table), writer.write(table, rows));
  }
  return counts;
}

async function* count(rows: AsyncIterable<Row>, into: { written: number }): AsyncGenerator<Row> {
  for await (const row of rows) {
    into.written++;
    yield row;
  }
}

async function* paperRows(
  from: Store,
  selection: Selection,
  table: Exclude<TableName, 'runs'>,
  only: Only,
  vocabularyVersion: string,
  counts: ExportCounts,
): AsyncGenerator<Row> {
  for await (const bundle of from.bundles(selection)) {
    const rows = rowsOf(bundle, table, only, vocabularyVersion);
    counts[table].leftOut += leftOut(bundle, table, only, rows.length);
    yield* rows;
  }
}

function rowsOf(bundle: PaperBundle, table: Exclude<TableName, 'runs'>, only: Only, vocabularyVersion: string): Row[] {
  switch (table) {
    case 'papers':
      return [paperRow(bundle, only, vocabularyVersion, claimRows(bundle, only).length)];
    case 'claims':
      return claimRows(bundle, only);
    case 'tags':
      return tagRows(bundle, only);
    case 'reviews':
      return reviewRows(bundle);
  }
}

/** For papers the TL;DRs that were held back, else rows. */
function leftOut(bundle: PaperBundle, table: TableName, only: Only, written: number): number {
  if (only === 'all') return 0;
  if (table === 'papers') return bundle.view.tldr && !tldrLeaves(bundle, only) ? 1 : 0;
  if (table === 'claims') return bundle.view.claims.length - written;
  return table === 'tags' ? bundle.view.tags.length - written : 0;
}

async function* runRows(from: Store): AsyncGenerator<RunRow> {
  for (const { recipe, ledger, ...run } of await from.runs()) {
    yield {
      run_id: run.id,
      engine: recipe.engine,
      model: recipe.model,
      engine_sha256: recipe.engineHash,
      provider: recipe.endpoint,
      parameters: canonicalJson(recipe.parameters),
      prompt_id: recipe.prompts.map((prompt) => prompt.name).join('+'),
      prompt_sha256:
        recipe.prompts.length === 1 ? (recipe.prompts[0]?.hash ?? '') : hashOf(recipe.prompts.map((prompt) => prompt.hash)),
      schema_sha256: recipe.schemaHash,
      vocabulary_version: recipe.vocabularyVersion,
      precis_version: recipe.precisVersion,
      state: run.state,
      started: isoTime(run.openedAtMs),
      ended: run.closedAtMs === null ? null : isoTime(run.closedAtMs),
      tickets: ledger.tickets,
      calls: ledger.calls,
      input_tokens: ledger.promptTokens,
      output_tokens: ledger.completionTokens,
      cost_usd: ledger.costUsd,
    };
  }
}
