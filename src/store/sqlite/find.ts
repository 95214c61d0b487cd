/** Finding papers: by any id they ever had, or by plain words. */
import { searchWords } from '../../domain/search-words.ts';
import { afterPrefix, MAX_RANKED, type Match, rankMatches, spellingsOf } from '../match.ts';
import { followMerge } from './events.ts';
import { paperOfId } from './identity.ts';
import type { Session } from './session.ts';

/** Inner key of an id: exact, without its kind, in an unusual spelling, or a prefix that only one paper has. */
export function findPaper(session: Session, id: string): number | null {
  for (const spelling of spellingsOf(id)) {
    const found = paperOfId(session, spelling) ?? onlyWithPrefix(session, spelling);
    if (found !== null) return found;
  }
  return null;
}

function onlyWithPrefix(session: Session, prefix: string): number | null {
  const rows = session.db.all<{ paper_pk: number }>(
    'SELECT DISTINCT paper_pk FROM paper_ids WHERE id >= ? AND id < ? LIMIT 2',
    prefix,
    afterPrefix(prefix),
  );
  const [only] = rows;
  return rows.length === 1 && only ? followMerge(session, only.paper_pk) : null;
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
  return rankMatches(rows, words, limit);
}
