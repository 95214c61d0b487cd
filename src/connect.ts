/**
 * Connections to servers that precis does not run itself: the only importer of `pg` and `ioredis`. Whoever needs one is handed what
 * is made here. Invariant: no password leaves this file, neither in a message nor in an error; what goes wrong is one sentence with
 * the server's name and the thing to correct, and no connection ends the process.
 */
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { Redis } from 'ioredis';
import { Pool, type PoolClient, type PoolConfig, types } from 'pg';
import { PrecisError } from './domain/errors.ts';
import type { PostgresAnswer, PostgresConnection, PostgresPool } from './store-port.ts';

/** How a pool behaves, besides where it leads. */
export interface PostgresSettings {
  /** Most connections at once. */
  readonly connections?: number;
  /** How long a connection may take to be made, in ms. */
  readonly connectMs?: number;
  /** How long one statement may take, in ms: a connection that is half open is noticed then. */
  readonly statementMs?: number;
}

const CONNECTIONS = 8;
const CONNECT_MS = 5_000;
const STATEMENT_MS = 120_000;

/** A pool of connections to the database that an address names; nothing is asked of the server yet. @throws config.invalid */
export function connectPostgres(url: string, settings: PostgresSettings = {}): PostgresPool {
  const { where, config } = readAddress(url);
  const statementMs = settings.statementMs ?? STATEMENT_MS;
  const pool = new Pool({
    ...config,
    max: settings.connections ?? CONNECTIONS,
    connectionTimeoutMillis: settings.connectMs ?? CONNECT_MS,
    query_timeout: statementMs,
    idle_in_transaction_session_timeout: statementMs,
    keepAlive: true,
    application_name: 'precis',
    allowExitOnIdle: true,
    types: { getTypeParser: parserOf as typeof types.getTypeParser },
  });
  // an idle connection that breaks is replaced when it is needed
  pool.on('error', () => {});
  return {
    where,
    async connect() {
      try {
        return connectionOf(await pool.connect(), where);
      } catch (error) {
        throw connectError(error, where);
      }
    },
    end: () => pool.end(),
  };
}

/** `bigint` and `numeric`: counts, keys and times, all far below 2^53. */
const AS_NUMBER = new Set([20, 1700]);

const parserOf = (oid: number, format?: 'text' | 'binary'): unknown =>
  AS_NUMBER.has(oid) && format !== 'binary' ? Number : types.getTypeParser(oid, format as 'text');

function connectionOf(client: PoolClient, where: string): PostgresConnection {
  // a connection that breaks says so to the statement under way, or to the next one
  const ignore = (): void => {};
  client.on('error', ignore);
  const send = async (ask: () => Promise<unknown>): Promise<PostgresAnswer> => {
    try {
      const answers = await ask();
      const last = (Array.isArray(answers) ? answers.at(-1) : answers) as { rows: PostgresAnswer['rows']; rowCount: number | null };
      return { rows: last.rows, count: last.rowCount ?? 0 };
    } catch (error) {
      throw isRefusal(error) ? error : brokenError(error, where);
    }
  };
  return {
    query: (sql, values) => send(() => client.query(sql, [...values])),
    script: (sql) => send(() => client.query(sql)),
    release(isSound) {
      client.off('error', ignore);
      client.release(!isSound);
    },
  };
}

/** Whether the server itself said no; anything else is the connection. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';

const brokenError = (error: unknown, where: string): PrecisError =>
  new PrecisError('store.unavailable', `the connection to the database ${where} broke: ${firstLine(error)}`, { cause: error });

/** Why no connection was made, by SQLSTATE or by the code of the system. */
const REFUSED: Readonly<Record<string, readonly [why: string, next: string]>> = {
  '28P01': ['user or password are not accepted', 'Correct user and password in DATABASE_URL.'],
  '28000': ['the server does not let that user in', 'Correct the user in DATABASE_URL, or pg_hba.conf on the server.'],
  '3D000': ['the server has no such database', 'Make it with createdb, or correct the name in DATABASE_URL.'],
  '42501': ['the user may not connect to it', 'Grant CONNECT to the user of DATABASE_URL.'],
};

const AWAY: Readonly<Record<string, string>> = {
  '57P03': 'the server is starting or stopping',
  '53300': 'the server has no connection left for it',
  ECONNREFUSED: 'nothing listens there',
  ENOENT: 'there is no such socket',
  ECONNRESET: 'the server hung up',
  ENOTFOUND: 'no host has that name',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
};

const TLS_CODES = /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_OSSL_)/;

