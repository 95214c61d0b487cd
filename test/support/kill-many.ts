/**
 * The proof by killing: workers and relay enrich papers while random ones of them get SIGKILL, kill i when i of (kills + 1) parts of
 * the papers are done. The seed decides who dies, so a run can be repeated as far as processes can.
 */
import { type Audit, audit } from './audit.ts';
import { mulberry32 } from './clock.ts';
import { startCluster } from './cluster.ts';
import type { RedisServer } from './redis.ts';
import { setScene } from './scene.ts';
import { until } from './until.ts';

export interface KillOptions {
  readonly papers: number;
  readonly kills: number;
  readonly workers: number;
  readonly concurrency: number;
  readonly seed: number;
  readonly redis: RedisServer;
}

export interface Killed extends KillOptions {
  readonly found: Audit;
  /** Kills that hit a worker; the others hit the relay. */
  readonly workerKills: number;
  /** Calls the server saw beyond one a paper. */
  readonly wasted: number;
  /** Last kill to last paper, in s. */
  readonly drainedAfterS: number;
  /** First process to last paper, in s. */
  readonly tookS: number;
}

/** Kills its way through and returns what was left; call it inside a test. */
export async function killMany(options: KillOptions): Promise<Killed> {
  const { papers, kills, workers, concurrency, redis } = options;
  const random = mulberry32(options.seed);
  const { cwd, env, log, server, database, done } = await setScene({ papers, redisUrl: redis.url, concurrency });
  const startedAt = performance.now();
  const cluster = startCluster(workers, cwd, env);
  await cluster.ready();
  let workerKills = 0;
  for (let kill = 1; kill <= kills; kill++) {
    const due = Math.floor((kill * papers) / (kills + 1));
    await until(() => done() >= due, { what: `paper ${due}`, timeoutMs: 120_000 });
    const alive = cluster.slots.filter((slot) => slot.isReady());
    const victim = alive[Math.floor(random() * alive.length)] ?? cluster.slots[0];
    await victim?.kill();
    if (victim?.role === 'enrich') workerKills++;
  }
  const killedAt = performance.now();
  await until(() => done() === papers, { what: 'every paper done', timeoutMs: 120_000 });
  const endedAt = performance.now();
  await cluster.stop();
  const { calls } = await server.log();
  return {
    ...options,
    found: audit(database, log),
    workerKills,
    wasted: calls - papers,
    drainedAfterS: (endedAt - killedAt) / 1000,
    tookS: (endedAt - startedAt) / 1000,
  };
}

/** One line for the log of a run. */
export function sentenceOf({ seed, papers, kills, workerKills, concurrency, wasted, drainedAfterS, tookS, found }: Killed): string {
  const { lost, duplicates } = found;
  const audited = `${lost.length} lost, ${duplicates.length} duplicated, ${found.tickets.failed ?? 0} failed`;
  const bound = workerKills * concurrency;
  const times = `drained ${drainedAfterS.toFixed(1)} s after the last kill, ${tookS.toFixed(1)} s in all`;
  return `seed ${seed}: ${papers} papers, ${kills} kills (${workerKills} of workers): ${audited}; ${wasted} calls wasted of ${bound} allowed; ${times}`;
}
