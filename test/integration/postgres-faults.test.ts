/**
 * What happens to the record when its server is restarted, killed, ends sessions, loses a table, or goes silent between a commit and
 * its answer: nothing is lost, nothing is done twice, and it goes on by itself.
 */
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectPostgres } from '../../src/connect.ts';
import type { Store } from '../../src/ports.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { bundlesOf, claimNext, importAll, OTHER, OWNER, runOver, workAll } from '../contract/store-kit.ts';
import { catchError } from '../support/catch-error.ts';
import { manualClock } from '../support/clock.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { paperNumber, sampleCall, sampleEnrichment, sampleEvent } from '../support/store-samples.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ fsync: 'on' });
}, 60_000);
afterAll(() => server.close());

const clock = manualClock();

async function open(url: string, patienceMs?: number): Promise<Store> {
  const pool = connectPostgres(url, { connections: 4, statementMs: 5_000 });
  const store = await openPostgresStore({ pool, clock, ...(patienceMs === undefined ? {} : { patienceMs }) });
  onTestFinished(() => store.close());
  return store;
}
const openNew = async (patienceMs?: number) => {
  const database = await server.createDatabase();
  return { database, store: await open(server.url(database), patienceMs) };
};
const papers = (count: number) => Array.from({ length: count }, (_, n) => paperNumber(n + 1));

describe('a server that goes away', () => {
  it.each([
    ['is restarted', () => server.stopServer()],
    ['is killed', () => server.kill()],
  ])('and %s while papers are in work loses none and does none twice', { timeout: 60_000 }, async (_how, stop) => {
    const { store } = await openNew();
    const run = await runOver(store, papers(120));
    const working = workAll(store, run);
    await store.setMeta('under', 'way');
    await stop();
    await server.start();
    await working;
    await workAll(store, run);
    expect(await store.runLedger(run.id)).toMatchObject({ tickets: 120, done: 120, wanted: 0 });
    expect(await store.check()).toEqual([]);
    expect((await store.status()).leases).toEqual([]);
  });

  it('for longer than anybody waits is one sentence with what to do, and the store works again when it is back', async () => {
    const { store } = await openNew(200);
    await store.setMeta('a', '1');
    await server.stopServer();
    const gone = await catchError(store.setMeta('a', '2'));
    expect(gone).toMatchObject({ code: 'store.unavailable', next: expect.stringContaining('DATABASE_URL') });
    expect(gone.message).toMatch(/127\.0\.0\.1:\d+/);
    await server.start();
    expect(await store.meta('a')).toBe('1');
  });

  it('and ends every session goes unnoticed', { timeout: 60_000 }, async () => {
    const { store, database } = await openNew();
    const run = await runOver(store, papers(200));
    const working = workAll(store, run);
    for (let round = 0; round < 8; round++) {
      await server.run(
        'postgres',
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}' AND pid <> pg_backend_pid()`,
      );
      await store.run(run.id);
    }
    await working;
    await workAll(store, run);
    expect(await store.runLedger(run.id)).toMatchObject({ tickets: 200, done: 200 });
    expect(await store.check()).toEqual([]);
  });
});

describe('a table that somebody renamed', () => {
  it('is waited for, and named when it does not come back', { timeout: 60_000 }, async () => {
    const { store, database } = await openNew();
    const run = await runOver(store, papers(2));
    const claim = await claimNext(store, run);
    await server.run(database, 'ALTER TABLE enrichments RENAME TO elsewhere');
    const impatient = await open(server.url(database), 100).then((other) =>
      catchError(other.persist(sampleEnrichment(claim, run.recipe), claim.ticketId, false)),
    );
    expect(impatient).toMatchObject({ code: 'store.unavailable', message: expect.stringContaining('enrichments') });
    const written = store.persist(sampleEnrichment(claim, run.recipe), claim.ticketId, false);
    await store.run(run.id);
    await server.run(database, 'ALTER TABLE elsewhere RENAME TO enrichments');
    expect(await written).toBe('written');
    expect(await store.runLedger(run.id)).toMatchObject({ done: 1, wanted: 1 });
  });
});

