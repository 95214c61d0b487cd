/**
 * The BullMQ queue: hands tickets to workers on any machine through Redis, at most a window at a time. It is a cache of intent: Redis
 * may forget everything, and the relay puts it in again from the Store. A job is two ids and nothing else; its id is the ticket's,
 * so a ticket is inside at most once. What a job's end says is never the truth about a ticket: the Store is.
 * Invariants: no call to Redis is awaited without a deadline; work whose lock is lost is aborted and ends its job nowhere; work that
 * is stopped goes back without using an attempt.
 */
import { type Job, Queue as JobQueue, WaitingError, Worker } from 'bullmq';
import type { Hash } from '../domain/hash.ts';
import type { Clock, Log, Queue, QueuedTicket } from '../ports.ts';
import { CALL_MS, type RedisConnections } from './ask-redis.ts';
import { endsWithin, within } from './deadline.ts';
import { reasonedSignal } from './reasoned-signal.ts';
import { throttleWarnings } from './throttled-warning.ts';

export interface BullOptions {
  readonly connections: RedisConnections;
  /** From `queueNameOf`. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Most tickets inside, 5,000 by default: less than 2 MB of Redis. */
  readonly window?: number;
}

export interface BullWorkerOptions extends BullOptions {
  readonly concurrency: number;
  /** How long a lock holds without renewal, in ms; a dead worker's ticket is free after one and a half of it. */
  readonly lockMs?: number;
}

/** Works one ticket to its end; it settles the ticket itself and rejects only for what must stop the whole worker. */
export type Work = (ticket: QueuedTicket, signal: AbortSignal) => Promise<void>;

/** The side that works tickets. */
export interface BullWorker {
  /** Tickets in work. */
  running(): number;
  /** Takes nothing new, waits for what runs up to `graceMs`, then aborts it and hands it back; never hangs. */
  close(graceMs: number): Promise<void>;
}

/** Hash-tagged, so that every key of a queue lies in one slot of a cluster (H20). */
const PREFIX = '{precis}';
const WINDOW = 5_000;
const LOCK_MS = 10_000;
const BULK = 500;
const POLL_MS = 200;
/** The longest a free place goes unseen while not much has moved, in ms. */
const REFILL_MS = 1_000;
/** Without Redis for this long a worker gives up and leaves it to whoever restarts it, in ms. */
const GIVE_UP_MS = 60_000;
const ABORTED_MS = 3_000;
const FORCED_MS = 2_000;
/** One more than any real crash loop: poison papers are counted in the Store (H3). */
const MOST_STALLS = 100;

/** One queue per database and engine: no worker is handed what it cannot serve. `databaseId` is the id of its oldest run. */
export function queueNameOf(databaseId: string, engineHash: Hash): string {
  return `enrich-${engineHash.replace(/^sha256:/, '').slice(0, 12)}-${databaseId.replaceAll('-', '').slice(-12)}`;
}

/** Relay and worker in one process. */
export function createBullQueue(options: BullWorkerOptions, work: Work, onFatal: (error: unknown) => void): Queue {
  const relay = createBullRelay(options, onFatal);
  const worker = createBullWorker(options, work, onFatal);
  return {
    ...relay,
    async close(graceMs) {
      await worker.close(graceMs);
      await relay.close(0);
    },
  };
}

/**
 * The side that fills the window. An outage is waited out: what could not be added is asked for again.
 * @param onFatal called once when Redis has not answered for a minute
 */
