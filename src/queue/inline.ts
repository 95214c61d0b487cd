/**
 * The inline queue: hands tickets to workers in this process through p-queue, at most a window of 4 x concurrency at a time
 * (CONTRACTS 2). It is a cache of intent: what it forgets, the relay puts in again from the Store.
 * Invariant: a ticket id is inside at most once.
 */
import PQueue from 'p-queue';
import type { Queue, QueuedTicket } from '../ports.ts';

/** Works one ticket to its end; it settles the ticket itself and rejects only for what must stop the whole worker. */
export type Work = (ticket: QueuedTicket, signal: AbortSignal) => Promise<void>;

/**
 * @param onFatal called once with the first error that `work` let out; the queue starts nothing more
 */
export function createInlineQueue(concurrency: number, work: Work, onFatal: (error: unknown) => void): Queue {
  const window = 4 * concurrency;
  const inside = new Set<string>();
  const pool = new PQueue({ concurrency });
  const abort = new AbortController();
  let wake = (): void => {};
  let next = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const changed = (): void => {
    wake();
    next = new Promise<void>((resolve) => {
      wake = resolve;
    });
  };

  async function start(ticket: QueuedTicket): Promise<void> {
    try {
      await work(ticket, abort.signal);
    } catch (error) {
      pool.pause();
      onFatal(error);
    } finally {
      inside.delete(ticket.ticketId);
      changed();
    }
  }

  return {
    async add(tickets) {
      for (const ticket of tickets) {
        if (abort.signal.aborted || inside.has(ticket.ticketId) || inside.size >= window) continue;
        inside.add(ticket.ticketId);
        void pool.add(() => start(ticket));
      }
    },
    room: () => Math.max(0, window - inside.size),
    size: () => inside.size,
    async changed(signal) {
      if (signal.aborted) return;
      let stop = (): void => {};
      const aborted = new Promise<void>((resolve) => {
        stop = resolve;
        signal.addEventListener('abort', stop, { once: true });
      });
      await Promise.race([next, aborted]);
      signal.removeEventListener('abort', stop);
    },
    async close(graceMs) {
      pool.clear();
      let timer: NodeJS.Timeout | undefined;
      const running = pool.pending === 0 ? Promise.resolve() : pool.onPendingZero();
      const grace = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([running, grace]);
      clearTimeout(timer);
      abort.abort();
      inside.clear();
      if (pool.pending > 0) await pool.onPendingZero();
    },
  };
}
