/** Stored versions of papers' texts: rows to and from PaperVersion. A raw text is stored only as far as it differs. */
import { canonicalJson, readOwnJson } from '../../domain/json.ts';
import { normaliseTitle, type Paper } from '../../domain/paper.ts';
import { searchWords } from '../../domain/search-words.ts';
import type { PaperVersion } from '../../store-port.ts';
import { decodeFacts, encodeFacts } from '../facts-codec.ts';
import { packKey, shortHash, unpackKey } from '../keys.ts';
import { applyEdits, editsOf, type RawEdit } from '../raw-edits.ts';
import type { OpenImport } from './imports.ts';
import { type Session, smallHash } from './session.ts';

interface VersionRow {
  readonly n: number;
  readonly paper_pk: number;
  readonly paper_id: string;
  readonly content: Uint8Array | string;
  readonly version: number | null;
  readonly flags: string | null;
  readonly facts: string;
  readonly import_format: string;
  readonly title: string;
  readonly title_raw: string | null;
  readonly abstract: string | null;
  readonly abstract_map: string | null;
  readonly abstract_edits: string | null;
  readonly abstract_raw: string | null;
}

const COLUMNS = `v.n, v.paper_pk, p.paper_id, v.content, v.version, v.flags, v.facts, v.title, v.title_raw, v.abstract, v.abstract_map,
  v.abstract_edits, v.abstract_raw, i.format AS import_format
  FROM paper_versions v JOIN papers p ON p.pk = v.paper_pk JOIN imports i ON i.n = v.import`;

/** Stores the text of a paper as a version of it, once per raw text; returns its number. */
export function storeVersion({ db }: Session, paperPk: number, { listing, contentHash, rawHash }: Paper, into: OpenImport): number {
  const raw = shortHash(rawHash);
  const known = db.get<{ n: number }>('SELECT n FROM paper_versions WHERE paper_pk = ? AND raw = ?', paperPk, raw);
  if (known) return known.n;
  const edits = rawEdits(listing);
  return db.run(
    `INSERT INTO paper_versions (paper_pk, content, raw, version, import, flags, facts, title, title_raw, abstract_map, abstract_edits,
       abstract_raw, abstract) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    paperPk,
    packKey('sha256:', contentHash),
    raw,
    listing.version,
    into.n,
    listing.flags.length > 0 ? canonicalJson(listing.flags) : null,
    encodeFacts(listing, into.format),
    listing.title,
    listing.titleRaw === listing.title ? null : listing.titleRaw,
    listing.abstractMap && canonicalJson(listing.abstractMap),
    edits && canonicalJson(edits),
    edits || listing.abstractRaw === listing.abstract ? null : listing.abstractRaw,
    listing.abstract,
  ).lastId;
}

function rawEdits({ abstract, abstractRaw, abstractMap }: Paper['listing']): readonly RawEdit[] | null {
  if (abstract === null || abstractRaw === null || abstract === abstractRaw) return null;
  const edits = editsOf(abstract, abstractRaw, abstractMap);
  // where most of a text differs, the text itself is the shorter way to say so
  return edits && canonicalJson(edits).length < abstractRaw.length ? edits : null;
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
  const row = db.get<VersionRow>(`SELECT ${COLUMNS} WHERE v.n = ?`, n);
  return row && fromRow(row);
}

/** Every version of a paper, oldest first. */
export function versionsOf({ db }: Session, paperPk: number): PaperVersion[] {
  return db.all<VersionRow>(`SELECT ${COLUMNS} WHERE v.paper_pk = ? ORDER BY v.n`, paperPk).map(fromRow);
}

function fromRow(row: VersionRow): PaperVersion {
  const { abstract } = row;
  const edits = row.abstract_edits === null ? null : readOwnJson<RawEdit[]>(row.abstract_edits);
  const facts = decodeFacts(row.facts, row.version, row.import_format);
  return {
    paperPk: row.paper_pk,
    paperId: row.paper_id,
    contentHash: unpackKey('sha256:', row.content),
    version: row.version,
    title: row.title,
    titleRaw: row.title_raw ?? row.title,
    abstract,
    abstractRaw: row.abstract_raw ?? (abstract !== null && edits ? applyEdits(abstract, edits) : abstract),
    abstractMap: row.abstract_map === null ? null : readOwnJson(row.abstract_map),
    abstractSource: facts.abstractSource,
    flags: row.flags === null ? [] : readOwnJson<string[]>(row.flags),
    facts,
  };
}
