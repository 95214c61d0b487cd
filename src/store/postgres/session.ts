/**
 * What the parts of the Postgres adapter share besides a transaction: the clock, and the two things that are read far more often
 * than they change: recipes, which never do, and the vocabulary, whose version says when.
 */
import { UUID_RANDOM_BYTES, uuidV7 } from '../../domain/uuid.ts';
import type { Vocabulary } from '../../domain/vocabulary.ts';
import type { Clock } from '../../ports.ts';
import { type KnownRun, knownRun, lostRun, noSuchRun } from '../known-run.ts';
import type { Sql } from './database.ts';

export interface Session {
  readonly clock: Clock;
  readonly runsByNumber: Map<number, KnownRun>;
  readonly runsById: Map<string, KnownRun>;
  /** Vocabulary last read, kept while its version is the one in the database. */
  vocabulary: Vocabulary | null;
}

/** A session of one open store. */
export const openSession = (clock: Clock): Session => ({
  clock,
  runsByNumber: new Map(),
  runsById: new Map(),
  vocabulary: null,
});

/** A new UUIDv7. */
export const newId = ({ clock }: Session): string => uuidV7(clock.now(), clock.bytes(UUID_RANDOM_BYTES));

interface RunNames {
  readonly n: number;
  readonly id: string;
  readonly recipe: string;
}

/** A committed run never changes its recipe, so it is read once. */
function remember(session: Session, row: RunNames): KnownRun {
  const known = knownRun(row);
  session.runsByNumber.set(known.n, known);
  session.runsById.set(known.id, known);
  return known;
}

/** Runs by their inner numbers. @throws store.damaged where one does not exist */
export async function runsNumbered(sql: Sql, session: Session, numbers: Iterable<number>): Promise<(n: number) => KnownRun> {
  const missing = [...new Set(numbers)].filter((n) => !session.runsByNumber.has(n));
  if (missing.length > 0)
    for (const row of await sql.all<RunNames>('SELECT n, id, recipe FROM runs WHERE n = ANY ($1::bigint[])', missing))
      remember(session, row);
  return (n) => {
    const known = session.runsByNumber.get(n);
    if (!known) throw lostRun(n);
    return known;
  };
}

/** Runs by their ids; those that nobody opened are left out. */
export async function runsNamed(sql: Sql, session: Session, ids: Iterable<string>): Promise<ReadonlyMap<string, KnownRun>> {
  const missing = [...new Set(ids)].filter((id) => !session.runsById.has(id));
  if (missing.length > 0)
    for (const row of await sql.all<RunNames>('SELECT n, id, recipe FROM runs WHERE id = ANY ($1::text[])', missing))
      remember(session, row);
  return session.runsById;
}

/** A run that must exist. */
export async function existingRun(sql: Sql, session: Session, id: string): Promise<KnownRun> {
  const found = (await runsNamed(sql, session, [id])).get(id);
  if (!found) throw noSuchRun(id);
  return found;
}

/** Opaque value of a key. */
export async function readMeta(sql: Sql, key: string): Promise<string | null> {
  return (await sql.first<{ value: string }>('SELECT value FROM meta WHERE key = $1', key))?.value ?? null;
}

/** Sets the value of a key. */
export async function writeMeta(sql: Sql, key: string, value: string): Promise<void> {
  await sql.run('INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value', key, value);
}
