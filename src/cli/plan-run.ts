/** What a run will do, decided before anything is stored: prompts, engine, pin, and the recipe that says it all. */
import type { Config } from '../config.ts';
import { PrecisError } from '../domain/errors.ts';
import { hashOf } from '../domain/hash.ts';
import type { Prompt } from '../domain/prompt.ts';
import type { Recipe } from '../domain/run.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';
import { precisVersion } from '../package-root.ts';
import type { Engine, Store } from '../ports.ts';
import type { StoredPin, Want } from '../store-port.ts';
import type { Flags } from './arguments.ts';
import { chooseEngine } from './choose-engine.ts';
import { choosePrompts, storable } from './choose-prompts.ts';

export interface RunPlan {
  readonly engine: Engine;
  readonly prompts: readonly Prompt[];
  readonly vocabulary: Vocabulary;
  readonly recipe: Recipe;
  /** Lines for a person. */
  readonly notices: readonly string[];
}

/** @throws PrecisError for settings that do not make a run */
export async function planRun(store: Store, config: Config, flags: Flags): Promise<RunPlan> {
  const vocabulary = await store.vocabulary();
  const pin = config.engine === 'extractive' ? null : await store.pin();
  const { prompts, notices } = choosePrompts(flags, pin);
  refuseTranslation(config, prompts);
  const temperature = prompts[0]?.front.temperature;
  const engine = await chooseEngine(config, pin, vocabulary, temperature);
  const recipe = recipeOf(engine, prompts, vocabulary, temperature);
  if (engine.paid) await pinFirst(store, pin, recipe);
  const other = pin && engine.paid && pin.engineHash !== engine.hash ? [pinnedElsewhere(pin, engine)] : [];
  return { engine, prompts, vocabulary, recipe, notices: [...notices, ...other] };
}

/** The recipe of a run: everything that decides what it asks for. */
export function recipeOf(
  engine: Engine,
  prompts: readonly Prompt[],
  vocabulary: Vocabulary,
  temperature: number | undefined,
): Recipe {
  return {
    prompts: prompts.map(storable),
    engine: engine.name,
    engineHash: engine.hash,
    model: engine.model,
    parameters: temperature === undefined ? {} : { temperature },
    endpoint: engine.endpoint,
    schemaHash: hashOf(prompts.map((prompt) => prompt.jsonSchema)),
    precisVersion: precisVersion(),
    vocabularyVersion: vocabulary.version,
    tier: null,
    budgetUsd: null,
  };
}

/** What the papers of a run are wanted for. */
export function wantOf(runId: string, { recipe }: RunPlan): Want {
  return { runId, engineHash: recipe.engineHash, prompts: recipe.prompts.map(({ name, hash }) => ({ name, hash })) };
}

/** The first run with a model pins the database; a task or language first asked for later is added to the pin. */
async function pinFirst(store: Store, pin: StoredPin | null, recipe: Recipe): Promise<void> {
  const known = pin?.prompts ?? [];
  const added = recipe.prompts.filter((prompt) => !known.some((one) => slot(one) === slot(prompt)));
  if (pin && added.length === 0) return;
  const prompts = [...known, ...added];
  await store.setPin({
    prompts,
    promptHashes: prompts.map((prompt) => prompt.hash),
    engine: pin?.engine ?? recipe.engine,
    engineHash: pin?.engineHash ?? recipe.engineHash,
    model: pin ? pin.model : recipe.model,
    vocabularyVersion: pin?.vocabularyVersion ?? recipe.vocabularyVersion,
  });
}

const slot = (prompt: { readonly name: string; readonly language: string }): string =>
  `${prompt.name.replace(/\.v\d+(@.*)?$/, '')}@${prompt.language}`;

const pinnedElsewhere = (pin: StoredPin, engine: Engine): string =>
  `This database is pinned to ${pin.model}; answers of ${engine.model} stand beside its rows until \`precis upgrade\` moves the pin.`;

function refuseTranslation(config: Config, prompts: readonly Prompt[]): void {
  const foreign = prompts.find((prompt) => prompt.language !== 'en');
  if (config.engine !== 'extractive' || !foreign) return;
  throw new PrecisError('config.invalid', `the extractive engine copies sentences and cannot write ${foreign.language}`, {
    next: 'Leave --lang out, or set OPENAI_API_KEY or OPENAI_BASE_URL to use a model.',
  });
}
