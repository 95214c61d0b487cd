/** A first question to Redis: whether it is there, and what it says about itself. No BullMQ is needed to ask. */
import { PrecisError } from '../domain/errors.ts';
import { within } from './deadline.ts';

/** What the queue needs of a connection besides handing it to BullMQ. */
export interface RedisConnection {
  pipeline(): {
    hmget(key: string, ...fields: string[]): unknown;
    exec(): Promise<[Error | null, unknown][] | null>;
  };
  info(): Promise<string>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  disconnect(): void;
}

/** Where connections come from; `src/connect.ts` has them. */
export interface RedisConnections {
  forWorker(): RedisConnection;
  forProducer(): RedisConnection;
}

/** Deadline of every call to Redis, in ms (H8). */
export const CALL_MS = 5_000;

/**
 * What Redis says about itself, which is also a sign of life.
 * @param address for the sentence of a failure, without a password
 * @throws PrecisError `queue.unreachable` unless it answers within 5 s
 */
export async function askRedis(connections: RedisConnections, address: string): Promise<string> {
  const connection = connections.forWorker();
  // it goes on trying until the deadline, because servers start at the same time; the last refusal says why it failed
  let refusal = null as (Error & { readonly code?: string }) | null;
  connection.on('error', (error: Error) => {
    refusal = error;
  });
  const what = `reaching Redis at ${address}`;
  try {
    return await within(CALL_MS, what, connection.info());
  } catch (error) {
    if (refusal === null) throw error;
    throw new PrecisError('queue.unreachable', `${what}: ${refusal.message || refusal.code}`, { cause: refusal });
  } finally {
    connection.disconnect();
  }
}
