/**
 * A dataset folder that is whole or absent: built beside its place, synced, and put there by renaming (CONTRACTS 9). What a crash
 * leaves between the two renames, the next export finishes.
 * Invariant: a folder that is not ours is never touched.
 */

import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { PrecisError } from '../domain/errors.ts';
import { canonicalJson, parseJson } from '../domain/json.ts';

const MANIFEST = 'manifest.json';

/** A file of the manifest. */
export interface ManifestFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** An export on its way: files are written to it, then it is put in place. */
export interface DatasetFolder {
  write(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Writes the manifest and puts the folder in its place. */
  finish(manifest: Readonly<Record<string, unknown>>): Promise<void>;
  /** Removes what was built; the folder in place stays as it was. */
  abandon(): Promise<void>;
}

/**
 * Opens `directory` for an export.
 * @param id tells this export's leftovers from another's
 * @throws PrecisError `export.refused` for a folder that is not an earlier export
 */
export async function openDatasetFolder(directory: string, id: string): Promise<DatasetFolder> {
  const target = resolve(directory);
  const partial = `${target}.partial-${id}`;
  const old = `${target}.old-${id}`;
  await finishEarlier(target);
  await refuseForeign(target, directory);
  try {
    await mkdir(partial, { recursive: true });
  } catch (error) {
    throw new PrecisError('export.refused', `exporting to ${directory}: ${(error as Error).message}`, {
      next: 'Choose a folder you can write to.',
    });
  }
  const files: ManifestFile[] = [];
  return {
    async write(file, bytes) {
      files.push(await writeFile(join(partial, file), file, bytes));
    },
    async finish(manifest) {
      const text = `${JSON.stringify({ ...manifest, files }, null, 2)}\n`;
      await writeFile(join(partial, MANIFEST), MANIFEST, one(new TextEncoder().encode(text)));
      await syncFolder(partial);
      const replaced = await isThere(target);
      if (replaced) await rename(target, old);
      await rename(partial, target);
      await syncFolder(dirname(target));
      if (replaced) await rm(old, { recursive: true, force: true });
    },
    async abandon() {
      await rm(partial, { recursive: true, force: true });
    },
  };
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function writeFile(path: string, name: string, chunks: AsyncIterable<Uint8Array>): Promise<ManifestFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.write(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { name, bytes, sha256: hash.digest('hex') };
}

/** Some systems cannot open a folder to sync it; the files themselves are synced by then. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, constants.O_RDONLY);
    await folder.sync().finally(() => folder.close());
  } catch {
    // nothing left to do: durability of the name is then the system's own affair
  }
}

/** A crash between the two renames left the old folder aside and the new one built: the newest complete one goes in place. */
async function finishEarlier(target: string): Promise<void> {
  const siblings = await readdir(dirname(target)).catch(() => [] as string[]);
  const named = (kind: string): string[] =>
    siblings.filter((name) => name.startsWith(`${basename(target)}.${kind}-`)).map((name) => join(dirname(target), name));
  if (!(await isThere(target))) {
    for (const candidate of [...named('partial'), ...named('old')]) {
      if (!(await isOurs(candidate))) continue;
      await rename(candidate, target);
      break;
    }
  }
  for (const leftover of named('old')) if (await isOurs(leftover)) await rm(leftover, { recursive: true, force: true });
}

async function refuseForeign(target: string, shown: string): Promise<void> {
  if (!(await isThere(target))) return;
  if (!(await stat(target)).isDirectory())
    throw new PrecisError('export.refused', `exporting to ${shown}: it is a file, not a folder`);
  if ((await readdir(target)).length > 0 && !(await isOurs(target)))
    throw new PrecisError('export.refused', `exporting to ${shown}: the folder is not empty and holds no export of precis`);
}

/** A folder with our manifest; it is written last, so it also says that the folder is complete. */
async function isOurs(folder: string): Promise<boolean> {
  try {
    const manifest = parseJson(await readFile(join(folder, MANIFEST), 'utf8'));
    return canonicalJson(manifest).includes('"precis"');
  } catch {
    return false;
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
