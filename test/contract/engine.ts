/**
 * What every Engine promises, whoever answers. An adapter's test calls this with a way to make it; the suite makes fresh ones, so
 * nothing may be shared between two engines of the same name.
 */
import { describe, expect, test } from 'vitest';
import type { Request } from '../../src/domain/completion.ts';
import { draftSchema, SECTIONS, type Section } from '../../src/domain/draft.ts';
import { PrecisError } from '../../src/domain/errors.ts';
import type { Engine } from '../../src/ports.ts';
import { validate } from '../../src/steps/validate.ts';
import { catchError } from '../support/catch-error.ts';
import { sampleRequest } from '../support/sample-request.ts';

export interface EngineContract {
  /** A new engine that answers, with everything it needs running; cleans up through `onTestFinished`. */
  make(): Engine | Promise<Engine>;
  /** The same engine somewhere else: another host, port or key; the same one again where it runs nowhere. */
  makeElsewhere(): Engine | Promise<Engine>;
}

const never = new AbortController().signal;

/** Runs the suite against one adapter. */
export function describeEngine(name: string, { make, makeElsewhere }: EngineContract): void {
  const requestFor = (engine: Engine, overrides: Parameters<typeof sampleRequest>[0] = {}): Request =>
    sampleRequest({ model: engine.model ?? '', ...overrides });

  describe(`Engine contract: ${name}`, () => {
    test.each<Section[][]>([[['tldr']], [['tags']], [['claims']], [['tldr', 'tags', 'claims']]])(
      'answers with exactly the sections %j, and validate accepts it',
      async (yields) => {
        const engine = await make();
        const completion = await engine.complete(requestFor(engine, { yields }), never);
        const { draft } = validate(completion, yields);
        expect(Object.keys(draft).sort()).toEqual([...yields].sort());
        expect(draftSchema(yields).safeParse(draft).success).toBe(true);
      },
    );

    test('has a hash that names it, wherever it runs', async () => {
      const engine = await make();
      expect(engine.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect((await makeElsewhere()).hash).toBe(engine.hash);
    });

    test('gives the same body for the same request wherever it runs, and another for another request', async () => {
      const engine = await make();
      const request = requestFor(engine);
      const body = engine.body(request);
      expect((await makeElsewhere()).body(request)).toBe(body);
      if (body !== null) expect(engine.body(requestFor(engine, { title: 'Another title' }))).not.toBe(body);
    });

    test('has a body exactly when it costs money', async () => {
      const engine = await make();
      expect(engine.body(requestFor(engine)) !== null).toBe(engine.paid);
      expect(engine.endpoint !== null).toBe(engine.paid);
    });

    test('answers the same paper again without remembering the first time', async () => {
      const engine = await make();
      const answer = async () => validate(await engine.complete(requestFor(engine), never), SECTIONS).draft;
      expect(await answer()).toEqual(await answer());
    });

    test('counts no negative tokens and no negative time', async () => {
      const engine = await make();
      const { usage, latencyMs } = await engine.complete(requestFor(engine), never);
      for (const tokens of Object.values(usage)) expect(tokens).toBeGreaterThanOrEqual(0);
      expect(latencyMs).toBeGreaterThanOrEqual(0);
    });

    test('answers many requests at once, each its own', async () => {
      const engine = await make();
      const titles = Array.from({ length: 12 }, (_, i) => `Paper number ${i}`);
      const completions = await Promise.all(titles.map((title) => engine.complete(requestFor(engine, { title }), never)));
      expect(completions).toHaveLength(12);
      for (const completion of completions) expect(() => validate(completion, SECTIONS)).not.toThrow();
    });

    test('does not start when the signal has aborted already, and says why', async () => {
      const engine = await make();
      const stop = new AbortController();
      stop.abort(new PrecisError('shutdown', 'stopping'));
      expect((await catchError(engine.complete(requestFor(engine), stop.signal))).code).toBe('shutdown');
    });
  });
}
