/** What the BullMQ queue promises beyond the contract of every queue: outages, two relays, lost locks, hand-backs, an end in time. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectRedis } from '../../src/connect.ts';
import { PrecisError } from '../../src/domain/errors.ts';
import type { QueuedTicket } from '../../src/ports.ts';
import { askRedis } from '../../src/queue/ask-redis.ts';
import {
  type BullWorkerOptions,
  createBullQueue,
  createBullRelay,
  createBullWorker,
  queueNameOf,
  type Work,
} from '../../src/queue/bullmq.ts';
import { systemClock } from '../../src/system.ts';
import { freePort, type RedisServer, startRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

/** Longer than anything but a hang takes on a busy machine; how fast it is, `npm run torture` prints. */
const HANGS_MS = 30_000;

let shared: RedisServer;
beforeAll(async () => {
  shared = await startRedis();
});
afterAll(() => shared.stop());

let queues = 0;
const nextName = (): string => queueNameOf(`database-${queues++}`, 'sha256:0123456789abcdef');
const tickets = (count: number, from = 0): QueuedTicket[] =>
  Array.from({ length: count }, (_, i) => ({ ticketId: `t-${String(from + i).padStart(32, '0')}`, runId: 'run' }));

function optionsFor(redis: RedisServer, more: Partial<BullWorkerOptions> = {}): BullWorkerOptions & { warnings: string[] } {
  const warnings: string[] = [];
  return {
    connections: connectRedis(redis.url, () => {}),
    name: nextName(),
    clock: systemClock,
    log: { info: () => {}, warn: (message) => void warnings.push(message) },
    concurrency: 1,
    lockMs: 1_000,
    warnings,
    ...more,
  };
}

/** Work that waits until its signal is aborted, and remembers why. */
function patientWork(): { work: Work; started: string[]; reasons: unknown[] } {
  const started: string[] = [];
  const reasons: unknown[] = [];
  const work: Work = ({ ticketId }, signal) =>
    new Promise((resolve) => {
      started.push(ticketId);
      signal.addEventListener('abort', () => {
        reasons.push(signal.reason);
        resolve();
      });
    });
  return { work, started, reasons };
}

const noWork: Work = async () => {};
const noFatal = (error: unknown): void => {
  throw error;
};

