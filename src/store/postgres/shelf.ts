/** The tables of a Postgres database, for a copy. */
import type { Clock } from '../../ports.ts';
import type { PostgresPool } from '../../store-port.ts';
import { type Cells, COPY_PAGE, type Filling, type ReadPage, type Shelf } from '../copy.ts';
import { TABLES, type TableName } from '../tables.ts';
import { openDatabase, type Sql } from './database.ts';
import { insertRows } from './insert.ts';
import { migrate, SCHEMA_KEY } from './migrate.ts';
import { indexWords, type Titled } from './versions.ts';

/** Opens a database, making its tables when it is empty. The shelf closes the pool. @throws store.* */
export async function openPostgresShelf(pool: PostgresPool, clock: Pick<Clock, 'random'>): Promise<Shelf> {
  try {
    (await pool.connect()).release(true);
    const database = openDatabase(pool, clock);
    await migrate(database, pool.where);
    return {
      where: pool.where,
      read: (use) => database.snapshot((sql) => use(pageOf(sql))),
      write: (use) => database.write('structure', (sql) => use(fillingOf(sql))),
      close: () => database.close(),
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function pageOf(sql: Sql): ReadPage {
  return async (table, after) => {
    const order = table.order.join(', ');
    const marks = table.order.map((_, at) => `$${at + 1}`).join(', ');
    const conditions = [
      ...(after ? [`(${order}) > (${marks})`] : []),
      // the version of the schema is the database's own
      ...(table.name === 'meta' ? [`key <> '${SCHEMA_KEY}'`] : []),
    ];
    return sql.all<Cells>(
      `SELECT ${Object.keys(table.columns).join(', ')} FROM ${table.name} ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
       ORDER BY ${order} LIMIT ${COPY_PAGE}`,
      ...(after ?? []),
    );
  };
}

function fillingOf(sql: Sql): Filling {
  const count = async (name: string): Promise<number> =>
    (await sql.first<{ n: number }>(`SELECT count(*) AS n FROM ${name}`))?.n ?? 0;
  return {
    async countRows() {
      let rows = 0;
      for (const { name } of TABLES) if (name !== 'meta' && name !== 'vocabulary') rows += await count(name);
      return rows;
    },
    async clear() {
      await sql.run('DELETE FROM meta WHERE key <> $1', SCHEMA_KEY);
      await sql.run('DELETE FROM vocabulary');
    },
    async insert(table, rows) {
      await insertRows(sql, table.name as TableName, Object.keys(table.columns), rows);
    },
    async finish() {
      for (const { name, numbered } of TABLES)
        if (numbered !== null)
          await sql.first(
            `SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max(${numbered}), 0) + 1, false) FROM ${name}`,
            name,
            numbered,
          );
      await indexAll(sql);
    },
  };
}

async function indexAll(sql: Sql): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await sql.all<Titled & { pk: number }>(
      `SELECT p.pk, v.title, v.abstract FROM papers p JOIN paper_versions v ON v.n = p.newest
       WHERE p.merged_into IS NULL AND p.pk > $1 ORDER BY p.pk LIMIT ${COPY_PAGE}`,
      after,
    );
    const last = rows.at(-1);
    if (!last) return;
    await indexWords(sql, rows);
    after = last.pk;
  }
}
