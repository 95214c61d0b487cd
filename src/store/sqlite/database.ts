/**
 * What the parts of the SQLite adapter need of a connection. Only `connection.ts` knows the driver; every statement is prepared
 * once per connection, and no value ever becomes part of an SQL text.
 */

/** Values that go in and come out; booleans are 0 and 1, absence is null. */
export type SqlValue = null | number | string | Uint8Array;

/** What a write did. */
export interface Written {
  readonly changes: number;
  /** Row id of the last insert. */
  readonly lastId: number;
}

/** One connection to one database file. Synchronous: callers keep statements short. */
export interface Database {
  /** First row, or null. */
  get<T>(sql: string, ...values: SqlValue[]): T | null;
  all<T>(sql: string, ...values: SqlValue[]): T[];
  run(sql: string, ...values: SqlValue[]): Written;
  /** One or more statements without values. */
  exec(sql: string): void;
  inTransaction(): boolean;
  close(): void;
}

/** 0 or 1 for a boolean: Node 22 does not bind booleans. */
export const flag = (value: boolean): number => (value ? 1 : 0);
