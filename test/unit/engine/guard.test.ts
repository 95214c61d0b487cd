import { expect, test } from 'vitest';
import { PrecisError } from '../../../src/domain/errors.ts';
import { type Fetch, guard } from '../../../src/engine/guard.ts';
import { catchError } from '../../support/catch-error.ts';
import { manualClock } from '../../support/clock.ts';

const ORIGIN = 'http://api.example';
const URL_IN = `${ORIGIN}/v1/models`;

function guarded(fetch: Fetch, more: { deadlineMs?: number; maxBytes?: number } = {}) {
  const clock = manualClock();
  const limits = { origin: ORIGIN, deadlineMs: 1000, maxBytes: 100, what: 'asking m at HOST', clock, ...more };
  return { clock, fetch: guard(fetch, limits) };
}

/** A body that never ends, in chunks, counting what was taken of it. */
function endless(chunk: string) {
  let taken = 0;
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        taken++;
        controller.enqueue(new TextEncoder().encode(chunk));
      },
      cancel() {
        isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, taken: () => taken, isCancelled: () => isCancelled };
}

test('a reply within the limits comes through with status, headers and text', async () => {
  const { fetch, clock } = guarded(async () => new Response('{"a":1}', { status: 201, headers: { 'x-request-id': 'r1' } }));
  const response = await fetch(URL_IN);
  expect(response.status).toBe(201);
  expect(response.headers.get('x-request-id')).toBe('r1');
  expect(await response.text()).toBe('{"a":1}');
  expect(clock.sleepers()).toEqual([]);
});

test('a character split over two chunks stays one character, and a byte order mark goes', async () => {
  const bytes = new TextEncoder().encode('\ufeffä€');
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await (await guarded(async () => new Response(body)).fetch(URL_IN)).text()).toBe('ä€');
});

test('another origin is not asked', async () => {
  let calls = 0;
  const { fetch } = guarded(async () => {
    calls++;
    return new Response('');
  });
  for (const url of ['http://api.example.evil/v1', 'https://api.example/v1', 'http://api.example:81/v1'])
    expect(await catchError(fetch(url))).toMatchObject({ code: 'engine.rejected', facts: { reached: false } });
  expect(calls).toBe(0);
});

test('the fetch below is told not to follow redirects', async () => {
  const seen: (string | undefined)[] = [];
  const { fetch } = guarded(async (_input, init) => {
    seen.push(init?.redirect);
    return new Response('', { status: 200 });
  });
  await fetch(URL_IN, { redirect: 'follow' });
  expect(seen).toEqual(['manual']);
});

test('a redirect is refused with the origin it names and nothing else of it', async () => {
  const { fetch } = guarded(
    async () => new Response(null, { status: 308, headers: { location: 'https://other.example/p?secret=1' } }),
  );
  const error = await catchError(fetch(URL_IN));
  expect(error.code).toBe('engine.rejected');
  expect(error.message).toBe('asking m at HOST: it redirects (308) to https://other.example, which is not followed');
});

test('a body longer than the cap is left after a few bytes more, and its beginning kept', async () => {
  const source = endless('0123456789');
  const { fetch } = guarded(async () => new Response(source.body));
  const error = await catchError(fetch(URL_IN));
  expect(error.code).toBe('engine.bad_reply');
  expect(error.message).toContain('longer than 100 bytes');
  expect(error.facts.excerpt?.startsWith('0123456789')).toBe(true);
  expect(source.taken()).toBe(11);
  expect(source.isCancelled()).toBe(true);
});

test('a failed status is kept though its body is too long, broken or hangs', async () => {
  const broken = new ReadableStream({
    pull(controller) {
      controller.error(new Error('broke'));
    },
  });
  for (const body of [endless('0123456789').body, broken]) {
    const { fetch } = guarded(async () => new Response(body, { status: 429, headers: { 'retry-after': '7' } }));
    const response = await fetch(URL_IN);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
  }
  const { fetch, clock } = guarded(async () => new Response(new ReadableStream({}), { status: 429 }));
  const hanging = fetch(URL_IN);
  await clock.advance(1000);
  expect((await hanging).status).toBe(429);
});

test('a fetch that never looks at its signal ends at the deadline all the same', async () => {
  const { fetch, clock } = guarded(() => new Promise(() => {}));
  const ending = catchError(fetch(URL_IN));
  await clock.advance(999);
  await clock.advance(1);
  expect(await ending).toMatchObject({ code: 'engine.timeout', facts: { reached: true } });
});

test('a body that stands still ends at the deadline', async () => {
  const { fetch, clock } = guarded(async () => new Response(new ReadableStream({})));
  const ending = catchError(fetch(URL_IN));
  await clock.advance(1000);
  expect((await ending).code).toBe('engine.timeout');
});

test('the reason of the caller goes through, before and during the reply', async () => {
  const reason = new PrecisError('lock.lost', 'somebody else has it');
  expect(await catchError(guarded(async () => new Response('')).fetch(URL_IN, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  const stop = new AbortController();
  const { fetch, clock } = guarded(async () => new Response(new ReadableStream({}), { status: 500 }));
  const ending = catchError(fetch(URL_IN, { signal: stop.signal }));
  await clock.advance(1);
  stop.abort(reason);
  expect(await ending).toBe(reason);
  expect(clock.sleepers()).toEqual([]);
});

test.each([
  [{ code: 'ECONNREFUSED' }, 'engine.unavailable', false],
  [{ code: 'ENOTFOUND' }, 'engine.unavailable', false],
  [{ code: 'ECONNRESET' }, 'engine.unavailable', true],
  [{ code: 'UND_ERR_HEADERS_TIMEOUT' }, 'engine.timeout', true],
  [new AggregateError([Object.assign(new Error('no'), { code: 'ECONNREFUSED' })]), 'engine.unavailable', false],
])('a connection that fails with %o is %s, reached: %s', async (cause, code, reached) => {
  const { fetch } = guarded(async () => {
    throw new TypeError('fetch failed', { cause });
  });
  expect(await catchError(fetch(URL_IN))).toMatchObject({ code, facts: { reached } });
});
