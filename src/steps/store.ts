/**
 * store: Paper -> Paper row + Ticket, in one transaction per 500 records. A crash between batches leaves whole batches: importing
 * the file again classes them as `same` and goes on.
 */
import type { ImportLedger } from '../domain/ledger.ts';
import type { Ignored, Malformed } from '../domain/listing.ts';
import type { Paper } from '../domain/paper.ts';
import type { Probe, Store } from '../ports.ts';
import type { Want } from '../store-port.ts';

const BATCH = 500;

/** A file being imported. */
export interface ImportFile {
  readonly name: string;
  readonly format: string;
  /** Encoding other than UTF-8, said in the ledger. */
  readonly encoding: string | null;
}

/**
 * Stores every record of one file and returns its ledger.
 * @param onProgress called after each batch with the records stored so far
 */
export async function store(
  into: Store,
  file: ImportFile,
  records: AsyncIterable<Paper | Malformed | Ignored>,
  want: Want | null,
  probe: Probe,
  onProgress: (records: number) => void = () => {},
): Promise<ImportLedger> {
  const importId = await into.openImport(file.name, file.format, file.encoding);
  let batch: (Paper | Malformed | Ignored)[] = [];
  let stored = 0;
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    await into.storeBatch({ importId, records: batch, want });
    stored += batch.length;
    batch = [];
    onProgress(stored);
    probe.at('mid-import');
  };
  for await (const one of records) {
    batch.push(one);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return into.closeImport(importId);
}