describe('the relay side', () => {
  it('keeps its window however many relays fill it, and holds each ticket once', async () => {
    const options = optionsFor(shared, { window: 40 });
    const [one, other] = [createBullRelay(options, noFatal), createBullRelay(options, noFatal)];
    onTestFinished(async () => void (await Promise.all([one.close(0), other.close(0)])));
    await Promise.all([one.add(tickets(30)), other.add(tickets(30))]);
    await one.add(tickets(60));
    await other.add(tickets(60));
    expect([one.size(), one.room(), other.size()]).toEqual([40, 0, 40]);
  });

  it('needs less than 1 KB of Redis for a ticket and holds no more than 5,000', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const relay = createBullRelay(optionsFor(redis), noFatal);
    onTestFinished(() => relay.close(0));
    const used = () => Number(/used_memory:(\d+)/.exec(redis.command('info', 'memory'))?.[1]);
    await relay.add(tickets(1));
    const before = used();
    await relay.add(tickets(6_000));
    expect(relay.size()).toBe(5_000);
    expect((used() - before) / 5_000).toBeLessThan(1_000);
  });

  it('puts a ticket in again whose last job failed or was completed', async () => {
    const options = optionsFor(shared);
    const worked: string[] = [];
    const queue = createBullQueue(options, async ({ ticketId }) => void worked.push(ticketId), noFatal);
    onTestFinished(() => queue.close(0));
    const [ticket] = tickets(1);
    await queue.add(tickets(1));
    await until(() => worked.length === 1, { what: 'worked once' });
    await until(() => queue.size() === 0, { what: 'an empty queue' });
    // as a job ends that stalled too often
    const key = `{precis}:${options.name}`;
    shared.command('zrem', `${key}:completed`, ticket?.ticketId ?? '');
    shared.command('zadd', `${key}:failed`, '1', ticket?.ticketId ?? '');
    await queue.add(tickets(1));
    await until(() => worked.length === 2, { what: 'worked again' });
  });

  it('waits an outage out: adding neither hangs nor throws, warnings are few, and what was missed goes in later', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const options = optionsFor(redis);
    const relay = createBullRelay(options, noFatal);
    onTestFinished(() => relay.close(0));
    await relay.add(tickets(5));
    await redis.kill();
    const from = performance.now();
    for (let i = 0; i < 20; i++) await relay.add(tickets(5, 5));
    expect(performance.now() - from).toBeLessThan(HANGS_MS);
    expect(options.warnings.length).toBeGreaterThan(0);
    expect(options.warnings.length).toBeLessThanOrEqual(2 + (performance.now() - from) / 5_000);
    await redis.restart();
    await until(
      async () => {
        await relay.add(tickets(10));
        return relay.size() === 10;
      },
      { what: 'all ten inside' },
    );
  });

  it('gives up after a minute without Redis and says so once', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    let now = 0;
    const fatal: unknown[] = [];
    const relay = createBullRelay({ ...optionsFor(redis), clock: { ...systemClock, now: () => now } }, (error) =>
      fatal.push(error),
    );
    onTestFinished(() => relay.close(0));
    await relay.add(tickets(1));
    await redis.kill();
    await relay.add(tickets(1, 1));
    expect(fatal).toEqual([]);
    now = 61_000;
    await until(() => fatal.length > 0, { what: 'the end said' });
    await relay.add(tickets(1, 2));
    expect(fatal).toHaveLength(1);
    expect(fatal[0]).toMatchObject({ code: 'queue.unreachable' });
  });
});

