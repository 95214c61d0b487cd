/** Stored versions of papers' texts, and the words by which papers are found. */
import { searchWords } from '../../domain/search-words.ts';
import type { PaperVersion } from '../../store-port.ts';
import { decodeVersion, VERSION_SELECT, type VersionRow } from '../version-codec.ts';
import type { Sql } from './database.ts';

/** Versions by their numbers. */
export async function versionsNumbered(sql: Sql, numbers: readonly number[]): Promise<Map<number, PaperVersion>> {
  const rows = await sql.all<VersionRow>(`${VERSION_SELECT} WHERE v.n = ANY ($1::bigint[])`, numbers);
  return new Map(rows.map((row) => [row.n, decodeVersion(row)]));
}

/** Every version of papers, oldest first. */
export async function versionsOf(sql: Sql, paperPks: readonly number[]): Promise<Map<number, PaperVersion[]>> {
  const rows = await sql.all<VersionRow>(`${VERSION_SELECT} WHERE v.paper_pk = ANY ($1::bigint[]) ORDER BY v.n`, paperPks);
  return Map.groupBy(rows.map(decodeVersion), ({ paperPk }) => paperPk);
}

/** The text a paper is found by. */
export interface Titled {
  readonly title: string;
  readonly abstract: string | null;
}

/** Papers are found by the words of these texts from now on. */
export async function indexWords(sql: Sql, papers: readonly (Titled & { readonly pk: number })[]): Promise<void> {
  if (papers.length === 0) return;
  await sql.run(
    `INSERT INTO paper_search (paper_pk, words)
     SELECT pk, string_to_array(words, ' ') FROM unnest($1::bigint[], $2::text[]) AS given (pk, words)
     ON CONFLICT (paper_pk) DO UPDATE SET words = excluded.words`,
    papers.map(({ pk }) => pk),
    papers.map(({ title, abstract }) => searchWords(`${title}\n${abstract ?? ''}`).join(' ')),
  );
}