/** A way to the server that can be cut right after a message with a word went through, before its answer comes back. */
async function startProxy(port: number) {
  let cutAfter: string | null = null;
  let cuts = 0;
  const sockets = new Set<net.Socket>();
  const proxy = net.createServer((client) => {
    const upstream = net.connect(port, '127.0.0.1');
    let isDeaf = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', (chunk) => {
      if (cutAfter !== null && chunk.toString('latin1').includes(cutAfter)) {
        cutAfter = null;
        cuts++;
        isDeaf = true;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      // the server has answered, so the commit is through; the client never hears of it
      if (isDeaf) client.destroy();
      else client.write(chunk);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  return {
    port: (proxy.address() as net.AddressInfo).port,
    cutAfter: (word: string) => {
      cutAfter = word;
    },
    cuts: () => cuts,
  };
}

describe('a connection that breaks between a commit and its answer', () => {
  async function behindProxy() {
    const database = await server.createDatabase();
    const proxy = await startProxy(server.port);
    const store = await open(server.url(database).replace(`:${server.port}/`, `:${proxy.port}/`));
    const run = await runOver(store, papers(3));
    return { proxy, store, run };
  }

  it('does not log a call twice', async () => {
    const { proxy, store, run } = await behindProxy();
    const claim = await claimNext(store, run);
    proxy.cutAfter('COMMIT');
    const id = await store.logCall(sampleCall(claim, run.recipe));
    expect(proxy.cuts()).toBe(1);
    expect((await store.callsOf(claim.enrichmentKey, 0)).map((call) => call.id)).toEqual([id]);
    expect(await store.runLedger(run.id)).toMatchObject({ calls: 1, promptTokens: 900 });
  });

  it('does not leave a ticket with a worker that was never told', async () => {
    const { proxy, store, run } = await behindProxy();
    const [next] = await store.eligible([run.recipe.engineHash], 1);
    proxy.cutAfter('COMMIT');
    const claim = await store.claim(next?.ticketId ?? '', OWNER);
    expect(proxy.cuts()).toBe(1);
    expect(claim?.ticketId).toBe(next?.ticketId);
  });

  it('says what was written, counts an import once, and appends a decision once', async () => {
    const { proxy, store, run } = await behindProxy();
    const claim = await claimNext(store, run);
    proxy.cutAfter('COMMIT');
    expect(await store.persist(sampleEnrichment(claim, run.recipe), claim.ticketId, false)).toBe('written');
    const importId = await store.openImport('dump.txt', 'hf-paste', null);
    proxy.cutAfter('COMMIT');
    await store.storeBatch({ importId, records: papers(5), want: null });
    expect(await store.closeImport(importId)).toMatchObject({ seen: 5, new: 2, same: 3 });
    proxy.cutAfter('COMMIT');
    await store.review([sampleEvent({ eventId: 'one', paperPk: claim.paper.paperPk })], null);
    expect(proxy.cuts()).toBe(3);
    expect((await bundlesOf(store)).flatMap(({ events }) => events)).toHaveLength(1);
    expect(await store.check()).toEqual([]);
  });

  it('tries again when the commit never arrived', async () => {
    const { proxy, store, run } = await behindProxy();
    proxy.cutAfter('BEGIN');
    const claim = await claimNext(store, run);
    expect(await store.callsOf(claim.enrichmentKey, 0)).toEqual([]);
    expect(await store.runLedger(run.id)).toMatchObject({ wanted: 3 });
  });
});

describe('many processes on one database', () => {
  it('share the work without a loss, a double or an error, while one imports, one reviews and one reconciles', {
    timeout: 60_000,
  }, async () => {
    const database = await server.createDatabase();
    const stores = await Promise.all(Array.from({ length: 6 }, () => open(server.url(database))));
    const [first] = stores as [Store, ...Store[]];
    const run = await runOver(first, papers(150));
    const drainAs = async (store: Store, owner: string): Promise<void> => {
      for (;;) {
        const tickets = await store.eligible([run.recipe.engineHash], 50, run.id);
        if (tickets.length === 0) return;
        await Promise.all(
          tickets.map(async ({ ticketId }) => {
            const claim = await store.claim(ticketId, owner);
            if (!claim) return;
            const callId = await store.logCall(sampleCall(claim, run.recipe));
            await store.persist(sampleEnrichment(claim, run.recipe, { callId }), ticketId, false);
          }),
        );
      }
    };
    const importTwins = async (store: Store): Promise<void> => {
      // papers with texts that are being enriched just now, under ids of their own
      for (let n = 0; n < 150; n += 25)
        await importAll(
          store,
          papers(150)
            .slice(n, n + 25)
            .map((_, at) => paperNumber(n + at + 1, { ids: { arxiv: `2602.${String(n + at).padStart(5, '0')}` } })),
          run,
        );
    };
    const reviewAll = async (store: Store): Promise<void> => {
      for (let n = 1; n <= 40; n++) {
        const pk = (await store.findPaper(`arxiv:2601.${String(n).padStart(5, '0')}`)) as number;
        await store.review([sampleEvent({ eventId: `event-${n}`, paperPk: pk, action: 'edit', after: '"Mine."' })], null);
      }
    };
    const heal = async (store: Store): Promise<void> => {
      for (let n = 0; n < 10; n++) await store.reconcile((owner) => owner === OTHER && n % 3 === 0);
    };
    const [, a, b, c, d, e] = stores as [Store, Store, Store, Store, Store, Store];
    await Promise.all([drainAs(first, OWNER), drainAs(a, OTHER), drainAs(b, 'host:3:3'), importTwins(c), reviewAll(d), heal(e)]);
    await drainAs(first, OWNER);
    const ledger = await first.runLedger(run.id);
    expect(ledger).toMatchObject({ tickets: 300, done: 300, wanted: 0, failed: {} });
    const bundles = await bundlesOf(first);
    expect(bundles).toHaveLength(300);
    for (const { view } of bundles) expect(view.claims).toHaveLength(1);
    expect(bundles.filter(({ view }) => view.tldr?.review === 'edited')).toHaveLength(40);
    expect(await first.check()).toEqual([]);
  });

  it('open a new database together: one makes the tables', async () => {
    const database = await server.createEmptyDatabase();
    const stores = await Promise.all(Array.from({ length: 6 }, () => open(server.url(database))));
    await Promise.all(stores.map((store, n) => store.setMeta(`key-${n}`, 'x')));
    expect(await stores[0]?.check()).toEqual([]);
  });
});

describe('a database that is not ours', () => {
  it.each([
    ['holds the tables of another program', 'CREATE TABLE customers (id int)', 'store.not_precis'],
    ['has a table of our name and not our schema', 'CREATE TABLE meta (key int)', 'store.not_precis'],
    [
      'was written by a newer precis',
      "CREATE TABLE meta (key text, value text); INSERT INTO meta VALUES ('schema_version', '99')",
      'store.newer',
    ],
  ])('because it %s is refused and left as it was', async (_why, sql, code) => {
    const database = await server.createEmptyDatabase();
    await server.run(database, sql);
    const tables = () => server.run(database, "SELECT count(*) AS n FROM pg_class WHERE relnamespace = 'public'::regnamespace");
    const before = await tables();
    expect(await catchError(open(server.url(database)))).toMatchObject({ code });
    expect(await tables()).toEqual(before);
  });

  it('because it keeps texts in another encoding is refused with the command to make one', async () => {
    await server.run('postgres', "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
    const refused = await catchError(open(server.url('latin')));
    expect(refused).toMatchObject({ code: 'store.refused', next: expect.stringContaining('createdb') });
  });

  it('because it is read-only is told', async () => {
    const database = await server.createDatabase();
    await server.run(database, `ALTER DATABASE ${database} SET default_transaction_read_only = on`);
    const store = await open(server.url(database), 100);
    expect(await catchError(store.setMeta('a', 'b'))).toMatchObject({
      code: 'store.unavailable',
      message: expect.stringContaining('replica'),
    });
  });
});
