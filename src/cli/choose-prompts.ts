/**
 * Which prompts a run uses. With a model the database's pin wins over whatever this precis ships, and a newer shipped one is said in
 * one line; the extractive engine is never pinned (CONTRACTS 5).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { SECTIONS } from '../domain/draft.ts';
import { PrecisError } from '../domain/errors.ts';
import { type Prompt, promptTasks, readPrompt, readTasks } from '../domain/prompt.ts';
import type { RecipePrompt } from '../domain/run.ts';
import { packageFile } from '../package-root.ts';
import { promptOfRecipe } from '../recipe-prompt.ts';
import type { StoredPin } from '../store-port.ts';
import { type Flags, textOf, textsOf } from './arguments.ts';

export interface ChosenPrompts {
  readonly prompts: readonly Prompt[];
  /** Lines for a person: what is pinned, what is newer. */
  readonly notices: readonly string[];
}

/** @throws PrecisError `usage`, `prompt.invalid`, `config.invalid` */
export function choosePrompts(flags: Flags, pin: StoredPin | null): ChosenPrompts {
  const languages = textsOf(flags, 'lang').filter((language) => language !== 'en');
  const named = textOf(flags, 'prompt');
  const tasks = textOf(flags, 'tasks');
  if (named !== undefined && tasks !== undefined)
    throw new PrecisError('usage', 'reading the flags: --prompt and --tasks both choose the prompt', { next: 'Give one of them.' });
  const wanted: Wanted[] =
    named !== undefined
      ? [{ file: named }]
      : promptTasks(tasks === undefined ? SECTIONS : readTasks(tasks)).map((task) => ({ task }));
  const chosen = [...wanted, ...languages.map((language): Wanted => ({ task: 'tldr', language }))].map((one) => choose(one, pin));
  const seen = new Set<string>();
  return {
    prompts: chosen.map(({ prompt }) => prompt).filter(({ hash }) => !seen.has(hash) && seen.add(hash)),
    notices: chosen.flatMap(({ notice }) => (notice ? [notice] : [])),
  };
}

type Wanted = { readonly file: string; readonly language?: string } | { readonly task: string; readonly language?: string };

function choose(wanted: Wanted, pin: StoredPin | null): { prompt: Prompt; notice: string | null } {
  const language = wanted.language ?? 'en';
  if ('file' in wanted) return { prompt: readNamed(wanted.file, language), notice: null };
  const shipped = newestShipped(wanted.task, language);
  const pinned = pin?.prompts.find((one) => taskOf(one) === wanted.task && one.language === language);
  if (!pinned || pinned.hash === shipped.hash) return { prompt: shipped, notice: null };
  return {
    prompt: promptOfRecipe(pinned),
    notice: `${shipped.name} ships with this precis; this database stays with its ${pinned.name}. \`precis upgrade --sample 20\` shows the difference and the cost.`,
  };
}

const taskOf = (prompt: RecipePrompt): string => prompt.name.replace(/\.v\d+(@.*)?$/, '');

/** A prompt by file, by `enrich.v1`, or by task alone. */
export function readNamed(name: string, language = 'en'): Prompt {
  if (existsSync(name)) return readPrompt(readFileSync(name, 'utf8'), basename(name), language);
  const file = packageFile('prompts', `${name}.md`);
  if (/^[a-z-]+\.v\d+$/.test(name) && existsSync(file)) return readPrompt(readFileSync(file, 'utf8'), name, language);
  if (versionsOf(name).length > 0) return newestShipped(name, language);
  throw new PrecisError('usage', `reading --prompt ${name}: there is no such file, and precis ships no prompt of that name`, {
    next: `Shipped: ${shippedNames().join(', ')}.`,
  });
}

/** Names of the shipped prompts. */
export function shippedNames(): string[] {
  return readdirSync(packageFile('prompts'))
    .flatMap((file) => /^([a-z-]+\.v\d+)\.md$/.exec(file)?.[1] ?? [])
    .sort();
}

function versionsOf(task: string): number[] {
  return shippedNames()
    .filter((name) => name.startsWith(`${task}.v`))
    .map((name) => Number(name.slice(task.length + 2)))
    .sort((a, b) => a - b);
}

/** The newest prompt of a task that this precis ships. */
export function newestShipped(task: string, language = 'en'): Prompt {
  const version = versionsOf(task).at(-1);
  if (version === undefined) throw new PrecisError('prompt.invalid', `looking for the prompt of task ${task}: precis ships none`);
  const name = `${task}.v${version}`;
  return readPrompt(readFileSync(packageFile('prompts', `${name}.md`), 'utf8'), name, language);
}

/** What a run and a pin keep of a prompt. */
export function storable(prompt: Prompt): RecipePrompt {
  return { name: prompt.name, hash: prompt.hash, language: prompt.language, source: prompt.source };
}
