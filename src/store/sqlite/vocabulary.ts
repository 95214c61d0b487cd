/** The vocabulary in the database: seeded once, the record afterwards. Its version is `v1+` and the number of changes since. */
import { type Term, Vocabulary } from '../../domain/vocabulary.ts';
import { decodeTerm, encodeTerm, type TermRow } from '../term-codec.ts';
import type { Session } from './session.ts';

/** Version as stored now. */
export function vocabularyVersion({ db }: Session): string {
  const changes = db.get<{ n: number }>('SELECT count(*) AS n FROM vocabulary_log')?.n ?? 0;
  return `v1+${changes}`;
}

/** The vocabulary as it is now; the same object until it changes. */
export function readVocabulary(session: Session): Vocabulary {
  const version = vocabularyVersion(session);
  const known = session.vocabulary;
  // an empty one may have been seeded by another process since
  if (known && known.version === version && known.terms.length > 0) return known;
  const terms = session.db.all<TermRow>('SELECT * FROM vocabulary ORDER BY id').map(decodeTerm);
  session.vocabulary = new Vocabulary(version, terms);
  return session.vocabulary;
}

/** Whether the database was seeded. */
export const hasVocabulary = ({ db }: Session): boolean => db.get('SELECT 1 FROM vocabulary LIMIT 1') !== null;

/** Fills an empty vocabulary; false when there is one already. */
export function seedVocabulary(session: Session, terms: readonly Term[]): boolean {
  const { db } = session;
  if (hasVocabulary(session)) return false;
  // in the order of the key, so that pages fill up: a fifth smaller than in the order of the file
  const sorted = [...terms].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const term of sorted.map(encodeTerm))
    db.run(
      `INSERT INTO vocabulary (id, label, definition, aliases, status, merged_into, parent, include, exclude, example)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      term.id,
      term.label,
      term.definition,
      term.aliases,
      term.status,
      term.merged_into,
      term.parent,
      term.include,
      term.exclude,
      term.example,
    );
  session.vocabulary = null;
  return terms.length > 0;
}
