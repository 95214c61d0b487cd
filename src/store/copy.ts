/**
 * Moves everything from one database to another, whichever stores keep them: every table with its keys, numbers and bodies as they
 * are, decisions of people included. What is read is one moment of the source; what is written is there as a whole or not at all.
 * Leases stay behind, because they belong to processes that work on the source.
 */
import { PrecisError } from '../domain/errors.ts';
import { TABLES, type Table, type TableName } from './tables.ts';

/** A value of a row: keys are text, whatever the store makes of them. */
export type Cell = null | number | string;
export type Cells = Readonly<Record<string, Cell>>;

/** The next rows of a table in its order, after the row with these values; at most a page. */
export type ReadPage = (table: Table, after: readonly Cell[] | null) => Promise<readonly Cells[]>;

/** Fills empty tables. */
export interface Filling {
  /** Rows in tables other than the settings and the vocabulary that every new database is given. */
  countRows(): Promise<number>;
  /** Removes what every new database is given. */
  clear(): Promise<void>;
  insert(table: Table, rows: readonly Cells[]): Promise<void>;
  /** Numbers go on after the largest one, and words are found again. */
  finish(): Promise<void>;
}

/** The tables of one database. */
export interface Shelf {
  /** File or address, for a message. */
  readonly where: string;
  /** Everything that is read inside is from one moment. */
  read<T>(use: (page: ReadPage) => Promise<T>): Promise<T>;
  /** One transaction; `use` may run more than once. */
  write<T>(use: (into: Filling) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Rows per page. */
export const COPY_PAGE = 500;

/** Rows written, by table. */
export type Copied = Readonly<Record<TableName, number>>;

/** Copies all tables. @throws PrecisError `usage` where the target is not empty or the source is at work */
export function copyDatabase(from: Shelf, to: Shelf, nowMs: number): Promise<Copied> {
  return from.read((page) =>
    to.write(async (into) => {
      const rows = await into.countRows();
      if (rows > 0)
        throw new PrecisError('usage', `copying ${from.where} to ${to.where}: it holds ${rows} rows already`, {
          next: 'Name a new database: nothing is ever copied over.',
        });
      await into.clear();
      const counts = {} as Record<TableName, number>;
      for (const table of TABLES) counts[table.name] = await copyTable(page, into, table, from.where, nowMs);
      await into.finish();
      return counts;
    }),
  );
}

async function copyTable(page: ReadPage, into: Filling, table: Table, where: string, nowMs: number): Promise<number> {
  let count = 0;
  for (let after: readonly Cell[] | null = null; ; ) {
    const rows = await page(table, after);
    const last = rows.at(-1);
    if (!last) return count;
    await into.insert(table, table.name === 'tickets' ? rows.map((row) => withoutLease(row, where, nowMs)) : rows);
    count += rows.length;
    after = table.order.map((column) => last[column] ?? null);
  }
}

function withoutLease(row: Cells, where: string, nowMs: number): Cells {
  if (typeof row.lease_ms === 'number' && row.lease_ms > nowMs)
    throw new PrecisError('usage', `copying ${where}: ${row.owner} is at work on it`, {
      next: 'Stop every `precis run` and `precis work` on it, then copy: what is finished is kept.',
    });
  return { ...row, owner: null, lease_ms: null };
}
