/**
 * One import batch in one transaction: ledger lines, papers, ids, versions, search index, tickets (CONTRACTS 4 and 8). The papers
 * that its ids name are read, the desk works out what becomes of them, and what changed is written, each table once.
 * Invariant: one ledger line per record.
 */
import { canonicalJson, readOwnJson } from '../../domain/json.ts';
import type { LedgerClass } from '../../domain/ledger.ts';
import { normaliseTitle } from '../../domain/paper.ts';
import type { ImportBatch } from '../../store-port.ts';
import type { OpenImport } from '../import-codec.ts';
import { type Desk, type DeskPaper, type DeskText, finalPaper, openDesk } from '../import-desk.ts';
import { shortText, smallHash } from '../keys.ts';
import { encodeVersion } from '../version-codec.ts';
import { refreshViews } from './current-view.ts';
import type { Sql } from './database.ts';
import { countLines, existingImport, nextLine } from './imports.ts';
import { insertRows, updateRows } from './insert.ts';
import type { Session } from './session.ts';
import { indexWords, type Titled } from './versions.ts';
import { openWant, wantPapers } from './wanting.ts';

/** Stores a batch. */
export async function storeBatch(sql: Sql, session: Session, batch: ImportBatch): Promise<void> {
  const into = await existingImport(sql, batch.importId);
  const want = batch.want && (await openWant(sql, session, batch.want));
  const firstLine = await nextLine(sql, into.n);
  const ids = batch.records.flatMap((one) => ('kind' in one ? [] : one.ids));
  const desk = openDesk(into.id, await readPapers(sql, ids));
  const counts = new Map<LedgerClass | 'ignored', number>();
  const lines: Line[] = [];
  for (const one of batch.records) {
    const { line, counted } = lineOf(desk, one);
    counts.set(counted, (counts.get(counted) ?? 0) + 1);
    if (line) lines.push({ ...line, import: into.n, line: firstLine + lines.length });
  }
  await writePapers(sql, desk, into);
  await insertRows(
    sql,
    'import_lines',
    ['import', 'line', 'class', 'start_byte', 'end_byte', 'paper_pk', 'code', 'reason', 'raw'],
    lines.map(({ paper, ...line }) => ({ ...line, paper_pk: paper?.pk ?? null })),
  );
  await countLines(sql, into.n, counts);
  await dropUnfinished(sql, desk);
  if (want)
    await wantPapers(
      sql,
      want,
      desk.wants.map(({ paper, contentHash, isDropped }) => ({ paperPk: paper.pk, contentHash, isDropped })),
    );
  await refreshViews(sql, session, await outdatedViews(sql, desk));
}

/** A ledger line; its paper has no key before it is written. */
type Line = Readonly<Record<string, unknown>> & { readonly paper?: DeskPaper };

/** What a record adds to the ledger; page furniture adds no line. */
function lineOf(
  desk: Desk,
  one: ImportBatch['records'][number],
): { readonly line: Line | null; readonly counted: LedgerClass | 'ignored' } {
  if (!('kind' in one)) {
    const { paper, ledgerClass } = desk.take(one);
    const { start, end } = one.listing.locator;
    return { line: { class: ledgerClass, start_byte: start, end_byte: end, paper }, counted: ledgerClass };
  }
  if (one.kind === 'ignored') return { line: null, counted: 'ignored' };
  const { locator, code, reason, raw } = one;
  return { line: { class: 'rejected', start_byte: locator.start, end_byte: locator.end, code, reason, raw }, counted: 'rejected' };
}

interface PaperRow {
  readonly pk: number;
  readonly paper_id: string;
  readonly newest: number;
  readonly withdrawn: number;
  readonly retracted: number;
  readonly formats: string;
  readonly last_import: string;
}

interface TextRow {
  readonly n: number;
  readonly paper_pk: number;
  readonly content: string;
  readonly raw: string;
  readonly version: number | null;
  readonly has_abstract: boolean;
}

