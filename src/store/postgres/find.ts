/** Finding papers: by any id they ever had, or by plain words. */
import { searchWords } from '../../domain/search-words.ts';
import { afterPrefix, MAX_RANKED, type Match, rankMatches, spellingsOf } from '../match.ts';
import type { Sql } from './database.ts';

/** Inner key of an id: exact, without its kind, in an unusual spelling, or a prefix that only one paper has. */
export async function findPaper(sql: Sql, id: string): Promise<number | null> {
  for (const spelling of spellingsOf(id)) {
    const [exact] = await papersUnder(sql, 'd.id = $1', spelling);
    if (exact !== undefined) return exact;
    const [only, ...others] = await papersUnder(sql, 'd.id >= $1 AND d.id < $2', spelling, afterPrefix(spelling));
    if (only !== undefined && others.length === 0) return only;
  }
  return null;
}

/** At most two papers, merges followed. */
async function papersUnder(sql: Sql, condition: string, ...values: readonly string[]): Promise<number[]> {
  const rows = await sql.all<{ pk: number }>(
    `SELECT DISTINCT coalesce(p.merged_into, p.pk) AS pk FROM paper_ids d JOIN papers p ON p.pk = d.paper_pk WHERE ${condition} LIMIT 2`,
    ...values,
  );
  return rows.map(({ pk }) => pk);
}

/** Papers that contain every word: those with most of them in the title first, then the ones added last. */
export async function searchPapers(sql: Sql, text: string, limit: number): Promise<Match[]> {
  const words = searchWords(text);
  if (words.length === 0) return [];
  const rows = await sql.all<{ pk: number; paper_id: string; title: string }>(
    `SELECT p.pk, p.paper_id, v.title FROM (SELECT paper_pk FROM paper_search WHERE words @> $1::text[] ORDER BY paper_pk DESC LIMIT $2) m
     JOIN papers p ON p.pk = m.paper_pk JOIN paper_versions v ON v.n = p.newest`,
    words,
    MAX_RANKED,
  );
  return rankMatches(rows, words, limit);
}
