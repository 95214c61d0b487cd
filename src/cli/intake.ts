/**
 * Files on their way in: opened, recognised and looked over before anything is stored, so that a drifted layout or an unknown format
 * stops the whole command and not half of it.
 */

import { PrecisError } from '../domain/errors.ts';
import type { ImportLedger } from '../domain/ledger.ts';
import { detect } from '../ingest/detect.ts';
import { encodingOf } from '../ingest/encoding.ts';
import { expandSources } from '../ingest/expand.ts';
import { checkLayout } from '../ingest/layout.ts';
import { READERS } from '../ingest/readers.ts';
import { add, type Incoming } from '../pipeline.ts';
import type { Probe, Reader, Source, Store } from '../ports.ts';
import type { Want } from '../store-port.ts';
import { type Flags, textOf } from './arguments.ts';
import type { Terminal } from './terminal.ts';

export interface Intake {
  readonly files: readonly Incoming[];
}

/** @throws PrecisError `listing.*` with the file's name */
export async function openIntake(words: readonly string[], flags: Flags): Promise<Intake> {
  const files: Incoming[] = [];
  for (const source of words.length > 0 ? await expandSources(words) : []) {
    const reader = await readerFor(source, textOf(flags, 'format'));
    if (reader.survey && !flags.accept) checkLayout(await reader.survey(source), source.name);
    const { name } = await encodingOf(source);
    files.push({ source, reader, encoding: name === 'utf-8' ? null : name });
  }
  return { files };
}

async function readerFor(source: Source, format: string | undefined): Promise<Reader> {
  if (format === undefined) return (await detect(source, READERS)).reader;
  const reader = READERS.find((one) => one.name === format);
  if (reader) return reader;
  throw new PrecisError('usage', `reading --format ${format}: precis has no reader of that name`, {
    next: `Readers: ${READERS.map((one) => one.name).join(', ')}.`,
  });
}

/** Stores every file; each one's ledger. */
export async function takeIn(
  store: Store,
  { files }: Intake,
  want: Want | null,
  probe: Probe,
  terminal: Terminal,
): Promise<ImportLedger[]> {
  const ledgers: ImportLedger[] = [];
  for (const file of files)
    ledgers.push(
      await add(store, file, want, probe, (count) =>
        terminal.status(`  reading ${file.source.name}: ${count.toLocaleString('en-US')} records`),
      ),
    );
  return ledgers;
}
