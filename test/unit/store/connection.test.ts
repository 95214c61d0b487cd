/** A database file is taken only when it is new, or ours and understood; everything else is refused with advice, untouched. */
import { copyFileSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { hashOf } from '../../../src/domain/hash.ts';
import { MIGRATIONS } from '../../../src/store/sqlite/migrate.ts';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import { bundlesOf, importAll } from '../../contract/store-kit.ts';
import { catchError } from '../../support/catch-error.ts';
import { manualClock } from '../../support/clock.ts';
import { paperNumber } from '../../support/store-samples.ts';
import { tempDir } from '../../support/temp-dir.ts';

const open = (file: string) => openSqliteStore({ file, clock: manualClock(), log: { info: () => {}, warn: () => {} } });

/** A closed database with papers in it. */
async function filled(papers = 200): Promise<string> {
  const file = join(tempDir(), 'precis.db');
  const store = await open(file);
  await importAll(
    store,
    Array.from({ length: papers }, (_, n) => paperNumber(n)),
  );
  await store.close();
  return file;
}

test('the folder of a new database is made', async () => {
  const file = join(tempDir(), 'a', 'b', 'precis.db');
  await (await open(file)).close();
  expect(statSync(file).isFile()).toBe(true);
});

test('an empty file becomes a database, as a new one does', async () => {
  const file = join(tempDir(), 'precis.db');
  writeFileSync(file, '');
  const store = await open(file);
  expect(await store.check()).toEqual([]);
  await store.close();
});

test('a closed database is one file', async () => {
  const file = await filled();
  expect(statSync(`${file}-wal`, { throwIfNoEntry: false })).toBeUndefined();
});

test('commits are flushed to a write-ahead log and rows must name rows that exist', async () => {
  const file = join(tempDir(), 'precis.db');
  const store = await open(file);
  // `check` compares what this connection has with journal_mode WAL, synchronous FULL, foreign_keys ON
  expect(await store.check()).toEqual([]);
  await store.close();
  const database = new DatabaseSync(file);
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(database.prepare('PRAGMA application_id').get()).toEqual({ application_id: 0x70726373 });
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: MIGRATIONS.length });
  database.close();
});

test('a database of a newer precis is refused and left as it is', async () => {
  const file = await filled(1);
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 99; PRAGMA journal_mode = DELETE');
  database.close();
  const before = readFileSync(file);
  const error = await catchError(open(file));
  expect(error).toMatchObject({ code: 'store.newer', message: expect.stringContaining('99') });
  expect(error.next).toMatch(/version that wrote it/);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a database of another program is refused and left as it is', async () => {
  const file = join(tempDir(), 'other.db');
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE bookmarks (url TEXT)');
  database.close();
  const before = readFileSync(file);
  expect(await catchError(open(file))).toMatchObject({ code: 'store.not_precis' });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test.each([
  ['text', 'Title\nAbstract of a paper that is long enough to be no header of any database at all.\n'.repeat(50)],
  ['a few bytes', 'x'],
])('a file of %s is refused and left as it is', async (_what, content) => {
  const file = join(tempDir(), 'listing.txt');
  writeFileSync(file, content);
  expect(await catchError(open(file))).toMatchObject({ code: 'store.not_precis' });
  expect(readFileSync(file, 'utf8')).toBe(content);
});

test('a folder is refused', async () => {
  expect(await catchError(open(tempDir()))).toMatchObject({ code: 'store.not_precis' });
});

test('a file where the folder should be is refused with advice', async () => {
  const file = join(tempDir(), 'file');
  writeFileSync(file, 'x');
  expect(await catchError(open(join(file, 'precis.db')))).toMatchObject({ code: 'store.readonly' });
});

test('a place where nothing can be written is refused with advice', async () => {
  // a folder under /proc can be made by nobody, root included
  expect(await catchError(open('/proc/precis/precis.db'))).toMatchObject({ code: 'store.readonly' });
});

test.each([
  ['cut short', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 20_000))],
  [
    'overwritten in the middle',
    (file: string) => {
      const handle = openSync(file, 'r+');
      writeSync(handle, Buffer.alloc(8192, 0xab), 0, 8192, 16_384);
    },
  ],
])('a damaged file, %s, is refused with advice', async (_what, damage) => {
  const file = await filled();
  damage(file);
  const error = await catchError(open(file));
  expect(error.code).toBe('store.damaged');
  expect(error.next).toMatch(/backup/);
});

test('what a killed process left in the log is there afterwards', async () => {
  const file = join(tempDir(), 'precis.db');
  const store = await open(file);
  await importAll(store, [paperNumber(1)]);
  // a kill leaves database, log and shared memory as they are now
  const copy = join(tempDir(), 'copy.db');
  for (const end of ['', '-wal']) copyFileSync(file + end, copy + end);
  await store.close();
  const again = await open(copy);
  expect(await bundlesOf(again)).toHaveLength(1);
  expect(await again.check()).toEqual([]);
  await again.close();
});

test('many connections may open a new file at once', async () => {
  const file = join(tempDir(), 'precis.db');
  const stores = await Promise.all(Array.from({ length: 4 }, () => open(file)));
  for (const store of stores) expect(await store.check()).toEqual([]);
  for (const store of stores) await store.close();
});

test('closing twice is closing once', async () => {
  const store = await open(join(tempDir(), 'precis.db'));
  await store.close();
  await store.close();
});

test('migrations are numbered without a gap', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, at) => at + 1));
});

test('a schema that databases have is never changed, only followed by another', () => {
  // a failure here after a release means: put the migration back and write the next one
  expect(MIGRATIONS.map(({ sql }) => hashOf(sql))).toEqual([
    'sha256:bac1c5773d4f4e1fc509be07e1b5319d88151791d56bae2027ce829333e7f1d1',
  ]);
});

test('a folder inside a folder that is a database works', async () => {
  const folder = join(tempDir(), 'x.db');
  mkdirSync(folder);
  await (await open(join(folder, 'precis.db'))).close();
});
