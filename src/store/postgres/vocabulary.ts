/** The vocabulary in the database: seeded once, the record afterwards. Its version is `v1+` and the number of changes since. */
import { type Term, Vocabulary } from '../../domain/vocabulary.ts';
import { tableOf } from '../tables.ts';
import { decodeTerm, encodeTerm, type TermRow } from '../term-codec.ts';
import type { Sql } from './database.ts';
import { insertRows } from './insert.ts';
import type { Session } from './session.ts';

/** Version as stored now. */
export async function vocabularyVersion(sql: Sql): Promise<string> {
  const row = await sql.first<{ n: number }>('SELECT count(*) AS n FROM vocabulary_log');
  return `v1+${row?.n ?? 0}`;
}

/** The vocabulary as it is now; the same object until it changes. */
export async function readVocabulary(sql: Sql, session: Session): Promise<Vocabulary> {
  const version = await vocabularyVersion(sql);
  const known = session.vocabulary;
  // an empty one may have been seeded by another process since
  if (known && known.version === version && known.terms.length > 0) return known;
  const terms = (await sql.all<TermRow>('SELECT * FROM vocabulary ORDER BY id')).map(decodeTerm);
  session.vocabulary = new Vocabulary(version, terms);
  return session.vocabulary;
}

/** Whether the database was seeded. */
export const hasVocabulary = async (sql: Sql): Promise<boolean> =>
  (await sql.first('SELECT 1 AS yes FROM vocabulary LIMIT 1')) !== null;

/** Fills an empty vocabulary; false when there is one already. */
export async function seedVocabulary(sql: Sql, session: Session, terms: readonly Term[]): Promise<boolean> {
  if (terms.length === 0 || (await hasVocabulary(sql))) return false;
  await insertRows(sql, 'vocabulary', Object.keys(tableOf('vocabulary').columns), terms.map(encodeTerm));
  session.vocabulary = null;
  return true;
}
