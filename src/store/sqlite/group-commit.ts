/**
 * Group commit: writes that arrive close together become one transaction, and each caller is answered after it is durable. A write
 * alone is committed in the same turn of the event loop; where writers come in numbers it waits up to 20 ms for them, because one
 * flush of the disk then pays for all.
 * Invariant: each write stands or falls by itself; what fails is undone to its own savepoint and the others are kept.
 */
import type { Clock } from '../../ports.ts';
import type { Database } from './database.ts';
import { storeError } from './errors.ts';
import { untilFree } from './until-free.ts';

/** Most writes in one transaction. */
const MAX_WRITES = 200;
/** A batch is closed after this long without a further write, in ms. */
const QUIET_MS = 2;
/** Quiet spells one batch may be held open for: 20 ms in all. */
const MAX_SPELLS = 10;

interface Write {
  run(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Reads and writes of one connection. */
export interface GroupCommit {
  /** Runs `write` inside a transaction and resolves with its value once that is durable. */
  write<T>(write: () => T): Promise<T>;
  /** Runs `read`, waiting out another process where it must. */
  read<T>(read: () => T): Promise<T>;
  /** Resolves when everything asked for so far is durable or refused. */
  drain(): Promise<void>;
}

/** Collects the writes of one connection. */
export function createGroupCommit(database: Database, clock: Pick<Clock, 'random'>, file: string): GroupCommit {
  let waiting: Write[] = [];
  let flushing: Promise<void> | null = null;
  let lastBatch = 0;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      await gather();
      const batch = waiting.slice(0, MAX_WRITES);
      waiting = waiting.slice(MAX_WRITES);
      lastBatch = batch.length;
      await commit(batch);
    }
    flushing = null;
  }

  /** Waits for company: a turn when callers come one by one, a few quiet ms when they come in numbers. */
  async function gather(): Promise<void> {
    let seen = 0;
    for (let spell = 0; waiting.length > seen && waiting.length < MAX_WRITES && spell < MAX_SPELLS; spell++) {
      seen = waiting.length;
      await (Math.max(lastBatch, seen) > 1 ? pause(QUIET_MS) : turn());
    }
  }

  async function commit(batch: readonly Write[]): Promise<void> {
    try {
      await untilFree(() => database.exec('BEGIN IMMEDIATE'), clock, `writing to ${file}`);
      const outcomes = batch.map((write) => attempt(write, batch.length > 1));
      database.exec('COMMIT');
      for (const answer of outcomes) answer();
    } catch (error) {
      if (database.inTransaction()) database.exec('ROLLBACK');
      const reason = storeError(error, file, 'writing to');
      for (const write of batch) write.reject(reason);
    }
  }

  /** Runs one write and returns what to tell its caller after the commit. */
  function attempt(write: Write, inCompany: boolean): () => void {
    if (!inCompany) {
      const value = write.run();
      return () => write.resolve(value);
    }
    database.run('SAVEPOINT one');
    try {
      const value = write.run();
      database.run('RELEASE one');
      return () => write.resolve(value);
    } catch (error) {
      // a full disk undoes the whole transaction: nobody's write is kept
      if (!database.inTransaction()) throw error;
      database.run('ROLLBACK TO one');
      database.run('RELEASE one');
      const reason = storeError(error, file, 'writing to');
      return () => write.reject(reason);
    }
  }

  return {
    write: <T>(run: () => T) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ run, resolve: resolve as (value: unknown) => void, reject });
        flushing ??= flush();
      }),
    async read(read) {
      try {
        return await untilFree(read, clock, `reading ${file}`);
      } catch (error) {
        throw storeError(error, file, 'reading');
      }
    },
    async drain() {
      while (flushing) await flushing;
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
