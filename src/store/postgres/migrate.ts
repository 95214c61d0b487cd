/**
 * Brings a database to the latest schema, all of it in one transaction under a lock, so that of several processes that open a new
 * database one makes the tables and the others find them. Migrations are append-only: a released one never changes, because
 * databases exist that ran it. A database that holds anything else is refused and left untouched.
 */
import { PrecisError } from '../../domain/errors.ts';
import { first } from '../migrations/postgres-0001-first.ts';
import { type Database, LOCK_SPACE, type Sql } from './database.ts';
import { readMeta, writeMeta } from './session.ts';

/** In order; the position of a migration is its version. */
const MIGRATIONS: readonly { readonly version: number; readonly sql: string }[] = [first];

/** Key under which a database says which schema it has. */
export const SCHEMA_KEY = 'schema_version';

/** `pg_xact_status` and `pg_current_xact_id` came with this one. */
const OLDEST_SERVER = 13;

/** Makes or updates the tables. @throws store.not_precis, store.newer, store.refused */
export async function migrate(database: Database, where: string): Promise<void> {
  const doing = `opening the database ${where}`;
  const found = await database.read(async (sql) => {
    await refuseServer(sql, doing);
    return versionOf(sql, doing);
  });
  // asked for at every start, so a database that is up to date is only read
  if (found === MIGRATIONS.length) return;
  await database.write('rows', async (sql) => {
    await sql.first(`SELECT pg_advisory_xact_lock(${LOCK_SPACE}, 0)`);
    const version = await versionOf(sql, doing);
    for (const migration of MIGRATIONS.slice(version))
      for (const statement of statementsOf(migration.sql)) await sql.run(statement);
    if (version < MIGRATIONS.length) await writeMeta(sql, SCHEMA_KEY, String(MIGRATIONS.length));
  });
}

/** 0 for an empty database. */
async function versionOf(sql: Sql, doing: string): Promise<number> {
  const { tables = 0, ours = false } =
    (await sql.first<{ tables: number; ours: boolean }>(
      `SELECT count(*) AS tables, bool_or(c.relname = 'meta') AS ours FROM pg_class c
       WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')`,
    )) ?? {};
  if (tables === 0) return 0;
  const stored = ours ? await readMeta(sql, SCHEMA_KEY).catch(() => null) : null;
  const version = Number(stored ?? Number.NaN);
  if (!Number.isInteger(version))
    throw new PrecisError('store.not_precis', `${doing}: it belongs to another program (${tables} tables)`, {
      next: 'Make a database of its own with createdb, and name it in DATABASE_URL.',
    });
  if (version > MIGRATIONS.length)
    throw new PrecisError(
      'store.newer',
      `${doing}: its schema is version ${version}, this precis knows up to ${MIGRATIONS.length}`,
      {
        next: 'Use the precis version that wrote it, or name another database in DATABASE_URL.',
      },
    );
  return version;
}

async function refuseServer(sql: Sql, doing: string): Promise<void> {
  const server = await sql.first<{ version: number; encoding: string }>(
    "SELECT current_setting('server_version_num')::bigint AS version, current_setting('server_encoding') AS encoding",
  );
  const major = Math.floor((server?.version ?? 0) / 10_000);
  if (major < OLDEST_SERVER)
    throw new PrecisError('store.refused', `${doing}: the server is Postgres ${major}`, {
      next: `Use Postgres ${OLDEST_SERVER} or newer.`,
    });
  if (server?.encoding !== 'UTF8')
    throw new PrecisError('store.refused', `${doing}: it keeps texts as ${server?.encoding}, which loses letters`, {
      next: 'Make it with createdb --encoding UTF8 --template template0, and name it in DATABASE_URL.',
    });
}

/** One statement each; none of ours has a semicolon inside. */
const statementsOf = (sql: string): string[] =>
  sql
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
