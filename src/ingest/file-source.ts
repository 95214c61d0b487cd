/**
 * Sources from the file system. A path is looked at once; a directory, a device, a missing or forbidden file is one sentence.
 * Invariant: `stream()` gives the same bytes each time or says that the file changed while it was read.
 */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { PrecisError } from '../domain/errors.ts';
import type { Source } from '../ports.ts';
import { spool } from './spool-source.ts';

/**
 * Opens a file as a Source; a pipe is spooled.
 * @throws PrecisError `listing.unreadable` for a directory, a device, a missing or forbidden file.
 */
export async function fileSource(path: string): Promise<Source> {
  const status = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  if (status.isDirectory())
    throw new PrecisError('listing.unreadable', `${path} is a directory`, {
      next: `Name the files in it, for instance '${path.replace(/\/+$/, '')}/*.txt'.`,
    });
  if (status.isFIFO()) return spool(path, createReadStream(path));
  if (!status.isFile()) throw new PrecisError('listing.unreadable', `${path} is a device, not a file`);
  await open(path).then(
    (file) => file.close(),
    (cause: unknown) => {
      throw unreadable(path, cause);
    },
  );
  return {
    name: path,
    size: status.size,
    stream: () => streamFile(path, status),
    slice: (start, end) => sliceFile(path, start, end),
  };
}

interface Status {
  readonly size: number;
  readonly mtimeMs: number;
}

async function* streamFile(path: string, before: Status): AsyncIterable<Uint8Array> {
  const file = await open(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    for await (const chunk of file.createReadStream({ autoClose: false })) yield chunk as Uint8Array;
    const after = await file.stat();
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs)
      throw new PrecisError(
        'listing.unreadable',
        `${path} changed while it was read (${before.size} bytes before, ${after.size} after)`,
        {
          next: 'Add it again when it is complete: what was taken is not taken twice.',
        },
      );
  } catch (error) {
    throw error instanceof PrecisError ? error : unreadable(path, error);
  } finally {
    await file.close();
  }
}

async function sliceFile(path: string, start: number, end: number): Promise<Uint8Array> {
  const file = await open(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    const { size } = await file.stat();
    const length = Math.max(0, Math.min(end, size) - start);
    const bytes = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  EISDIR: 'is a directory',
  EMFILE: 'cannot be opened: too many files are open',
  ENAMETOOLONG: 'has too long a name',
};

function unreadable(path: string, cause: unknown): PrecisError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = REASONS[code] ?? `cannot be read (${code || (cause instanceof Error ? cause.message : cause)})`;
  return new PrecisError('listing.unreadable', `${path} ${reason}`, { cause });
}
