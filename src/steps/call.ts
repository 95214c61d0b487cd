/**
 * The verb `call`: Request -> Completion. Waits for the limiter, asks the engine once, settles with what was really used and
 * pauses the endpoint for everybody when the server asks for it. It never retries and stores nothing: what becomes of the ticket
 * is decided by the code of the error.
 * Invariant: every lease is settled, whatever happens.
 */
import { type Completion, estimateTokens, type Request } from '../domain/completion.ts';
import { PrecisError, retryOf } from '../domain/errors.ts';
import type { Clock, Engine, Limiter } from '../ports.ts';

/** Pause where a server is over its limit and does not say for how long. */
const UNSAID_MS = 1000;
/** Waiters of several processes must not all come back in the same millisecond. */
const JITTER = 0.2;
const MOST_JITTER_MS = 60_000;

/**
 * Asks the engine.
 * @param mayCall throws when no call may start any more; asked after the wait, because the run may have been parked meanwhile
 * @throws PrecisError `engine.*` from the engine (`facts.reached` once the request was sent) or the limiter; what `mayCall` throws;
 *   the reason of the signal
 */
export async function call(
  engine: Engine,
  request: Request,
  limiter: Limiter,
  signal: AbortSignal,
  mayCall: () => void,
  clock: Clock,
): Promise<Completion> {
  const lease = await limiter.acquire(estimateTokens(request), signal);
  let usedTokens = 0;
  try {
    mayCall();
    const completion = await engine.complete(request, signal);
    usedTokens = completion.usage.promptTokens + completion.usage.completionTokens;
    return completion;
  } catch (error) {
    // before the slot is free again, or the next call would start into the same limit
    if (error instanceof PrecisError && retryOf(error) === 'pause') limiter.pause(clock.now() + pauseMs(error, clock));
    throw error;
  } finally {
    lease.settle(usedTokens);
  }
}

/** At least what the server said, and up to a fifth more. */
function pauseMs({ facts }: PrecisError, clock: Clock): number {
  const asked = facts.retryAfterMs ?? UNSAID_MS;
  return Math.ceil(asked + clock.random() * Math.min(asked * JITTER, MOST_JITTER_MS));
}
