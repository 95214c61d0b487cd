/** Writes that arrive together share one flush of the disk; each caller is answered after it, and by itself. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../../src/store/sqlite/connection.ts';
import type { Database } from '../../../src/store/sqlite/database.ts';
import { createGroupCommit, type GroupCommit } from '../../../src/store/sqlite/group-commit.ts';
import { catchError } from '../../support/catch-error.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';

/** A connection that counts its transactions. */
async function counted(): Promise<{
  readonly file: string;
  readonly db: Database;
  readonly commits: GroupCommit;
  readonly log: string[];
}> {
  const file = join(tempDir(), 'precis.db');
  const db = await connect(file, { random: () => 0.5 });
  onTestFinished(() => db.close());
  const log: string[] = [];
  const watched: Database = {
    ...db,
    exec(sql) {
      log.push(sql);
      db.exec(sql);
    },
  };
  return { file, db, log, commits: createGroupCommit(watched, { random: () => 0.5 }, file) };
}

const put = (db: Database, key: string) => () => db.run('INSERT INTO meta (key, value) VALUES (?, ?)', key, 'x').changes;
const keys = (db: Database): string[] => db.all<{ key: string }>('SELECT key FROM meta ORDER BY key').map(({ key }) => key);

test('writes of one turn are one transaction', async () => {
  const { db, commits, log } = await counted();
  await Promise.all(Array.from({ length: 150 }, (_, n) => commits.write(put(db, `k${n}`))));
  expect(log).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
  expect(keys(db)).toHaveLength(150);
});

test('no transaction holds more than 200 writes', async () => {
  const { db, commits, log } = await counted();
  await Promise.all(Array.from({ length: 450 }, (_, n) => commits.write(put(db, `k${n}`))));
  expect(log.filter((sql) => sql === 'COMMIT')).toHaveLength(3);
});

test('a write is answered after its commit, never before', async () => {
  const { db, commits, log } = await counted();
  const seen: number[] = [];
  await Promise.all(
    [1, 2, 3].map(async (n) => {
      await commits.write(put(db, `k${n}`));
      seen.push(log.filter((sql) => sql === 'COMMIT').length);
    }),
  );
  expect(seen).toEqual([1, 1, 1]);
});

test('a write alone waits for nobody', async () => {
  const { db, commits } = await counted();
  let turns = 0;
  let counting = true;
  const count = (): void => {
    turns++;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  await commits.write(put(db, 'k'));
  counting = false;
  // one turn to gather, one to be answered
  expect(turns).toBeLessThanOrEqual(3);
});

test('a write that fails undoes itself and nothing else', async () => {
  const { db, commits } = await counted();
  const outcomes = await Promise.allSettled([
    commits.write(put(db, 'a')),
    commits.write(() => {
      put(db, 'half')();
      throw new Error('no');
    }),
    commits.write(put(db, 'a')),
    commits.write(put(db, 'b')),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(keys(db)).toEqual(['a', 'b']);
});

test('a write alone that fails leaves nothing behind', async () => {
  const { db, commits } = await counted();
  await expect(
    commits.write(() => {
      put(db, 'half')();
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(keys(db)).toEqual([]);
  await commits.write(put(db, 'a'));
  expect(keys(db)).toEqual(['a']);
});

test('a write waits for another process that holds the database', async () => {
  const { file, db, commits } = await counted();
  const other = new DatabaseSync(file);
  onTestFinished(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  let done = false;
  const write = commits.write(put(db, 'a')).then(() => {
    done = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(done).toBe(false);
  other.exec('COMMIT');
  await until(() => done, { what: 'the write' });
  await write;
  expect(keys(db)).toEqual(['a']);
});

test('a database that stays busy for 5 s is an error with advice, and the next write works', async () => {
  const { file, db, commits } = await counted();
  const other = new DatabaseSync(file);
  onTestFinished(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  expect(await catchError(commits.write(put(db, 'a')))).toMatchObject({ code: 'store.busy' });
  other.exec('COMMIT');
  await commits.write(put(db, 'b'));
  expect(keys(db)).toEqual(['b']);
}, 20_000);

test('a full disk refuses what does not fit, keeps what was there, and goes on when there is room', async () => {
  const { db, commits } = await counted();
  await commits.write(put(db, 'before'));
  const pages = db.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0;
  db.exec(`PRAGMA max_page_count = ${pages + 2}`);
  const large = 'x'.repeat(100_000);
  const outcomes = await Promise.allSettled([
    commits.write(() => db.run('INSERT INTO meta (key, value) VALUES (?, ?)', 'large', large)),
    commits.write(() => db.run('INSERT INTO meta (key, value) VALUES (?, ?)', 'larger', large)),
  ]);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'store.full' } });
  expect(keys(db)).toEqual(['before']);
  db.exec('PRAGMA max_page_count = 1000000');
  await commits.write(put(db, 'after'));
  expect(keys(db)).toEqual(['after', 'before']);
  expect(db.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
});

test('a database that cannot be written says so', async () => {
  const { db, commits } = await counted();
  db.exec('PRAGMA query_only = ON');
  expect(await catchError(commits.write(put(db, 'a')))).toMatchObject({ code: 'store.readonly' });
});

test('two connections that write at the same time are both served', async () => {
  const { file, db, commits } = await counted();
  const other = await connect(file, { random: () => 0.5 });
  onTestFinished(() => other.close());
  const others = createGroupCommit(other, { random: () => 0.3 }, file);
  const many = (into: GroupCommit, connection: Database, name: string) =>
    Array.from({ length: 2000 }, (_, n) => into.write(put(connection, `${name}${n}`)));
  await Promise.all([...many(commits, db, 'a'), ...many(others, other, 'b')]);
  expect(keys(db)).toHaveLength(4000);
});

test('draining waits for everything asked for', async () => {
  const { db, commits } = await counted();
  void commits.write(put(db, 'a'));
  void commits.write(put(db, 'b'));
  await commits.drain();
  expect(keys(db)).toEqual(['a', 'b']);
});
