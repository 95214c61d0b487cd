/**
 * Brings a database to the latest schema, one transaction per migration. Migrations are append-only: a released one never changes,
 * because databases exist that ran it.
 */
import { first } from '../migrations/0001-first.ts';
import type { Database } from './database.ts';

/** One step of the schema. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** In order; the position of a migration is its version. */
export const MIGRATIONS: readonly Migration[] = [first];

/** Schema version this precis writes. */
export const latestVersion = (): number => MIGRATIONS.length;

/** Runs what is missing. Several processes may open a new file at once: the version is read again under the write lock. */
export function migrate(database: Database, applicationId: number): void {
  for (const migration of MIGRATIONS) {
    if (version(database) >= migration.version) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      if (version(database) < migration.version)
        database.exec(`${migration.sql}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migration.version}`);
      database.exec('COMMIT');
    } catch (error) {
      if (database.inTransaction()) database.exec('ROLLBACK');
      throw error;
    }
  }
}

const version = (database: Database): number => database.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
