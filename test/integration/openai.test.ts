/** How every kind of reply of an OpenAI-compatible server becomes one code of the table, and what never leaks on the way. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../src/domain/errors.ts';
import { createOpenAiEngine, engineHash } from '../../src/engine/openai.ts';
import { catchError } from '../support/catch-error.ts';
import { manualClock } from '../support/clock.ts';
import { chatReply, MOCK_URL, mockServer } from '../support/msw.ts';
import { SAMPLE_MODEL, sampleRequest } from '../support/sample-request.ts';

const server = mockServer();
const never = new AbortController().signal;
const CANARY = 'sk-canary-7f3c91d2-not-a-real-key/ab+c';

const engineWith = (more: Partial<Parameters<typeof createOpenAiEngine>[0]> = {}) =>
  createOpenAiEngine({
    baseUrl: MOCK_URL,
    apiKey: null,
    model: SAMPLE_MODEL,
    fetch: globalThis.fetch,
    clock: manualClock(),
    ...more,
  });

const failing = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  typeof body === 'string' ? new Response(body, { status, headers }) : Response.json(body as object, { status, headers });

describe('a failed reply becomes one code', () => {
  test.each<[string, number, unknown, ErrorCode]>([
    ['a spent quota, sent as 429', 429, { error: { code: 'insufficient_quota', message: 'spent' } }, 'engine.quota'],
    ['a spent quota by type', 429, { error: { type: 'insufficient_quota', code: null, message: 'spent' } }, 'engine.quota'],
    ['a billing limit, sent as 400', 400, { error: { code: 'billing_hard_limit_reached', message: 'limit' } }, 'engine.quota'],
    ['payment required', 402, { error: { message: 'Insufficient Balance' } }, 'engine.quota'],
    ['a rate limit', 429, { error: { code: 'rate_limit_exceeded', message: 'slow down' } }, 'engine.rate_limited'],
    ['a rate limit without a body', 429, '', 'engine.rate_limited'],
    ['a wrong key', 401, { error: { code: 'invalid_api_key', message: 'wrong' } }, 'engine.unauthorised'],
    ['a forbidden model', 403, { error: { message: 'no access' } }, 'engine.unauthorised'],
    ['an unknown model', 404, { error: { code: 'model_not_found', message: 'no such model' } }, 'engine.rejected'],
    ['a wrong path', 404, '<html>Not Found</html>', 'engine.rejected'],
    ['a bad request', 400, { error: { message: 'messages: too few' } }, 'engine.rejected'],
    ['a request too large for a proxy', 413, 'too large', 'engine.rejected'],
    ['a long context by code', 400, { error: { code: 'context_length_exceeded', message: 'x' } }, 'engine.context_too_long'],
    [
      'a long context in the words of vLLM',
      400,
      {
        object: 'error',
        message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
        code: 400,
      },
      'engine.context_too_long',
    ],
    [
      'a long context in the words of llama.cpp',
      400,
      { error: { code: 400, type: 'exceed_context_size_error', message: 'the request exceeds the available context size' } },
      'engine.context_too_long',
    ],
    [
      'a refused format, sent as 400',
      400,
      { error: { message: 'This response_format type is unavailable now' } },
      'engine.format_unsupported',
    ],
    [
      'a refused format, sent as 422',
      422,
      { detail: [{ loc: ['body', 'response_format', 'type'], msg: 'unexpected value; permitted: text' }] },
      'engine.format_unsupported',
    ],
    ['a refused format, sent as 500', 500, { error: { message: 'json_schema is not implemented' } }, 'engine.format_unsupported'],
    ['a schema a grammar cannot take', 400, { error: 'failed to parse grammar' }, 'engine.format_unsupported'],
    ['a refused schema', 400, { error: { param: 'response_format', message: 'Invalid schema' } }, 'engine.format_unsupported'],
    [
      'a finding that only echoes our input',
      422,
      { detail: [{ loc: ['body', 'n'], msg: 'must be 1', input: { response_format: 1 } }] },
      'engine.rejected',
    ],
    ['a crash', 500, 'oops', 'engine.unavailable'],
    ['a bad gateway', 502, '<html>Bad Gateway</html>', 'engine.unavailable'],
    ['a busy server', 503, { error: { message: 'Loading model' } }, 'engine.overloaded'],
    ['a gateway that waited too long', 504, '', 'engine.timeout'],
    ['a crowded tier', 498, { error: { message: 'capacity' } }, 'engine.overloaded'],
    ['a crowded server', 529, { error: { type: 'overloaded_error', message: 'Overloaded' } }, 'engine.overloaded'],
    ['a request timeout', 408, '', 'engine.timeout'],
    ['a conflict', 409, '', 'engine.unavailable'],
  ])('%s (%i)', async (_what, status, body, code) => {
    const { calls } = server.answer(() => failing(status, body));
    const error = await catchError(engineWith().complete(sampleRequest(), never));
    expect(error.code).toBe(code);
    expect(error.facts.status).toBe(status);
    expect(error.message).toMatch(new RegExp(`^asking ${SAMPLE_MODEL} at ${MOCK_URL}: status ${status}, `));
    expect(calls()).toBe(1);
  });

  test.each<[string, unknown, ErrorCode]>([
    ['an error sent as a success', { error: { message: 'Provider returned error', code: 500 } }, 'engine.bad_reply'],
    ['a rate limit sent as a success', { error: { message: 'slow down', code: 429 } }, 'engine.rate_limited'],
    ['a spent quota sent as a success', { error: { message: 'spent', code: 'insufficient_quota' } }, 'engine.quota'],
    ['a wrong key sent as a success', { error: { message: 'No auth', code: 401 } }, 'engine.unauthorised'],
    ['no choices', { choices: [] }, 'engine.bad_reply'],
    ['a choice without a message', { choices: [{ finish_reason: 'stop' }] }, 'engine.bad_reply'],
    ['something else', { status: 'ok' }, 'engine.bad_reply'],
    ['a list', [1, 2], 'engine.bad_reply'],
    ['null', null, 'engine.bad_reply'],
  ])('a reply of status 200 with %s', async (_what, body, code) => {
    server.answer(() => Response.json(body));
    const error = await catchError(engineWith().complete(sampleRequest(), never));
    expect(error.code).toBe(code);
    expect(error.facts.excerpt).toBe(JSON.stringify(body));
  });

  test('a web page of status 200 is named as one, and 500 characters of it are kept', async () => {
    server.answer(() => new Response(`<!doctype html>${'x'.repeat(900)}`));
    const error = await catchError(engineWith().complete(sampleRequest(), never));
    expect(error.message).toContain('a web page, not JSON');
    expect(error.next).toContain('OPENAI_BASE_URL');
    expect(error.facts.excerpt).toHaveLength(500);
  });

  test('a reply that nests 100,000 deep or carries __proto__ is a bad reply, not a crash', async () => {
    for (const hostile of ['['.repeat(100_000), '{"__proto__":{"choices":[]}}']) {
      server.answer(() => new Response(hostile));
      expect((await catchError(engineWith().complete(sampleRequest(), never))).code).toBe('engine.bad_reply');
    }
  });

  test('the words of a server reach a terminal without escape sequences, in one line, cut short', async () => {
    server.answer(() => failing(400, { error: { message: `\u001b[31mred\u202e\n\n${'long '.repeat(500)}` } }));
    const { message } = await catchError(engineWith().complete(sampleRequest(), never));
    expect(message).toMatch(/"\[31mred long long/);
    expect(message).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(message.length).toBeLessThan(420);
  });

  test('a network error is unavailable', async () => {
    server.answer(() => Response.error());
    expect((await catchError(engineWith().complete(sampleRequest(), never))).code).toBe('engine.unavailable');
  });
});

describe('Retry-After', () => {
  const nowMs = Date.UTC(2026, 0, 1, 12);
  const inSeconds = (seconds: number) => new Date(nowMs + seconds * 1000).toUTCString();

  test.each<[string, Record<string, string>, number | undefined]>([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a fraction', { 'retry-after': '0.5' }, 500],
    ['zero', { 'retry-after': '0' }, 0],
    ['a negative number', { 'retry-after': '-1' }, 0],
    ['more than a day', { 'retry-after': '99999' }, 99_999_000],
    ['milliseconds before seconds', { 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    ['a date', { 'retry-after': inSeconds(90) }, 90_000],
    ['a date that has passed', { 'retry-after': inSeconds(-90) }, 0],
    ["a date on a server's own skewed clock", { 'retry-after': inSeconds(3690), date: inSeconds(3600) }, 90_000],
    ['an asctime date, which is GMT', { 'retry-after': 'Thu Jan  1 12:01:30 2026' }, 90_000],
    ['a number beyond all dates', { 'retry-after': '1'.repeat(300) }, 366 * 86_400_000],
    ['garbage', { 'retry-after': 'soon' }, undefined],
    ['a sign alone', { 'retry-after': '-' }, undefined],
    ['nothing', {}, undefined],
  ])('of %s is understood', async (_what, headers, expected) => {
    server.answer(() => failing(429, { error: { message: 'slow down' } }, headers));
    const error = await catchError(engineWith({ clock: manualClock(nowMs) }).complete(sampleRequest(), never));
    expect(error.code).toBe('engine.rate_limited');
    expect(error.facts.retryAfterMs).toBe(expected);
  });

  test('counts on a busy server too', async () => {
    server.answer(() => failing(503, 'busy', { 'retry-after': '30' }));
    const error = await catchError(engineWith().complete(sampleRequest(), never));
    expect(error).toMatchObject({ code: 'engine.overloaded', facts: { retryAfterMs: 30_000 } });
  });

  test('is never negative, never endless, whatever the header says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[\x20-\x7e]{0,40}$/), async (value) => {
        server.answer(() => failing(429, '', { 'retry-after': value }));
        const { facts } = await catchError(engineWith().complete(sampleRequest(), never));
        if (facts.retryAfterMs !== undefined) {
          expect(facts.retryAfterMs).toBeGreaterThanOrEqual(0);
          expect(facts.retryAfterMs).toBeLessThanOrEqual(366 * 86_400_000);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a completion', () => {
  test('keeps text and usage of a refusal, a filter and a cut answer for validate to tell', async () => {
    server.answer(() => chatReply(null, { message: { refusal: 'I will not.' } }));
    expect(await engineWith().complete(sampleRequest(), never)).toMatchObject({ content: '', refusal: 'I will not.' });
    server.answer(() => chatReply('{"tl', { finish: 'length' }));
    const cut = await engineWith().complete(sampleRequest(), never);
    expect(cut).toMatchObject({ content: '{"tl', finishReason: 'length', usage: { promptTokens: 10, completionTokens: 5 } });
    server.answer(() => chatReply('', { finish: 'content_filter' }));
    expect((await engineWith().complete(sampleRequest(), never)).finishReason).toBe('content_filter');
  });

  test('counts cached and reasoning tokens in either spelling, and nothing where nothing is told', async () => {
    const usageOf = async (usage: unknown, message = {}, content = 'x') => {
      server.answer(() => chatReply(content, { usage, message }));
      return (await engineWith().complete(sampleRequest(), never)).usage;
    };
    const base = { prompt_tokens: 100, completion_tokens: 40 };
    expect(await usageOf({ ...base, prompt_tokens_details: { cached_tokens: 64 } })).toMatchObject({ cachedTokens: 64 });
    expect(await usageOf({ ...base, prompt_cache_hit_tokens: 32 })).toMatchObject({ cachedTokens: 32 });
    expect(await usageOf({ ...base, completion_tokens_details: { reasoning_tokens: 30 } })).toMatchObject({ reasoningTokens: 30 });
    expect(await usageOf(base, { reasoning_content: 'hmm' }, '')).toMatchObject({ reasoningTokens: 40 });
    expect(await usageOf(base, { reasoning_content: 'hmm' })).toMatchObject({ reasoningTokens: 0 });
    const none = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, reasoningTokens: 0 };
    expect(await usageOf(null)).toEqual(none);
    expect(await usageOf({ prompt_tokens: -5, completion_tokens: 'many' })).toEqual(none);
  });

  test('holds nothing a store would refuse or change: no NUL, no half of a character', async () => {
    server.answer(() => new Response('{"model":"m\\u0000","choices":[{"message":{"content":"a\\u0000b\\ud800c"}}]}'));
    expect(await engineWith().complete(sampleRequest(), never)).toMatchObject({
      content: 'a\ufffdb\ufffdc',
      servedModel: 'm\ufffd',
    });
    server.answer(() => new Response(`${'x'.repeat(499)}\u{1F300}`));
    expect((await catchError(engineWith().complete(sampleRequest(), never))).facts.excerpt).toBe(`${'x'.repeat(499)}\ufffd`);
  });

  test('takes content in parts, as some servers send it', async () => {
    server.answer(() =>
      chatReply([
        { type: 'thinking', thinking: [] },
        { type: 'text', text: '{"a"' },
        { type: 'text', text: ':1}' },
      ]),
    );
    expect((await engineWith().complete(sampleRequest(), never)).content).toBe('{"a":1}');
  });
});

describe('the key', () => {
  const spellings = [CANARY, CANARY.replaceAll('/', '\\/'), encodeURIComponent(CANARY), btoa(CANARY), CANARY.slice(0, 20)];

  test.each(spellings)('appears in nothing that is thrown, even when the server echoes it as %s', async (echo) => {
    const replies = [
      () => failing(401, { error: { message: `Incorrect API key provided: ${echo}`, code: 'invalid_api_key' } }),
      () => failing(400, `bad header Bearer ${echo}`),
      () => failing(500, `${'x'.repeat(490)}${echo}`),
      () => new Response(`<html>${echo}</html>`),
      () => Response.json({ error: { message: echo } }),
      () => new Response(null, { status: 302, headers: { location: `http://elsewhere.invalid/?key=${echo}` } }),
    ];
    for (const reply of replies) {
      server.answer(reply);
      const error = await catchError(engineWith({ apiKey: CANARY }).complete(sampleRequest(), never));
      const everything = [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), error.stack, String(error)].join(
        '\n',
      );
      expect(everything).not.toContain(CANARY.slice(0, 12));
      expect(everything).not.toContain(echo);
    }
  });

  test('is in no property of the engine', () => {
    const engine = engineWith({ apiKey: CANARY });
    expect(inspect(engine, { depth: 20, showHidden: true }) + JSON.stringify(engine) + engine.body(sampleRequest())).not.toContain(
      'canary',
    );
  });

  test('leaves in the header of the one request and is missed where it is echoed by nobody', async () => {
    const seen: (string | null)[] = [];
    server.answer((request) => {
      seen.push(request.headers.get('authorization'));
      return chatReply('{}');
    });
    await engineWith({ apiKey: `  ${CANARY}\n` }).complete(sampleRequest(), never);
    expect(seen).toEqual([`Bearer ${CANARY}`]);
  });

  test('that cannot be a header is refused without being shown', async () => {
    const error = await catchError(() => engineWith({ apiKey: 'sk-secret\nsecond-line' }));
    expect(error.code).toBe('config.invalid');
    expect(inspect(error)).not.toContain('sk-secret');
  });
});

describe('the engine', () => {
  test('is the same engine at another address or with another key, and another one with other sampling', () => {
    const { hash } = engineWith();
    expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(engineWith({ baseUrl: 'https://elsewhere.example/v1', apiKey: CANARY, deadlineMs: 1 }).hash).toBe(hash);
    expect(engineWith({ temperature: 0 }).hash).not.toBe(hash);
    expect(engineWith({ model: 'another' }).hash).not.toBe(hash);
    expect(engineHash({ model: SAMPLE_MODEL, digest: 'sha256:1' })).not.toBe(hash);
  });

  test('gives the same bytes for the same request at every address', () => {
    const request = sampleRequest();
    const body = engineWith().body(request);
    expect(engineWith({ baseUrl: 'https://api.openai.com/v1' }).body(request)).toBe(body);
    expect(engineWith().body({ ...request, maxOutput: 4000 })).not.toBe(body);
  });

  test('sends a temperature only when it is part of its name', async () => {
    const bodies: string[] = [];
    server.answer(async (request) => {
      bodies.push(await request.text());
      return chatReply('{}');
    });
    await engineWith().complete(sampleRequest(), never);
    await engineWith({ temperature: 0.2 }).complete(sampleRequest({ temperature: 0.2 }), never);
    expect(bodies.map((body) => /"temperature":([\d.]+)/.exec(body)?.[1])).toEqual([undefined, '0.2']);
  });

  test.each([
    ['another model', { model: 'another' }],
    ['another temperature', { temperature: 1 }],
  ])('sends nothing for a request with %s, which would be stored under a wrong name', async (_what, other) => {
    const { calls } = server.answer(() => chatReply('{}'));
    const error = await catchError(engineWith().complete(sampleRequest(other), never));
    expect(error.code).toBe('config.invalid');
    expect(calls()).toBe(0);
  });

  test.each(['ftp://host/v1', 'no address', 'http://user:pass@host/v1', 'http://host/v1?key=abc', 'http://host/v1#top'])(
    'refuses the base URL %s without repeating what may be secret in it',
    async (baseUrl) => {
      const error = await catchError(() => engineWith({ baseUrl }));
      expect(error.code).toBe('config.invalid');
      expect(error.message).not.toMatch(/pass|abc/);
    },
  );

  test('starts with the new name of the cap on the host that coined it', async () => {
    const bodies: string[] = [];
    const fetch: typeof globalThis.fetch = async (_input, init) => {
      bodies.push(String(init?.body));
      return chatReply('{}');
    };
    await engineWith({ baseUrl: 'https://api.openai.com/v1', fetch }).complete(sampleRequest(), never);
    expect(bodies[0]).toContain('"max_completion_tokens":2000');
  });

  test('gives up renaming the cap after both names were refused', async () => {
    const { calls } = server.answer(async (request) => {
      const name = (await request.text()).includes('max_completion_tokens') ? 'max_completion_tokens' : 'max_tokens';
      return failing(400, { error: { message: `Unsupported parameter: '${name}'`, code: 'unsupported_parameter', param: name } });
    });
    expect((await catchError(engineWith().complete(sampleRequest(), never))).code).toBe('engine.rejected');
    expect(calls()).toBe(2);
  });
});
