/** One line, two stores: the same bytes out, and everything can move from one to the other and back. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPostgres } from '../../src/connect.ts';
import type { Store } from '../../src/ports.ts';
import { copyDatabase } from '../../src/store/copy.ts';
import { openPostgresShelf } from '../../src/store/postgres/shelf.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { openSqliteShelf } from '../../src/store/sqlite/shelf.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { TABLES } from '../../src/store/tables.ts';
import { bundlesOf, claimNext, collect, importAll, OWNER, runOver } from '../contract/store-kit.ts';
import { catchError } from '../support/catch-error.ts';
import { manualClock } from '../support/clock.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { CHECKOUT, lastJson, runCli } from '../support/run-cli.ts';
import { paperNumber, sampleCall, sampleEnrichment, samplePaper, sampleReject, sampleTerm } from '../support/store-samples.ts';
import { tempDir } from '../support/temp-dir.ts';
import { decideAll, enrichFiles, exportText } from '../support/whole-line.ts';

const EXAMPLE = join(CHECKOUT, 'examples/listing.txt');

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.close());

const openFile = (file: string, clock = manualClock()): Promise<Store> =>
  openSqliteStore({ file, clock, log: { info: () => {}, warn: () => {} } });
const openServer = (database: string, clock = manualClock()): Promise<Store> =>
  openPostgresStore({ pool: connectPostgres(server.url(database)), clock });

describe('the example on both stores', () => {
  it('exports the same bytes of papers, claims, tags, reviews and runs', { timeout: 120_000 }, async () => {
    const texts: Record<string, string>[] = [];
    for (const open of [
      async (clock: ReturnType<typeof manualClock>) => openFile(join(tempDir(), 'precis.db'), clock),
      async (clock: ReturnType<typeof manualClock>) => openServer(await server.createDatabase(), clock),
    ]) {
      const clock = manualClock();
      const store = await open(clock);
      await enrichFiles(store, clock, [EXAMPLE]);
      expect(await decideAll(store)).toBeGreaterThan(24);
      // a second time: everything is the same, and the run has nothing to do
      await enrichFiles(store, clock, [EXAMPLE]);
      expect(await store.check()).toEqual([]);
      texts.push(await exportText(store));
      await store.close();
    }
    expect(texts[1]).toEqual(texts[0]);
    expect(texts[0]?.['papers.jsonl']?.split('\n')).toHaveLength(25);
    expect(texts[0]?.['reviews.jsonl']?.split('\n').length).toBeGreaterThan(24);
  });
});

/** A database with something in every corner, hostile texts included. */
async function fill(store: Store, clock: ReturnType<typeof manualClock>): Promise<void> {
  await enrichFiles(store, clock, [EXAMPLE]);
  await store.seedVocabulary(() => [sampleTerm()]);
  await decideAll(store);
  const run = await runOver(store, [
    paperNumber(1, { flags: ['suspect'], titleRaw: 'Paper 1\u0000 on  tides' }),
    paperNumber(2),
    paperNumber(3, { abstract: null }),
    samplePaper({ ids: { doi: '10.1/\u{10fffe}x' }, title: 'A noncharacter' }),
  ]);
  await importAll(store, [sampleReject({ raw: 'nul \u0000, mark \u{10fffe}0 and \u2028 line' })]);
  await importAll(
    store,
    [paperNumber(1, { ids: { arxiv: '2601.00001', doi: '10.1/a' } }), paperNumber(2, { abstract: 'Newer.' })],
    run,
  );
  const claim = await claimNext(store, run);
  const callId = await store.logCall(sampleCall(claim, run.recipe));
  await store.persist(sampleEnrichment(claim, run.recipe, { callId }), claim.ticketId, false);
  const failing = await claimNext(store, run);
  await store.logCall(sampleCall(failing, run.recipe, { content: null, code: 'engine.timeout', costUsd: null, latencyMs: 0.25 }));
  await store.settle(failing.ticketId, OWNER, { kind: 'failed', code: 'engine.timeout', message: 'no \u0000 answer' });
  await store.setMeta('salt', 'a\u0000b');
}

/** What a caller sees of a whole store. */
async function sightOf(store: Store) {
  const { bytes: _ofTheStoreItself, ...status } = await store.status();
  const rejects = await Promise.all(status.imports.map(({ importId }) => store.rejects(importId, 100)));
  return {
    status,
    rejects,
    bundles: await bundlesOf(store),
    revalidations: await collect(store.callsToRevalidate(99)),
    found: await store.search('the', 100),
    salt: await store.meta('salt'),
    texts: await exportText(store),
    check: await store.check(),
  };
}

/** Every row of an SQLite file, as it lies there. */
function rowsOf(file: string): Record<string, unknown[]> {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = Object.fromEntries(
    TABLES.map(({ name, order }) => [name, database.prepare(`SELECT * FROM ${name} ORDER BY ${order.join(', ')}`).all()]),
  );
  database.close();
  return rows;
}

async function copy(from: { file: string } | { database: string }, to: { file: string } | { database: string }) {
  const clock = manualClock();
  const open = (place: typeof from) =>
    'file' in place ? openSqliteShelf(place.file, clock) : openPostgresShelf(connectPostgres(server.url(place.database)), clock);
  const source = await open(from);
  const target = await open(to);
  try {
    return await copyDatabase(source, target, clock.now());
  } finally {
    await source.close();
    await target.close();
  }
}

