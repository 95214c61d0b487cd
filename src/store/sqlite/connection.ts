/**
 * Opens one database file: the only importer of `node:sqlite`. A file is taken only when it is new, or precis wrote it and this
 * version understands it; everything else is refused with advice and left untouched.
 */
import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { PrecisError } from '../../domain/errors.ts';
import type { Clock } from '../../ports.ts';
import type { Database, SqlValue } from './database.ts';
import { storeError } from './errors.ts';
import { latestVersion, migrate } from './migrate.ts';
import { STATEMENT_WAIT_MS, untilFree } from './until-free.ts';

/** `prcs`: how a database says that it is one of ours. */
const APPLICATION_ID = 0x70726373;

/** A file up to this size is checked page by page at every open (about 5 ms per 10 MB); a larger one by `precis doctor`. */
const QUICK_CHECK_BYTES = 64 * 1024 * 1024;

/**
 * Page size of a new file. Rows hold texts of about 2 KB: pages of 4 KB, the default, are then half empty (9.0 KB per enriched paper
 * against 6.1 KB, measured).
 */
const PAGE_BYTES = 1024;

/**
 * Opens a file for reading and writing, makes it when it is new, and brings its schema up to date. Several processes may do so at
 * once; the switch to a write-ahead log does not wait for them by itself, so all of it is tried again.
 * @throws store.*
 */
export async function connect(file: string, clock: Pick<Clock, 'random'>): Promise<Database> {
  const doing = `opening the database ${file}`;
  try {
    makeFolder(dirname(file));
    return await untilFree(() => tryConnect(file), clock, doing);
  } catch (error) {
    throw storeError(error, file, 'opening the database');
  }
}

function tryConnect(file: string): Database {
  const size = sizeOf(file);
  const raw = new DatabaseSync(file);
  try {
    raw.exec(`PRAGMA busy_timeout = ${STATEMENT_WAIT_MS}`);
    const database = wrap(raw);
    refuseForeign(database, file, size);
    configure(database, file, size === 0);
    migrate(database, APPLICATION_ID);
    return database;
  } catch (error) {
    raw.close();
    throw error;
  }
}

/** Makes a folder and those above it. Node's own `recursive` never ends where a folder exists but takes no children, as /proc does. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // another process may have been faster
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** How every SQLite file begins. */
const MAGIC = 'SQLite format 3\0';

/** Size in bytes; 0 for a file that is not there. SQLite takes a file of a few bytes for a new one and writes over it: we do not. */
function sizeOf(file: string): number {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (stat.isDirectory()) throw new PrecisError('store.not_precis', `opening the database ${file}: it is a folder`);
  if (stat.size > 0 && headOf(file) !== MAGIC)
    throw new PrecisError('store.not_precis', `opening the database ${file}: it is not an SQLite database`);
  return stat.size;
}

function headOf(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(MAGIC.length);
    readSync(handle, head, 0, head.length, 0);
    return head.toString('latin1');
  } finally {
    closeSync(handle);
  }
}

function refuseForeign(database: Database, file: string, size: number): void {
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  const tables = database.get<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema')?.n ?? 0;
  if (application === 0 && version === 0 && tables === 0) return;
  if (application !== APPLICATION_ID)
    throw new PrecisError('store.not_precis', `opening the database ${file}: it belongs to another program (${tables} tables)`);
  if (version > latestVersion())
    throw new PrecisError(
      'store.newer',
      `opening the database ${file}: its schema is version ${version}, this precis knows up to ${latestVersion()}`,
    );
  if (size > QUICK_CHECK_BYTES) return;
  const finding = database.get<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check ?? 'no answer';
  if (finding !== 'ok') throw new PrecisError('store.damaged', `opening the database ${file}: ${finding.split('\n')[0]}`);
}

/** Defaults of the driver are those of a rollback journal; durability and concurrency are set by hand. */
function configure(database: Database, file: string, isNew: boolean): void {
  if (isNew) database.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
  const mode = database.get<{ journal_mode: string }>('PRAGMA journal_mode = WAL')?.journal_mode;
  if (mode !== 'wal' && mode !== 'memory')
    throw new PrecisError('store.readonly', `opening the database ${file}: its disk offers no write-ahead log (${mode})`);
  database.exec(
    'PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384',
  );
}

/** Value of a numeric pragma. */
export function pragma(database: Database, name: 'application_id' | 'user_version' | 'foreign_keys' | 'synchronous'): number {
  const row = database.get<Record<string, number>>(`PRAGMA ${name}`);
  return row ? Number(Object.values(row)[0]) : 0;
}

/** A statement, and which value each of its question marks takes. */
interface Prepared {
  readonly statement: StatementSync;
  /** Null where values stand in the order of the marks. */
  readonly order: readonly number[] | null;
}

/** Numbered marks become plain ones: Node 22 takes `?1` for a name and refuses a value for it ("column index out of range", measured on 22.19). */
function prepareIn(raw: DatabaseSync, sql: string): Prepared {
  const order: number[] = [];
  const plain = sql.replace(/\?(\d+)/g, (_mark, number: string) => {
    order.push(Number(number) - 1);
    return '?';
  });
  return { statement: raw.prepare(plain), order: order.length > 0 ? order : null };
}

const inOrder = (values: readonly SqlValue[], order: readonly number[] | null): SqlValue[] =>
  order ? order.map((i) => values[i] as SqlValue) : [...values];

function wrap(raw: DatabaseSync): Database {
  const statements = new Map<string, Prepared>();
  const prepare = (sql: string): Prepared => {
    const known = statements.get(sql);
    if (known) return known;
    const made = prepareIn(raw, sql);
    statements.set(sql, made);
    return made;
  };
  return {
    get<T>(sql: string, ...values: SqlValue[]) {
      const { statement, order } = prepare(sql);
      return (statement.get(...inOrder(values, order)) as T | undefined) ?? null;
    },
    all<T>(sql: string, ...values: SqlValue[]) {
      const { statement, order } = prepare(sql);
      return statement.all(...inOrder(values, order)) as T[];
    },
    run(sql, ...values) {
      const { statement, order } = prepare(sql);
      const { changes, lastInsertRowid } = statement.run(...inOrder(values, order));
      return { changes: Number(changes), lastId: Number(lastInsertRowid) };
    },
    exec: (sql) => raw.exec(sql),
    inTransaction: () => raw.isTransaction,
    close() {
      statements.clear();
      raw.close();
    },
  };
}