export function createBullRelay(options: BullOptions, onFatal: (error: unknown) => void): Queue {
  const { clock, window = WINDOW } = options;
  const connection = options.connections.forProducer();
  const warn = throttleWarnings(options.log, clock);
  const jobs = new JobQueue<QueuedTicket>(options.name, {
    connection,
    prefix: PREFIX,
    defaultJobOptions: { attempts: 1 },
    streams: { events: { maxLen: 1000 } },
  });
  jobs.on('error', (error) => warn(`the queue: ${error.message}`));
  let inside = 0;
  let insideAfterAdd = 0;
  let awaySince: number | null = null;
  let isClosed = false;
  let hasGivenUp = false;
  const poll = setInterval(() => void count().catch(onAway), POLL_MS);

  async function count(): Promise<void> {
    const { wait = 0, active = 0 } = await within(CALL_MS, 'counting what is queued', jobs.getJobCounts('wait', 'active'));
    inside = wait + active;
    awaySince = null;
  }

  function onAway(error: unknown): void {
    if (isClosed) return;
    awaySince ??= clock.now();
    warn(`${error instanceof Error ? error.message : String(error)}; what is not queued stays wanted and is queued later`);
    if (hasGivenUp || clock.now() - awaySince < GIVE_UP_MS) return;
    hasGivenUp = true;
    onFatal(error);
  }

  /** Tickets that are not inside; what is left of their last time is removed, because BullMQ ignores a known id (H12). */
  async function absentOf(tickets: readonly QueuedTicket[]): Promise<QueuedTicket[]> {
    await within(CALL_MS, 'reaching Redis', jobs.waitUntilReady());
    const asked = connection.pipeline();
    for (const { ticketId } of tickets) asked.hmget(jobs.toKey(ticketId), 'name', 'finishedOn');
    const answers = (await within(CALL_MS, 'looking for what is queued already', asked.exec())) ?? [];
    const absent: QueuedTicket[] = [];
    const finished: string[] = [];
    for (const [i, ticket] of tickets.entries()) {
      const [error, fields] = answers[i] ?? [null, []];
      if (error) throw error;
      const [name, finishedOn] = fields as (string | null)[];
      if (finishedOn) finished.push(ticket.ticketId);
      if (finishedOn || !name) absent.push(ticket);
    }
    await within(CALL_MS, 'removing finished jobs', Promise.all(finished.map((id) => jobs.remove(id))));
    return absent;
  }

  return {
    async add(tickets) {
      if (isClosed) return;
      try {
        for (const batch of batches(uniqueById(tickets))) {
          const candidates = await absentOf(batch);
          // another relay may have filled the window meanwhile
          await count();
          const absent = candidates.slice(0, Math.max(0, window - inside));
          const added = absent.map(({ ticketId, runId }) => ({
            name: 'ticket',
            data: { ticketId, runId },
            opts: { jobId: ticketId },
          }));
          if (added.length > 0) await within(CALL_MS, `queueing ${added.length} tickets`, jobs.addBulk(added));
        }
        await count();
        insideAfterAdd = inside;
      } catch (error) {
        onAway(error);
      }
    },
    room: () => Math.max(0, window - inside),
    size: () => inside,
    async changed(signal) {
      const until = clock.now() + REFILL_MS;
      const hasMoved = () => inside === 0 || insideAfterAdd - inside >= window / 4 || clock.now() >= until;
      do await clock.sleep(POLL_MS, signal);
      while (!signal.aborted && !isClosed && !hasMoved());
    },
    async close() {
      isClosed = true;
      clearInterval(poll);
      await endsWithin(FORCED_MS, jobs.close());
      connection.disconnect();
    },
  };
}

/**
 * The side that works.
 * @param onFatal called once with the first error that `work` let out; nothing more is started
 */
export function createBullWorker(options: BullWorkerOptions, work: Work, onFatal: (error: unknown) => void): BullWorker {
  const { clock, lockMs = LOCK_MS } = options;
  const connection = options.connections.forWorker();
  const warn = throttleWarnings(options.log, clock);
  const lost = new Set<string>();
  let running = 0;
  let isStopped = false;

  const worker = new Worker<QueuedTicket>(options.name, takeJob, {
    connection,
    prefix: PREFIX,
    concurrency: options.concurrency,
    lockDuration: lockMs,
    stalledInterval: lockMs / 2,
    maxStalledCount: MOST_STALLS,
    // the default of 15 s is how long a worker would sit after a connection error
    runRetryDelay: 500,
    removeOnComplete: { count: 1000 },
    removeOnFail: { age: 7 * 24 * 3600, count: 5000 },
  });
  worker.on('error', (error) => warn(`the queue: ${error.message}`));
  worker.on('lockRenewalFailed', (ids) => {
    for (const id of ids) {
      lost.add(id);
      // BullMQ says so and lets the work go on (H2)
      worker.cancelJob(id, 'lock lost');
    }
  });

  // three parameters, or BullMQ makes no signal
  async function takeJob(job: Job<QueuedTicket>, token?: string, signal?: AbortSignal): Promise<void> {
    if (isStopped) return handBack(job, token);
    lost.delete(job.data.ticketId);
    running++;
    try {
      await work(
        job.data,
        reasonedSignal(signal, () => lost.has(job.data.ticketId)),
      );
    } catch (error) {
      if (!isStopped) onFatal(error);
      isStopped = true;
      void worker.pause(true);
      return handBack(job, token);
    } finally {
      running--;
    }
    // somebody else has the job by now, or will soon: neither its end nor its return is ours to tell
    if (lost.delete(job.data.ticketId)) throw new WaitingError();
    if (signal?.aborted) await handBack(job, token);
  }

  /** Back to the queue with no attempt counted (H10). */
  async function handBack(job: Job<QueuedTicket>, token?: string): Promise<never> {
    await within(CALL_MS, 'handing a ticket back', job.moveToWait(token)).catch((error: Error) => warn(error.message));
    throw new WaitingError();
  }

  return {
    running: () => running,
    // a graceful close that hangs cannot be forced any more, so the waiting is done by a pause (H9)
    async close(graceMs) {
      const idle = worker.pause();
      if (!(await endsWithin(graceMs, idle))) {
        worker.cancelAllJobs('shutdown');
        await endsWithin(ABORTED_MS, idle);
      }
      isStopped = true;
      await endsWithin(FORCED_MS, worker.close(true));
      connection.disconnect();
    },
  };
}

function* batches(tickets: readonly QueuedTicket[]): Generator<readonly QueuedTicket[]> {
  for (let at = 0; at < tickets.length; at += BULK) yield tickets.slice(at, at + BULK);
}

const uniqueById = (tickets: readonly QueuedTicket[]): QueuedTicket[] => [
  ...new Map(tickets.map((ticket) => [ticket.ticketId, ticket])).values(),
];
