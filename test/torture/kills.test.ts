/** The whole proof: 10,000 papers, 100 SIGKILLs. `PRECIS_SEED=N npm run torture` repeats a run. */
import { expect, it, onTestFinished } from 'vitest';
import { killMany, sentenceOf } from '../support/kill-many.ts';
import { startRedis } from '../support/redis.ts';

const CONCURRENCY = 8;

it('10,000 papers are enriched once each while 100 of four workers and the relay are killed', async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const seed = Number(process.env.PRECIS_SEED ?? 20_261_125);
  const papers = 10_000;
  const killed = await killMany({ papers, kills: 100, workers: 4, concurrency: CONCURRENCY, seed, redis });
  console.log(sentenceOf(killed));
  expect(killed.found).toMatchObject({ papers, enrichments: papers, tickets: { done: papers }, lost: [], duplicates: [] });
  expect(killed.found).toMatchObject({ boughtTwice: [], integrity: 'ok' });
  expect(killed.wasted).toBeLessThanOrEqual(killed.workerKills * CONCURRENCY);
  expect(killed.drainedAfterS).toBeLessThan(10);
});
