/** Bulk inserts: one statement for any number of rows, each column one array. */
import { type TableName, tableOf } from '../tables.ts';
import type { Sql } from './database.ts';

const ARRAY_OF = { integer: 'bigint[]', real: 'double precision[]' } as const;
const arrayOf = (kind: string): string => ARRAY_OF[kind as keyof typeof ARRAY_OF] ?? 'text[]';

/** `unnest($1::text[], ..) WITH ORDINALITY AS given (a, b, .., nth)`, for columns of a table. */
function unnest(table: TableName, columns: readonly string[], firstMark: number): string {
  const kinds = tableOf(table).columns;
  const arrays = columns.map((column, at) => `$${firstMark + at}::${arrayOf(kinds[column] ?? 'text')}`);
  return `unnest(${arrays.join(', ')}) WITH ORDINALITY AS given (${columns.join(', ')}, nth)`;
}

/** The rows as one array per column. */
export const columnsOf = (columns: readonly string[], rows: readonly object[]): unknown[][] =>
  columns.map((column) => rows.map((row) => (row as Readonly<Record<string, unknown>>)[column] ?? null));

/**
 * Inserts rows in their order, so that numbers follow it.
 * @param columns columns that are given; the others keep their defaults
 * @param tail `ON CONFLICT ..` and `RETURNING ..`
 */
export function insertRows<T>(
  sql: Sql,
  table: TableName,
  columns: readonly string[],
  rows: readonly object[],
  tail = '',
): Promise<T[]> {
  if (rows.length === 0) return Promise.resolve([]);
  const names = columns.join(', ');
  return sql.all<T>(
    `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${unnest(table, columns, 1)} ORDER BY nth ${tail}`,
    ...columnsOf(columns, rows),
  );
}

/**
 * Updates rows by one column, each with values of its own.
 * @param by column that names the row
 */
export async function updateRows(
  sql: Sql,
  table: TableName,
  by: string,
  columns: readonly string[],
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  const sets = columns.map((column) => `${column} = given.${column}`).join(', ');
  await sql.run(
    `UPDATE ${table} SET ${sets} FROM ${unnest(table, [by, ...columns], 1)} WHERE ${table}.${by} = given.${by}`,
    ...columnsOf([by, ...columns], rows),
  );
}
