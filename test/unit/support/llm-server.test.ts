/** The scripted server answers like a strict one, always the same, and remembers what it sent. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { draftSchema, SECTIONS, type Section } from '../../../src/domain/draft.ts';
import { createOpenAiEngine } from '../../../src/engine/openai.ts';
import { validate } from '../../../src/steps/validate.ts';
import { systemClock } from '../../../src/system.ts';
import { catchError } from '../../support/catch-error.ts';
import { draftFor, sentencesOf } from '../../support/llm-draft.ts';
import { FAULT_KINDS, faultFor, paperKey, type Script } from '../../support/llm-faults.ts';
import { type LogLine, startLlmServer } from '../../support/llm-server.ts';
import { startLlmServerProcess } from '../../support/llm-server-process.ts';
import { SAMPLE_MODEL, SAMPLE_PAPER, sampleRequest } from '../../support/sample-request.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';

const never = new AbortController().signal;
const engineAt = (baseUrl: string) => createOpenAiEngine({ baseUrl, apiKey: null, model: SAMPLE_MODEL, fetch, clock: systemClock });

async function serverWith(script: Script = {}) {
  const server = await startLlmServer(script);
  onTestFinished(() => server.close());
  return server;
}

describe('its answers', () => {
  test.each<Section[][]>([[['tldr']], [['tags']], [['claims']], [['tldr', 'tags', 'claims']]])(
    'hold %j and fit the schema',
    (sections) => {
      const draft = draftFor(SAMPLE_PAPER, sections);
      expect(draftSchema(sections).safeParse(draft).success).toBe(true);
    },
  );

  test('quote the abstract verbatim, with their numbers in the quote', () => {
    const { tldr, claims } = draftFor(SAMPLE_PAPER, SECTIONS);
    expect(SAMPLE_PAPER.abstract).toContain(tldr);
    expect(claims).toHaveLength(2);
    for (const claim of claims ?? []) {
      expect(SAMPLE_PAPER.abstract).toContain(claim.quote);
      expect(claim.quote).toContain(claim.value);
    }
    expect(claims?.[0]).toMatchObject({
      metric: 'accuracy',
      dataset: 'HarbourQA',
      subject: 'Tidewater',
      baseline: { value: '61.5%' },
    });
  });

  test('split sentences nowhere inside a number', () => {
    expect(sentencesOf('It gains 4.5 points. On B it loses 1.2.')).toEqual(['It gains 4.5 points.', 'On B it loses 1.2.']);
  });

  test('stop at the cap, and are whole with a larger one', async () => {
    const engine = engineAt((await serverWith()).url);
    expect(
      (await catchError(async () => validate(await engine.complete(sampleRequest({ maxOutput: 50 }), never), SECTIONS))).code,
    ).toBe('completion.truncated');
    expect(validate(await engine.complete(sampleRequest({ maxOutput: 5000 }), never), SECTIONS).draft.tldr).toBeTruthy();
  });
});

describe('its strictness', () => {
  const ask = async (server: { url: string }, change: (body: Record<string, unknown>) => void) => {
    const body = JSON.parse(engineAt(server.url).body(sampleRequest()) ?? '') as Record<string, unknown>;
    change(body);
    return fetch(`${server.url}/chat/completions`, { method: 'POST', body: JSON.stringify(body) });
  };

  test('takes a strict request', async () => {
    expect((await ask(await serverWith(), () => {})).status).toBe(200);
  });

  test.each<[string, (body: Record<string, unknown>) => void]>([
    ['no format', (body) => delete body.response_format],
    [
      'a format that is not strict',
      (body) => Object.assign((body.response_format as { json_schema: object }).json_schema, { strict: false }),
    ],
    ['no cap', (body) => delete body.max_tokens],
    [
      'an open object',
      (body) =>
        Object.assign((body.response_format as { json_schema: { schema: object } }).json_schema.schema, {
          additionalProperties: true,
        }),
    ],
    [
      'an optional key',
      (body) => Object.assign((body.response_format as { json_schema: { schema: object } }).json_schema.schema, { required: [] }),
    ],
  ])('refuses a request with %s', async (_what, change) => {
    expect((await ask(await serverWith(), change)).status).toBe(400);
  });

  test('refuses an unknown model and a wrong key', async () => {
    expect((await ask(await serverWith({ models: ['another'] }), () => {})).status).toBe(404);
    expect((await ask(await serverWith({ apiKey: 'k' }), () => {})).status).toBe(401);
  });
});

describe('its faults', () => {
  const occasion = { title: 'A Paper', call: 1, ofPaper: 1 };

  test('strike by title, by call and by the paper’s own count', () => {
    const script: Script = { faults: [{ kind: 'hang', title: 'Paper', calls: [2, 3], first: 1 }] };
    expect(faultFor(script, { ...occasion, call: 2 })?.kind).toBe('hang');
    expect(faultFor(script, { ...occasion, call: 4 })).toBeNull();
    expect(faultFor(script, { ...occasion, call: 2, ofPaper: 2 })).toBeNull();
    expect(faultFor(script, { ...occasion, call: 2, title: 'B' })).toBeNull();
  });

  test('strike at their rate, the same calls for the same seed in any order', () => {
    const struck = (seed: number) =>
      Array.from(
        { length: 2000 },
        (_, i) =>
          faultFor({ seed, faults: [{ kind: 'hang', rate: 0.2 }] }, { ...occasion, title: `P${i}`, call: 2000 - i }) !== null,
      );
    const share = struck(1).filter(Boolean).length / 2000;
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.23);
    expect(struck(1)).toEqual(struck(1));
    expect(struck(1)).not.toEqual(struck(2));
  });

  test.each(FAULT_KINDS.filter((kind) => !['slow', 'hang', 'hang_body', 'drip', 'gzip_bomb'].includes(kind)))(
    '%s changes what comes back',
    async (kind) => {
      const server = await serverWith();
      const outcome = async () => {
        try {
          return JSON.stringify(
            await engineAt(server.url)
              .complete(sampleRequest(), never)
              .then(({ latencyMs: _, ...rest }) => rest),
          );
        } catch (error) {
          return String(error);
        }
      };
      const usual = await outcome();
      server.script({ faults: [{ kind }] });
      expect(await outcome()).not.toBe(usual);
    },
  );

  test('a wrong number is a number the quote does not hold, in an otherwise valid answer', async () => {
    const server = await serverWith({ faults: [{ kind: 'wrong_number' }] });
    const { claims } = validate(await engineAt(server.url).complete(sampleRequest(), never), SECTIONS).draft;
    for (const claim of claims ?? []) expect(claim.quote).not.toContain(claim.value);
    expect(claims).toHaveLength(2);
  });
});

describe('as a process', () => {
  test('says where it listens, counts calls per paper, takes a new script, and logs each request at once', async () => {
    const log = join(tempDir(), 'calls.jsonl');
    const server = await startLlmServerProcess({}, { log });
    const engine = engineAt(server.url);
    await engine.complete(sampleRequest(), never);
    await engine.complete(sampleRequest({ title: 'Another' }), never);
    await server.script({ faults: [{ kind: 'server_error' }] });
    await catchError(engine.complete(sampleRequest(), never));
    const lines = () =>
      readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as LogLine);
    await until(() => lines().length === 3, { what: 'three lines in the log' });
    expect(lines().map(({ status, complete, fault }) => ({ status, complete, fault }))).toEqual([
      { status: 200, complete: true, fault: null },
      { status: 200, complete: true, fault: null },
      { status: 500, complete: true, fault: 'server_error' },
    ]);
    const summary = await server.log();
    expect(summary).toMatchObject({ calls: 3, complete: 2 });
    expect(summary.papers[paperKey(SAMPLE_PAPER.title)]).toEqual({ title: SAMPLE_PAPER.title, calls: 2, complete: 1 });
  });
});
