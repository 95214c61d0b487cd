/** The vocabulary in the database: seeded once, the record afterwards. Its version is `v1+` and the number of changes since. */
import { canonicalJson, readOwnJson } from '../../domain/json.ts';
import { type Term, Vocabulary } from '../../domain/vocabulary.ts';
import type { Session } from './session.ts';

interface TermRow {
  readonly id: string;
  readonly facet: Term['facet'];
  readonly label: string | null;
  readonly definition: string;
  readonly aliases: string | null;
  readonly status: Term['status'] | null;
  readonly merged_into: string | null;
  readonly parent: string | null;
  readonly include: string | null;
  readonly exclude: string | null;
  readonly example: string | null;
}

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
  const terms = session.db.all<TermRow>('SELECT * FROM vocabulary ORDER BY id').map(fromRow);
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
  for (const term of sorted)
    db.run(
      `INSERT INTO vocabulary (id, label, definition, aliases, status, merged_into, parent, include, exclude, example)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      term.id,
      term.label === labelOf(term.id) ? null : term.label,
      term.definition,
      term.aliases.length > 0 ? canonicalJson(term.aliases) : null,
      term.status === 'active' ? null : term.status,
      term.merged_into,
      term.parent,
      term.include,
      term.exclude,
      term.example,
    );
  session.vocabulary = null;
  return terms.length > 0;
}

/** The label that an id spells out. */
const labelOf = (id: string): string => id.slice(id.indexOf(':') + 1).replaceAll('-', ' ');

const fromRow = (row: TermRow): Term => ({
  id: row.id,
  facet: row.facet,
  label: row.label ?? labelOf(row.id),
  aliases: row.aliases === null ? [] : readOwnJson<string[]>(row.aliases),
  definition: row.definition,
  include: row.include,
  exclude: row.exclude,
  example: row.example,
  parent: row.parent,
  status: row.status ?? 'active',
  merged_into: row.merged_into,
});
