/** Imports: rows to their ledger and to the records they rejected. */
import { PrecisError } from '../domain/errors.ts';
import type { ImportLedger } from '../domain/ledger.ts';
import type { Malformed } from '../domain/listing.ts';

/** An import as it is stored, with the counters that are kept with its lines. */
export interface ImportRow {
  readonly id: string;
  readonly file: string;
  readonly format: string;
  readonly encoding: string | null;
  readonly opened_at_ms: number;
  readonly new: number;
  readonly changed: number;
  readonly same: number;
  readonly duplicate: number;
  readonly withdrawn: number;
  readonly no_abstract: number;
  readonly rejected: number;
  readonly ignored: number;
}

/** An import as the other parts need it. */
export interface OpenImport {
  readonly n: number;
  readonly id: string;
  readonly format: string;
}

/** What to say of an import that a caller names and nobody opened. */
export const noSuchImport = (id: string): PrecisError => new PrecisError('usage', `no import ${id} in this database`);

/** The ledger of an import. */
export function decodeImport(row: ImportRow): ImportLedger {
  const { id, file, format, encoding, changed, same, duplicate, withdrawn, no_abstract: noAbstract, rejected, ignored } = row;
  const seen = row.new + changed + same + duplicate + withdrawn + noAbstract + rejected;
  return {
    importId: id,
    file,
    format,
    encoding,
    seen,
    new: row.new,
    changed,
    same,
    duplicate,
    withdrawn,
    noAbstract,
    rejected,
    ignored,
  };
}

/** A rejected record as it is stored. */
export interface RejectRow {
  readonly line: number;
  readonly start_byte: number;
  readonly end_byte: number;
  readonly code: Malformed['code'];
  readonly reason: string;
  readonly raw: string;
}

/** The rejected record again. */
export const decodeReject = ({ line, start_byte: start, end_byte: end, code, reason, raw }: RejectRow): Malformed => ({
  kind: 'malformed',
  code,
  reason,
  locator: { index: line, start, end },
  raw,
});
