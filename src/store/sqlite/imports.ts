/** Imports and their ledger. Counters stand on the import and are kept with the lines; `check` holds them against each other. */
import type { ImportLedger, LedgerClass } from '../../domain/ledger.ts';
import type { Malformed } from '../../domain/listing.ts';
import { decodeImport, decodeReject, type ImportRow, noSuchImport, type OpenImport, type RejectRow } from '../import-codec.ts';
import { newId, type Session } from './session.ts';

/** Opens an import and returns its id. */
export function openImport(session: Session, file: string, format: string, encoding: string | null): string {
  const id = newId(session);
  session.db.run(
    'INSERT INTO imports (id, file, format, encoding, opened_at_ms) VALUES (?, ?, ?, ?, ?)',
    id,
    file,
    format,
    encoding,
    session.clock.now(),
  );
  return id;
}

/** An import that must exist. */
export function existingImport({ db }: Session, id: string): OpenImport {
  const row = db.get<{ n: number; format: string }>('SELECT n, format FROM imports WHERE id = ?', id);
  if (!row) throw noSuchImport(id);
  return { n: row.n, id, format: row.format };
}

/** Number of the next ledger line, from 0. */
export function nextLine({ db }: Session, n: number): number {
  return db.get<{ next: number }>('SELECT coalesce(max(line) + 1, 0) AS next FROM import_lines WHERE import = ?', n)?.next ?? 0;
}

/** Adds to the counters of an import. */
export function countLines({ db }: Session, n: number, counts: ReadonlyMap<LedgerClass | 'ignored', number>): void {
  const of = (what: LedgerClass | 'ignored'): number => counts.get(what) ?? 0;
  db.run(
    `UPDATE imports SET new = new + ?, changed = changed + ?, same = same + ?, duplicate = duplicate + ?, withdrawn = withdrawn + ?,
       no_abstract = no_abstract + ?, rejected = rejected + ?, ignored = ignored + ? WHERE n = ?`,
    of('new'),
    of('changed'),
    of('same'),
    of('duplicate'),
    of('withdrawn'),
    of('noAbstract'),
    of('rejected'),
    of('ignored'),
    n,
  );
}

/** Index pages an import may rewrite at its end, about 4 KB each. */
const MERGE_PAGES = 200;

/** Marks an import as read to its end, and tidies the search index: merged segments are a third smaller. */
export function closeImport(session: Session, id: string): ImportLedger {
  session.db.run("INSERT INTO paper_search (paper_search, rank) VALUES ('merge', ?)", -MERGE_PAGES);
  session.db.run('UPDATE imports SET closed_at_ms = ? WHERE n = ?', session.clock.now(), existingImport(session, id).n);
  return decodeImport(session.db.get<ImportRow>('SELECT * FROM imports WHERE id = ?', id) as ImportRow);
}

/** Ledgers of all imports, oldest first. */
export function listImports({ db }: Session): (ImportLedger & { readonly atMs: number })[] {
  return db.all<ImportRow>('SELECT * FROM imports ORDER BY n').map((row) => ({ ...decodeImport(row), atMs: row.opened_at_ms }));
}

/** Rejected records of an import, in their order. */
export function listRejects(session: Session, id: string, limit: number): Malformed[] {
  return session.db
    .all<RejectRow>(
      `SELECT line, start_byte, end_byte, code, reason, raw FROM import_lines WHERE import = ? AND class = 'rejected'
       ORDER BY line LIMIT ?`,
      existingImport(session, id).n,
      limit,
    )
    .map(decodeReject);
}
