/**
 * What a person names on the command line to Sources: files, patterns, `-` for standard input. A name that stands for nothing is
 * an error before anything is read; a file named twice is read once, and the order is that of the names.
 */
import { glob, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PrecisError } from '../domain/errors.ts';
import type { Source } from '../ports.ts';
import { fileSource } from './file-source.ts';
import { spool } from './spool-source.ts';

/**
 * Sources of the names given; standard input is read when `-` is one of them.
 * @throws PrecisError `listing.unreadable` for a name without a readable file, a pattern without a match.
 */
export async function expandSources(
  names: readonly string[],
  stdin: AsyncIterable<Uint8Array | string> = process.stdin,
): Promise<Source[]> {
  const paths = new Map<string, string>();
  for (const name of names)
    for (const path of await pathsOf(name)) {
      const place = path === '-' ? path : resolve(path);
      if (!paths.has(place)) paths.set(place, path);
    }
  const sources: Source[] = [];
  for (const path of paths.values()) {
    sources.push(path === '-' ? await spool('standard input', stdin) : await fileSource(path));
  }
  return sources;
}

/** A file of exactly that name comes before the pattern it may also be. */
async function pathsOf(name: string): Promise<string[]> {
  if (name === '') throw new PrecisError('listing.unreadable', 'an empty file name was given');
  if (name === '-' || !/[*?[\]{}]/.test(name) || (await exists(name))) return [name];
  const found: string[] = [];
  for await (const path of glob(name)) if ((await stat(path).catch(() => null))?.isFile()) found.push(path);
  if (found.length === 0)
    throw new PrecisError('listing.unreadable', `no file matches ${name}`, {
      next: 'Check the pattern and the folder you are in.',
    });
  return found.sort();
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
