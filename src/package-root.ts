/** Where the package lies: prompts and version are read from there, in a checkout and in an installed package alike. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOwnJson } from './domain/json.ts';

/** Folder of precis' own package.json. */
export const PACKAGE_ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

/** A file of the package, by its path inside it. */
export function packageFile(...parts: readonly string[]): string {
  return join(PACKAGE_ROOT, ...parts);
}

/** Version of this precis. */
export function precisVersion(): string {
  return readOwnJson<{ version: string }>(readFileSync(packageFile('package.json'), 'utf8')).version;
}

function findRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'prompts'))) return folder;
    if (dirname(folder) === folder) return start;
  }
}
