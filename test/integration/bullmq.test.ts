/** Many workers on a real Redis: nothing is lost or bought needlessly whatever is killed, flushed, cut off or stopped. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { audit } from '../support/audit.ts';
import { startCluster, startWorker } from '../support/cluster.ts';
import { killMany, sentenceOf } from '../support/kill-many.ts';
import type { Script } from '../support/llm-faults.ts';
import { freePort, type RedisServer, startRedis } from '../support/redis.ts';
import { lastJson, runCli } from '../support/run-cli.ts';
import { countTickets as count, rowsOf, setScene } from '../support/scene.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

/** Longer than anything but a hang takes on a busy machine; how fast it is, `npm run torture` prints. */
const HANGS_MS = 30_000;

const CONCURRENCY = 4;

/** A scene with the concurrency of these tests. */
const scene = (papers: number, redisUrl: string, script: Script = {}) =>
  setScene({ papers, redisUrl, concurrency: CONCURRENCY, script });

/** Codes of calls that were logged as failed. */
function failedCalls(database: string): string[] {
  return rowsOf<{ code: string }>(database, 'SELECT code FROM calls WHERE code IS NOT NULL').map(({ code }) => code);
}

/** Everything a database says about its one ticket and its Enrichment. */
const rowOf = (database: string): unknown =>
  rowsOf(database, 'SELECT * FROM tickets t JOIN enrichments e ON e.key = t.enrichment_key');

let redis: RedisServer;
beforeEach(async () => {
  const started = await startRedis();
  redis = started;
  onTestFinished(() => started.stop());
});

describe('four workers and a relay', () => {
  it('enrich 500 papers once each while ten of them are killed', { timeout: 120_000 }, async () => {
    const killed = await killMany({ papers: 500, kills: 10, workers: 4, concurrency: CONCURRENCY, seed: 20_261_125, redis });
    console.log(sentenceOf(killed));
    expect(killed.found).toMatchObject({
      papers: 500,
      enrichments: 500,
      tickets: { done: 500 },
      lost: [],
      duplicates: [],
      boughtTwice: [],
      integrity: 'ok',
    });
    // on a busy machine a worker can also lose its locks by stalling; the strict bound is kept by `npm run torture`
    expect(killed.wasted).toBeLessThanOrEqual((killed.workerKills + 2) * CONCURRENCY);
    expect(killed.drainedAfterS * 1_000).toBeLessThan(HANGS_MS);
  });
});

describe('a Redis that fails', () => {
  it('is filled again after FLUSHALL, and nothing is lost or enriched twice', { timeout: 90_000 }, async () => {
    const papers = 200;
    const { cwd, env, log, server, database, done } = await scene(papers, redis.url);
    const cluster = startCluster(2, cwd, env);
    await cluster.ready();
    await until(() => done() >= 60, { what: '60 papers', timeoutMs: 60_000 });
    redis.command('flushall');
    await until(() => done() === papers, { what: 'every paper done', timeoutMs: 60_000 });
    await cluster.stop();
    expect(audit(database, log)).toMatchObject({ enrichments: papers, tickets: { done: papers }, lost: [], duplicates: [] });
    // what was in work lost its lock and may be called for again, nothing else
    expect((await server.log()).calls).toBeLessThanOrEqual(papers + 2 * CONCURRENCY);
  });

  it('and comes back with its file is waited for by everybody', { timeout: 90_000 }, async () => {
    const papers = 200;
    const { cwd, env, log, database, done } = await scene(papers, redis.url);
    const cluster = startCluster(2, cwd, env);
    await cluster.ready();
    const pids = cluster.slots.map((slot) => slot.node().pid);
    await until(() => done() >= 40, { what: '40 papers', timeoutMs: 60_000 });
    await redis.kill();
    await redis.restart();
    const before = done();
    const backAt = performance.now();
    await until(() => done() > before + 2 * CONCURRENCY, { what: 'work that goes on', timeoutMs: 60_000 });
    const seconds = (performance.now() - backAt) / 1000;
    await until(() => done() === papers, { what: 'every paper done', timeoutMs: 60_000 });
    expect(cluster.slots.map((slot) => slot.node().pid)).toEqual(pids);
    expect(await cluster.stop()).toEqual([0, 0, 0]);
    console.log(`Redis was back: work went on after ${seconds.toFixed(1)} s`);
    expect(seconds * 1_000).toBeLessThan(HANGS_MS);
    expect(audit(database, log)).toMatchObject({ enrichments: papers, tickets: { done: papers }, lost: [], duplicates: [] });
  });

  it('was never there: everybody says so in one sentence, exits 75 within 10 s, and the tickets stay stored', {
    timeout: 60_000,
  }, async () => {
    const nowhere = `redis://:hidden-word@127.0.0.1:${await freePort()}`;
    const { cwd, env, server, database } = await scene(3, nowhere);
    const ends = await Promise.all([
      runCli(['work'], { cwd, env }),
      startWorker('enrich', cwd, env).ended,
      startWorker('relay', cwd, env).ended,
    ]);
    // by itself, because a run takes over what the others want
    ends.push(await runCli(['run'], { cwd, env }));
    for (const { exitCode, stderr, elapsedMs } of ends) {
      expect(exitCode).toBe(75);
      expect(stderr).toContain('reaching Redis at redis://:***@127.0.0.1');
      expect(stderr).not.toMatch(/hidden-word|\n\s+at /);
      expect(stderr.match(/Redis at/g)).toHaveLength(1);
      expect(elapsedMs).toBeLessThan(HANGS_MS);
    }
    expect(count(database, "state = 'wanted' AND owner IS NULL")).toBe(3);
    expect((await server.log()).calls).toBe(0);
  });
});

