/**
 * The engine for any server that speaks OpenAI's chat completions: hosted, or local and without a key. It asks for strict
 * `json_schema`, never retries by itself (the ticket does), and maps every way to fail to one code of the table.
 * Invariants: the request that is sent is `body(request)` but for the name of the output cap (output-cap.ts); the key is in one
 * header of one origin and in nothing that is thrown, logged or stored; the environment is not read.
 */
import { OpenAI } from 'openai';
import { z } from 'zod';
import type { Request } from '../domain/completion.ts';
import { PrecisError } from '../domain/errors.ts';
import { type Hash, hashOf } from '../domain/hash.ts';
import { parseJson } from '../domain/json.ts';
import type { Clock, Engine } from '../ports.ts';
import { describeCause } from './cause-code.ts';
import { classify } from './classify.ts';
import { excerptOf, type Fetch, guard } from './guard.ts';
import { HttpFailure } from './http-failure.ts';
import { type CapName, createOutputCap, HASHED_CAP } from './output-cap.ts';
import { readCompletion } from './read-completion.ts';
import { type Redact, redactError, redactor } from './redact.ts';

/** Where a server is and how to reach it. */
export interface Endpoint {
  /** API root, often ending in `/v1`. */
  readonly baseUrl: string;
  /** Null for servers that ask for none. */
  readonly apiKey: string | null;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** From the start of a request to the last byte of its reply; 120 s by default. Node's fetch waits at most 300 s for headers. */
  readonly deadlineMs?: number;
  /** Longest reply in bytes; 1 MiB by default. */
  readonly maxBytes?: number;
}

/** A named model at an endpoint. */
export interface OpenAiSettings extends Endpoint {
  readonly model: string;
  /** Sent with every request when given; part of the engine's hash. */
  readonly temperature?: number | undefined;
  /** Digest of the weights, where the server tells it; part of the engine's hash. */
  readonly digest?: string | undefined;
}

const DEADLINE_MS = 120_000;
const MAX_BYTES = 1024 * 1024;
/** As many model names as fit into one sentence. */
const NAMES_SHOWN = 5;

/**
 * Makes the engine; nothing is sent yet.
 * @throws PrecisError `config.invalid` for a base URL or key that cannot be used
 */
export function createOpenAiEngine(settings: OpenAiSettings): Engine {
  const { model, temperature, digest, clock } = settings;
  const { client, endpoint, redact } = connect(settings);
  const outputCap = createOutputCap(new URL(endpoint).hostname);
  const what = `asking ${model} at ${endpoint}`;

  /** Sends a request, once more under the other name of the cap where the server refuses the first. */
  async function post(request: Request, signal: AbortSignal): Promise<string> {
    for (;;) {
      const capName = outputCap.name();
      try {
        const sent = bodyOf(request, capName) as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming;
        const response = await client.chat.completions.create(sent, { signal }).asResponse();
        return await response.text();
      } catch (error) {
        const failure = httpFailureOf(error);
        if (!failure || !outputCap.isWorthAnother(capName, failure)) throw error;
      }
    }
  }

  return {
    name: 'openai',
    hash: engineHash({ model, temperature, digest }),
    model,
    paid: true,
    endpoint,
    body: (request) => JSON.stringify(bodyOf(request, HASHED_CAP)),
    async complete(request, signal) {
      assertOwn(request, settings);
      const startedAtMs = clock.now();
      try {
        return readCompletion(await post(request, signal), what, clock.now() - startedAtMs);
      } catch (error) {
        throw toPrecisError(error, { what, signal, clock, redact });
      }
    },
  };
}

/** Identity of a named model (CONTRACTS 1): what decides an answer, never host, port or key. */
export function engineHash(named: Pick<OpenAiSettings, 'model' | 'temperature' | 'digest'>): Hash {
  const { model, temperature, digest } = named;
  return hashOf({ engine: 'openai', model, temperature, digest });
}

/**
 * Names of up to five models that a server lists and that could answer, for the sentence that asks for one.
 * @throws PrecisError as `complete` does
 */
export async function listModels(endpoint: Endpoint, signal: AbortSignal): Promise<string[]> {
  const { client, endpoint: address, redact } = connect(endpoint);
  const what = `listing the models of ${address}`;
  try {
    const body = await (await client.models.list({ signal }).asResponse()).text();
    return readModelNames(body, what)
      .filter((name) => !OTHER_TRADE.test(name))
      .slice(0, NAMES_SHOWN);
  } catch (error) {
    throw toPrecisError(error, { what, signal, clock: endpoint.clock, redact });
  }
}

function readModelNames(body: string, what: string): string[] {
  try {
    return ModelList.parse(parseJson(body)).data.map(({ id }) => id);
  } catch {
    throw new PrecisError('engine.bad_reply', `${what}: the reply is no list of models`, { excerpt: excerptOf(body) });
  }
}

const ModelList = z.object({ data: z.array(z.object({ id: z.string() })) });
const OTHER_TRADE = /embed|whisper|tts|dall-e|image|moderation|realtime|transcribe|audio|rerank|sora/i;

