/**
 * A private Postgres server for tests: found on this machine, started in a folder of its own, reached through loopback and a Unix
 * socket, and stopped by its own pid. Nothing is flushed to disk, because nothing of it is kept. Each test gets a database of its
 * own, copied from a template that has the tables already.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPostgres } from '../../src/connect.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import type { PostgresConnection } from '../../src/store-port.ts';
import { manualClock } from './clock.ts';

export interface PostgresServer {
  readonly port: number;
  /** Folder of its Unix socket. */
  readonly socketDir: string;
  /** Pid of the postmaster. */
  pid(): number;
  /** Address of a database on it. */
  url(database: string): string;
  /** A new database with the tables of precis; returns its name. */
  createDatabase(): Promise<string>;
  /** A new database without any table; returns its name. */
  createEmptyDatabase(): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  /** One statement by hand. */
  run(database: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** SIGKILL to the postmaster, waiting until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM-like stop in the given mode; `start` brings it back with everything it had. */
  stopServer(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}

const MISSING =
  'These tests need a Postgres server on this machine and found none: install it (Debian: apt-get install postgresql), or let .ci/run do it.';

/** Folder with `initdb` and `postgres`. @throws Error with one sentence when there is none */
export function findPostgres(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (found === undefined) throw new Error(MISSING);
  return found;
}

/** Postgres refuses to run as root: the user it runs as then, or null for the one who runs the tests. */
function unprivileged(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string, user: string): number => Number(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout);
  for (const user of ['postgres', 'nobody']) {
    const uid = id('-u', user);
    if (uid > 0) return { uid, gid: id('-g', user) };
  }
  throw new Error('These tests run as root and found neither the user postgres nor nobody to run Postgres as.');
}

const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  autovacuum: 'off',
  log_min_messages: 'fatal',
};

/**
 * Starts a server; the caller closes it.
 * @param settings of the server
 * @param password that everybody who comes over the network has to give
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  password: string | null = null,
): Promise<PostgresServer> {
  const bin = findPostgres();
  const user = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'precis-pg-'));
  if (user) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const as = user ? { uid: user.uid, gid: user.gid } : {};
  const secret = join(folder, 'password');
  if (password !== null) writeFileSync(secret, password, { mode: 0o644 });
  const auth = password === null ? ['--auth=trust'] : ['--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${secret}`];
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'precis', ...auth, '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'],
    { ...as, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`);
  const port = await freePort();
  const flags = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let running: ChildProcess | null = null;
  let databases = 0;

  const url = (database: string): string =>
    `postgres://precis${password === null ? '' : `:${encodeURIComponent(password)}`}@127.0.0.1:${port}/${database}`;

  async function start(): Promise<void> {
    // the children of a killed server hold its memory for a moment, and a new one does not start over it
    for (const from = Date.now(); ; await pause(50)) {
      const said = await tryStart();
      if (said === null) return;
      if (Date.now() - from > 20_000) throw new Error(`Postgres did not start within 20 s: ${said}`);
    }
  }

  /** Null once it answers, else what it said at its end. */
  async function tryStart(): Promise<string | null> {
    let said = '';
    const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, ...flags], {
      ...as,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000);
    });
    running = child;
    while (child.exitCode === null && child.signalCode === null) {
      if (await withServer('postgres', async () => true).catch(() => false)) return null;
      await pause(25);
    }
    return said;
  }

  async function withServer<T>(database: string, use: (connection: PostgresConnection) => Promise<T>): Promise<T> {
    const pool = connectPostgres(url(database), { connections: 1 });
    try {
      const connection = await pool.connect();
      try {
        return await use(connection);
      } finally {
        connection.release(false);
      }
    } finally {
      await pool.end();
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const child = running;
    running = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await gone;
  }

  const run = (database: string, sql: string) => withServer(database, async (one) => (await one.script(sql)).rows);
  const template = 'precis_template';
  const make = async (from: string): Promise<string> => {
    const name = `precis_test_${process.pid}_${++databases}`;
    await run('postgres', `CREATE DATABASE ${name} TEMPLATE ${from} ${strategy}`);
    return name;
  };

  await start();
  // without flushes a copy of files is four times faster than a copy through the log, which newer servers prefer
  const [version] = await run('postgres', "SELECT current_setting('server_version_num')::bigint >= 150000 AS is_new");
  const strategy = version?.is_new ? 'STRATEGY FILE_COPY' : '';
  await run('postgres', `CREATE DATABASE ${template} TEMPLATE template0`);
  await (await openPostgresStore({ pool: connectPostgres(url(template)), clock: manualClock() })).close();

  return {
    port,
    socketDir: folder,
    pid: () => running?.pid ?? 0,
    url,
    createDatabase: () => make(template),
    createEmptyDatabase: () => make('template0'),
    async dropDatabase(name) {
      await run('postgres', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
    run,
    kill: () => end('SIGKILL'),
    // SIGINT is a fast shutdown: sessions are ended, everything is kept
    stopServer: () => end('SIGINT'),
    start,
    async close() {
      // SIGQUIT ends it at once: nothing of it is kept
      await end('SIGQUIT');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
