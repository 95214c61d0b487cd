/**
 * The columns of every table, the same on both stores: what a bulk insert and a copy from one store to the other need to know.
 * A test holds this against both schemas.
 */
import type { Prefix } from './keys.ts';

/** What a column holds: an integer, a real number, a text, or a key whose prefix its bytes leave out on SQLite. */
export type ColumnKind = 'integer' | 'real' | 'text' | Prefix;

/** A table and its columns, in the order of its rows. */
export interface Table {
  readonly name: string;
  /** Columns by which its rows are read and written in pages. */
  readonly order: readonly string[];
  /** Column that numbers its rows, where there is one. */
  readonly numbered: string | null;
  readonly columns: Readonly<Record<string, ColumnKind>>;
}

const int = 'integer' as const;
const text = 'text' as const;
const real = 'real' as const;
const hash = 'sha256:' as const;
const key = 'e-' as const;

/** In an order in which every row finds those it names. */
export const TABLES = [
  { name: 'meta', order: ['key'], numbered: null, columns: { key: text, value: text } },
  {
    name: 'imports',
    order: ['n'],
    numbered: 'n',
    columns: {
      n: int,
      id: text,
      file: text,
      format: text,
      encoding: text,
      opened_at_ms: int,
      closed_at_ms: int,
      new: int,
      changed: int,
      same: int,
      duplicate: int,
      withdrawn: int,
      no_abstract: int,
      rejected: int,
      ignored: int,
    },
  },
  {
    name: 'papers',
    order: ['pk'],
    numbered: 'pk',
    columns: {
      pk: int,
      paper_id: text,
      newest: int,
      withdrawn: int,
      retracted: int,
      merged_into: int,
      title_key: int,
      last_import: int,
      formats: text,
    },
  },
  { name: 'paper_ids', order: ['id'], numbered: null, columns: { id: text, paper_pk: int } },
  {
    name: 'paper_versions',
    order: ['n'],
    numbered: 'n',
    columns: {
      n: int,
      paper_pk: int,
      content: hash,
      raw: hash,
      version: int,
      cleaner: int,
      import: int,
      flags: text,
      facts: text,
      title: text,
      title_raw: text,
      abstract_map: text,
      abstract_edits: text,
      abstract_raw: text,
      abstract: text,
    },
  },
  {
    name: 'import_lines',
    order: ['import', 'line'],
    numbered: null,
    columns: {
      import: int,
      line: int,
      class: text,
      start_byte: int,
      end_byte: int,
      paper_pk: int,
      code: text,
      reason: text,
      raw: text,
    },
  },
  {
    name: 'runs',
    order: ['n'],
    numbered: 'n',
    columns: {
      n: int,
      id: text,
      state: text,
      code: text,
      opened_at_ms: int,
      closed_at_ms: int,
      handed_over: int,
      calls: int,
      prompt_tokens: int,
      cached_tokens: int,
      completion_tokens: int,
      cost_usd: real,
      unpriced: int,
      engine: hash,
      recipe: text,
    },
  },
  {
    name: 'tickets',
    order: ['seq'],
    numbered: 'seq',
    columns: {
      seq: int,
      id: 't-',
      paper_pk: int,
      enrichment_key: key,
      run: int,
      prompt: int,
      state: text,
      until_ms: int,
      reason: text,
      code: text,
      message: text,
      owner: text,
      lease_ms: int,
      starts: int,
      attempts: int,
      calls_after: int,
      replayed: int,
    },
  },
  {
    name: 'calls',
    order: ['id'],
    numbered: 'id',
    columns: {
      id: int,
      enrichment_key: key,
      request: hash,
      parent: hash,
      paper_pk: int,
      run: int,
      engine: hash,
      attempt: int,
      code: text,
      finish_reason: text,
      rung: text,
      prompt_tokens: int,
      cached_tokens: int,
      completion_tokens: int,
      reasoning_tokens: int,
      cost_usd: real,
      latency_ms: real,
      at_ms: int,
      endpoint: text,
      served_model: text,
      fingerprint: text,
      message: text,
      refusal: text,
      content: text,
    },
  },
  {
    name: 'enrichments',
    order: ['n'],
    numbered: 'n',
    columns: {
      n: int,
      key,
      revision: int,
      version: int,
      run: int,
      prompt: int,
      call_id: int,
      created_at_ms: int,
      yields: text,
      origin: text,
      flags: text,
      repairs: text,
      claim_ids: text,
      checks: text,
      draft: text,
    },
  },
  {
    name: 'current',
    order: ['paper_pk'],
    numbered: null,
    columns: { paper_pk: int, engine: text, n_claims: int, n_verified: int, review: text, proposals: text, body: text },
  },
  {
    name: 'vocabulary',
    order: ['id'],
    numbered: null,
    columns: {
      id: text,
      label: text,
      definition: text,
      aliases: text,
      status: text,
      merged_into: text,
      parent: text,
      include: text,
      exclude: text,
      example: text,
    },
  },
  {
    name: 'vocabulary_log',
    order: ['seq'],
    numbered: 'seq',
    columns: { seq: int, at_ms: int, actor: text, change: text },
  },
  {
    name: 'review_events',
    order: ['seq'],
    numbered: 'seq',
    columns: {
      seq: int,
      event_id: text,
      paper_pk: int,
      enrichment_key: text,
      field: text,
      action: text,
      before: text,
      after: text,
      actor: text,
      at_ms: int,
      mode: text,
      guideline_version: text,
      group_id: text,
      undoes: text,
      reason: text,
      note: text,
    },
  },
  { name: 'guidelines', order: ['version'], numbered: null, columns: { version: text, at_ms: int, body: text } },
  { name: 'limits', order: ['name'], numbered: null, columns: { name: text, at_ms: int, body: text } },
] as const satisfies readonly Table[];

export type TableName = (typeof TABLES)[number]['name'];

/** A table by its name. */
export const tableOf = (name: TableName): Table => TABLES.find((table) => table.name === name) as Table;