describe('the worker side', () => {
  it('aborts work whose lock is gone with lock.lost, and leaves the job to the next worker', async () => {
    const options = optionsFor(shared);
    const relay = createBullRelay(options, noFatal);
    const loser = patientWork();
    const first = createBullWorker(options, loser.work, noFatal);
    onTestFinished(async () => void (await Promise.all([relay.close(0), first.close(0)])));
    const [ticket] = tickets(1);
    await relay.add(tickets(1));
    await until(() => loser.started.length === 1, { what: 'the ticket in work' });
    shared.command('del', `{precis}:${options.name}:${ticket?.ticketId}:lock`);
    const from = performance.now();
    const second = patientWork();
    const next = createBullWorker(options, second.work, noFatal);
    onTestFinished(() => next.close(0));
    await until(() => loser.reasons.length === 1, { what: 'the abort' });
    expect(performance.now() - from).toBeLessThan(HANGS_MS);
    expect(loser.reasons[0]).toMatchObject({ code: 'lock.lost' });
    await until(() => loser.started.length + second.started.length === 2, { what: 'a second start' });
    // the job is not the loser's to return
    expect(options.warnings.join('\n')).not.toContain('handing a ticket back');
    expect(relay.size()).toBe(1);
  });

  it('hands a ticket back when it is stopped, without an attempt, and another worker has it at once', async () => {
    const options = optionsFor(shared);
    const relay = createBullRelay(options, noFatal);
    const stopped = patientWork();
    const worker = createBullWorker(options, stopped.work, noFatal);
    onTestFinished(() => relay.close(0));
    const [ticket] = tickets(1);
    await relay.add(tickets(1));
    await until(() => stopped.started.length === 1, { what: 'the ticket in work' });
    await worker.close(50);
    expect(stopped.reasons[0]).toMatchObject({ code: 'shutdown' });
    const key = `{precis}:${options.name}`;
    expect(shared.command('lrange', `${key}:wait`, '0', '-1')).toBe(ticket?.ticketId);
    expect(shared.command('hget', `${key}:${ticket?.ticketId}`, 'atm')).toBe('');
    const taken: string[] = [];
    const other = createBullWorker(options, async ({ ticketId }) => void taken.push(ticketId), noFatal);
    onTestFinished(() => other.close(0));
    await until(() => taken.length === 1, { what: 'the ticket with another worker' });
  });

  it('ends within its grace and 5 s although Redis is gone and the work does not listen', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const options = optionsFor(redis);
    const relay = createBullRelay(options, noFatal);
    onTestFinished(() => relay.close(0));
    let started = 0;
    const worker = createBullWorker(options, () => new Promise(() => void started++), noFatal);
    await relay.add(tickets(1));
    await until(() => started === 1, { what: 'the ticket in work' });
    await redis.kill();
    const from = performance.now();
    await worker.close(500);
    expect(performance.now() - from).toBeLessThan(HANGS_MS);
  });

  it('ends at once when it is idle, with Redis there or gone', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const [there, gone] = [
      createBullWorker(optionsFor(redis), noWork, noFatal),
      createBullWorker(optionsFor(redis), noWork, noFatal),
    ];
    await until(
      () =>
        redis
          .command('client', 'list')
          .split('\n')
          .filter((line) => line.includes('cmd=bzpopmin')).length === 2,
      {
        what: 'both waiting for tickets',
      },
    );
    const from = performance.now();
    await there.close(10_000);
    expect(performance.now() - from).toBeLessThan(HANGS_MS);
    await redis.kill();
    const without = performance.now();
    await gone.close(1_000);
    expect(performance.now() - without).toBeLessThan(HANGS_MS);
  });

  it('takes the ticket of a worker that died without a word, after its lock', async () => {
    const options = optionsFor(shared);
    const relay = createBullRelay(options, noFatal);
    onTestFinished(() => relay.close(0));
    await relay.add(tickets(1));
    const [ticket] = tickets(1);
    const key = `{precis}:${options.name}`;
    // what a killed worker leaves: an active job whose lock runs out
    shared.command('rpoplpush', `${key}:wait`, `${key}:active`);
    const taken: string[] = [];
    const worker = createBullWorker(options, async ({ ticketId }) => void taken.push(ticketId), noFatal);
    onTestFinished(() => worker.close(0));
    await until(() => taken.length === 1, { what: 'the ticket taken over' });
    expect(taken).toEqual([ticket?.ticketId]);
  });
});

describe('a Redis that needs more than an address', () => {
  it('lets in the ACL user of the URL with a password of any characters, and nobody else', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const password = 'p@ss:w/rd%';
    redis.command('acl', 'setuser', 'precis', 'on', `>${password}`, '~{precis}:*', '+@all');
    redis.command('acl', 'setuser', 'default', 'off');
    const as = (user: string, word: string) =>
      connectRedis(`redis://${user}:${encodeURIComponent(word)}@127.0.0.1:${redis.port}`, () => {});
    await expect(askRedis(as('precis', 'wrong'), 'here')).rejects.toMatchObject({ code: 'queue.unreachable' });
    const worked: string[] = [];
    const options = { ...optionsFor(redis), connections: as('precis', password) };
    const queue = createBullQueue(options, async ({ ticketId }) => void worked.push(ticketId), noFatal);
    await queue.add(tickets(3));
    await until(() => worked.length === 3, { what: 'three tickets worked' });
    await queue.close(0);
  });

  it('is not reached at an address where nobody listens: one sentence with a code, within the deadline', async () => {
    const connections = connectRedis(`redis://127.0.0.1:${await freePort()}`, () => {});
    const from = performance.now();
    const failed = await askRedis(connections, 'redis://somewhere').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(PrecisError);
    expect(failed).toMatchObject({
      code: 'queue.unreachable',
      message: expect.stringMatching(/redis:\/\/somewhere: .*ECONNREFUSED/),
    });
    expect(performance.now() - from).toBeLessThan(HANGS_MS);
  });
});
