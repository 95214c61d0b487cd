/**
 * Re-validation: logged answers read again under the current rules. Adds rows under the current checks revision, 0 calls; tickets
 * that had failed with `draft.*` become done where the rules now accept the answer. Older rows stay readable.
 */

import { completionOf } from './domain/call.ts';
import { CHECKS_REVISION } from './domain/check.ts';
import { PrecisError } from './domain/errors.ts';
import type { Clock, Probe, Store } from './ports.ts';
import { promptOfRecipe } from './recipe-prompt.ts';
import { ground } from './steps/ground.ts';
import { persist } from './steps/persist.ts';
import { validate } from './steps/validate.ts';

/** @returns rows written, and answers that are still no Draft */
export async function revalidate(store: Store, clock: Clock, probe: Probe): Promise<{ written: number; invalid: number }> {
  let written = 0;
  let invalid = 0;
  const runs = await store.runs();
  for await (const { call, paper, promptHash } of store.callsToRevalidate(CHECKS_REVISION)) {
    const recipe = runs.find((run) => run.id === call.runId)?.recipe;
    const stored = recipe?.prompts.find((prompt) => prompt.hash === promptHash);
    if (!recipe || !stored) continue;
    const prompt = promptOfRecipe(stored);
    try {
      const completion = completionOf(call);
      const { draft, repairs } = validate(completion, prompt.yields);
      const enrichment = ground(draft, paper, {
        key: call.enrichmentKey,
        contentHash: paper.contentHash,
        promptHash,
        promptName: prompt.name,
        engineHash: recipe.engineHash,
        engine: recipe.engine,
        model: recipe.model,
        servedModel: completion.servedModel,
        rung: completion.rung,
        language: prompt.language,
        yields: prompt.yields,
        repairs,
        callId: call.id,
        runId: call.runId,
        createdAtMs: clock.now(),
      });
      if ((await persist(store, enrichment, null, true, probe)) === 'written') written++;
    } catch (error) {
      if (!(error instanceof PrecisError) || error.code.startsWith('store.')) throw error;
      invalid++;
    }
  }
  return { written, invalid };
}
