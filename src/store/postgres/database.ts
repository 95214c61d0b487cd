/**
 * Transactions on Postgres: opened under the locks they need, tried again when they lost a race or the server was away, and settled
 * for good when the connection broke while they were being committed.
 * Invariant: what a caller is told is what the server keeps. A commit whose answer was lost is looked up by its transaction id, so
 * no work is done twice and none is called done that was not.
 */
import { PrecisError } from '../../domain/errors.ts';
import type { Clock } from '../../ports.ts';
import type { PostgresConnection, PostgresPool } from '../../store-port.ts';
import { againAfter, storeError } from './errors.ts';
import { fromPostgres, toPostgres } from './text.ts';

/** Statements on one connection. No value ever becomes part of an SQL text. */
export interface Sql {
  all<T>(sql: string, ...values: unknown[]): Promise<T[]>;
  /** First row, or null. */
  first<T>(sql: string, ...values: unknown[]): Promise<T | null>;
  /** How many rows were written. */
  run(sql: string, ...values: unknown[]): Promise<number>;
}

/** What a transaction holds from its first to its last statement. */
export type Hold =
  /** Rows it touches, no more. */
  | 'rows'
  /** Papers, texts and what is wanted of them stand still; others of this kind go on beside it. */
  | 'share'
  /** The only one that changes papers, texts, runs or what is wanted. */
  | 'structure'
  /** The only one that appends decisions of people. */
  | 'review';

export interface Database {
  /** Runs statements that each stand alone. */
  read<T>(read: (sql: Sql) => Promise<T>): Promise<T>;
  /** Runs statements that all see one moment. */
  snapshot<T>(read: (sql: Sql) => Promise<T>): Promise<T>;
  /** Runs a transaction; `work` may run more than once and must keep nothing of a run that failed. */
  write<T>(hold: Hold, work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Waits for what was asked for, then closes. */
  close(): Promise<void>;
}

/** First key of the advisory locks of this program in a database: `prcs`. */
export const LOCK_SPACE = 0x70726373;
const STRUCTURE = `SELECT pg_advisory_xact_lock(${LOCK_SPACE}, 1)`;
const SHARE = `SELECT pg_advisory_xact_lock_shared(${LOCK_SPACE}, 1)`;
const REVIEW = `SELECT pg_advisory_xact_lock(${LOCK_SPACE}, 2)`;

const HELD: Readonly<Record<Hold, readonly string[]>> = {
  rows: [],
  share: [SHARE],
  structure: [STRUCTURE],
  review: [REVIEW, SHARE],
};

/** How long a server may be away before a call gives up, in ms: a restart or a failover fits into it. */
const PATIENCE_MS = 30_000;
const LONGEST_PAUSE_MS = 1_000;
/** How often a transaction may lose a race. */
const MAX_RACES = 20;

/** Runs transactions on the connections of a pool. */
export function openDatabase(pool: PostgresPool, clock: Pick<Clock, 'random'>, patienceMs = PATIENCE_MS): Database {
  const underWay = new Set<Promise<unknown>>();

  function track<T>(doing: string, attempt: () => Promise<T>): Promise<T> {
    const done = persist(attempt, clock, patienceMs).catch((error: unknown) => {
      throw storeError(error, pool.where, doing);
    });
    underWay.add(done);
    const forget = (): void => void underWay.delete(done);
    done.then(forget, forget);
    return done;
  }

  return {
    read: (read) => track('reading', () => withConnection(pool, read)),
    snapshot: (read) =>
      track('reading', () =>
        withConnection(pool, async (sql, connection) => {
          await connection.script('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
          const value = await read(sql);
          await connection.script('COMMIT');
          return value;
        }),
      ),
    write: (hold, work) => track('writing to', () => transact(pool, clock, hold, work)),
    async close() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
      await pool.end();
    },
  };
}

/** Tries again what a race or an absent server stopped. */
async function persist<T>(attempt: () => Promise<T>, clock: Pick<Clock, 'random'>, patienceMs: number): Promise<T> {
  let waited = 0;
  let races = 0;
  for (let pause = 10; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      const again = againAfter(error);
      if (again === 'never' || waited >= patienceMs || (again === 'race' && ++races > MAX_RACES)) throw error;
      const ms = (again === 'race' ? 5 : pause) * (0.5 + clock.random());
      await sleep(ms);
      waited += ms;
    }
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function withConnection<T>(pool: PostgresPool, use: (sql: Sql, connection: PostgresConnection) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  let isSound = true;
  try {
    return await use(sqlOn(connection), connection);
  } catch (error) {
    isSound = !(error instanceof CommitUnknown) && againAfter(error) !== 'away' && (await rolledBack(connection));
    throw error;
  } finally {
    connection.release(isSound);
  }
}

/** Ends whatever stands open; false when the connection is of no use any more. */
const rolledBack = (connection: PostgresConnection): Promise<boolean> =>
  connection.script('ROLLBACK').then(
    () => true,
    () => false,
  );

/** Nobody knows whether a transaction was committed. */
class CommitUnknown extends Error {
  readonly xid: string;
  constructor(xid: string, cause: unknown) {
    super('the connection broke during a commit', { cause });
    this.xid = xid;
  }
}

async function transact<T>(
  pool: PostgresPool,
  clock: Pick<Clock, 'random'>,
  hold: Hold,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const opening = ['BEGIN', ...HELD[hold], 'SELECT pg_current_xact_id()::text AS xid'].join('; ');
  // a cell, because a closure writes it
  const done: { value?: T } = {};
  try {
    return await withConnection(pool, async (sql, connection) => {
      const { rows } = await connection.script(opening);
      const value = await work(sql);
      done.value = value;
      await connection.script('COMMIT').catch((error: unknown) => {
        throw againAfter(error) === 'away' ? new CommitUnknown(String(rows[0]?.xid), error) : error;
      });
      return value;
    });
  } catch (error) {
    if (!(error instanceof CommitUnknown)) throw error;
    if (await wasCommitted(pool, clock, error.xid)) return done.value as T;
    throw error.cause;
  }
}

/** What became of a transaction whose connection broke: the server remembers. */
async function wasCommitted(pool: PostgresPool, clock: Pick<Clock, 'random'>, xid: string): Promise<boolean> {
  const ask = async (): Promise<boolean> => {
    const row = await withConnection(pool, (sql) =>
      sql.first<{ status: string | null }>('SELECT pg_xact_status($1::xid8) AS status', xid),
    );
    if (row?.status === 'in progress') throw new PrecisError('store.unavailable', `transaction ${xid} has not ended yet`);
    return row?.status === 'committed';
  };
  return persist(ask, clock, PATIENCE_MS);
}

function sqlOn(connection: PostgresConnection): Sql {
  const query = (sql: string, values: readonly unknown[]) => connection.query(sql, values.map(toPostgres));
  return {
    async all<T>(sql: string, ...values: unknown[]) {
      return (await query(sql, values)).rows.map((row) => fromPostgres<T>(row));
    },
    async first<T>(sql: string, ...values: unknown[]) {
      const [row] = (await query(sql, values)).rows;
      return row === undefined ? null : fromPostgres<T>(row);
    },
    run: async (sql, ...values) => (await query(sql, values)).count,
  };
}
