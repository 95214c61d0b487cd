/** Stored versions of papers' texts, and which of them is a paper's text now. */
import { normaliseTitle, type Paper } from '../../domain/paper.ts';
import { searchWords } from '../../domain/search-words.ts';
import type { PaperVersion } from '../../store-port.ts';
import type { OpenImport } from '../import-codec.ts';
import { packKey, shortHash, smallHash } from '../keys.ts';
import { decodeVersion, encodeVersion, VERSION_SELECT, type VersionRow } from '../version-codec.ts';
import type { Session } from './session.ts';

/** Stores the text of a paper as a version of it, once per raw text; returns its number. */
export function storeVersion({ db }: Session, paperPk: number, paper: Paper, into: OpenImport): number {
  const raw = shortHash(paper.rawHash);
  const known = db.get<{ n: number }>('SELECT n FROM paper_versions WHERE paper_pk = ? AND raw = ?', paperPk, raw);
  if (known) return known.n;
  const text = encodeVersion(paper, into.format);
  return db.run(
    `INSERT INTO paper_versions (paper_pk, content, raw, version, cleaner, import, flags, facts, title, title_raw, abstract_map,
       abstract_edits, abstract_raw, abstract) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    paperPk,
    packKey('sha256:', paper.contentHash),
    raw,
    text.version,
    text.cleaner,
    into.n,
    text.flags,
    text.facts,
    text.title,
    text.title_raw,
    text.abstract_map,
    text.abstract_edits,
    text.abstract_raw,
    text.abstract,
  ).lastId;
}

/** That version is the paper's text from now on: enriched, listed under its title, and found by its words. */
export function makeNewest({ db }: Session, paperPk: number, n: number): void {
  const text = db.get<{ title: string; abstract: string | null }>('SELECT title, abstract FROM paper_versions WHERE n = ?', n);
  const { title = '', abstract = null } = text ?? {};
  const before = db.get<{ newest: number }>('SELECT newest FROM papers WHERE pk = ?', paperPk)?.newest ?? 0;
  db.run('UPDATE papers SET newest = ?, title_key = ? WHERE pk = ?', n, smallHash(normaliseTitle(title)), paperPk);
  // a delete makes the index flush what it gathered: a third slower and a fifth larger when done for every new paper
  if (before !== 0) db.run('DELETE FROM paper_search WHERE rowid = ?', paperPk);
  db.run('INSERT INTO paper_search (rowid, words) VALUES (?, ?)', paperPk, searchWords(`${title}\n${abstract ?? ''}`).join(' '));
}

/** A version by its number. */
export function versionByNumber({ db }: Session, n: number): PaperVersion | null {
  const row = db.get<VersionRow>(`${VERSION_SELECT} WHERE v.n = ?`, n);
  return row && decodeVersion(row);
}

/** Every version of a paper, oldest first. */
export function versionsOf({ db }: Session, paperPk: number): PaperVersion[] {
  return db.all<VersionRow>(`${VERSION_SELECT} WHERE v.paper_pk = ? ORDER BY v.n`, paperPk).map(decodeVersion);
}
