/** An invented paper and the request for it, as the line would make it. */
import type { Request } from '../../src/domain/completion.ts';
import { draftJsonSchema, SECTIONS } from '../../src/domain/draft.ts';

export const SAMPLE_PAPER = {
  title: 'Tidewater: Sparse Routing for Harbour Logs',
  abstract:
    'Harbour logs are long and repetitive, and dense readers tire of them. We present Tidewater, a routing layer that reads only the lines that differ. On HarbourQA it raises accuracy from 61.5% to 70.2% over a dense reader. It reads 4.5x fewer tokens. Code is available.',
} as const;

export const SAMPLE_MODEL = 'scripted-model';

/** A Request for the sample paper. */
export function sampleRequest(overrides: Partial<Request> & { title?: string } = {}): Request {
  const { title = SAMPLE_PAPER.title, ...rest } = overrides;
  const yields = rest.yields ?? SECTIONS;
  return {
    model: SAMPLE_MODEL,
    messages: [
      { role: 'system', content: 'Summarise the paper. Quote, never paraphrase, in quote fields.' },
      { role: 'user', content: JSON.stringify({ candidates: [], title, abstract: SAMPLE_PAPER.abstract }) },
    ],
    schemaName: 'draft',
    jsonSchema: draftJsonSchema(yields),
    maxOutput: 2000,
    yields,
    language: 'en',
    ...rest,
  };
}