describe('a copy', () => {
  it('from a file to Postgres and back is the same in every row, view and exported byte', { timeout: 120_000 }, async () => {
    const dir = tempDir();
    const [file, back] = [join(dir, 'first.db'), join(dir, 'back.db')];
    const clock = manualClock();
    const first = await openFile(file, clock);
    await fill(first, clock);
    const seen = await sightOf(first);
    await first.close();
    const database = await server.createEmptyDatabase();
    const counts = await copy({ file }, { database });
    expect(counts).toMatchObject({ papers: seen.status.papers, calls: 2, tickets: expect.any(Number) });
    await copy({ database }, { file: back });
    for (const store of [await openServer(database), await openFile(back)]) {
      expect(await sightOf(store)).toEqual(seen);
      await store.close();
    }
    expect(rowsOf(back)).toEqual(rowsOf(file));
    expect(seen.check).toEqual([]);
  });

  it('goes on where the source stopped: new papers, tickets and decisions get new numbers', async () => {
    const file = join(tempDir(), 'first.db');
    const clock = manualClock();
    const first = await openFile(file, clock);
    const run = await runOver(first, [paperNumber(1), paperNumber(2)]);
    await first.close();
    const database = await server.createEmptyDatabase();
    await copy({ file }, { database });
    const store = await openServer(database, clock);
    await importAll(store, [paperNumber(2), paperNumber(3)], run);
    expect(await store.runLedger(run.id)).toMatchObject({ tickets: 3, wanted: 3 });
    expect((await bundlesOf(store)).map(({ pk }) => pk)).toEqual([1, 2, 3]);
    await store.close();
  });

  it('is refused where anything stands already, and where somebody is at work', async () => {
    const file = join(tempDir(), 'first.db');
    const store = await openFile(file);
    await claimNext(store, await runOver(store, [paperNumber(1)]));
    const database = await server.createEmptyDatabase();
    const busy = await catchError(copy({ file }, { database }));
    expect(busy).toMatchObject({ code: 'usage', message: expect.stringContaining(OWNER) });
    await store.reconcile(() => true);
    await store.close();
    await copy({ file }, { database });
    const full = await catchError(copy({ file }, { database }));
    expect(full).toMatchObject({ code: 'usage', message: expect.stringContaining('rows already') });
  });
});

describe('the command line on Postgres', () => {
  it('runs, shows, exports and copies with DATABASE_URL, and never prints the password', { timeout: 120_000 }, async () => {
    const cwd = tempDir();
    const database = await server.createEmptyDatabase();
    const url = server.url(database).replace('precis@', 'precis:canary-password@');
    const env = { DATABASE_URL: url };
    const ran = await runCli(['run', EXAMPLE, '--engine', 'extractive', '--json'], { cwd, env });
    expect(ran.exitCode).toBe(0);
    expect(lastJson(ran)).toMatchObject({ run: { tickets: 24, done: 24 }, db: server.url(database) });
    const copied = await runCli(['db', 'copy', 'postgres', 'copy.db', '--json'], { cwd, env });
    expect(lastJson(copied)).toMatchObject({ to: 'copy.db', rows: { papers: 24, enrichments: 24 } });
    const ends = [ran, copied];
    for (const [args, more] of [
      [['export', 'one', '--only', 'all'], { env }],
      [['export', 'two', '--only', 'all', '--db', 'copy.db'], { env }],
      [['status'], { env }],
      [['doctor', '--config'], { env }],
      [['doctor', '--offline'], { env }],
    ] as const)
      ends.push(await runCli([...args], { cwd, ...more }));
    expect(ends.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(ends.map(() => ({ exitCode: 0, stderr: '' })));
    for (const table of ['papers', 'claims', 'tags', 'reviews', 'runs'])
      expect(readFileSync(join(cwd, 'two', `${table}.jsonl`))).toEqual(readFileSync(join(cwd, 'one', `${table}.jsonl`)));
    expect(existsSync(join(cwd, '.precis'))).toBe(false);
    expect(JSON.stringify(ends)).not.toContain('canary-password');
  });

  it('loads the driver only where a server is named', async () => {
    const hook = `import { registerHooks } from 'node:module'; registerHooks({ resolve(name, context, next) { if (name === 'pg') throw new Error('pg was loaded'); return next(name, context); } });`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hook)}`;
    const cwd = tempDir();
    const onFile = await runCli(['run', EXAMPLE, '--engine', 'extractive'], { cwd, env: { NODE_OPTIONS } });
    expect(onFile).toMatchObject({ exitCode: 0, stderr: '' });
    const onServer = await runCli(['status'], { cwd, env: { NODE_OPTIONS, DATABASE_URL: server.url('postgres') } });
    expect(onServer.stderr).toContain('pg was loaded');
  });

  it('says in one sentence what is wrong with the address', async () => {
    const speak = async (url: string) => {
      const { exitCode, stderr, stdout } = await runCli(['status'], { cwd: tempDir(), env: { DATABASE_URL: url } });
      expect(stdout + stderr).not.toContain('canary-password');
      return { exitCode, said: stderr.split('\n')[0] };
    };
    const nowhere = `postgres://precis:canary-password@127.0.0.1:${server.port}/nowhere`;
    expect(await speak(nowhere)).toMatchObject({ exitCode: 3, said: expect.stringContaining('no such database') });
    expect(await speak('postgres://u:canary-password@127.0.0.1:1/x')).toMatchObject({
      exitCode: 75,
      said: expect.stringContaining('nothing listens there'),
    });
    expect(await speak('mysql://u:canary-password@127.0.0.1/x')).toMatchObject({
      exitCode: 3,
      said: expect.stringContaining('DATABASE_URL'),
    });
    expect(await speak(`${server.url('postgres')}?sslmode=require`)).toMatchObject({
      exitCode: 3,
      said: expect.stringContaining('no secure connection'),
    });
  });
});
