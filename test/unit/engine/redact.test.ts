import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PrecisError } from '../../../src/domain/errors.ts';
import { MASK, redactError, redactor } from '../../../src/engine/redact.ts';

const key = fc.stringMatching(/^[\x21-\x7e]{8,60}$/);

test('no text shows 8 characters of the beginning of a key any more', () => {
  fc.assert(
    fc.property(key, fc.string(), fc.string(), fc.integer({ min: 8, max: 60 }), (secret, before, after, cut) => {
      const shown = redactor(secret)(before + secret.slice(0, cut) + after);
      // what the mask and its neighbours happen to spell is no leak
      fc.pre(!`${before.slice(-8)}${MASK}${after.slice(0, 8)}`.includes(secret.slice(0, 8)));
      expect(shown).not.toContain(secret.slice(0, 8));
    }),
  );
});

test('a text without the key stays as it is', () => {
  fc.assert(
    fc.property(key, fc.string(), (secret, text) => {
      fc.pre(!text.includes(secret.slice(0, 8)));
      expect(redactor(secret)(text)).toBe(text);
    }),
  );
});

test('a placeholder that is no secret does not tear words apart', () => {
  expect(redactor('ollama')('ollama is not running')).toBe('ollama is not running');
  expect(redactor(null)('anything')).toBe('anything');
});

test('an error keeps its code, advice and facts, and loses the key and its cause', () => {
  const secret = 'sk-0123456789';
  const error = new PrecisError('engine.rejected', `no ${secret}`, {
    cause: new Error(secret),
    next: `not ${secret}`,
    excerpt: `<${secret}>`,
    issues: [secret],
    status: 400,
    retryAfterMs: 5,
    reached: true,
  });
  const shown = redactError(error, redactor(secret));
  expect(shown).toMatchObject({ code: 'engine.rejected', message: 'no ***', next: 'not ***' });
  expect(shown.facts).toEqual({ next: 'not ***', excerpt: '<***>', issues: ['***'], status: 400, retryAfterMs: 5, reached: true });
  expect(shown.cause).toBeUndefined();
});
