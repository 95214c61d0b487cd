/** Many workers on a real Redis: nothing is lost or bought needlessly whatever is killed, flushed, cut off or stopped. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { audit } from '../support/audit.ts';
import { mulberry32 } from '../support/clock.ts';
import { startCluster } from '../support/cluster.ts';
import { writePapers } from '../support/invented-papers.ts';
import { startLlmServerProcess } from '../support/llm-server-process.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { lastJson, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const CONCURRENCY = 4;
const LATENCY_MS = 200;

/** One folder with a database of wanted papers, a scripted server with a log, and the settings that lead to both and to Redis. */
async function scene(papers: number, redisUrl: string, script: Parameters<typeof startLlmServerProcess>[0] = {}) {
  const cwd = tempDir();
  const log = join(cwd, 'server.jsonl');
  const server = await startLlmServerProcess({ latencyMs: LATENCY_MS, ...script }, { log });
  const env = {
    OPENAI_BASE_URL: server.url,
    PRECIS_MODEL: 'scripted-model',
    PRECIS_CONCURRENCY: String(CONCURRENCY),
    PRECIS_LOCK: '5',
    REDIS_URL: redisUrl,
  };
  const added = await runCli(['add', writePapers(cwd, papers), '--json'], { cwd, env });
  expect(lastJson<{ run: { wanted: number } }>(added).run.wanted).toBe(papers);
  const database = join(cwd, '.precis/precis.db');
  return { cwd, env, log, server, database, done: () => count(database, "state = 'done'") };
}

/** Tickets of a database for which a condition holds. */
function count(database: string, condition: string): number {
  const open = new DatabaseSync(database, { readOnly: true });
  try {
    return (open.prepare(`SELECT count(*) AS n FROM tickets WHERE ${condition}`).get() as { n: number }).n;
  } finally {
    open.close();
  }
}

let redis: RedisServer;
beforeEach(async () => {
  const started = await startRedis();
  redis = started;
  onTestFinished(() => started.stop());
});

describe('four workers and a relay', () => {
  it('enrich 500 papers once each while ten of them are killed', { timeout: 120_000 }, async () => {
    const seed = 20_261_125;
    const random = mulberry32(seed);
    const papers = 500;
    const kills = 10;
    const { cwd, env, log, server, database, done } = await scene(papers, redis.url);
    const cluster = startCluster(4, cwd, env);
    await cluster.ready();
    let workerKills = 0;
    for (let kill = 1; kill <= kills; kill++) {
      await until(() => done() >= (kill * papers) / (kills + 2), {
        what: `paper ${(kill * papers) / (kills + 2)}`,
        timeoutMs: 60_000,
      });
      const alive = cluster.slots.filter((slot) => slot.isReady());
      const victim = alive[Math.floor(random() * alive.length)] ?? cluster.slots[0];
      await victim?.kill();
      if (victim?.role === 'enrich') workerKills++;
    }
    const killedAt = performance.now();
    await until(() => done() === papers, { what: 'every paper done', timeoutMs: 60_000 });
    const seconds = (performance.now() - killedAt) / 1000;
    await cluster.stop();
    const found = audit(database, log);
    const { calls } = await server.log();
    const wasted = calls - papers;
    console.log(
      `seed ${seed}: ${kills} kills, ${workerKills} of workers, ${wasted} calls wasted, drained ${seconds.toFixed(1)} s after the last kill`,
    );
    expect(found).toMatchObject({
      papers,
      enrichments: papers,
      tickets: { done: papers },
      lost: [],
      duplicates: [],
      boughtTwice: [],
    });
    expect(found.integrity).toBe('ok');
    expect(wasted).toBeLessThanOrEqual(workerKills * CONCURRENCY);
    expect(seconds).toBeLessThan(20);
  });
});
