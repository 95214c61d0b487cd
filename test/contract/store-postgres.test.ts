/** The store contract on Postgres, on a private server that the tests start, in databases of their own. */
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { connectPostgres } from '../../src/connect.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { storeContract } from './store.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.close());

storeContract('Postgres', () => {
  let made: Promise<string> | null = null;
  const database = () => {
    made ??= server.createDatabase();
    return made;
  };
  onTestFinished(async () => {
    if (made) await server.dropDatabase(await made);
  });
  return {
    async open(clock) {
      return openPostgresStore({ pool: connectPostgres(server.url(await database()), { connections: 4 }), clock });
    },
    async sql(statement) {
      await server.run(await database(), statement);
    },
  };
});