describe('a worker that is stopped', () => {
  it('hands back at SIGTERM what a hung server keeps it from finishing: exit 0, no attempt counted', {
    timeout: 60_000,
  }, async () => {
    const { cwd, env, server, database } = await scene(12, redis.url, { faults: [{ kind: 'hang' }] });
    startWorker('relay', cwd, env);
    const worker = startWorker('enrich', cwd, env);
    await until(async () => (await server.log()).calls >= CONCURRENCY, { what: 'calls in flight', timeoutMs: 60_000 });
    const stoppedAt = performance.now();
    worker.kill('SIGTERM');
    expect((await worker.ended).exitCode).toBe(0);
    expect(performance.now() - stoppedAt).toBeLessThan(HANGS_MS);
    expect(count(database, "state = 'wanted' AND attempts = 0 AND starts = 0 AND owner IS NULL")).toBe(12);
    await server.script({ latencyMs: 0 });
    startWorker('enrich', cwd, env);
    await until(() => count(database, "state = 'done'") === 12, {
      what: 'what was handed back, done by another',
      timeoutMs: 60_000,
    });
    expect((await server.log()).calls).toBe(12 + CONCURRENCY);
  });

  it('leaves at once when it has nothing to do, and finishes what it can when it is busy', { timeout: 60_000 }, async () => {
    const { cwd, env, server, database } = await scene(40, redis.url);
    const idle = startWorker('enrich', cwd, env);
    await idle.line(/^worker: /);
    const idleSince = performance.now();
    idle.kill('SIGTERM');
    expect((await idle.ended).exitCode).toBe(0);
    expect(performance.now() - idleSince).toBeLessThan(HANGS_MS);
    startWorker('relay', cwd, env);
    const busy = startWorker('enrich', cwd, env);
    await until(async () => (await server.log()).calls >= CONCURRENCY, { what: 'calls in flight', timeoutMs: 60_000 });
    busy.kill('SIGTERM');
    expect((await busy.ended).exitCode).toBe(0);
    const { calls } = await server.log();
    expect(count(database, "state = 'done'")).toBe(calls);
    expect(count(database, "state = 'wanted' AND starts = 0 AND owner IS NULL")).toBe(40 - calls);
  });
});

