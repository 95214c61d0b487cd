/** Waiting for another process that holds the database: asynchronous, with jitter, and at most 5 s (`store.busy`, errors.ts). */
import { PrecisError } from '../../domain/errors.ts';
import type { Clock } from '../../ports.ts';
import { resultCode } from './errors.ts';

/** How long one statement may hold up the event loop for another process, in ms: the busy_timeout of a connection. */
export const STATEMENT_WAIT_MS = 25;

const BUSY = 5;
const LONGEST_MS = 5000;
const LONGEST_PAUSE_MS = 50;

/**
 * Runs `step` until the database is free for it.
 * @param doing what to say when it never is: `writing to precis.db`
 * @throws PrecisError `store.busy` after 5 s
 */
export async function untilFree<T>(step: () => T, clock: Pick<Clock, 'random'>, doing: string): Promise<T> {
  for (let waited = 0, pause = 1; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return step();
    } catch (cause) {
      if (resultCode(cause) !== BUSY) throw cause;
      if (waited >= LONGEST_MS)
        throw new PrecisError('store.busy', `${doing}: another process held it for ${LONGEST_MS / 1000} s`, { cause });
      const ms = pause * (0.5 + clock.random());
      await new Promise((resolve) => setTimeout(resolve, ms));
      waited += ms + STATEMENT_WAIT_MS;
    }
  }
}
