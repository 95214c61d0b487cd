/** Addresses of servers are read strictly, every refusal is one sentence, and the password stays where it is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connectPostgres } from '../../src/connect.ts';
import { catchError } from '../support/catch-error.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { tempDir } from '../support/temp-dir.ts';

const CANARY = 'canary p@ss/w%rd';
const SECRET = encodeURIComponent(CANARY);

function poolOf(url: string) {
  const pool = connectPostgres(url, { connectMs: 2_000 });
  onTestFinished(() => pool.end());
  return pool;
}

describe('an address', () => {
  it.each([
    ['postgres://ada@db.example/precis', 'db.example:5432/precis'],
    [`postgresql://ada:${SECRET}@db.example:6000/precis`, 'db.example:6000/precis'],
    ['postgres://ada@[::1]:6000/precis', '[::1]:6000/precis'],
    ['postgres:///precis?host=/var/run/postgresql', '/var/run/postgresql:5432/precis'],
    ['postgres://ada@%2Frun%2Fpg/precis', '/run/pg:5432/precis'],
    [`postgres://db.example/precis?user=ada&password=${SECRET}&port=6001`, 'db.example:6001/precis'],
    ['postgres://ada@db.example/my%20db', 'db.example:5432/my db'],
  ])('%s leads to %s', (url, where) => {
    expect(poolOf(url).where).toBe(where);
  });

  it.each([
    ['no address at all', 'precis', 'of the form'],
    ['another protocol', `mysql://ada:${SECRET}@h/d`, 'of the form'],
    ['no database', `postgres://ada:${SECRET}@h`, 'no database'],
    ['a word nobody knows', `postgres://ada:${SECRET}@h/d?colour=red`, '"colour"'],
    ['a mode that may fall back to plain text', `postgres://ada:${SECRET}@h/d?sslmode=prefer`, 'plain text'],
    ['a port that is none', `postgres://ada:${SECRET}@h/d?port=many`, 'no port'],
    ['a stray percent sign', 'postgres://ada:100%@h/d', '%25'],
    ['a certificate that is not there', `postgres://ada:${SECRET}@h/d?sslrootcert=/nowhere/ca.pem`, 'sslrootcert'],
  ])('with %s is refused in a sentence without the password', async (_what, url, part) => {
    const refused = await catchError(Promise.resolve().then(() => connectPostgres(url)));
    expect(refused).toMatchObject({ code: 'config.invalid', message: expect.stringContaining(part) });
    expect(inspect(refused) + refused.next).not.toMatch(/canary/);
  });

  it('may name a certificate to trust', () => {
    const ca = join(tempDir(), 'ca.pem');
    writeFileSync(ca, '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n');
    expect(poolOf(`postgres://ada@h/d?sslmode=verify-ca&sslrootcert=${ca}`).where).toBe('h:5432/d');
  });
});

describe('a connection', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({}, CANARY);
  }, 60_000);
  afterAll(() => server.close());

  it('is made with a password full of signs, over the network and over the socket', async () => {
    const socket = `postgres:///postgres?host=${encodeURIComponent(server.socketDir)}&port=${server.port}&user=precis`;
    for (const url of [server.url('postgres'), socket]) {
      const connection = await poolOf(url).connect();
      const { rows, count } = await connection.query('SELECT $1::bigint AS n, $2::text AS t', [2 ** 40, 'é']);
      expect({ rows, count }).toEqual({ rows: [{ n: 2 ** 40, t: 'é' }], count: 1 });
      connection.release(true);
    }
  });

  it.each([
    ['the wrong password', (url: string) => url.replace('canary', 'other'), 'store.refused', 'not accepted'],
    ['no password', (url: string) => url.replace(/:[^:/@]+@/, '@'), 'store.refused', 'asks for a password'],
    [
      'no such database',
      (url: string) => url.replace('/postgres?', '/nowhere?').replace(/\/postgres$/, '/nowhere'),
      'store.refused',
      'no such database',
    ],
    ['nobody there', (url: string) => url.replace(/:\d+\/postgres/, ':1/postgres'), 'store.unavailable', 'nothing listens'],
    ['no such socket', () => 'postgres:///x?host=/nowhere', 'store.unavailable', 'no such socket'],
    ['a server without TLS', (url: string) => `${url}?sslmode=verify-full`, 'store.refused', 'no secure connection'],
  ])('with %s is refused in a sentence without the password', async (_what, change, code, part) => {
    const refused = await catchError(poolOf(change(server.url('postgres'))).connect());
    expect(refused).toMatchObject({ code, message: expect.stringContaining(part) });
    expect(inspect(refused, { depth: 9 }) + refused.next).not.toMatch(/canary/);
  });

  it('that breaks says so once, and the next one works', async () => {
    const pool = poolOf(server.url('postgres'));
    const connection = await pool.connect();
    await expect(connection.query('SELECT pg_terminate_backend(pg_backend_pid())', [])).rejects.toMatchObject({ code: '57P01' });
    await expect(connection.query('SELECT 1', [])).rejects.toMatchObject({ code: 'store.unavailable' });
    connection.release(false);
    const next = await pool.connect();
    expect((await next.script('SELECT 1; SELECT 2 AS n')).rows).toEqual([{ n: 2 }]);
    next.release(true);
  });
});
