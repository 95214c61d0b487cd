/**
 * A stream that can be read only once (standard input, a pipe) as a Source that can be read again: in memory up to a limit, beyond
 * it in a temporary file that has no name any more, so that no crash leaves it behind.
 */
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrecisError } from '../domain/errors.ts';
import type { Source } from '../ports.ts';

/** Bytes kept in memory. */
const MEMORY_LIMIT = 16 * 1024 * 1024;
const CHUNK = 64 * 1024;

/**
 * Reads a stream to its end and makes it a Source.
 * @throws PrecisError `listing.unreadable` when the stream breaks off.
 */
export async function spool(name: string, stream: AsyncIterable<Uint8Array | string>, memoryLimit = MEMORY_LIMIT): Promise<Source> {
  const held: Uint8Array[] = [];
  let size = 0;
  let file: FileHandle | null = null;
  try {
    for await (const piece of stream) {
      const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece;
      size += chunk.length;
      if (!file && size > memoryLimit) {
        file = await namelessFile();
        for (const before of held.splice(0)) await file.write(before);
      }
      if (file) await file.write(chunk);
      // a copy, which slice() of a Buffer would not be
      else held.push(new Uint8Array(chunk));
    }
  } catch (cause) {
    await file?.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PrecisError('listing.unreadable', `${name} broke off after ${size} bytes (${reason})`, { cause });
  }
  return file ? inFile(name, size, file) : inMemory(name, Buffer.concat(held));
}

function inMemory(name: string, bytes: Uint8Array): Source {
  return {
    name,
    size: bytes.length,
    async *stream() {
      for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
    },
    slice: async (start, end) => bytes.subarray(start, end),
  };
}

function inFile(name: string, size: number, file: FileHandle): Source {
  const slice = async (start: number, end: number): Promise<Uint8Array> => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(end, size) - start));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    return bytes.subarray(0, bytesRead);
  };
  return {
    name,
    size,
    async *stream() {
      for (let at = 0; at < size; at += CHUNK) yield await slice(at, at + CHUNK);
    },
    slice,
  };
}

async function namelessFile(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'precis-'));
  const file = await open(join(folder, 'spool'), 'w+', 0o600);
  await rm(folder, { recursive: true, force: true });
  return file;
}
