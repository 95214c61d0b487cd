/** MSW for tests inside one process: what is not handled fails the test. MSW sees the global fetch only, not undici's own. */
import { http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';

/** Where the mocked server lives: nothing listens there. Loopback, because MSW 3 connects its mocked sockets and the network guard looks. */
export const MOCK_URL = 'http://127.0.0.1:4799/v1';

/** How a mocked server answers one call. */
export type Answer = (request: Request) => Response | Promise<Response>;

/** Starts MSW around the tests of this file; each test says how the server answers, and may count its calls. */
export function mockServer(): { answer(answer: Answer): { calls(): number } } {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
  return {
    answer(answer) {
      let calls = 0;
      server.use(
        http.post(`${MOCK_URL}/chat/completions`, ({ request }) => {
          calls++;
          return answer(request);
        }),
      );
      return { calls: () => calls };
    },
  };
}

/** A reply in the shape of chat completions. */
export function chatReply(
  content: unknown,
  more: { finish?: string; message?: Record<string, unknown>; usage?: unknown } = {},
): Response {
  const message = { role: 'assistant', content, ...more.message };
  return Response.json({
    model: 'served-model',
    choices: [{ index: 0, message, finish_reason: more.finish ?? 'stop' }],
    ...('usage' in more ? { usage: more.usage } : { usage: { prompt_tokens: 10, completion_tokens: 5 } }),
  });
}
