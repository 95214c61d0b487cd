/** Stored versions of papers' texts: rows to and from PaperVersion. A raw text is stored only as far as it differs. */
import { CLEANER_VERSION } from '../domain/clean.ts';
import { canonicalJson, readOwnJson } from '../domain/json.ts';
import type { Paper } from '../domain/paper.ts';
import type { PaperVersion } from '../store-port.ts';
import { decodeFacts, encodeFacts } from './facts-codec.ts';
import { type StoredKey, unpackKey } from './keys.ts';
import { applyEdits, editsOf, type RawEdit } from './raw-edits.ts';

/** A version as `VERSION_SELECT` gives it. */
export interface VersionRow {
  readonly n: number;
  readonly paper_pk: number;
  readonly paper_id: string;
  readonly content: StoredKey;
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

/** Reads `VersionRow`s; a condition on `v` follows. */
export const VERSION_SELECT = `SELECT v.n, v.paper_pk, p.paper_id, v.content, v.version, v.flags, v.facts, v.title, v.title_raw, v.abstract,
  v.abstract_map, v.abstract_edits, v.abstract_raw, i.format AS import_format
  FROM paper_versions v JOIN papers p ON p.pk = v.paper_pk JOIN imports i ON i.n = v.import`;

/** Columns that a listing decides, besides its hashes. */
export type VersionColumns = Pick<VersionRow, 'version' | 'flags' | 'facts' | 'title' | 'title_raw' | 'abstract'> &
  Pick<VersionRow, 'abstract_map' | 'abstract_edits' | 'abstract_raw'> & {
    /** Version of the rules that cleaned it. */
    readonly cleaner: number;
  };

/** Stored form of a paper's text that came with an import of that format. */
export function encodeVersion({ listing }: Paper, importFormat: string): VersionColumns {
  const edits = rawEdits(listing);
  return {
    version: listing.version,
    cleaner: CLEANER_VERSION,
    flags: listing.flags.length > 0 ? canonicalJson(listing.flags) : null,
    facts: encodeFacts(listing, importFormat),
    title: listing.title,
    title_raw: listing.titleRaw === listing.title ? null : listing.titleRaw,
    abstract_map: listing.abstractMap && canonicalJson(listing.abstractMap),
    abstract_edits: edits && canonicalJson(edits),
    abstract_raw: edits || listing.abstractRaw === listing.abstract ? null : listing.abstractRaw,
    abstract: listing.abstract,
  };
}

function rawEdits({ abstract, abstractRaw, abstractMap }: Paper['listing']): readonly RawEdit[] | null {
  if (abstract === null || abstractRaw === null || abstract === abstractRaw) return null;
  const edits = editsOf(abstract, abstractRaw, abstractMap);
  // where most of a text differs, the text itself is the shorter way to say so
  return edits && canonicalJson(edits).length < abstractRaw.length ? edits : null;
}

/** The version again. */
export function decodeVersion(row: VersionRow): PaperVersion {
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

/** What decides which of two texts of one paper counts. */
export interface TextRank {
  readonly version: number | null;
  readonly hasAbstract: boolean;
}

/** A text beats none, then the higher version of the source. */
export const isNewerText = (a: TextRank, b: TextRank): boolean =>
  a.hasAbstract === b.hasAbstract ? (a.version ?? 0) > (b.version ?? 0) : a.hasAbstract;
