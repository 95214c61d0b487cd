/** The files of this repository as the repo tests see them: path from the root with forward slashes, and text. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the repository. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A rule that a file breaks, in words that say what to do. */
export interface Break {
  readonly path: string;
  readonly line: number;
  readonly why: string;
}

/** Absolute path of the checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'coverage', '.precis', '.vitest']);

/** Paths of all files below some folders or files of the repository, sorted; what git ignores is left out. */
export function listFiles(...roots: readonly string[]): string[] {
  const found: string[] = [];
  const visit = (path: string): void => {
    for (const child of readdirSync(path, { withFileTypes: true })) {
      const whole = join(path, child.name);
      if (child.isDirectory()) {
        if (!NOT_OURS.has(child.name)) visit(whole);
      } else if (child.isFile()) found.push(relative(ROOT, whole).split(sep).join('/'));
    }
  };
  // a folder that nothing needs yet is not in a clone: git keeps no empty ones
  for (const root of roots) if (existsSync(join(ROOT, root))) visit(join(ROOT, root));
  return found.sort();
}

/** Reads files by their paths. */
export function readFiles(paths: readonly string[]): SourceFile[] {
  return paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** TypeScript and JavaScript below some folders. */
export function readCode(...roots: readonly string[]): SourceFile[] {
  return readFiles(listFiles(...roots).filter((path) => /\.(ts|tsx|js|mjs)$/.test(path)));
}

/** One line per break, for an assertion message a person can act on. */
export function describeBreaks(breaks: readonly Break[]): string[] {
  return breaks.map(({ path, line, why }) => `${path}:${line} ${why}`);
}

/** Line number, from 1, of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
