/**
 * The import ledger: one class per record, first that fits (CONTRACTS 8). The sum is conserved:
 * seen = new + changed + same + duplicate + withdrawn + without abstract + rejected; page furniture is counted outside it.
 */
import type { Paper } from './paper.ts';

/** In the order in which they are tried. */
export const LEDGER_CLASSES = ['rejected', 'withdrawn', 'noAbstract', 'duplicate', 'same', 'changed', 'new'] as const;
export type LedgerClass = (typeof LEDGER_CLASSES)[number];

/** Counts of one import, as `run --json` prints them. */
export interface ImportLedger {
  readonly importId: string;
  readonly file: string;
  readonly format: string;
  readonly encoding: string | null;
  readonly seen: number;
  readonly new: number;
  readonly changed: number;
  readonly same: number;
  readonly duplicate: number;
  readonly withdrawn: number;
  readonly noAbstract: number;
  readonly rejected: number;
  readonly ignored: number;
}

/** What the store knows of a paper when a record of it arrives. */
export interface KnownPaper {
  readonly lastImportId: string;
  /** Formats that have delivered it before. */
  readonly formats: readonly string[];
  readonly withdrawn: boolean;
  /** Newest stored version. */
  readonly version: number | null;
  readonly rawHash: string;
  readonly hasAbstract: boolean;
}

/**
 * Whether a paper counts as withdrawn (or retracted) after a record of it. A newer version decides, an older one says nothing;
 * between equals a withdrawal stays, whatever the order in which they arrive.
 */
export function withdrawnAfter(now: boolean, version: number | null, known: Pick<KnownPaper, 'version'>, before: boolean): boolean {
  if (version !== null && known.version !== null && version !== known.version) return version > known.version ? now : before;
  return now || before;
}

/** What to do about a record. */
export interface Verdict {
  readonly ledgerClass: LedgerClass;
  /** Store its text as a version of the paper. */
  readonly storeVersion: boolean;
  /** That version becomes the one which is enriched. */
  readonly becomesNewest: boolean;
}

/** Classes one record of a paper; `known` is null for a paper never seen. */
export function judge(paper: Paper, known: KnownPaper | null, importId: string): Verdict {
  const { listing } = paper;
  const text = judgeText(paper, known);
  return { ledgerClass: classOf(), ...text };

  function classOf(): LedgerClass {
    if (listing.withdrawn || listing.retracted) return 'withdrawn';
    if (listing.abstract === null) return 'noAbstract';
    if (!known) return 'new';
    if (known.lastImportId === importId) return 'duplicate';
    if (text.becomesNewest) return 'changed';
    // an older version is stored, so it adds more than ids
    if (text.storeVersion) return 'same';
    return known.formats.includes(listing.sourceFormat) ? 'same' : 'duplicate';
  }
}

function judgeText(paper: Paper, known: KnownPaper | null): Pick<Verdict, 'storeVersion' | 'becomesNewest'> {
  if (!known) return { storeVersion: true, becomesNewest: true };
  if (paper.rawHash === known.rawHash) return { storeVersion: false, becomesNewest: false };
  const older = paper.listing.version !== null && known.version !== null && paper.listing.version < known.version;
  if (older) return { storeVersion: true, becomesNewest: false };
  // a record without an abstract says nothing about one that is known
  if (paper.listing.abstract === null && known.hasAbstract) return { storeVersion: false, becomesNewest: false };
  return { storeVersion: true, becomesNewest: true };
}
