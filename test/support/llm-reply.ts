/**
 * One reply of the scripted server: status, headers and body of a call, whatever fault strikes. Pure but for nothing: how it goes
 * over the wire is the server's matter.
 */
import { gzipSync } from 'node:zlib';
import type { Draft, Section } from '../../src/domain/draft.ts';
import { type AskedPaper, draftFor } from './llm-draft.ts';
import type { Fault, Script } from './llm-faults.ts';

/** The part of a request body the server looks at. */
export interface ChatBody {
  readonly model?: string;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: {
    readonly type?: string;
    readonly json_schema?: { readonly strict?: boolean; readonly schema?: SchemaNode };
  };
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
}

interface SchemaNode {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const CHARACTERS_PER_TOKEN = 4;

/** The paper of a request: the last message that is one, so that a reask finds it too. */
export function askedPaper(body: ChatBody): AskedPaper | null {
  for (const { role, content } of [...(body.messages ?? [])].reverse()) {
    if (role !== 'user') continue;
    try {
      const { title, abstract } = JSON.parse(content) as Partial<AskedPaper>;
      if (typeof title === 'string' && typeof abstract === 'string') return { title, abstract };
    } catch {
      // a message of words, such as a reask
    }
  }
  return null;
}

/** What a strict server finds wrong with a request, or null. */
export function complaintAbout(body: ChatBody, script: Script, authorization: string | undefined): Reply | null {
  if (script.apiKey !== undefined && authorization !== `Bearer ${script.apiKey}`)
    return failure(401, 'invalid_api_key', `Incorrect API key provided: ${authorization ?? 'none'}`);
  if (script.models && !script.models.includes(body.model ?? ''))
    return failure(404, 'model_not_found', `The model '${body.model}' does not exist`);
  const cap = script.refusesCap;
  if (cap && body[cap] !== undefined) {
    const other = cap === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
    const words = `Unsupported parameter: '${cap}' is not supported with this model. Use '${other}' instead.`;
    return failure(400, 'unsupported_parameter', words, cap);
  }
  if (capOf(body) === null) return failure(400, 'missing_required_parameter', 'an output cap is required');
  const format = body.response_format;
  if (format?.type !== 'json_schema' || format.json_schema?.strict !== true || !format.json_schema.schema)
    return failure(400, 'invalid_request_error', 'response_format must be a strict json_schema', 'response_format');
  const loose = looseness(format.json_schema.schema, '$');
  if (loose) return failure(400, 'invalid_json_schema', `Invalid schema for response_format: ${loose}`, 'response_format');
  return null;
}

const capOf = (body: ChatBody): number | null => body.max_completion_tokens ?? body.max_tokens ?? null;

/** Where a schema is not strict: every object closed, every key required. */
function looseness(node: SchemaNode, path: string): string | null {
  const { properties } = node;
  if (properties) {
    if (node.additionalProperties !== false) return `${path}: additionalProperties must be false`;
    const missing = Object.keys(properties).find((key) => !node.required?.includes(key));
    if (missing !== undefined) return `${path}.${missing}: must be required`;
  }
  const inner: [string, SchemaNode][] = [
    ...Object.entries(properties ?? {}).map(([key, child]): [string, SchemaNode] => [`${path}.${key}`, child]),
    ...(node.items ? ([[`${path}[]`, node.items]] as [string, SchemaNode][]) : []),
    ...(node.anyOf ?? []).map((child): [string, SchemaNode] => [path, child]),
  ];
  for (const [place, child] of inner) {
    const found = looseness(child, place);
    if (found) return found;
  }
  return null;
}

/** An error as OpenAI writes it. */
export function failure(status: number, code: string, message: string, param: string | null = null): Reply {
  return { status, headers: JSON_TYPE, body: JSON.stringify({ error: { message, type: code, param, code } }) };
}

const JSON_TYPE = { 'content-type': 'application/json' } as const;

/** Replies in place of an answer. */
const FAILURES: Readonly<Partial<Record<Fault['kind'], readonly [number, string, string]>>> = {
  rate_limited: [429, 'rate_limit_exceeded', 'Rate limit reached'],
  quota: [429, 'insufficient_quota', 'You exceeded your current quota'],
  unauthorised: [401, 'invalid_api_key', 'Incorrect API key provided'],
  overloaded: [503, 'overloaded', 'The engine is currently overloaded'],
  server_error: [500, 'server_error', 'The server had an error'],
  rejected: [400, 'invalid_request_error', 'The request is malformed'],
  format_unsupported: [400, 'invalid_request_error', 'This response_format type is unavailable now'],
  context_too_long: [400, 'context_length_exceeded', "This model's maximum context length is 4096 tokens"],
};

/** The reply to a request a strict server accepts. */
export function replyTo(body: ChatBody, paper: AskedPaper, fault: Fault | null): Reply {
  const failed = fault && FAILURES[fault.kind];
  if (failed) {
    const [status, code, message] = failed;
    const reply = failure(fault.status ?? status, code, fault.message ?? message);
    return fault.retryAfter === undefined ? reply : { ...reply, headers: { ...reply.headers, 'retry-after': fault.retryAfter } };
  }
  switch (fault?.kind) {
    case 'html':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title><p>Welcome' };
    case 'empty':
      return { status: 200, headers: JSON_TYPE, body: '' };
    case 'error_envelope':
      return failure(200, 'upstream_error', fault.message ?? 'Provider returned error');
    case 'too_long':
      return { status: 200, headers: JSON_TYPE, body: ' '.repeat(5 * 1024 * 1024) };
    case 'gzip_bomb':
      return {
        status: 200,
        headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.alloc(64 * 1024 * 1024, ' ')),
      };
    case 'redirect':
      return { status: 307, headers: { location: fault.message ?? 'https://elsewhere.invalid/v1/chat/completions' }, body: '' };
    default:
      return answer(body, paper, fault);
  }
}

