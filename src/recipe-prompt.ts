/** A stored prompt, rendered again: any worker must send the bytes that the run was started with. */
import { PrecisError } from './domain/errors.ts';
import { type Prompt, readPrompt } from './domain/prompt.ts';
import type { RecipePrompt } from './domain/run.ts';

/** @throws PrecisError `prompt.invalid` when this precis renders other bytes than the one that stored it */
export function promptOfRecipe(stored: RecipePrompt): Prompt {
  const prompt = readPrompt(stored.source, stored.name, stored.language);
  if (prompt.hash === stored.hash) return prompt;
  throw new PrecisError('prompt.invalid', `rendering ${stored.name}: this precis renders other bytes than the one that stored it`, {
    next: 'Use the precis version that made the database, or `precis upgrade` to move on.',
  });
}
