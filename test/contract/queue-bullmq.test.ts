import { afterAll, beforeAll } from 'vitest';
import { connectRedis } from '../../src/connect.ts';
import { createBullQueue, queueNameOf } from '../../src/queue/bullmq.ts';
import { systemClock } from '../../src/system.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { queueContract } from './queue.ts';

let redis: RedisServer;
let queues = 0;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

queueContract('bullmq', (concurrency, work, onFatal = () => {}) =>
  createBullQueue(
    {
      connections: connectRedis(redis.url, () => {}),
      name: queueNameOf(`database-${queues++}`, 'sha256:0123456789abcdef'),
      clock: systemClock,
      log: { info: () => {}, warn: () => {} },
      window: 4 * concurrency,
      concurrency,
    },
    work,
    onFatal,
  ),
);