/** Papers that ids name, with every id and text they have, in the order of their keys. */
async function readPapers(sql: Sql, ids: readonly string[]): Promise<DeskPaper[]> {
  if (ids.length === 0) return [];
  const rows = await sql.all<PaperRow>(
    `SELECT p.pk, p.paper_id, p.newest, p.withdrawn, p.retracted, p.formats, i.id AS last_import
     FROM papers p JOIN imports i ON i.n = p.last_import
     WHERE p.pk IN (SELECT coalesce(o.merged_into, o.pk) FROM paper_ids d JOIN papers o ON o.pk = d.paper_pk WHERE d.id = ANY ($1::text[]))
     ORDER BY p.pk FOR NO KEY UPDATE OF p`,
    ids,
  );
  const pks = rows.map(({ pk }) => pk);
  if (pks.length === 0) return [];
  const known = Map.groupBy(
    await sql.all<{ id: string; paper_pk: number }>('SELECT id, paper_pk FROM paper_ids WHERE paper_pk = ANY ($1::bigint[])', pks),
    (one) => one.paper_pk,
  );
  const texts = Map.groupBy(
    await sql.all<TextRow>(
      `SELECT n, paper_pk, content, raw, version, abstract IS NOT NULL AS has_abstract FROM paper_versions
       WHERE paper_pk = ANY ($1::bigint[]) ORDER BY n`,
      pks,
    ),
    (one) => one.paper_pk,
  );
  return rows.map((row) => paperOf(row, known.get(row.pk) ?? [], texts.get(row.pk) ?? []));
}

function paperOf(row: PaperRow, ids: readonly { readonly id: string }[], rows: readonly TextRow[]): DeskPaper {
  const texts = rows.map(
    ({ n, content, raw, version, has_abstract: hasAbstract }): DeskText => ({
      n,
      content,
      raw,
      version,
      hasAbstract,
      from: null,
    }),
  );
  return {
    pk: row.pk,
    isNew: false,
    paperId: row.paper_id,
    ids: new Set(ids.map(({ id }) => id)),
    withdrawn: row.withdrawn === 1,
    retracted: row.retracted === 1,
    formats: readOwnJson<string[]>(row.formats),
    lastImportId: row.last_import,
    newest: texts.find(({ n }) => n === row.newest) ?? null,
    texts,
    mergedInto: null,
    changed: { newest: false, text: false, merged: false, dropped: false },
  };
}

const PAPER_COLUMNS = ['paper_id', 'newest', 'withdrawn', 'retracted', 'merged_into', 'title_key', 'last_import', 'formats'];

async function writePapers(sql: Sql, desk: Desk, into: OpenImport): Promise<void> {
  const fresh = desk.papers.filter(({ isNew }) => isNew);
  const texts = desk.papers.flatMap((paper) => paper.texts.filter(({ n }) => n === 0).map((text) => ({ text, paper })));
  await number(sql, 'papers', 'pk', fresh, (paper, pk) => {
    paper.pk = pk;
  });
  await number(sql, 'paper_versions', 'n', texts, ({ text }, n) => {
    text.n = n;
  });
  const titles = await titlesOf(sql, desk);
  const rowOf = (paper: DeskPaper): Record<string, unknown> => ({
    pk: paper.pk,
    paper_id: paper.paperId,
    newest: paper.newest?.n ?? 0,
    withdrawn: paper.withdrawn ? 1 : 0,
    retracted: paper.retracted ? 1 : 0,
    merged_into: paper.mergedInto && finalPaper(paper).pk,
    title_key: smallHash(normaliseTitle(titles.get(paper.newest?.n ?? 0)?.title ?? '')),
    formats: canonicalJson(paper.formats),
    last_import: into.n,
  });
  const stored = desk.papers.filter((paper) => !paper.isNew);
  // a paper that was merged away gives up its outer id before another takes it
  const merged = stored.filter(({ mergedInto }) => mergedInto !== null);
  await updateRows(sql, 'papers', 'pk', ['merged_into'], merged.map(rowOf));
  await insertRows(sql, 'papers', ['pk', ...PAPER_COLUMNS], fresh.map(rowOf));
  const seen = stored.filter(({ mergedInto, lastImportId }) => mergedInto === null && lastImportId === into.id);
  const [retitled, others] = [seen.filter(({ changed }) => changed.newest), seen.filter(({ changed }) => !changed.newest)];
  await updateRows(sql, 'papers', 'pk', PAPER_COLUMNS, retitled.map(rowOf));
  await updateRows(
    sql,
    'papers',
    'pk',
    PAPER_COLUMNS.filter((column) => column !== 'title_key'),
    others.map(rowOf),
  );
  await insertRows(
    sql,
    'paper_ids',
    ['id', 'paper_pk'],
    [...desk.moved].map(([id, paper]) => ({ id, paper_pk: finalPaper(paper).pk })),
    'ON CONFLICT (id) DO UPDATE SET paper_pk = excluded.paper_pk',
  );
  for (const paper of merged) await moveInto(sql, paper.pk, finalPaper(paper).pk);
  await insertRows(
    sql,
    'paper_versions',
    ['n', 'paper_pk', 'content', 'raw', 'import', ...VERSION_TEXTS],
    texts.flatMap(({ text, paper }) =>
      text.from === null
        ? []
        : [
            {
              n: text.n,
              paper_pk: paper.pk,
              content: text.content,
              raw: shortText(text.from.rawHash),
              import: into.n,
              ...encodeVersion(text.from, into.format),
            },
          ],
    ),
  );
  const found = desk.papers.filter(({ changed, mergedInto }) => changed.newest && mergedInto === null);
  await indexWords(
    sql,
    found.map(({ pk, newest }) => ({ pk, ...(titles.get(newest?.n ?? 0) ?? UNTITLED) })),
  );
}

