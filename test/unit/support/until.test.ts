import { expect, test } from 'vitest';
import { until } from '../../support/until.ts';

test('until gives the first value that counts, 0 and the empty text included', async () => {
  let asked = 0;
  expect(await until(() => ++asked >= 3, { what: 'three' })).toBe(true);
  expect(await until(() => 0, { what: 'zero' })).toBe(0);
  expect(await until(async () => '', { what: 'a text' })).toBe('');
});

test('until says what did not come true and why', async () => {
  const failing = until(() => Promise.reject(new Error('no such file')), { timeoutMs: 30, what: 'the file to appear' });
  await expect(failing).rejects.toThrow('not within 30 ms: the file to appear');
  await expect(failing).rejects.toMatchObject({ cause: { message: 'no such file' } });
});
