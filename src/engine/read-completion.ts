/**
 * The reply of a chat completions endpoint -> Completion. Servers differ in what they leave out, so everything but one choice
 * with a message may be missing; a reply without that is `engine.bad_reply` and its first 500 characters are kept.
 * Text and usage survive whatever is wrong with the answer: refusals, filters and truncation are for `validate` to tell.
 */
import { z } from 'zod';
import { type Completion, NO_USAGE, type Usage } from '../domain/completion.ts';
import { PrecisError } from '../domain/errors.ts';
import { type Json, parseJson } from '../domain/json.ts';
import { codeOfEnvelope } from './classify.ts';
import { excerptOf, storable } from './guard.ts';
import { readComplaint } from './http-failure.ts';

/** Texts go to the call log before anything cleans them. */
const maybeText = z.string().transform(storable).nullish().catch(null);
const count = z.number().int().min(0).catch(0);

/** Content is a text, or with some servers a list of parts of which the text ones count. */
const Content = z
  .union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))])
  .nullish()
  .transform((content) => {
    if (typeof content === 'string') return storable(content);
    return storable((content ?? []).map((part) => (part.type === 'text' ? (part.text ?? '') : '')).join(''));
  });

const Envelope = z.object({
  model: maybeText,
  system_fingerprint: maybeText,
  choices: z
    .array(
      z.object({
        finish_reason: maybeText,
        message: z.object({ content: Content, refusal: maybeText, reasoning_content: maybeText, reasoning: maybeText }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: z.object({ cached_tokens: count }).nullish().catch(null),
      prompt_cache_hit_tokens: count.optional(),
      completion_tokens_details: z.object({ reasoning_tokens: count }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
});
type Envelope = z.infer<typeof Envelope>;

/**
 * Reads a reply of status 200.
 * @param what opens the sentence of an error
 * @throws PrecisError `engine.bad_reply`; `engine.quota`, `engine.rate_limited` and the like for an error sent as a success
 */
export function readCompletion(body: string, what: string, latencyMs: number): Completion {
  const parsed = Envelope.safeParse(envelopeOf(body, what));
  const choice = parsed.data?.choices[0];
  if (!parsed.success || !choice) throw badReply(body, what, 'the reply is JSON, but no chat completion');
  const { message } = choice;
  const reasoning = message.reasoning_content || message.reasoning;
  return {
    content: message.content,
    finishReason: choice.finish_reason ?? null,
    refusal: message.refusal || null,
    usage: usageOf(parsed.data, Boolean(reasoning) && message.content.trim() === ''),
    rung: 'json_schema',
    servedModel: parsed.data.model ?? null,
    fingerprint: parsed.data.system_fingerprint ?? null,
    latencyMs,
  };
}

/** A reply as JSON, looked at for an error that came with status 200. */
function envelopeOf(body: string, what: string): Json {
  if (body.trim() === '') throw badReply(body, what, 'the reply is empty');
  let json: Json;
  try {
    json = parseJson(body);
  } catch {
    throw badReply(
      body,
      what,
      body.trimStart().startsWith('<') ? 'the reply is a web page, not JSON' : 'the reply is not complete JSON',
    );
  }
  if (typeof json === 'object' && json !== null && 'error' in json && json.error && !('choices' in json))
    throw new PrecisError(codeOfEnvelope(body), `${what}: the reply is an error, "${readComplaint(body).words}"`, {
      reached: true,
      status: 200,
      excerpt: excerptOf(body),
    });
  return json;
}

/** Servers that show their reasoning but do not count it: an answer of nothing else was all reasoning. */
function usageOf({ usage }: Envelope, isOnlyReasoning: boolean): Usage {
  if (!usage) return NO_USAGE;
  const counted = usage.completion_tokens_details?.reasoning_tokens ?? 0;
  return {
    promptTokens: usage.prompt_tokens,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? 0,
    completionTokens: usage.completion_tokens,
    reasoningTokens: counted === 0 && isOnlyReasoning ? usage.completion_tokens : counted,
  };
}

function badReply(body: string, what: string, why: string): PrecisError {
  return new PrecisError('engine.bad_reply', `${what}: ${why}`, { reached: true, status: 200, excerpt: excerptOf(body) });
}
