/** Imports and their ledger. Counters stand on the import and are kept with the lines; `check` holds them against each other. */
import { PrecisError } from '../../domain/errors.ts';
import type { ImportLedger, LedgerClass } from '../../domain/ledger.ts';
import type { Malformed } from '../../domain/listing.ts';
import { newId, type Session } from './session.ts';

interface ImportRow {
  readonly id: string;
  readonly file: string;
  readonly format: string;
  readonly encoding: string | null;
  readonly opened_at_ms: number;
  readonly new: number;
  readonly changed: number;
  readonly same: number;
  readonly duplicate: number;
  readonly withdrawn: number;
  readonly no_abstract: number;
  readonly rejected: number;
  readonly ignored: number;
}

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

/** An import as the other parts need it. */
export interface OpenImport {
  readonly n: number;
  readonly id: string;
  readonly format: string;
}

/** An import that must exist. */
export function existingImport({ db }: Session, id: string): OpenImport {
  const row = db.get<{ n: number; format: string }>('SELECT n, format FROM imports WHERE id = ?', id);
  if (!row) throw new PrecisError('usage', `no import ${id} in this database`);
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
  return toLedger(session.db.get<ImportRow>('SELECT * FROM imports WHERE id = ?', id) as ImportRow);
}

/** Ledgers of all imports, oldest first. */
export function listImports({ db }: Session): (ImportLedger & { readonly atMs: number })[] {
  return db.all<ImportRow>('SELECT * FROM imports ORDER BY n').map((row) => ({ ...toLedger(row), atMs: row.opened_at_ms }));
}

function toLedger(row: ImportRow): ImportLedger {
  const { id, file, format, encoding, changed, same, duplicate, withdrawn, no_abstract: noAbstract, rejected, ignored } = row;
  const seen = row.new + changed + same + duplicate + withdrawn + noAbstract + rejected;
  return {
    importId: id,
    file,
    format,
    encoding,
    seen,
    new: row.new,
    changed,
    same,
    duplicate,
    withdrawn,
    noAbstract,
    rejected,
    ignored,
  };
}

/** Rejected records of an import, in their order. */
export function listRejects(session: Session, id: string, limit: number): Malformed[] {
  return session.db
    .all<{ line: number; start_byte: number; end_byte: number; code: Malformed['code']; reason: string; raw: string }>(
      `SELECT line, start_byte, end_byte, code, reason, raw FROM import_lines WHERE import = ? AND class = 'rejected'
       ORDER BY line LIMIT ?`,
      existingImport(session, id).n,
      limit,
    )
    .map(({ line, start_byte: start, end_byte: end, code, reason, raw }) => ({
      kind: 'malformed',
      code,
      reason,
      locator: { index: line, start, end },
      raw,
    }));
}