/** The first body that goes out to a server for a request, byte for byte, under the name of the output cap it is asked with first. */
export function firstBody(baseUrl: string, request: Request): string {
  return JSON.stringify(bodyOf(request, createOutputCap(readBaseUrl(baseUrl).hostname).name()));
}

/** The body as it is sent. The schema keeps its key order: strict servers write the keys in it, evidence before judgement. */
function bodyOf(request: Request, capName: CapName): Readonly<Record<string, unknown>> {
  const { model, messages, schemaName, jsonSchema, maxOutput, temperature } = request;
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    response_format: { type: 'json_schema', json_schema: { name: schemaName, strict: true, schema: jsonSchema } },
    [capName]: maxOutput,
    ...(temperature === undefined ? {} : { temperature }),
  };
}

/** A request for another model, or with sampling the engine's hash does not know, would be stored under a wrong name. */
function assertOwn(request: Request, { model, temperature }: OpenAiSettings): void {
  if (request.model === model && request.temperature === temperature) return;
  const asked = `${request.model} at temperature ${request.temperature ?? 'default'}`;
  throw new PrecisError(
    'config.invalid',
    `asking ${model} at temperature ${temperature ?? 'default'}: the request is for ${asked}`,
  );
}

/** An SDK client for one origin, stripped of everything the SDK reads from the environment. */
function connect(settings: Endpoint): { client: OpenAI; endpoint: string; redact: Redact } {
  const url = readBaseUrl(settings.baseUrl);
  const apiKey = readKey(settings.apiKey);
  const endpoint = url.href.replace(/\/+$/, '');
  const deadlineMs = settings.deadlineMs ?? DEADLINE_MS;
  const guarded = guard(settings.fetch, {
    origin: url.origin,
    deadlineMs,
    maxBytes: settings.maxBytes ?? MAX_BYTES,
    what: `calling ${endpoint}`,
    clock: settings.clock,
  });
  const client = new OpenAI({
    baseURL: endpoint,
    // the SDK insists on one; the header that leaves is the one set below
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    // the guard's deadline comes first
    timeout: deadlineMs + 10_000,
    logLevel: 'off',
    fetch: async (input, init) => {
      const response = await guarded(input, { ...init, headers: headersFor(apiKey) });
      if (!response.ok) throw new HttpFailure(response.status, response.headers, await response.text());
      return response;
    },
  });
  return { client, endpoint, redact: redactor(apiKey) };
}

/** All headers that leave: the SDK would add its own and, from the environment, custom ones for another server. */
function headersFor(apiKey: string | null): Record<string, string> {
  const headers = { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'precis' };
  return apiKey === null ? headers : { ...headers, authorization: `Bearer ${apiKey}` };
}

function readBaseUrl(text: string): URL {
  const url = URL.parse(text);
  const next = 'Set OPENAI_BASE_URL to an address such as http://127.0.0.1:8080/v1.';
  if (!url || !/^https?:$/.test(url.protocol)) throw new PrecisError('config.invalid', 'the base URL is no http address', { next });
  if (url.username || url.password || url.search || url.hash)
    throw new PrecisError('config.invalid', `the base URL for ${url.host} may hold neither a user, a query nor a fragment`, {
      next,
    });
  return url;
}

/** A key with a line break or a dash from a word processor would surface in the error of the HTTP layer. */
function readKey(key: string | null): string | null {
  const trimmed = key?.trim() ?? '';
  if (trimmed === '') return null;
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new PrecisError('config.invalid', 'the API key holds a character that no key has', { next: 'Copy the key again.' });
}

interface Situation {
  readonly what: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly redact: Redact;
}

/** Whatever was thrown on the way -> PrecisError without the key. */
function toPrecisError(error: unknown, { what, signal, clock, redact }: Situation): PrecisError {
  if (signal.aborted) return stopped(signal.reason, what);
  const found = firstCause(error, (cause) => cause instanceof PrecisError || cause instanceof HttpFailure);
  if (found instanceof PrecisError) return redactError(found, redact);
  if (found instanceof HttpFailure) return redactError(classify(found, what, clock.now()), redact);
  return new PrecisError('engine.unavailable', redact(`${what}: ${describeCause(error)}`));
}

/** The caller's own reason; the server may have begun to answer, so the call counts as made. */
function stopped(reason: unknown, what: string): PrecisError {
  if (reason instanceof PrecisError) return new PrecisError(reason.code, reason.message, { ...reason.facts, reached: true });
  return new PrecisError('shutdown', `${what}: stopped before the answer was complete`, { reached: true });
}

function httpFailureOf(error: unknown): HttpFailure | null {
  const found = firstCause(error, (cause) => cause instanceof HttpFailure);
  return found instanceof HttpFailure ? found : null;
}

/** The SDK wraps what a fetch throws; the first cause that is ours says what happened. */
function firstCause(error: unknown, isOurs: (cause: unknown) => boolean): unknown {
  let cause = error;
  for (let depth = 0; depth < 8 && cause instanceof Error; depth++) {
    if (isOurs(cause)) return cause;
    cause = cause.cause;
  }
  return null;
}
