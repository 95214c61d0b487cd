/** The parts of the Postgres record that need no server: batches, texts it does not take, refusals, and the list of columns. */
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PrecisError } from '../../../src/domain/errors.ts';
import { first as sqlite } from '../../../src/store/migrations/0001-first.ts';
import { first as postgres } from '../../../src/store/migrations/postgres-0001-first.ts';
import { inBatches } from '../../../src/store/postgres/batch.ts';
import { againAfter, storeError } from '../../../src/store/postgres/errors.ts';
import { fromPostgres, toPostgres } from '../../../src/store/postgres/text.ts';
import { TABLES } from '../../../src/store/tables.ts';

describe('work in batches', () => {
  it('shares a batch with whatever came while one was under way, in its order', async () => {
    const batches: number[][] = [];
    const double = inBatches<number, number>(async (given) => {
      batches.push([...given]);
      return given.map((one) => ({ value: one * 2 }));
    });
    const early = double(1);
    const late = early.then(() => Promise.all([double(2), double(3)]));
    expect([await early, await late]).toEqual([2, [4, 6]]);
    expect(await Promise.all(Array.from({ length: 450 }, (_, n) => double(n)))).toHaveLength(450);
    expect(batches.map(({ length }) => length)).toEqual([1, 2, 200, 200, 50]);
  });

  it('lets each member stand or fall by itself, also when the batch fails as a whole', async () => {
    const odd = inBatches<number, string>(async (given) => {
      if (given.length > 1 && given.includes(3)) throw new TypeError('the whole of it');
      return given.map((one) => (one % 2 === 1 ? { value: `${one}` } : { error: new Error(`${one} is even`) }));
    });
    const ends = await Promise.allSettled([1, 2, 3].map((one) => odd(one)));
    expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : String(end.reason)))).toEqual([
      '1',
      'Error: 2 is even',
      '3',
    ]);
  });

  it('asks a server that is away once for all of them', async () => {
    let asked = 0;
    const never = inBatches<number, number>(async () => {
      asked++;
      throw new PrecisError('store.unavailable', 'gone');
    });
    const ends = await Promise.allSettled([1, 2, 3].map((one) => never(one)));
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(asked).toBe(1);
  });
});

describe('a text that Postgres does not take', () => {
  it('comes back as it was, whatever is in it, alone, in a list and in a row', () => {
    const hostile = fc.string({ unit: fc.constantFrom('\0', '\u{10fffe}', '0', '1', 'a', '😀') });
    fc.assert(
      fc.property(hostile, (text) => {
        const sent = toPostgres([text, null, 7]) as string[];
        expect(sent[0]).not.toContain('\0');
        expect(fromPostgres({ text: sent[0], n: 7 })).toEqual({ text, n: 7 });
      }),
    );
  });

  it('is the only one that is changed', () => {
    for (const text of ['', 'plain', '\ufffd \u2028 \u{10ffff}']) expect(toPostgres(text)).toBe(text);
  });
});

describe('what a server refuses', () => {
  const refusal = (code: string): Error => Object.assign(new Error('said in some language\nwith details'), { code });

  it.each([
    ['40001', 'store.busy', 'race'],
    ['40P01', 'store.busy', 'race'],
    ['57P01', 'store.unavailable', 'away'],
    ['08006', 'store.unavailable', 'away'],
    ['53300', 'store.unavailable', 'away'],
    ['25006', 'store.unavailable', 'away'],
    ['42P01', 'store.unavailable', 'away'],
    ['53100', 'store.full', 'never'],
    ['58030', 'store.full', 'never'],
    ['42501', 'store.readonly', 'never'],
    ['XX001', 'store.damaged', 'never'],
    ['28P01', 'store.refused', 'never'],
  ])('with %s is %s and tried again: %s', (state, code, again) => {
    const told = storeError(refusal(state), 'db.example:5432/precis', 'writing to') as PrecisError;
    expect(told).toMatchObject({ code });
    expect(told.message).toContain('writing to the database db.example:5432/precis');
    expect(told.message).not.toContain('\n');
    expect(told.next).not.toBe('');
    expect(againAfter(refusal(state))).toBe(again);
  });

  it('and nobody foresaw is a defect and passes through as it is', () => {
    const defect = refusal('42601');
    expect(storeError(defect, 'x', 'reading')).toBe(defect);
    expect(againAfter(defect)).toBe('never');
    expect(againAfter(new TypeError('ours'))).toBe('never');
  });
});

describe('the list of columns', () => {
  it('is that of the SQLite schema, in kind and in order of reference', () => {
    const database = new DatabaseSync(':memory:');
    database.exec(sqlite.sql);
    for (const { name, columns } of TABLES) {
      const rows = database.prepare(`SELECT name, type FROM pragma_table_xinfo('${name}') WHERE hidden = 0`).all();
      const kinds = Object.entries(columns).map(([column, kind]) => ({ name: column, type: SQLITE_TYPE[kind] ?? 'ANY' }));
      const sorted = (list: unknown[]) => list.map((one) => JSON.stringify(one)).sort();
      expect(sorted(kinds), name).toEqual(sorted(rows.map((row) => ({ ...row }))));
    }
    database.close();
  });

  it('is that of the Postgres schema, and every text is ordered by its bytes', () => {
    for (const { name, columns } of TABLES) {
      const [, body = ''] = new RegExp(`CREATE TABLE ${name} \\(\n([\\s\\S]*?)\n\\)`).exec(postgres.sql) ?? [];
      const stored = body
        .split('\n')
        .filter((line) => !/PRIMARY KEY \(|GENERATED ALWAYS/.test(line))
        .map((line) => /^ {2}(\w+) (text COLLATE "C"|bigint|double precision)/.exec(line)?.slice(1));
      const kinds = Object.entries(columns).map(([column, kind]) => [column, POSTGRES_TYPE[kind] ?? 'text COLLATE "C"']);
      expect(stored.map(String).sort(), name).toEqual(kinds.map(String).sort());
    }
  });

  it('names every table a row refers to before the row', () => {
    const place = new Map(TABLES.map(({ name }, at) => [name as string, at]));
    for (const [, table = '', body = ''] of postgres.sql.matchAll(/CREATE TABLE (\w+) \(\n([\s\S]*?)\n\)/g))
      for (const [, target = ''] of body.matchAll(/REFERENCES (\w+)/g))
        expect(place.get(target), `${table} refers to ${target}`).toBeLessThanOrEqual(place.get(table) ?? Number.POSITIVE_INFINITY);
  });
});

const SQLITE_TYPE: Readonly<Record<string, string>> = { integer: 'INTEGER', real: 'REAL', text: 'TEXT' };
const POSTGRES_TYPE: Readonly<Record<string, string>> = { integer: 'bigint', real: 'double precision' };
