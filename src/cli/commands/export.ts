/** `precis export`: the dataset, whole or not at all, with a last line that says what was left out and how to get it. */
import { PrecisError } from '../../domain/errors.ts';
import { TABLE_NAMES } from '../../domain/row.ts';
import { ONLY, type Only } from '../../domain/rows.ts';
import { UUID_RANDOM_BYTES, uuidV7 } from '../../domain/uuid.ts';
import { openDatasetFolder } from '../../formats/dataset-folder.ts';
import { jsonl } from '../../formats/jsonl.ts';
import { precisVersion } from '../../package-root.ts';
import { release } from '../../pipeline.ts';
import type { Writer } from '../../ports.ts';
import { systemClock } from '../../system.ts';
import { textOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { plural } from '../terminal.ts';
import { configOf, openExistingStore, probeOf, withStore } from '../workshop.ts';

const WRITERS: readonly Writer[] = [jsonl];

export const exportCommand: Command = {
  name: 'export',
  summary: 'write the dataset',
  usage: 'precis export DIR [FLAGS]',
  options: {
    format: { type: 'string', value: 'NAME', about: `one of ${WRITERS.map((writer) => writer.name).join(', ')} (default jsonl)` },
    only: { type: 'string', value: 'WHICH', about: 'verified (default), reviewed, or all: everything with its marks' },
  },
  settings: [],
  examples: ['precis export dataset', 'precis export dataset --only all'],
  async run({ words, flags, terminal }) {
    const [directory, extra] = words;
    if (directory === undefined || extra !== undefined)
      throw new PrecisError('usage', 'precis export needs one folder to write to');
    const only = readOnly(textOf(flags, 'only') ?? 'verified');
    const writer = readFormat(textOf(flags, 'format') ?? 'jsonl');
    const config = configOf(flags);
    const probe = probeOf(config);
    return withStore(await openExistingStore(config, terminal), async (store) => {
      const folder = await openDatasetFolder(directory, uuidV7(systemClock.now(), systemClock.bytes(UUID_RANDOM_BYTES)));
      try {
        const counts = await release(store, {}, only, writer, {
          async write(file, bytes) {
            await folder.write(file, bytes);
            probe.at('mid-export');
          },
        });
        const tables = Object.fromEntries(TABLE_NAMES.map((table) => [table, counts[table]]));
        await folder.finish({
          generator: 'precis',
          precisVersion: precisVersion(),
          exportedAt: new Date(systemClock.now()).toISOString(),
          format: writer.name,
          only,
          offsets: 'Unicode code points, end exclusive, over the cleaned abstract',
          tables,
        });
        if (terminal.json) terminal.emit({ directory, format: writer.name, only, tables });
        else {
          terminal.line(
            `${directory}: ${TABLE_NAMES.map((table) => plural(counts[table].written, ROW_NAMES[table])).join(', ')} (${writer.name}, ${only}).`,
          );
          const left = (['papers', 'claims', 'tags'] as const).flatMap((table) =>
            counts[table].leftOut > 0 ? [plural(counts[table].leftOut, LEFT_NAMES[table])] : [],
          );
          terminal.line(
            left.length > 0 ? `Left out: ${left.join(', ')}. --only all brings them, with their marks.` : 'Nothing was left out.',
          );
        }
        return 0;
      } catch (error) {
        await folder.abandon();
        throw error;
      }
    });
  },
};

const ROW_NAMES = { papers: 'paper', claims: 'claim row', tags: 'tag', reviews: 'review', runs: 'run' } as const;
const LEFT_NAMES = { papers: 'TL;DR', claims: 'claim row', tags: 'tag' } as const;

function readOnly(text: string): Only {
  const found = ONLY.find((one) => one === text);
  if (found) return found;
  throw new PrecisError('usage', `reading --only ${text}: it is one of ${ONLY.join(', ')}`);
}

function readFormat(text: string): Writer {
  const found = WRITERS.find((writer) => writer.name === text);
  if (found) return found;
  throw new PrecisError('usage', `reading --format ${text}: precis writes ${WRITERS.map((writer) => writer.name).join(', ')}`);
}
