/** The queue that the settings name, and what workers need to join it. Redis and its libraries are loaded only where they are used. */
import type { Config } from '../config.ts';
import { PrecisError } from '../domain/errors.ts';
import type { DrainOptions } from '../drain.ts';
import type { Engine, Log, Store } from '../ports.ts';
import type { BullWorkerOptions } from '../queue/bullmq.ts';
import { systemClock } from '../system.ts';
import { withDrivers } from './server-packages.ts';
import type { Terminal } from './terminal.ts';

type MakeQueue = DrainOptions['queue'];

/** @throws PrecisError `queue.unreachable` when a Redis is set and does not answer */
export async function chooseQueue(config: Config, store: Store, engine: Engine, terminal: Terminal): Promise<MakeQueue> {
  if (config.redisUrl === null) {
    const { createInlineQueue } = await import('../queue/inline.ts');
    return (work, onFatal) => createInlineQueue(config.concurrency, work, onFatal);
  }
  const { bull, optionsFor } = await joinRedis(config, logTo(terminal));
  const databaseId = await databaseIdOf(store);
  if (databaseId === null) throw new TypeError('work is chosen a queue before any run exists');
  const options = optionsFor(bull.queueNameOf(databaseId, engine.hash));
  return (work, onFatal) => bull.createBullQueue(options, work, onFatal);
}

export interface Joined {
  readonly bull: typeof import('../queue/bullmq.ts');
  optionsFor(queueName: string): BullWorkerOptions;
}

/**
 * Loads the queue of many machines and asks Redis for a sign of life.
 * @throws PrecisError `config.invalid` without an address, `queue.unreachable` without an answer
 */
export async function joinRedis(config: Config, log: Log): Promise<Joined> {
  const { redisUrl, concurrency, lockMs } = config;
  if (redisUrl === null)
    throw new PrecisError('config.invalid', 'a worker of many needs the Redis that hands out the work, and REDIS_URL is not set', {
      next: 'Set REDIS_URL, or use `precis work`, which needs none.',
    });
  const [{ connectRedis }, { askRedis }, bull] = await withDrivers('REDIS_URL', () =>
    Promise.all([import('../connect.ts'), import('../queue/ask-redis.ts'), import('../queue/bullmq.ts')]),
  );
  // each user of a connection listens for its faults and says them once; nobody else has to
  const connections = connectRedis(redisUrl.reveal(), () => {});
  await askRedis(connections, String(redisUrl));
  return { bull, optionsFor: (name) => ({ connections, name, clock: systemClock, log, concurrency, lockMs }) };
}

/** What tells the queues of two databases on one Redis apart: the oldest run; null before there is one. */
export async function databaseIdOf(store: Store): Promise<string | null> {
  return (await store.runs())[0]?.id ?? null;
}

/** Log lines on standard error. */
export const logTo = (terminal: Terminal): Log => ({
  info: (message) => terminal.note(message),
  warn: (message) => terminal.note(message),
});
