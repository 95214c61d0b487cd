/** The store contract on SQLite, in files of their own. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { tempDir } from '../support/temp-dir.ts';
import { storeContract } from './store.ts';

storeContract('SQLite', () => {
  const file = join(tempDir(), 'precis.db');
  return {
    open: (clock) => openSqliteStore({ file, clock, log: { info: () => {}, warn: () => {} } }),
    async sql(statement) {
      const database = new DatabaseSync(file);
      database.exec(statement);
      database.close();
    },
  };
});
