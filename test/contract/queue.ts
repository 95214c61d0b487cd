/** What every Queue promises, whichever one it is. */
import { describe, expect, it } from 'vitest';
import type { Queue, QueuedTicket } from '../../src/ports.ts';
import { until } from '../support/until.ts';

export type MakeQueue = (
  concurrency: number,
  work: (ticket: QueuedTicket, signal: AbortSignal) => Promise<void>,
  onFatal?: (error: unknown) => void,
) => Queue;

const ticket = (n: number): QueuedTicket => ({ ticketId: `t-${n}`, runId: 'run' });
const tickets = (count: number, from = 0): QueuedTicket[] => Array.from({ length: count }, (_, i) => ticket(from + i));

/** A door that work waits at until the test opens it. */
function door(): { open: () => void; opened: Promise<void> } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

export function queueContract(name: string, make: MakeQueue): void {
  describe(`${name} queue`, () => {
    it('works every ticket it was given', async () => {
      const worked: string[] = [];
      const queue = make(2, async ({ ticketId }) => {
        worked.push(ticketId);
      });
      await queue.add(tickets(8));
      await until(() => worked.length === 8, { what: 'eight tickets worked' });
      expect(worked).toEqual(tickets(8).map((one) => one.ticketId));
      await queue.close(0);
    });

    it('never runs more than its concurrency at once, and uses all of it', async () => {
      const { open, opened } = door();
      let running = 0;
      let most = 0;
      const queue = make(3, async () => {
        running++;
        most = Math.max(most, running);
        await opened;
        running--;
      });
      await queue.add(tickets(10));
      await until(() => running === 3, { what: 'three running' });
      open();
      await until(() => queue.size() === 0, { what: 'an empty queue' });
      expect(most).toBe(3);
      await queue.close(0);
    });

    it('holds a ticket once, however often it is added', async () => {
      const { open, opened } = door();
      let starts = 0;
      const queue = make(1, async () => {
        starts++;
        await opened;
      });
      await queue.add([ticket(1), ticket(1)]);
      await queue.add([ticket(1)]);
      expect(queue.size()).toBe(1);
      open();
      await until(() => queue.size() === 0, { what: 'an empty queue' });
      expect(starts).toBe(1);
      await queue.close(0);
    });

    it('takes a ticket again after it was worked', async () => {
      let starts = 0;
      const queue = make(1, async () => {
        starts++;
      });
      await queue.add([ticket(1)]);
      await until(() => queue.size() === 0, { what: 'the first time over' });
      await queue.add([ticket(1)]);
      await until(() => starts === 2, { what: 'a second start' });
      await queue.close(0);
    });

    it('holds no more than its window', async () => {
      const { open, opened } = door();
      const queue = make(2, () => opened);
      await queue.add(tickets(50));
      expect(queue.size()).toBe(8);
      expect(queue.room()).toBe(0);
      open();
      await queue.close(1_000);
    });

    it('says when room appears', async () => {
      const { open, opened } = door();
      const queue = make(1, () => opened);
      await queue.add(tickets(4));
      const changed = queue.changed(new AbortController().signal);
      open();
      await changed;
      expect(queue.room()).toBeGreaterThan(0);
      await queue.close(1_000);
    });

    it('lets go of who waits for a change when the signal says so', async () => {
      const queue = make(1, async () => {});
      const stop = new AbortController();
      const changed = queue.changed(stop.signal);
      stop.abort();
      await expect(changed).resolves.toBeUndefined();
      await queue.close(0);
    });

    it('starts nothing new once it closes, and waits for what runs', async () => {
      const { open, opened } = door();
      const started: string[] = [];
      const finished: string[] = [];
      const queue = make(1, async ({ ticketId }) => {
        started.push(ticketId);
        await opened;
        finished.push(ticketId);
      });
      await queue.add(tickets(4));
      await until(() => started.length === 1, { what: 'the first ticket in work' });
      const closed = queue.close(60_000);
      open();
      await closed;
      expect({ started, finished }).toEqual({ started: ['t-0'], finished: ['t-0'] });
    });

    it('aborts what still runs when the grace is over', async () => {
      let aborted: boolean | null = null;
      const queue = make(
        1,
        (_ticket, signal) =>
          new Promise<void>((resolve) => {
            aborted = false;
            signal.addEventListener('abort', () => {
              aborted = true;
              resolve();
            });
          }),
      );
      await queue.add([ticket(1)]);
      await until(() => aborted === false, { what: 'the ticket in work' });
      await queue.close(0);
      expect(aborted).toBe(true);
    });

    it('reports the first error that work lets out and starts nothing after it', async () => {
      const errors: unknown[] = [];
      let starts = 0;
      const fault = new Error('the ground is gone');
      const queue = make(
        1,
        async () => {
          starts++;
          throw fault;
        },
        (error) => errors.push(error),
      );
      await queue.add(tickets(4));
      await until(() => errors.length > 0, { what: 'the error reported' });
      await queue.close(0);
      expect({ errors, starts }).toEqual({ errors: [fault], starts: 1 });
    });
  });
}
