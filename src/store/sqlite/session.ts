/**
 * What every part of the SQLite adapter works with: the connection, the clock, and the two things that are read far more often
 * than they change: recipes, which never do, and the vocabulary, whose version says when.
 */
import { UUID_RANDOM_BYTES, uuidV7 } from '../../domain/uuid.ts';
import type { Vocabulary } from '../../domain/vocabulary.ts';
import type { Clock } from '../../ports.ts';
import { type KnownRun, knownRun, lostRun, noSuchRun } from '../known-run.ts';
import type { Database } from './database.ts';

export interface Session {
  readonly db: Database;
  readonly clock: Clock;
  readonly runsByNumber: Map<number, KnownRun>;
  readonly runsById: Map<string, KnownRun>;
  /** Vocabulary last read, kept while its version is the one in the database. */
  vocabulary: Vocabulary | null;
}

/** A session over an open connection. */
export function openSession(db: Database, clock: Clock): Session {
  return { db, clock, runsByNumber: new Map(), runsById: new Map(), vocabulary: null };
}

/** A new UUIDv7. */
export const newId = ({ clock }: Session): string => uuidV7(clock.now(), clock.bytes(UUID_RANDOM_BYTES));

/** A run by its inner number. */
export function runByNumber(session: Session, n: number): KnownRun {
  const known = session.runsByNumber.get(n);
  if (known) return known;
  const row = session.db.get<{ n: number; id: string; recipe: string }>('SELECT n, id, recipe FROM runs WHERE n = ?', n);
  if (!row) throw lostRun(n);
  return remember(session, row);
}

/** A run by its id; null when there is none. */
export function runById(session: Session, id: string): KnownRun | null {
  const known = session.runsById.get(id);
  if (known) return known;
  const row = session.db.get<{ n: number; id: string; recipe: string }>('SELECT n, id, recipe FROM runs WHERE id = ?', id);
  return row && remember(session, row);
}

/** A run that must exist. */
export function existingRun(session: Session, id: string): KnownRun {
  const found = runById(session, id);
  if (!found) throw noSuchRun(id);
  return found;
}

function remember(session: Session, row: { n: number; id: string; recipe: string }): KnownRun {
  const known = knownRun(row);
  session.runsByNumber.set(known.n, known);
  session.runsById.set(known.id, known);
  return known;
}

/** Opaque value of a key. */
export function readMeta({ db }: Session, key: string): string | null {
  return db.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value ?? null;
}

/** Sets the value of a key. */
export function writeMeta({ db }: Session, key: string, value: string): void {
  db.run('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', key, value);
}
