/** Whatever bytes a server sends, the engine answers with a Completion or with one of its own errors, soon. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isErrorCode, PrecisError } from '../../../src/domain/errors.ts';
import { classify } from '../../../src/engine/classify.ts';
import { HttpFailure } from '../../../src/engine/http-failure.ts';
import { readCompletion } from '../../../src/engine/read-completion.ts';

/** Bodies near the real shape: every part of it may be anything. */
const anything = fc.jsonValue({ maxDepth: 2 });
const envelope = fc.oneof(
  fc.record({
    choices: fc.array(
      fc.record({ message: fc.oneof(anything, fc.record({ content: anything, refusal: anything })), finish_reason: anything }),
    ),
    usage: anything,
    model: anything,
  }),
  fc.record({ error: anything }),
  fc.record({ choices: anything, error: anything }),
  anything,
);

test('any body of status 200 is a Completion or an engine error with at most 500 characters of it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        envelope.map((value) => JSON.stringify(value)),
        fc.string(),
      ),
      (body) => {
        try {
          const completion = readCompletion(body, 'asking', 1);
          expect(typeof completion.content).toBe('string');
          expect(completion.content.isWellFormed()).toBe(true);
          for (const tokens of Object.values(completion.usage)) expect(Number.isInteger(tokens) && tokens >= 0).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(PrecisError);
          const { code, facts } = error as PrecisError;
          expect(code).toMatch(/^engine\./);
          expect((facts.excerpt ?? '').length).toBeLessThanOrEqual(500);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('any failed reply is one code of the table, in a sentence of bounded length without control characters', () => {
  const status = fc.integer({ min: 400, max: 599 });
  const body = fc.oneof(
    fc.record({ error: anything, detail: anything, message: anything }).map((value) => JSON.stringify(value)),
    fc.string(),
  );
  fc.assert(
    fc.property(status, body, (code, text) => {
      const error = classify(new HttpFailure(code, new Headers(), text), 'asking', 0);
      expect(isErrorCode(error.code)).toBe(true);
      expect(error.message.length).toBeLessThan(400);
      expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }),
    { numRuns: 500 },
  );
});

test.each<[string, string]>([
  ['angle brackets', '<'.repeat(1 << 20)],
  ['words', 'context '.repeat(1 << 17)],
  ['white space', ' '.repeat(1 << 20)],
  ['one JSON text', JSON.stringify({ error: { message: 'guided '.repeat(1 << 17) } })],
])('1 MiB of %s is classified in well under a second', (_what, body) => {
  const startedAt = performance.now();
  classify(new HttpFailure(400, new Headers(), body), 'asking', 0);
  expect(performance.now() - startedAt).toBeLessThan(800);
});
