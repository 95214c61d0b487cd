/** Finding papers: by any id they ever had, or by plain words. */
import { searchWords } from '../../domain/search-words.ts';
import { followMerge } from './events.ts';
import { paperOfId } from './identity.ts';
import type { Session } from './session.ts';

/** Papers looked at for the best ones; more matches than this are ranked among the newest. */
const MAX_RANKED = 1000;

/** Inner key of an id: exact, without its kind, in an unusual spelling, or a prefix that only one paper has. */
export function findPaper(session: Session, id: string): number | null {
  for (const spelling of spellings(id.trim())) {
    const found = paperOfId(session, spelling) ?? onlyWithPrefix(session, spelling);
    if (found !== null) return found;
  }
  return null;
}

function spellings(id: string): string[] {
  const lower = id.toLowerCase();
  const [, arxiv] = /^(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z.-]+\/\d{7})(?:v\d+)?$/.exec(lower) ?? [];
  const [, doi] = /^(?:doi:|https?:\/\/(?:dx\.)?doi\.org\/)?(10\.\d{4,}\/\S+)$/.exec(lower) ?? [];
  return [...new Set([id, ...(arxiv ? [`arxiv:${arxiv}`] : []), ...(doi ? [`doi:${doi}`] : []), lower])].filter(
    (text) => text.length > 4,
  );
}

function onlyWithPrefix(session: Session, prefix: string): number | null {
  const rows = session.db.all<{ paper_pk: number }>(
    'SELECT DISTINCT paper_pk FROM paper_ids WHERE id >= ? AND id < ? LIMIT 2',
    prefix,
    `${prefix}\u{10ffff}`,
  );
  const [only] = rows;
  return rows.length === 1 && only ? followMerge(session, only.paper_pk) : null;
}

/** A paper as a list of matches shows it. */
export interface Match {
  readonly pk: number;
  readonly paperId: string;
  readonly title: string;
}

/** Papers that contain every word: those with most of them in the title first, then the ones added last. */
export function searchPapers({ db }: Session, text: string, limit: number): Match[] {
  const words = searchWords(text);
  if (words.length === 0) return [];
  const rows = db.all<{ pk: number; paper_id: string; title: string }>(
    `SELECT p.pk, p.paper_id, v.title FROM (SELECT rowid AS pk FROM paper_search WHERE paper_search MATCH ? ORDER BY rowid DESC LIMIT ?) m
     JOIN papers p ON p.pk = m.pk JOIN paper_versions v ON v.n = p.newest`,
    words.map((word) => `"${word}"`).join(' AND '),
    MAX_RANKED,
  );
  const wanted = new Set(words);
  return rows
    .map((row) => ({ ...row, rank: searchWords(row.title).filter((word) => wanted.has(word)).length }))
    .sort((a, b) => b.rank - a.rank || b.pk - a.pk)
    .slice(0, limit)
    .map(({ pk, paper_id, title }) => ({ pk, paperId: paper_id, title }));
}