describe('a lock that is lost', () => {
  it('aborts the call of its worker; another one enriches, once, and the loser writes no enrichment', {
    timeout: 60_000,
  }, async () => {
    const { cwd, env, log, server, database, done } = await scene(1, redis.url, { latencyMs: 4_000 });
    const settings = { ...env, PRECIS_LOCK: '1' };
    startWorker('relay', cwd, settings);
    startWorker('enrich', cwd, settings);
    await until(async () => (await server.log()).calls === 1, { what: 'the first call', timeoutMs: 60_000 });
    const [lock] = redis.command('--scan', '--pattern', '*:lock').split('\n');
    expect(lock).toContain('{precis}:enrich-');
    redis.command('del', lock ?? '');
    startWorker('enrich', cwd, settings);
    await until(() => done() === 1, { what: 'the paper done', timeoutMs: 60_000 });
    const found = audit(database, log);
    expect(found).toMatchObject({
      enrichments: 1,
      tickets: { done: 1 },
      loggedReplies: 1,
      sentReplies: 1,
      lost: [],
      duplicates: [],
    });
    expect((await server.log()).calls).toBe(2);
    expect(count(database, "state = 'done' AND attempts = 0 AND starts = 0")).toBe(1);
    expect(failedCalls(database)).toEqual(['lock.lost']);
  });

  it('by a worker that stood still for its lock and its lease changes nothing about the one that went on', {
    timeout: 60_000,
  }, async () => {
    const { cwd, env, log, server, database, done } = await scene(1, redis.url, { latencyMs: 500 });
    const settings = { ...env, PRECIS_LOCK: '1' };
    startWorker('relay', cwd, settings);
    const stopped = startWorker('enrich', cwd, settings);
    await until(async () => (await server.log()).calls === 1, { what: 'the first call', timeoutMs: 60_000 });
    stopped.kill('SIGSTOP');
    startWorker('enrich', cwd, settings);
    await until(() => done() === 1, { what: 'the paper done by the other', timeoutMs: 60_000 });
    const before = rowOf(database);
    stopped.kill('SIGCONT');
    await until(() => /renew lock|Missing lock|lock mismatch/i.test(stopped.stderr()), {
      what: 'the loss noticed',
      timeoutMs: 60_000,
    });
    stopped.kill('SIGTERM');
    expect((await stopped.ended).exitCode).toBe(0);
    expect(rowOf(database)).toEqual(before);
    expect(audit(database, log)).toMatchObject({ enrichments: 1, tickets: { done: 1 }, lost: [], duplicates: [] });
  });
});

describe('the doctor', () => {
  it('names what is wrong with a Redis and the line to change, and is content with one that keeps what it is given', async () => {
    const bad = await startRedis(['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru', '--appendonly', 'no']);
    onTestFinished(() => bad.stop());
    const [well, ill] = await Promise.all([
      runCli(['doctor'], { env: { REDIS_URL: redis.url } }),
      runCli(['doctor'], { env: { REDIS_URL: bad.url } }),
    ]);
    expect([well.exitCode, ill.exitCode]).toEqual([0, 3]);
    for (const line of ['maxmemory-policy noeviction', 'appendonly yes']) expect(ill.stdout).toContain(line);
  });
});

describe('a Redis behind TLS', () => {
  it('is spoken to where its certificate is trusted, and refused with the reason where it is not', async () => {
    const folder = tempDir();
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate],
    ]);
    expect(made.status, 'this test needs openssl on the PATH').toBe(0);
    const port = await freePort();
    const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate];
    const behind = await startRedis(['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no', ...files]);
    onTestFinished(() => behind.stop());
    const env = { REDIS_URL: `rediss://localhost:${port}` };
    const [trusting, wary] = await Promise.all([
      runCli(['doctor'], { env: { ...env, NODE_EXTRA_CA_CERTS: certificate } }),
      runCli(['doctor'], { env }),
    ]);
    expect(trusting.stdout).toContain(`queue at rediss://localhost:${port}: answers`);
    expect(trusting.exitCode).toBe(0);
    expect(wary.stdout).toMatch(/certificate/);
    expect(wary.exitCode).toBe(75);
  });
});

describe('the command line with REDIS_URL', () => {
  it('runs a listing through Redis to its end and leaves nothing behind in it but what it keeps to look at', async () => {
    const { cwd, env, server } = await scene(30, redis.url);
    const { run } = lastJson<{ run: Record<string, unknown> }>(await runCli(['run', '--json'], { cwd, env }));
    expect(run).toMatchObject({ tickets: 30, done: 30, wanted: 0, failed: {}, waiting: {} });
    expect((await server.log()).calls).toBe(30);
    const queue = redis.command('--scan', '--pattern', '{precis}:*:completed').replace(/:completed$/, '');
    expect([
      redis.command('zcard', `${queue}:completed`),
      redis.command('llen', `${queue}:wait`),
      redis.command('llen', `${queue}:active`),
    ]).toEqual(['30', '0', '0']);
    const job = redis.command('--scan', '--pattern', `${queue}:t-*`).split('\n')[0] ?? '';
    expect(Object.keys(JSON.parse(redis.command('hget', job, 'data')))).toEqual(['ticketId', 'runId']);
  });
});
