/**
 * The Limiter of one endpoint in one process: so many calls at once, none before a pause is over, first come first served. Tokens
 * are taken and ignored; a limiter that counts them has the same port.
 * Invariants: never more than `limit` leases unsettled; a waiter that aborts takes no slot; a caller is never held for longer
 * than `holdMs` by a pause, it gets the time instead and puts its ticket off.
 */
import { PrecisError } from '../domain/errors.ts';
import type { Clock, Lease, Limiter } from '../ports.ts';

export interface ConcurrencyLimits {
  readonly limit: number;
  readonly clock: Clock;
  /** Longest pause a caller is held for, in ms (CONTRACTS 2); 5 s by default. */
  readonly holdMs?: number;
}

interface Waiter {
  start(lease: Lease): void;
  fail(error: unknown): void;
}

/** @throws from `acquire`: `engine.rate_limited` when the pause is longer than `holdMs`, else the reason of the signal. */
export function createConcurrencyLimiter({ limit, clock, holdMs = 5000 }: ConcurrencyLimits): Limiter {
  const waiters: Waiter[] = [];
  let running = 0;
  let untilMs = 0;
  let sleeping: AbortController | null = null;

  const remainingMs = (): number => Math.max(0, untilMs - clock.now());

  function lease(): Lease {
    running++;
    let isSettled = false;
    return {
      settle() {
        if (isSettled) return;
        isSettled = true;
        running--;
        startWaiters();
      },
    };
  }

  function startWaiters(): void {
    if (remainingMs() > holdMs) turnAway();
    else if (remainingMs() > 0) wakeAfterPause();
    else while (running < limit && waiters.length > 0) waiters.shift()?.start(lease());
    if (waiters.length === 0) sleeping?.abort();
  }

  function turnAway(): void {
    for (const waiter of waiters.splice(0)) waiter.fail(tooLong());
  }

  function tooLong(): PrecisError {
    const retryAfterMs = remainingMs();
    const seconds = Math.ceil(retryAfterMs / 1000);
    return new PrecisError('engine.rate_limited', `waiting for a free slot: the server asked for a pause of ${seconds} s more`, {
      retryAfterMs,
    });
  }

  /** One sleeper for all; a pause that was extended meanwhile is slept again. */
  function wakeAfterPause(): void {
    if (sleeping || waiters.length === 0) return;
    const sleeper = new AbortController();
    sleeping = sleeper;
    void clock.sleep(remainingMs(), sleeper.signal).then(() => {
      sleeping = null;
      startWaiters();
    });
  }

  return {
    acquire(_tokens, signal) {
      return new Promise<Lease>((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const leave = (): void => {
          const at = waiters.indexOf(waiter);
          if (at >= 0) waiters.splice(at, 1);
          reject(signal.reason);
          startWaiters();
        };
        const waiter: Waiter = {
          start(granted) {
            signal.removeEventListener('abort', leave);
            resolve(granted);
          },
          fail(error) {
            signal.removeEventListener('abort', leave);
            reject(error);
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        waiters.push(waiter);
        startWaiters();
      });
    },
    pause(until) {
      untilMs = Math.max(untilMs, until);
      startWaiters();
    },
    pausedUntil: () => (remainingMs() > 0 ? untilMs : 0),
  };
}
