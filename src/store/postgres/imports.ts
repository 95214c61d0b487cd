/** Imports and their ledger. Counters stand on the import and are kept with the lines; `check` holds them against each other. */
import type { ImportLedger, LedgerClass } from '../../domain/ledger.ts';
import type { Malformed } from '../../domain/listing.ts';
import { decodeImport, decodeReject, type ImportRow, noSuchImport, type OpenImport, type RejectRow } from '../import-codec.ts';
import type { Sql } from './database.ts';
import { insertRows } from './insert.ts';

/** Opens an import under an id. */
export async function openImport(
  sql: Sql,
  opened: Pick<ImportRow, 'id' | 'file' | 'format' | 'encoding' | 'opened_at_ms'>,
): Promise<void> {
  await insertRows(sql, 'imports', ['id', 'file', 'format', 'encoding', 'opened_at_ms'], [{ ...opened }]);
}

/** An import that must exist. */
export async function existingImport(sql: Sql, id: string): Promise<OpenImport> {
  const row = await sql.first<{ n: number; format: string }>('SELECT n, format FROM imports WHERE id = $1', id);
  if (!row) throw noSuchImport(id);
  return { n: row.n, id, format: row.format };
}

/** Number of the next ledger line, from 0. */
export async function nextLine(sql: Sql, n: number): Promise<number> {
  const row = await sql.first<{ next: number }>('SELECT coalesce(max(line) + 1, 0) AS next FROM import_lines WHERE import = $1', n);
  return row?.next ?? 0;
}

/** Adds to the counters of an import. */
export async function countLines(sql: Sql, n: number, counts: ReadonlyMap<LedgerClass | 'ignored', number>): Promise<void> {
  const of = (what: LedgerClass | 'ignored'): number => counts.get(what) ?? 0;
  await sql.run(
    `UPDATE imports SET new = new + $2, changed = changed + $3, same = same + $4, duplicate = duplicate + $5,
       withdrawn = withdrawn + $6, no_abstract = no_abstract + $7, rejected = rejected + $8, ignored = ignored + $9 WHERE n = $1`,
    n,
    of('new'),
    of('changed'),
    of('same'),
    of('duplicate'),
    of('withdrawn'),
    of('noAbstract'),
    of('rejected'),
    of('ignored'),
  );
}

/** Marks an import as read to its end. */
export async function closeImport(sql: Sql, id: string, nowMs: number): Promise<ImportLedger> {
  const row = await sql.first<ImportRow>('UPDATE imports SET closed_at_ms = $2 WHERE id = $1 RETURNING *', id, nowMs);
  if (!row) throw noSuchImport(id);
  return decodeImport(row);
}

/** Ledgers of all imports, oldest first. */
export async function listImports(sql: Sql): Promise<(ImportLedger & { readonly atMs: number })[]> {
  const rows = await sql.all<ImportRow>('SELECT * FROM imports ORDER BY n');
  return rows.map((row) => ({ ...decodeImport(row), atMs: row.opened_at_ms }));
}

/** Rejected records of an import, in their order. */
export async function listRejects(sql: Sql, id: string, limit: number): Promise<Malformed[]> {
  const rows = await sql.all<RejectRow>(
    `SELECT line, start_byte, end_byte, code, reason, raw FROM import_lines WHERE import = $1 AND class = 'rejected'
     ORDER BY line LIMIT $2`,
    (await existingImport(sql, id)).n,
    limit,
  );
  return rows.map(decodeReject);
}
