/**
 * What becomes of a ticket whose work threw: the retry column of the one code table, with what an endpoint needs to remember. Waiting
 * for a limit counts no attempt; transient faults get four in all with full jitter; three identical rejections in a row park the run.
 */
import { type ErrorCode, PrecisError, policyOf, retryOf } from './domain/errors.ts';
import type { Bench } from './pipeline.ts';
import type { Claim, Outcome } from './store-port.ts';

const ATTEMPTS = 4;
const BASE_MS = 1_000;
const CAP_MS = 60_000;
/** Waits up to this long keep the ticket wanted: the limiter holds the next call back. */
const HELD_MS = 5_000;
const IDENTICAL_REJECTIONS = 3;

export interface Settlement {
  readonly outcome: Outcome;
  /** Code that parks the whole run, or null. */
  readonly parks: ErrorCode | null;
}

export interface Policy {
  succeeded(): void;
  /** @throws the error itself when it must stop the worker */
  outcomeOf(error: unknown, claim: Claim, stopping: boolean): Settlement;
}

/** One per worker process: streaks are per endpoint. */
export function createPolicy(bench: Pick<Bench, 'clock' | 'limiter'>): Policy {
  const { clock, limiter } = bench;
  let pauses = 0;
  let rejections = { message: '', count: 0 };

  const jitter = (streak: number): number => Math.round(clock.random() * Math.min(CAP_MS, BASE_MS * 2 ** streak));

  /** The call itself has paused the endpoint for as long as the server asked; a server that names no time gets more each time. */
  function pause(error: PrecisError): Outcome {
    if (error.facts.retryAfterMs === undefined) limiter.pause(clock.now() + jitter(pauses++));
    const untilMs = limiter.pausedUntil();
    if (untilMs - clock.now() <= HELD_MS) return { kind: 'handed_back' };
    return waiting(error, untilMs, false);
  }

  function transient(error: PrecisError, claim: Claim): Outcome {
    if (claim.attempts + 1 >= ATTEMPTS) return failed(error);
    const least = error.facts.retryAfterMs ?? 0;
    return waiting(error, clock.now() + Math.max(least, jitter(claim.attempts + 1)), true);
  }

  function rejected(error: PrecisError): Settlement {
    const { code, message } = error;
    rejections = { message, count: rejections.message === message ? rejections.count + 1 : 1 };
    const parks = ENDPOINT_FAULTS.has(code) && rejections.count >= IDENTICAL_REJECTIONS ? code : null;
    return { outcome: failed(error), parks };
  }

  return {
    succeeded() {
      pauses = 0;
      rejections = { message: '', count: 0 };
    },
    outcomeOf(error, claim, stopping) {
      if (!(error instanceof PrecisError)) {
        if (stopping) return { outcome: { kind: 'handed_back' }, parks: null };
        const message = error instanceof Error ? error.message : String(error);
        const defect = new PrecisError(
          'internal.unexpected',
          `enriching ${claim.paper.paperId}: precis has a defect here: ${message}`,
        );
        return { outcome: failed(defect), parks: null };
      }
      if (error.code.startsWith('store.')) throw error;
      switch (retryOf(error)) {
        case 'pause':
          return { outcome: pause(error), parks: null };
        case 'park':
          return { outcome: waiting(error, null, false), parks: error.code };
        case 'transient':
          return { outcome: stopping ? { kind: 'handed_back' } : transient(error, claim), parks: null };
        case 'hand_back':
          return {
            outcome: error.code === 'engine.not_served' ? waiting(error, null, false) : { kind: 'handed_back' },
            parks: null,
          };
        default:
          return rejected(error);
      }
    },
  };
}

/** Codes that say more about the server than about the paper. */
const ENDPOINT_FAULTS: ReadonlySet<ErrorCode> = new Set([
  'engine.rejected',
  'engine.format_unsupported',
  'engine.context_too_long',
]);

const failed = (error: PrecisError): Outcome => ({ kind: 'failed', code: error.code, message: error.message });

const waiting = (error: PrecisError, untilMs: number | null, countAttempt: boolean): Outcome => ({
  kind: 'waiting',
  reason: policyOf(error.code).waits ?? 'transient',
  untilMs,
  code: error.code,
  message: error.message,
  countAttempt,
});
