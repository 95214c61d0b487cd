/** Works tickets in this process until drained: builds the bench, listens for Ctrl-C, shows progress. Shared by `run` and `work`. */
import type { Config } from '../config.ts';
import type { Hash } from '../domain/hash.ts';
import type { Prompt } from '../domain/prompt.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';
import { type DrainEnd, drain } from '../drain.ts';
import { createConcurrencyLimiter } from '../engine/concurrency-limiter.ts';
import type { Engine, Store } from '../ports.ts';
import { isGone, ownerOfThisProcess, systemClock } from '../system.ts';
import { chooseQueue } from './choose-queue.ts';
import { showProgress } from './progress.ts';
import { listenForStop } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';
import { probeOf } from './workshop.ts';

/** How long calls in flight may take after the first Ctrl-C. */
const GRACE_MS = 10_000;

export interface WorkOptions {
  readonly store: Store;
  readonly config: Config;
  readonly terminal: Terminal;
  readonly engine: Engine;
  readonly prompts: readonly Prompt[];
  readonly vocabulary: Vocabulary;
  /** Only this run; every open one when left out. */
  readonly runId?: string;
  /** Tickets to be settled, for the progress line. */
  readonly total: number;
}

export interface Worked {
  readonly end: DrainEnd;
  readonly stoppedBy: 'SIGINT' | 'SIGTERM' | null;
}

/** @throws PrecisError `store.*` when the database can no longer be written, `queue.unreachable` when Redis is set and gone */
export async function workRun(options: WorkOptions): Promise<Worked> {
  const { store, config, terminal, engine } = options;
  const queue = await chooseQueue(config, store, engine, terminal);
  const stop = listenForStop(terminal, GRACE_MS);
  const progress = showProgress(terminal, systemClock, options.total);
  const prompts = new Map<Hash, Prompt>(options.prompts.map((prompt) => [prompt.hash, prompt]));
  try {
    const end = await drain({
      bench: {
        store,
        engine,
        limiter: createConcurrencyLimiter({ limit: config.concurrency, clock: systemClock }),
        prompts,
        vocabulary: options.vocabulary,
        clock: systemClock,
        probe: probeOf(config),
        parked: new Set(),
      },
      owner: ownerOfThisProcess(),
      isGone,
      queue,
      ...(options.runId === undefined ? {} : { runId: options.runId }),
      waitMs: config.waitMs,
      graceMs: GRACE_MS,
      stop: stop.signal,
      onSettled: progress.tick,
      onWaiting: progress.waiting,
    });
    return { end, stoppedBy: stop.stoppedBy() };
  } finally {
    progress.done();
    stop.release();
  }
}
