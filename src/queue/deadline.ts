/** Deadlines for calls to a server that may never answer. Invariant: whatever is awaited here settles, and no timer outlives it. */
import { PrecisError } from '../domain/errors.ts';

/**
 * Awaits a call for at most `ms`.
 * @throws PrecisError `queue.unreachable` when it takes longer or fails
 */
export async function within<T>(ms: number, what: string, call: Promise<T>): Promise<T> {
  const late = Symbol('late');
  const outcome = await firstOf(ms, call, late).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PrecisError('queue.unreachable', `${what}: ${reason}`, { cause });
  });
  if (outcome === late) throw new PrecisError('queue.unreachable', `${what}: no answer from Redis within ${ms / 1000} s`);
  return outcome as T;
}

/** Whether something ends, in whatever way, within `ms`. */
export async function endsWithin(ms: number, ending: Promise<unknown>): Promise<boolean> {
  const done = ending.then(
    () => true,
    () => true,
  );
  return firstOf(ms, done, false);
}

function firstOf<T, L>(ms: number, call: Promise<T>, late: L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const clock = new Promise<L>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  // the loser must not become an unhandled rejection
  call.catch(() => {});
  return Promise.race([call, clock]).finally(() => clearTimeout(timer));
}
