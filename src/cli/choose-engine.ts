/** The engine a command works with, from settings and pin. There is no default model: nobody is surprised by a bill. */
import type { Config } from '../config.ts';
import { PrecisError } from '../domain/errors.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';
import type { Engine } from '../ports.ts';
import type { StoredPin } from '../store-port.ts';
import { systemClock } from '../system.ts';

/**
 * @param temperature from the prompt's front matter; left out when it sets none
 * @throws PrecisError `config.invalid` when a model is needed, naming up to five that the server lists
 */
export async function chooseEngine(
  config: Config,
  pin: StoredPin | null,
  vocabulary: Vocabulary,
  temperature?: number,
): Promise<Engine> {
  if (config.engine === 'extractive') {
    const { createExtractiveEngine } = await import('../engine/extractive/extractive.ts');
    return createExtractiveEngine({ vocabulary: () => vocabulary });
  }
  const { createOpenAiEngine, listModels } = await import('../engine/openai.ts');
  const endpoint = {
    baseUrl: config.baseUrl,
    apiKey: config.apiKey?.reveal() ?? null,
    fetch: globalThis.fetch,
    clock: systemClock,
    deadlineMs: config.timeoutMs,
  };
  const model = config.model ?? pin?.model ?? null;
  if (model !== null) return createOpenAiEngine({ ...endpoint, model, temperature });
  const names = await listModels(endpoint, AbortSignal.timeout(10_000)).catch((error: unknown) => {
    if (error instanceof PrecisError && error.code === 'engine.unauthorised') throw error;
    return [];
  });
  const offer = names.length > 0 ? `; ${config.baseUrl} lists ${names.join(', ')}` : `; ${config.baseUrl} lists none`;
  throw new PrecisError('config.invalid', `no model is set${offer}`, {
    next: 'Set PRECIS_MODEL or --model to one of the server, or use --engine extractive, which needs none.',
  });
}