function connectError(error: unknown, where: string): PrecisError {
  const code = codeOf(error);
  const doing = `connecting to the database ${where}`;
  const refused = REFUSED[code];
  if (refused) return new PrecisError('store.refused', `${doing}: ${refused[0]}`, { cause: error, next: refused[1] });
  if (TLS_CODES.test(code) || /does not support SSL|self.signed certificate/i.test(firstLine(error)))
    return new PrecisError('store.refused', `${doing}: no secure connection: ${firstLine(error)}`, {
      cause: error,
      next: 'Set sslmode (disable, require, verify-ca or verify-full) and sslrootcert in DATABASE_URL to what the server offers.',
    });
  if (/password must be a string|no password/i.test(firstLine(error)))
    return new PrecisError('store.refused', `${doing}: the server asks for a password and DATABASE_URL has none`, {
      next: 'Put the password into DATABASE_URL, or into ~/.pgpass.',
    });
  return new PrecisError('store.unavailable', `${doing}: ${AWAY[code] ?? firstLine(error)}`, { cause: error });
}

/** Code of an error, or of the first attempt where a name has several addresses. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

interface Address {
  /** `host:port/database`, or the socket's folder; never a user's password. */
  readonly where: string;
  readonly config: PoolConfig;
}

const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
/** Words of the address that say where and how; everything else is a setting of the session. */
const KNOWN_WORDS = ['host', 'port', 'user', 'password', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'options'];

function readAddress(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^postgres(?:ql)?:$/.test(url.protocol))
    throw badAddress('it is no address of the form postgres://USER@HOST/DATABASE');
  const word = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  for (const name of url.searchParams.keys())
    if (!KNOWN_WORDS.includes(name)) throw badAddress(`"${name}" is none of ${KNOWN_WORDS.join(', ')}`);
  const host = word('host') ?? (decode(url.hostname.replace(/^\[|\]$/g, '')) || 'localhost');
  const port = Number(word('port') ?? (url.port || 5432));
  const database = decode(url.pathname.slice(1));
  const user = word('user') ?? decode(url.username);
  const password = word('password') ?? decode(url.password);
  const options = word('options');
  if (!database) throw badAddress('it names no database');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw badAddress(`${port} is no port`);
  return {
    where: `${host.startsWith('/') ? `${host}:${port}` : `${host.includes(':') ? `[${host}]` : host}:${port}`}/${database}`,
    config: {
      host,
      port,
      database,
      ssl: secureLayer(word),
      ...(user && { user }),
      ...(password && { password }),
      ...(options && { options }),
    },
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badAddress('a % in it is not followed by two hex digits; write it as %25');
  }
}

const badAddress = (why: string): PrecisError =>
  new PrecisError('config.invalid', `reading DATABASE_URL: ${why}`, { next: 'Write postgres://USER:PASSWORD@HOST:5432/DATABASE.' });

/** What `sslmode` and its files ask for. A mode that falls back to plain text is refused, because it protects from nobody. */
function secureLayer(word: (name: string) => string | undefined): false | ConnectionOptions {
  const mode = word('sslmode') ?? (word('sslrootcert') ? 'verify-full' : 'disable');
  if (mode === 'disable') return false;
  if (!SSL_MODES.includes(mode as (typeof SSL_MODES)[number]))
    throw badAddress(`sslmode=${mode} may fall back to plain text; use ${SSL_MODES.join(', ')}`);
  const file = (name: string): string | undefined => {
    const path = word(name);
    return path === undefined ? undefined : readKeyFile(name, path);
  };
  const [ca, cert, key] = [file('sslrootcert'), file('sslcert'), file('sslkey')];
  return {
    rejectUnauthorized: mode !== 'require',
    ...(mode === 'verify-ca' && { checkServerIdentity: () => undefined }),
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
  };
}

function readKeyFile(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw badAddress(`the file of ${name}, ${path}, cannot be read`);
  }
}

/** What opens connections to one Redis. */
interface RedisOpeners {
  /** Waits through an outage: a worker's command goes out when the server is back. */
  forWorker(): Redis;
  /** Fails at once while the server is away: whoever adds or asks must be told. */
  forProducer(): Redis;
}

/** No data for this long on a connection with an open command, in ms: the other end is gone although nobody said so. */
const SILENT_MS = 30_000;
const REDIS_CONNECT_MS = 5_000;
const FIRST_RETRY_MS = 50;
/** A server that comes back is noticed within this, in ms. */
const MOST_RETRY_MS = 1_000;

/**
 * @param url `redis://` or `rediss://` (TLS, checked against the CAs of Node), with user and password of an ACL where one is set
 * @param onError told every fault of a connection; connecting goes on by itself
 */
export function connectRedis(url: string, onError: (error: Error) => void): RedisOpeners {
  const open = (options: { maxRetriesPerRequest: number | null; enableOfflineQueue: boolean }): Redis => {
    const connection = new Redis(url, {
      ...options,
      connectTimeout: REDIS_CONNECT_MS,
      socketTimeout: SILENT_MS,
      retryStrategy: (times) => Math.min(FIRST_RETRY_MS * 2 ** Math.min(times, 10), MOST_RETRY_MS),
    });
    return connection.on('error', onError);
  };
  return {
    // BullMQ's workers block on purpose and need null; no commandTimeout, which would cut their waits off (H6, H7)
    forWorker: () => open({ maxRetriesPerRequest: null, enableOfflineQueue: true }),
    forProducer: () => open({ maxRetriesPerRequest: 1, enableOfflineQueue: false }),
  };
}
