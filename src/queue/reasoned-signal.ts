/** Why work was aborted, as an error with a code: what the engine and the policy for tickets understand. */
import { PrecisError } from '../domain/errors.ts';

/**
 * BullMQ aborts with a word; this signal follows with `lock.lost` or `shutdown`.
 * @param isLost whether the lock is gone, asked at the abort
 */
export function reasonedSignal(signal: AbortSignal | undefined, isLost: () => boolean): AbortSignal {
  const abort = new AbortController();
  const end = (): void =>
    abort.abort(
      isLost()
        ? new PrecisError('lock.lost', 'the lock in Redis was lost while this ticket was in work')
        : new PrecisError('shutdown', 'the worker was stopped before this ticket was finished'),
    );
  if (signal?.aborted) end();
  else signal?.addEventListener('abort', end, { once: true });
  return abort.signal;
}
