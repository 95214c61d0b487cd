/** A small parser of import and export statements: enough for the layer rules, which care only about who names whom. */
import { posix } from 'node:path';
import { maskCode } from './mask-code.ts';
import { lineAt, type SourceFile } from './sources.ts';

/** One mention of another module. */
export interface Import {
  readonly from: string;
  readonly line: number;
  /** As written between the quotes. */
  readonly specifier: string;
  /** Path of the file it names, from the root; null for packages and built-ins. */
  readonly target: string | null;
  /** Package or built-in it names; null for files. */
  readonly pack: string | null;
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

const STATEMENT =
  /(?:^|[;}\n])\s*(?:import|export)\s+(type\s+)?(?:[\w$*{][^'";=()]*?\s*from\s*)?(['"])([^'"\n]+)\2|\bimport\s*\(\s*(['"`])([^'"`\n]+)\4/g;

/** Everything a file imports or re-exports, dynamic imports with a literal included. */
export function importsOf(file: SourceFile): Import[] {
  const code = maskCode(file.text, { strings: false });
  return [...code.matchAll(STATEMENT)].map((match) => {
    const specifier = match[3] ?? match[5] ?? '';
    const isFile = specifier.startsWith('.');
    return {
      from: file.path,
      line: lineAt(file.text, match.index + match[0].length),
      specifier,
      target: isFile ? posix.normalize(posix.join(posix.dirname(file.path), specifier)) : null,
      pack: isFile ? null : packageOf(specifier),
      typeOnly: match[1] !== undefined || isAllTypes(match[0]),
    };
  });
}

/** `@scope/name/deep` is `@scope/name`, `openai/helpers/zod` is `openai`, `node:fs/promises` is `node:fs`. */
function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** `import { type A, type B } from` leaves nothing at run time once types are stripped. */
function isAllTypes(statement: string): boolean {
  const names = /\{([^}]*)\}/.exec(statement)?.[1];
  if (names === undefined || /import\s+[\w$]+\s*,/.test(statement)) return false;
  const parts = names.split(',').filter((part) => part.trim() !== '');
  return parts.length > 0 && parts.every((part) => /^\s*type\s/.test(part));
}
