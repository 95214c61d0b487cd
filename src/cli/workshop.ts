/** Opens what a command needs: settings, database, vocabulary. One place, so that every command does it the same way. */
import { existsSync, readFileSync } from 'node:fs';
import { type Config, loadConfig, SETTINGS, type SettingName } from '../config.ts';
import { PrecisError } from '../domain/errors.ts';
import { readVocabulary } from '../domain/vocabulary.ts';
import { packageFile } from '../package-root.ts';
import type { Probe, Store } from '../ports.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { killingProbe, noProbe, systemClock } from '../system.ts';
import type { Flags } from './arguments.ts';
import { textOf } from './arguments.ts';
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
  const store = await openSqliteStore({
    file: config.db,
    clock: systemClock,
    log: { info: () => {}, warn: (message) => terminal.note(message) },
  });
  const file = packageFile('prompts', 'vocabulary.v1.json');
  await store.seedVocabulary(() => readVocabulary(readFileSync(file, 'utf8'), 'vocabulary.v1.json').terms);
  return store;
}

/** Opens a database that must exist already. @throws PrecisError `usage` where there is none */
export async function openExistingStore(config: Config, terminal: Terminal): Promise<Store> {
  if (!existsSync(config.db))
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
