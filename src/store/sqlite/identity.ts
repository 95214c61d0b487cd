/**
 * Which stored paper a record is about (CONTRACTS 1). Any id a paper ever had finds it, unless stronger ids disagree; a record whose
 * ids name two papers shows that they are one. So the papers are the same whatever the order in which their records arrive.
 */
import { bestId, idsConflict } from '../../domain/paper.ts';
import { isNewerText, type TextRank } from '../version-codec.ts';
import { followMerge } from './events.ts';
import type { Session } from './session.ts';
import { makeNewest } from './versions.ts';

/** A stored paper, and whether others were merged into it just now. */
export interface FoundPaper {
  readonly pk: number;
  readonly merged: boolean;
}

/** The paper that ids point at; null when none does. Merges papers that turn out to be one. */
export function findPaperOf(session: Session, ids: readonly string[]): FoundPaper | null {
  const candidates = new Set<number>();
  for (const id of ids) {
    const pk = paperOfId(session, id);
    if (pk !== null) candidates.add(pk);
  }
  let found: number | null = null;
  let merged = false;
  for (const pk of candidates) {
    const theirs = idsOf(session, pk);
    if (idsConflict(theirs, ids)) continue;
    if (found === null) found = pk;
    else if (!idsConflict([...idsOf(session, found), ...ids], theirs)) {
      mergeInto(session, pk, found);
      merged = true;
    }
  }
  return found === null ? null : { pk: found, merged };
}

/** Inner key of an exact outer id, merges followed. */
export function paperOfId(session: Session, id: string): number | null {
  const row = session.db.get<{ paper_pk: number }>('SELECT paper_pk FROM paper_ids WHERE id = ?', id);
  return row && followMerge(session, row.paper_pk);
}

/** Every outer id of a paper. */
export function idsOf({ db }: Session, paperPk: number): string[] {
  return db.all<{ id: string }>('SELECT id FROM paper_ids WHERE paper_pk = ? ORDER BY id', paperPk).map(({ id }) => id);
}

/** A new paper under those of its ids that no other paper has. */
export function addPaper({ db }: Session, ids: readonly string[], importNumber: number): number {
  const free = ids.filter((id) => !db.get('SELECT 1 FROM paper_ids WHERE id = ?', id));
  const pk = db.run("INSERT INTO papers (paper_id, last_import, formats) VALUES (?, ?, '[]')", bestId(free), importNumber).lastId;
  for (const id of free) db.run('INSERT INTO paper_ids (id, paper_pk) VALUES (?, ?)', id, pk);
  return pk;
}

/** Adds ids that are new; the outer id improves when a stronger one is among them. */
export function learnIds(session: Session, paperPk: number, ids: readonly string[]): void {
  const { db } = session;
  for (const id of ids) db.run('INSERT INTO paper_ids (id, paper_pk) VALUES (?, ?) ON CONFLICT DO NOTHING', id, paperPk);
  const now = db.get<{ paper_id: string }>('SELECT paper_id FROM papers WHERE pk = ?', paperPk)?.paper_id ?? '';
  const best = bestId([now, ...idsOf(session, paperPk)]);
  if (best !== now) db.run('UPDATE papers SET paper_id = ? WHERE pk = ?', best, paperPk);
}

/** Everything of one paper becomes another's; its events stay under its own key and are found through it. */
function mergeInto(session: Session, from: number, into: number): void {
  const { db } = session;
  const mine = newestOf(session, into);
  const theirs = newestOf(session, from);
  db.run("DELETE FROM tickets WHERE paper_pk = ? AND state IN ('wanted', 'waiting')", from);
  db.run('UPDATE papers SET merged_into = ?1 WHERE pk = ?2 OR merged_into = ?2', into, from);
  db.run('UPDATE paper_ids SET paper_pk = ? WHERE paper_pk = ?', into, from);
  db.run('UPDATE paper_versions SET paper_pk = ? WHERE paper_pk = ?', into, from);
  db.run('DELETE FROM current WHERE paper_pk = ?', from);
  db.run('DELETE FROM paper_search WHERE rowid = ?', from);
  db.run(
    `UPDATE papers SET withdrawn = max(withdrawn, (SELECT withdrawn FROM papers WHERE pk = ?1)),
       retracted = max(retracted, (SELECT retracted FROM papers WHERE pk = ?1)) WHERE pk = ?2`,
    from,
    into,
  );
  if (mine && theirs && isNewerText(theirs, mine)) makeNewest(session, into, theirs.n);
}

interface Newest {
  readonly n: number;
  readonly version: number | null;
  readonly has_abstract: number;
}

function newestOf({ db }: Session, paperPk: number): (TextRank & { readonly n: number }) | null {
  const row = db.get<Newest>(
    `SELECT v.n, v.version, v.abstract IS NOT NULL AS has_abstract FROM papers p JOIN paper_versions v ON v.n = p.newest WHERE p.pk = ?`,
    paperPk,
  );
  return row && { n: row.n, version: row.version, hasAbstract: row.has_abstract === 1 };
}
