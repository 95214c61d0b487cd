/** No call to a server is awaited for ever, and what it says too late disturbs nobody. */
import { describe, expect, it } from 'vitest';
import { endsWithin, within } from '../../../src/queue/deadline.ts';

const never = (): Promise<never> => new Promise(() => {});

describe('within', () => {
  it('gives what the call gives', async () => {
    expect(await within(1_000, 'asking', Promise.resolve(7))).toBe(7);
    expect(await within(1_000, 'asking', Promise.resolve(undefined))).toBeUndefined();
  });

  it('names what took too long', async () => {
    await expect(within(5, 'counting', never())).rejects.toMatchObject({
      code: 'queue.unreachable',
      message: 'counting: no answer from Redis within 0.005 s',
    });
  });

  it('names what failed, with the reason and the cause', async () => {
    const cause = new Error('connection refused');
    await expect(within(1_000, 'adding', Promise.reject(cause))).rejects.toMatchObject({
      code: 'queue.unreachable',
      message: 'adding: connection refused',
      cause,
    });
  });

  it('leaves no rejection behind when the call fails after its deadline', async () => {
    let fail = (_error: Error): void => {};
    const late = new Promise<void>((_resolve, reject) => {
      fail = reject;
    });
    await expect(within(5, 'adding', late)).rejects.toMatchObject({ code: 'queue.unreachable' });
    // an unhandled one would fail the whole run
    fail(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('endsWithin', () => {
  it('tells what ended, well or badly, from what did not', async () => {
    const answers = await Promise.all([
      endsWithin(1_000, Promise.resolve()),
      endsWithin(1_000, Promise.reject(new Error('badly'))),
      endsWithin(5, never()),
    ]);
    expect(answers).toEqual([true, true, false]);
  });
});
