/**
 * The openai engine against a real server on loopback: what travels over the wire, and everything a fetch mock cannot show, such as
 * hanging sockets, bodies cut short and compressed bombs.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isClipped } from '../../src/domain/completion.ts';
import type { ErrorCode } from '../../src/domain/errors.ts';
import { createOpenAiEngine, listModels, type OpenAiSettings } from '../../src/engine/openai.ts';
import { validate } from '../../src/steps/validate.ts';
import { systemClock } from '../../src/system.ts';
import { catchError } from '../support/catch-error.ts';
import type { FaultKind, Script } from '../support/llm-faults.ts';
import { startLlmServer } from '../support/llm-server.ts';
import { SAMPLE_MODEL, sampleRequest } from '../support/sample-request.ts';
import { until } from '../support/until.ts';

const never = new AbortController().signal;

async function serverWith(script: Script = {}) {
  const server = await startLlmServer(script);
  onTestFinished(() => server.close());
  const settings: OpenAiSettings = { baseUrl: server.url, apiKey: null, model: SAMPLE_MODEL, fetch, clock: systemClock };
  const engine = (more: Partial<OpenAiSettings> = {}) => createOpenAiEngine({ ...settings, ...more });
  return { server, settings, engine };
}

describe('the openai engine against a server', () => {
  test('brings back an answer that validates, with its usage', async () => {
    const { engine } = await serverWith();
    const completion = await engine().complete(sampleRequest(), never);
    const { draft, repairs } = validate(completion, ['tldr', 'tags', 'claims']);
    expect(draft.claims?.map((claim) => claim.value)).toEqual(['70.2%', '4.5x']);
    expect(repairs).toEqual([]);
    expect(completion).toMatchObject({ finishReason: 'stop', refusal: null, rung: 'json_schema', fingerprint: 'fp_scripted' });
    expect(completion.usage.promptTokens).toBeGreaterThan(100);
    expect(completion.usage.completionTokens).toBeGreaterThan(100);
  });

  test('sends exactly the bytes that body() gives and that are hashed', async () => {
    const { server, engine } = await serverWith();
    const request = sampleRequest();
    await engine().complete(request, never);
    expect(server.bodies()).toEqual([engine().body(request)]);
  });

  test('sends the schema in its declared order, because strict servers answer in it', async () => {
    const { server, engine } = await serverWith();
    await engine().complete(sampleRequest(), never);
    const body = server.bodies()[0] ?? '';
    expect(body.indexOf('"quote"')).toBeLessThan(body.indexOf('"outcome"'));
    expect(body.indexOf('"tldr"')).toBeLessThan(body.indexOf('"claims"'));
  });

  test('sends no key and no header of the environment where no key is set', async () => {
    const { server, engine } = await serverWith();
    await engine().complete(sampleRequest(), never);
    const sent = Object.keys(server.headers()[0] ?? {});
    expect(sent).not.toContain('authorization');
    expect(sent.filter((name) => name.startsWith('x-') || name.startsWith('openai-'))).toEqual([]);
  });

  test('sends the key as a bearer token where one is set', async () => {
    const { server, engine } = await serverWith({ apiKey: 'key-of-the-harbour' });
    await engine({ apiKey: 'key-of-the-harbour' }).complete(sampleRequest(), never);
    expect(server.headers()[0]?.authorization).toBe('Bearer key-of-the-harbour');
  });

  test.each<[FaultKind, ErrorCode]>([
    ['html', 'engine.bad_reply'],
    ['empty', 'engine.bad_reply'],
    ['error_envelope', 'engine.bad_reply'],
    ['too_long', 'engine.bad_reply'],
    ['gzip_bomb', 'engine.bad_reply'],
    ['cut_body', 'engine.bad_reply'],
    ['reset', 'engine.unavailable'],
    ['redirect', 'engine.rejected'],
    ['rate_limited', 'engine.rate_limited'],
    ['quota', 'engine.quota'],
    ['unauthorised', 'engine.unauthorised'],
    ['overloaded', 'engine.overloaded'],
    ['server_error', 'engine.unavailable'],
    ['rejected', 'engine.rejected'],
    ['format_unsupported', 'engine.format_unsupported'],
    ['context_too_long', 'engine.context_too_long'],
  ])('a server that answers with %s ends as %s after one call', async (kind, code) => {
    const { server, engine } = await serverWith({ faults: [{ kind }] });
    const error = await catchError(engine().complete(sampleRequest(), never));
    expect(error.code).toBe(code);
    expect(error.facts.reached).toBe(true);
    expect(server.calls()).toBe(1);
  });

  test('a body that ends in the middle of its JSON is a bad reply with its beginning kept', async () => {
    const { engine } = await serverWith({ faults: [{ kind: 'cut_body', status: 200 }] });
    const error = await catchError(engine().complete(sampleRequest(), never));
    expect(error.code).toBe('engine.bad_reply');
    expect(error.facts.excerpt).toMatch(/^\{"id":"chatcmpl/);
    expect(error.facts.excerpt).toHaveLength(500);
  });

  test.each<FaultKind>(['hang', 'hang_body', 'drip'])(
    'a server that makes us wait (%s) is left at the deadline, and its socket is closed',
    async (kind) => {
      const { server, engine } = await serverWith({ faults: [{ kind }] });
      const error = await catchError(engine({ deadlineMs: 150 }).complete(sampleRequest(), never));
      expect(error.code).toBe('engine.timeout');
      expect(error.message).toContain('0.2 s');
      await until(() => server.lines()[0], { what: 'the server to see its connection closed' });
      expect(server.lines()[0]?.complete).toBe(false);
    },
  );

  test('an abort ends the call at once with the reason of the signal', async () => {
    const { server, engine } = await serverWith({ faults: [{ kind: 'hang' }] });
    const stop = new AbortController();
    const ending = catchError(engine().complete(sampleRequest(), stop.signal));
    await until(() => server.calls() === 1, { what: 'the call to arrive' });
    stop.abort();
    const error = await ending;
    expect(error.code).toBe('shutdown');
    expect(error.facts.reached).toBe(true);
    await until(() => server.lines().length === 1, { what: 'the server to see its connection closed' });
  });

  test('a redirect is not followed: the other origin hears nothing', async () => {
    const heard: string[] = [];
    const other = createServer((request, response) => {
      heard.push(request.headers.authorization ?? 'no key');
      response.end('{}');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const to = `http://127.0.0.1:${(other.address() as AddressInfo).port}/v1/chat/completions`;
    const { engine } = await serverWith({ faults: [{ kind: 'redirect', message: to }] });
    const error = await catchError(engine({ apiKey: 'key-of-the-harbour' }).complete(sampleRequest(), never));
    expect(error.code).toBe('engine.rejected');
    expect(error.message).toContain('307');
    expect(heard).toEqual([]);
  });

  test('a refused connection names its cause and was not reached', async () => {
    const { server, engine } = await serverWith();
    await server.close();
    const error = await catchError(engine().complete(sampleRequest(), never));
    expect(error.code).toBe('engine.unavailable');
    expect(error.message).toMatch(/nothing listens there \(ECONNREFUSED\)/);
    expect(error.facts.reached).toBe(false);
  });

  test('TLS asked of a server without it names that cause', async () => {
    const { settings } = await serverWith();
    const engine = createOpenAiEngine({ ...settings, baseUrl: settings.baseUrl.replace('http:', 'https:') });
    const error = await catchError(engine.complete(sampleRequest(), never));
    expect(error.code).toBe('engine.unavailable');
    expect(error.message).toMatch(/TLS; is it http rather than https\? \(ERR_SSL_/);
    expect(error.facts.reached).toBe(false);
  });

  test('the other name of the output cap is learnt once and used from then on', async () => {
    const { server, engine } = await serverWith({ refusesCap: 'max_tokens' });
    const own = engine();
    await own.complete(sampleRequest(), never);
    await own.complete(sampleRequest(), never);
    const names = server.bodies().map((body) => (body.includes('"max_completion_tokens":2000') ? 'new' : 'old'));
    expect(names).toEqual(['old', 'new', 'new']);
    expect(own.body(sampleRequest())).toContain('"max_tokens":2000');
  });

  test('a server that refuses a value of the cap is not asked again', async () => {
    const message = 'max_tokens is too large: 2000. This model supports at most 1000 completion tokens.';
    const { server, engine } = await serverWith({ faults: [{ kind: 'rejected', message }] });
    const error = await catchError(engine().complete(sampleRequest(), never));
    expect(error.code).toBe('engine.rejected');
    expect(server.calls()).toBe(1);
  });

  test('lists up to five models that could answer', async () => {
    const models = ['text-embed-small', 'a-1', 'b-2', 'c-3', 'd-4', 'whisper-9', 'e-5', 'f-6'];
    const { settings } = await serverWith({ models });
    expect(await listModels(settings, never)).toEqual(['a-1', 'b-2', 'c-3', 'd-4', 'e-5']);
  });

  test('listing the models of something that is no API says so', async () => {
    const { settings } = await serverWith();
    const error = await catchError(listModels({ ...settings, baseUrl: settings.baseUrl.replace('/v1', '/nowhere') }, never));
    expect(error.code).toBe('engine.rejected');
    expect(error.message).toContain('listing the models of');
  });

  test('a prompt the server cut short is seen by its token count', async () => {
    const { engine } = await serverWith();
    const request = sampleRequest({ messages: [{ role: 'user', content: 'x'.repeat(8000) }, ...sampleRequest().messages] });
    const { usage } = await engine().complete(request, never);
    expect(isClipped(request, usage)).toBe(false);
    expect(isClipped(request, { ...usage, promptTokens: 500 })).toBe(true);
  });
});