const VERSION_TEXTS = [
  'version',
  'cleaner',
  'flags',
  'facts',
  'title',
  'title_raw',
  'abstract_map',
  'abstract_edits',
  'abstract_raw',
  'abstract',
];

/** Gives new rows their numbers, in their order. */
async function number<T>(
  sql: Sql,
  table: 'papers' | 'paper_versions',
  column: string,
  rows: readonly T[],
  set: (row: T, n: number) => void,
): Promise<void> {
  if (rows.length === 0) return;
  const taken = await sql.all<{ n: number }>(
    'SELECT nextval(pg_get_serial_sequence($1, $2)) AS n FROM generate_series(1, $3::bigint)',
    table,
    column,
    rows.length,
  );
  const numbers = taken.map(({ n }) => n).sort((a, b) => a - b);
  rows.forEach((row, at) => {
    set(row, numbers[at] as number);
  });
}

const UNTITLED: Titled = { title: '', abstract: null };

/** Titles and abstracts of texts that became the newest of their paper, by their number. */
async function titlesOf(sql: Sql, desk: Desk): Promise<Map<number, Titled>> {
  const texts = desk.papers.flatMap(({ newest, changed }) => (newest && changed.newest ? [newest] : []));
  const titles = new Map<number, Titled>(texts.flatMap(({ n, from }) => (from ? [[n, from.listing]] : [])));
  const missing = texts.map(({ n }) => n).filter((n) => !titles.has(n));
  if (missing.length > 0)
    for (const { n, ...text } of await sql.all<Titled & { n: number }>(
      'SELECT n, title, abstract FROM paper_versions WHERE n = ANY ($1::bigint[])',
      missing,
    ))
      titles.set(n, text);
  return titles;
}

/** Everything of one paper becomes another's; its events stay under its own key and are found through it. */
async function moveInto(sql: Sql, from: number, into: number): Promise<void> {
  await sql.run('UPDATE papers SET merged_into = $2 WHERE merged_into = $1', from, into);
  await sql.run('UPDATE paper_versions SET paper_pk = $2 WHERE paper_pk = $1', from, into);
  await sql.run('DELETE FROM current WHERE paper_pk = $1', from);
  await sql.run('DELETE FROM paper_search WHERE paper_pk = $1', from);
}

/** Tickets for a text that is not the one to enrich any more; a worker that has one finds its settlement ignored. */
async function dropUnfinished(sql: Sql, desk: Desk): Promise<void> {
  const dropped = desk.papers.filter(({ changed, isNew }) => changed.dropped && !isNew).map(({ pk }) => pk);
  if (dropped.length > 0)
    await sql.run("DELETE FROM tickets WHERE paper_pk = ANY ($1::bigint[]) AND state IN ('wanted', 'waiting')", dropped);
}

/** Papers whose view may be another now. */
async function outdatedViews(sql: Sql, desk: Desk): Promise<number[]> {
  const live = desk.papers.filter(({ mergedInto }) => mergedInto === null);
  const sure = live.filter(({ changed }) => changed.text || changed.merged).map(({ pk }) => pk);
  const perhaps = live.filter(({ changed }) => changed.newest).map(({ pk }) => pk);
  if (perhaps.length === 0) return sure;
  const suggested = await sql.all<{ paper_pk: number }>(
    `SELECT DISTINCT mine.paper_pk FROM paper_versions mine JOIN paper_versions same ON same.content = mine.content
       JOIN enrichments e ON e.version = same.n WHERE mine.paper_pk = ANY ($1::bigint[])`,
    perhaps,
  );
  return [...new Set([...sure, ...suggested.map(({ paper_pk }) => paper_pk)])];
}