/** Content, finish reason and refusal of one choice. */
interface Choice {
  readonly content: string | null;
  readonly finish: string;
  readonly refusal?: string;
  readonly reasoningTokens?: number;
}

function answer(body: ChatBody, paper: AskedPaper, fault: Fault | null): Reply {
  const sections = Object.keys(body.response_format?.json_schema?.schema?.properties ?? {}) as Section[];
  const chosen = choiceFor(draftFor(paper, sections), fault);
  const { content, finish } = withinCap(chosen, capOf(body) ?? Number.POSITIVE_INFINITY);
  const promptTokens = tokens(JSON.stringify(body.messages) + JSON.stringify(body.response_format));
  const prefix = body.messages?.[0]?.content ?? '';
  const completionTokens = tokens(content ?? '') + (chosen.reasoningTokens ?? 0);
  const reply = {
    id: `chatcmpl-${promptTokens}`,
    object: 'chat.completion',
    created: 0,
    model: `${body.model}-2026-01-01`,
    system_fingerprint: 'fp_scripted',
    choices: [{ index: 0, message: { role: 'assistant', content, refusal: chosen.refusal ?? null }, finish_reason: finish }],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
      prompt_tokens_details: { cached_tokens: Math.floor(tokens(prefix) / 128) * 128 },
      completion_tokens_details: { reasoning_tokens: chosen.reasoningTokens ?? 0 },
    },
  };
  return { status: 200, headers: { ...JSON_TYPE, 'x-request-id': `req-${promptTokens}` }, body: JSON.stringify(reply) };
}

const tokens = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);

function withinCap(choice: Choice, cap: number): Choice {
  if (choice.content === null || tokens(choice.content) <= cap) return choice;
  return { content: choice.content.slice(0, cap * CHARACTERS_PER_TOKEN), finish: 'length' };
}

function choiceFor(draft: Draft, fault: Fault | null): Choice {
  const whole = JSON.stringify(draft);
  const stop = (content: string): Choice => ({ content, finish: 'stop' });
  switch (fault?.kind) {
    case 'refusal':
      return { content: null, finish: 'stop', refusal: fault.message ?? 'I will not summarise this.' };
    case 'filtered':
      return { content: '', finish: 'content_filter' };
    case 'truncated':
      return { content: whole.slice(0, whole.length / 2), finish: 'length' };
    case 'lying_stop':
      return stop(whole.slice(0, whole.length / 2));
    case 'whitespace':
      return { content: `{"tldr":${' '.repeat(4000)}`, finish: 'length' };
    case 'reasoning_only':
      return { content: '', finish: 'length', reasoningTokens: 900 };
    case 'no_content':
      return stop('');
    case 'fenced':
      return stop(`Here it is:\n\`\`\`json\n${JSON.stringify(draft, null, 2)}\n\`\`\``);
    case 'invalid_json':
      return stop(whole.replace(/:/, ' '));
    case 'schema_violation':
      return stop(JSON.stringify({ ...draft, invented: true }));
    case 'wrong_number':
      return stop(JSON.stringify(withWrongNumbers(draft)));
    case 'wrong_quote':
      return stop(JSON.stringify(withWrongQuotes(draft)));
    default:
      return stop(whole);
  }
}

/** One digit of every value is another one; the quote stays as it is. */
function withWrongNumbers(draft: Draft): Draft {
  const swap = (value: string): string => value.replace(/\d/, (digit) => String((Number(digit) + 1) % 10));
  return {
    ...draft,
    ...(draft.claims && { claims: draft.claims.map((claim) => ({ ...claim, value: claim.value && swap(claim.value) })) }),
  };
}

/** Quotes nobody wrote. */
function withWrongQuotes(draft: Draft): Draft {
  const quote = 'Entirely different words that stand nowhere in it, with 12.3% of nothing.';
  return { ...draft, ...(draft.claims && { claims: draft.claims.map((claim) => ({ ...claim, quote })) }) };
}
