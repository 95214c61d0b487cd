/** Flags of the command line: declared as a table, read strictly, every mistake one sentence. */
import { parseArgs } from 'node:util';
import { PrecisError } from '../domain/errors.ts';

/** One flag. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly short?: string;
  /** Word for the value in the help. */
  readonly value?: string;
  readonly about: string;
}
export type Options = Readonly<Record<string, Option>>;

/** Values by flag name, dashes kept. */
export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Flags every command takes: the settings, and how it speaks. */
export const COMMON: Options = {
  db: {
    type: 'string',
    value: 'FILE',
    about: 'database file (default .precis/precis.db); without it DATABASE_URL may name a Postgres database',
  },
  engine: { type: 'string', value: 'NAME', about: 'openai or extractive' },
  model: { type: 'string', value: 'NAME', about: 'model of the openai engine (PRECIS_MODEL)' },
  'base-url': { type: 'string', value: 'URL', about: 'root of an OpenAI-compatible API (OPENAI_BASE_URL)' },
  'api-key': { type: 'string', value: 'KEY', about: 'its key; prefer OPENAI_API_KEY, flags are visible to other users' },
  concurrency: { type: 'string', value: 'N', about: 'papers in work at once (PRECIS_CONCURRENCY)' },
  wait: { type: 'string', value: 'SECONDS', about: 'longest wait for a limit before a run ends (default 900)' },
  timeout: { type: 'string', value: 'SECONDS', about: 'deadline of one call (default 120)' },
  'redis-url': { type: 'string', value: 'URL', about: 'Redis of several machines; prefer REDIS_URL when it holds a password' },
  lock: { type: 'string', value: 'SECONDS', about: 'how long Redis keeps a ticket for a worker that is silent (default 10)' },
  json: { type: 'boolean', about: 'machine-readable output: the last line is one JSON object' },
  help: { type: 'boolean', short: 'h', about: 'show this help' },
};

/** @throws PrecisError `usage` naming the flag and the command's help */
export function readArguments(argv: readonly string[], options: Options, command: string): { words: string[]; flags: Flags } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { ...COMMON, ...options },
      allowPositionals: true,
      strict: true,
    });
    return { words: positionals, flags: values as Flags };
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\. |\n/);
    throw new PrecisError('usage', `reading the flags of ${command}: ${sentence}`, {
      next: `\`${command} --help\` lists its flags.`,
    });
  }
}

/** A text flag. */
export function textOf(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** A repeatable text flag. */
export function textsOf(flags: Flags, name: string): readonly string[] {
  const value = flags[name];
  return Array.isArray(value) ? value : [];
}

/** A whole number flag within bounds. @throws PrecisError `usage` */
export function countOf(flags: Flags, name: string, least: number, most: number): number | undefined {
  const text = textOf(flags, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new PrecisError('usage', `reading --${name}: "${text}" is not a whole number from ${least} to ${most}`);
}
