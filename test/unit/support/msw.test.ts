import { expect, test } from 'vitest';
import { chatReply, MOCK_URL, mockServer } from '../../support/msw.ts';

const server = mockServer();

test('a request that no test answers fails instead of leaving', async () => {
  await expect(fetch(`${MOCK_URL}/elsewhere`)).rejects.toThrow();
});

test('a request that a test answers is answered and counted', async () => {
  const { calls } = server.answer(() => chatReply('yes'));
  const reply = (await (await fetch(`${MOCK_URL}/chat/completions`, { method: 'POST', body: '{}' })).json()) as object;
  expect(reply).toMatchObject({ choices: [{ message: { content: 'yes' } }] });
  expect(calls()).toBe(1);
});
