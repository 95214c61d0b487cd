import { onTestFinished } from 'vitest';
import { createOpenAiEngine } from '../../src/engine/openai.ts';
import { systemClock } from '../../src/system.ts';
import { startLlmServer } from '../support/llm-server.ts';
import { SAMPLE_MODEL } from '../support/sample-request.ts';
import { describeEngine } from './engine.ts';

async function engineWith(apiKey: string | null) {
  const server = await startLlmServer(apiKey ? { apiKey } : {});
  onTestFinished(() => server.close());
  return createOpenAiEngine({ baseUrl: server.url, apiKey, model: SAMPLE_MODEL, fetch, clock: systemClock });
}

describeEngine('openai', { make: () => engineWith(null), makeElsewhere: () => engineWith('a-key-of-another-server') });
