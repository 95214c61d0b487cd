/**
 * The hostile corpus: pairs of an input and what must become of it. A bug found in the wild is two files dropped into `cases/`.
 * Inputs are bytes and stay as they are (.gitattributes); huge ones are made by `generated.ts`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('cases/', import.meta.url);

/** A hostile input on disk. */
export interface Case<Expected> {
  readonly name: string;
  readonly path: string;
  readonly expected: Expected;
}

/** Counts of an import as `run --json` prints them. */
export type Counts = Readonly<
  Partial<Record<'seen' | 'new' | 'changed' | 'same' | 'duplicate' | 'withdrawn' | 'noAbstract' | 'rejected' | 'ignored', number>>
>;

/** What must become of a listing. */
export interface ListingOutcome {
  /** The promise, as a sentence. */
  readonly about: string;
  /** Arguments besides the usual ones. */
  readonly args?: readonly string[];
  readonly exit: number;
  /** Code of a start-up error; without one there is a report. */
  readonly code?: string;
  /** Part of what is printed. */
  readonly says?: string;
  readonly format?: string;
  readonly counts?: Counts;
  /** All titles as stored, in any order. */
  readonly titles?: readonly string[];
  /** What some stored abstract holds, and what none does. */
  readonly abstractHas?: readonly string[];
  readonly abstractLacks?: readonly string[];
  /** Flags that some paper has. */
  readonly flags?: readonly string[];
}

/** What must become of a model's answer. */
export interface CompletionOutcome {
  readonly about: string;
  readonly finishReason?: string;
  readonly refusal?: string;
  readonly reasoningTokens?: number;
  /** Code it is refused with; without one it is accepted. */
  readonly code?: string;
  /** Part of the message or of its issues. */
  readonly says?: string;
  readonly repairs?: readonly string[];
  readonly flags?: readonly string[];
  readonly tldr?: string;
  /** Number of claims. */
  readonly claims?: number;
}

/** Cases of a folder below `cases/`, by name. */
export function readCases<Expected>(folder: 'listings' | 'completions'): Case<Expected>[] {
  const files = readdirSync(new URL(`${folder}/`, FOLDER)).sort();
  const inputs = files.filter((file) => !file.endsWith('.expect.json'));
  const lonely = files.filter((file) => file.endsWith('.expect.json') && !inputs.some((input) => isPair(input, file)));
  if (lonely.length > 0) throw new Error(`expectations without an input: ${lonely.join(', ')}`);
  return inputs.map((input) => {
    const name = input.replace(/\.[a-z]+$/, '');
    const expectation = readFileSync(new URL(`${folder}/${name}.expect.json`, FOLDER), 'utf8');
    return { name, path: fileURLToPath(new URL(`${folder}/${input}`, FOLDER)), expected: JSON.parse(expectation) };
  });
}

const isPair = (input: string, expectation: string): boolean => input.replace(/\.[a-z]+$/, '.expect.json') === expectation;
