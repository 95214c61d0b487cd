/** Finding papers, as far as it is no SQL: the spellings an id may have, and which match is the best. */
import { searchWords } from '../domain/search-words.ts';

/** Papers looked at for the best ones; more matches than this are ranked among the newest. */
export const MAX_RANKED = 1000;

/** Ids that a person may have meant: as typed, without its kind, as an address, in lower case. */
export function spellingsOf(typed: string): string[] {
  const id = typed.trim();
  const lower = id.toLowerCase();
  const [, arxiv] = /^(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z.-]+\/\d{7})(?:v\d+)?$/.exec(lower) ?? [];
  const [, doi] = /^(?:doi:|https?:\/\/(?:dx\.)?doi\.org\/)?(10\.\d{4,}\/\S+)$/.exec(lower) ?? [];
  return [...new Set([id, ...(arxiv ? [`arxiv:${arxiv}`] : []), ...(doi ? [`doi:${doi}`] : []), lower])].filter(
    (text) => text.length > 4,
  );
}

/** The first text above every text that begins with a prefix, in binary order. */
export const afterPrefix = (prefix: string): string => `${prefix}\u{10ffff}`;

/** A paper as a list of matches shows it. */
export interface Match {
  readonly pk: number;
  readonly paperId: string;
  readonly title: string;
}

/** The best matches: those with most of the words in the title first, then the papers added last. */
export function rankMatches(
  rows: readonly { readonly pk: number; readonly paper_id: string; readonly title: string }[],
  words: readonly string[],
  limit: number,
): Match[] {
  const wanted = new Set(words);
  return rows
    .map((row) => ({ ...row, rank: searchWords(row.title).filter((word) => wanted.has(word)).length }))
    .sort((a, b) => b.rank - a.rank || b.pk - a.pk)
    .slice(0, limit)
    .map(({ pk, paper_id, title }) => ({ pk, paperId: paper_id, title }));
}
