/** A valid Draft of the sample paper, and the Completion that carries it. */
import { type Completion, NO_USAGE } from '../../src/domain/completion.ts';
import type { Draft } from '../../src/domain/draft.ts';
import { draftFor } from './llm-draft.ts';
import { SAMPLE_PAPER } from './sample-request.ts';

/** All three sections. */
export const sampleDraft = (): Required<Draft> => draftFor(SAMPLE_PAPER, ['tldr', 'tags', 'claims']) as Required<Draft>;

/** A Completion with this content; a text stays as it is, anything else becomes JSON. */
export function completionWith(content: unknown, more: Partial<Completion> = {}): Completion {
  return {
    content: typeof content === 'string' ? content : JSON.stringify(content),
    finishReason: 'stop',
    refusal: null,
    usage: { ...NO_USAGE, promptTokens: 400, completionTokens: 120 },
    rung: 'json_schema',
    servedModel: null,
    fingerprint: null,
    latencyMs: 1,
    ...more,
  };
}
