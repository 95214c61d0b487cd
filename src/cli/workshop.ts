/** Opens what a command needs: settings, database, vocabulary. One place, so that every command does it the same way. */
import { existsSync, readFileSync } from 'node:fs';
import { type Config, loadConfig, SETTINGS, type SettingName } from '../config.ts';
import { PrecisError } from '../domain/errors.ts';
import { readVocabulary } from '../domain/vocabulary.ts';
import { packageFile } from '../package-root.ts';
import type { Probe, Store } from '../ports.ts';
import { killingProbe, noProbe, systemClock } from '../system.ts';
import type { Flags } from './arguments.ts';
import { textOf } from './arguments.ts';
import { withDrivers } from './server-packages.ts';
import type { Terminal } from './terminal.ts';

/** Settings of a command line. */
export function configOf(flags: Flags): Config {
  const given: Partial<Record<SettingName, string>> = {};
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const value = textOf(
      flags,
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    );
    if (value !== undefined) given[name] = value;
  }
  return loadConfig(given);
}

/** Opens the database, makes it when it is not there, and seeds its vocabulary. */
export async function openStore(config: Config, terminal: Terminal): Promise<Store> {
  const store = await openBare(config, terminal);
  const file = packageFile('prompts', 'vocabulary.v1.json');
  await store.seedVocabulary(() => readVocabulary(readFileSync(file, 'utf8'), 'vocabulary.v1.json').terms);
  return store;
}

/** Each store is loaded on demand, so that a file does not pay for the driver of a server. */
async function openBare({ db, databaseUrl }: Config, terminal: Terminal): Promise<Store> {
  if (databaseUrl === null) {
    const { openSqliteStore } = await import('../store/sqlite.ts');
    return openSqliteStore({
      file: db,
      clock: systemClock,
      log: { info: () => {}, warn: (message) => terminal.note(message) },
    });
  }
  const { connectPostgres } = await withDrivers('DATABASE_URL', () => import('../connect.ts'));
  const { openPostgresStore } = await import('../store/postgres.ts');
  return openPostgresStore({ pool: connectPostgres(databaseUrl.reveal()), clock: systemClock });
}

/** Whether there is a database to open; a server is asked when it is opened. */
export const isThere = ({ db, databaseUrl }: Config): boolean => databaseUrl !== null || existsSync(db);

/** Opens a database that must exist already. @throws PrecisError `usage` where there is none */
export async function openExistingStore(config: Config, terminal: Terminal): Promise<Store> {
  if (!isThere(config))
    throw new PrecisError('usage', `there is no database at ${config.db}`, {
      next: '`precis run FILE` makes one; --db names another.',
    });
  return openStore(config, terminal);
}

/** Runs `work` with the store and closes it whatever happens. */
export async function withStore<T>(store: Store, work: (store: Store) => Promise<T>): Promise<T> {
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Crash points, where a test asks for them. */
export function probeOf(config: Config): Probe {
  return config.crashAt === null ? noProbe : killingProbe(config.crashAt);
}
