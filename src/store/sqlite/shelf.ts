/** The tables of an SQLite file, for a copy: keys are its bytes inside and text outside. */
import { searchWords } from '../../domain/search-words.ts';
import type { Clock } from '../../ports.ts';
import { type Cell, type Cells, COPY_PAGE, type Filling, type ReadPage, type Shelf } from '../copy.ts';
import { unpackKey } from '../keys.ts';
import { type ColumnKind, TABLES, type Table } from '../tables.ts';
import { connect } from './connection.ts';
import type { Database, SqlValue } from './database.ts';
import { storeError } from './errors.ts';

/** Opens a file, making it when it is new. @throws store.* */
export async function openSqliteShelf(file: string, clock: Pick<Clock, 'random'>): Promise<Shelf> {
  const db = await connect(file, clock);
  return {
    where: file,
    read: (use) => within(db, file, 'BEGIN', () => use(pageOf(db))),
    write: (use) => within(db, file, 'BEGIN IMMEDIATE', () => use(fillingOf(db))),
    close: async () => db.close(),
  };
}

async function within<T>(db: Database, file: string, begin: string, use: () => Promise<T>): Promise<T> {
  try {
    db.exec(begin);
    const value = await use();
    db.exec('COMMIT');
    return value;
  } catch (error) {
    if (db.inTransaction()) db.exec('ROLLBACK');
    throw storeError(error, file, 'copying');
  }
}

const columnsOf = (table: Table): [string, ColumnKind][] => Object.entries(table.columns);
const isKey = (kind: ColumnKind): kind is Exclude<ColumnKind, 'integer' | 'real' | 'text'> =>
  kind.endsWith(':') || kind.endsWith('-');

function pageOf(db: Database): ReadPage {
  return async (table, after) => {
    const order = table.order.join(', ');
    const marks = table.order.map(() => '?').join(', ');
    const rows = db.all<Record<string, SqlValue>>(
      `SELECT ${Object.keys(table.columns).join(', ')} FROM ${table.name} ${after ? `WHERE (${order}) > (${marks})` : ''}
       ORDER BY ${order} LIMIT ${COPY_PAGE}`,
      ...(after ?? []),
    );
    return rows.map((row) => Object.fromEntries(columnsOf(table).map(([name, kind]) => [name, toCell(row[name] ?? null, kind)])));
  };
}

const toCell = (value: SqlValue, kind: ColumnKind): Cell =>
  value instanceof Uint8Array ? unpackKey(isKey(kind) ? kind : 'sha256:', value) : value;

/** Digits of whole and half hashes and of short ids; anything else was text before. */
const DIGITS = /^(?:[0-9a-f]{64}|[0-9a-f]{32})$/;

function toValue(cell: Cell, kind: ColumnKind): SqlValue {
  if (typeof cell !== 'string' || !isKey(kind) || !cell.startsWith(kind)) return cell;
  const digits = cell.slice(kind.length);
  return DIGITS.test(digits) ? Buffer.from(digits, 'hex') : cell;
}

function fillingOf(db: Database): Filling {
  const count = (name: string): number => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${name}`)?.n ?? 0;
  return {
    async countRows() {
      return TABLES.filter(({ name }) => name !== 'meta' && name !== 'vocabulary').reduce((sum, { name }) => sum + count(name), 0);
    },
    async clear() {
      db.exec('DELETE FROM meta; DELETE FROM vocabulary');
    },
    async insert(table, rows) {
      const columns = columnsOf(table);
      const names = columns.map(([name]) => name).join(', ');
      const sql = `INSERT INTO ${table.name} (${names}) VALUES (${columns.map(() => '?').join(', ')})`;
      for (const row of rows) db.run(sql, ...columns.map(([name, kind]) => toValue(row[name] ?? null, kind)));
    },
    finish: async () => indexWords(db),
  };
}

function indexWords(db: Database): void {
  for (let after = 0; ; ) {
    const rows = db.all<Cells & { pk: number; title: string; abstract: string | null }>(
      `SELECT p.pk, v.title, v.abstract FROM papers p JOIN paper_versions v ON v.n = p.newest
       WHERE p.merged_into IS NULL AND p.pk > ? ORDER BY p.pk LIMIT ${COPY_PAGE}`,
      after,
    );
    for (const { pk, title, abstract } of rows)
      db.run('INSERT INTO paper_search (rowid, words) VALUES (?, ?)', pk, searchWords(`${title}\n${abstract ?? ''}`).join(' '));
    const last = rows.at(-1);
    if (!last) return;
    after = last.pk;
  }
}
