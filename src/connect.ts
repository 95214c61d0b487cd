/**
 * Connections to servers: the only importer of the drivers. Adapters are handed what is made here and never learn an address or a
 * password. Invariant: a connection never ends the process; what goes wrong on it is told to whoever asked for it.
 */
import { Redis } from 'ioredis';

/** What opens connections to one Redis. */
interface RedisOpeners {
  /** Waits through an outage: a worker's command goes out when the server is back. */
  forWorker(): Redis;
  /** Fails at once while the server is away: whoever adds or asks must be told. */
  forProducer(): Redis;
}

/** No data for this long on a connection with an open command, in ms: the other end is gone although nobody said so. */
const SILENT_MS = 30_000;
const CONNECT_MS = 5_000;
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
      connectTimeout: CONNECT_MS,
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
