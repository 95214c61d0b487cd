/** What the driver and the file system throw becomes one sentence with a code; what is not known passes through. */
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { PrecisError } from '../../../src/domain/errors.ts';
import { storeError } from '../../../src/store/sqlite/errors.ts';

const driverError = (errcode: number) => Object.assign(new Error('message that may change'), { code: 'ERR_SQLITE_ERROR', errcode });

test.each([
  [5, 'store.busy'],
  [261, 'store.busy'],
  [6, 'store.busy'],
  [8, 'store.readonly'],
  [1032, 'store.readonly'],
  [14, 'store.readonly'],
  [13, 'store.full'],
  [778, 'store.full'],
  [11, 'store.damaged'],
  [267, 'store.damaged'],
  [26, 'store.not_precis'],
])('result code %i is %s', (errcode, code) => {
  const cause = driverError(errcode);
  const error = storeError(cause, 'precis.db', 'writing to') as PrecisError;
  expect(error).toMatchObject({ code, cause });
  expect(error.message).toMatch(/^writing to precis\.db: /);
});

test.each([
  ['ENOSPC', 'store.full'],
  ['EACCES', 'store.readonly'],
  ['EROFS', 'store.readonly'],
  ['ENOTDIR', 'store.readonly'],
])('%s is %s', (errno, code) => {
  expect(storeError(Object.assign(new Error('x'), { code: errno }), 'f', 'opening')).toMatchObject({ code });
});

test('a mistake in an SQL text is not dressed up as a problem of the user', () => {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec('SELEKT 1');
    expect.unreachable();
  } catch (error) {
    expect(storeError(error, 'f', 'reading')).toBe(error);
  } finally {
    database.close();
  }
});

test('an error that has a code already keeps it', () => {
  const error = new PrecisError('review.conflict', 'x');
  expect(storeError(error, 'f', 'reading')).toBe(error);
  expect(storeError('a string', 'f', 'reading')).toBe('a string');
});
