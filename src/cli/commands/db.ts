/** `precis db`: moves everything between a file and a Postgres database, decisions of people included. */
import { existsSync } from 'node:fs';
import { type Config, withoutPassword } from '../../config.ts';
import { PrecisError } from '../../domain/errors.ts';
import type { Shelf } from '../../store/copy.ts';
import { systemClock } from '../../system.ts';
import type { Command } from '../command.ts';
import { withDrivers } from '../server-packages.ts';
import { plural } from '../terminal.ts';
import { configOf } from '../workshop.ts';

/** Word for the database of DATABASE_URL, so that no password stands on a command line. */
const FROM_ENVIRONMENT = 'postgres';

export const db: Command = {
  name: 'db',
  summary: 'copy a database between a file and Postgres',
  usage: 'precis db copy FROM TO',
  options: {},
  settings: [],
  examples: [
    'precis db copy .precis/precis.db postgres    (to the database of DATABASE_URL)',
    'precis db copy postgres backup.db',
    'precis db copy postgres://localhost/precis copy.db',
  ],
  async run({ words, flags, terminal }) {
    const [verb, from, to, ...more] = words;
    if (verb !== 'copy' || from === undefined || to === undefined || more.length > 0)
      throw new PrecisError('usage', '`precis db` copies one database to another', {
        next: 'Write `precis db copy FROM TO`: a file, an address postgres://.., or the word postgres for DATABASE_URL.',
      });
    if (from === to) throw new PrecisError('usage', `copying ${shownAs(from)} to itself would change nothing`);
    const config = configOf(flags);
    if (!isServer(from) && !existsSync(from)) throw new PrecisError('usage', `there is no database at ${from}`);
    const { copyDatabase } = await import('../../store/copy.ts');
    const source = await openShelf(from, config);
    try {
      const target = await openShelf(to, config);
      try {
        const rows = await copyDatabase(source, target, systemClock.now());
        if (terminal.json) terminal.emit({ from: source.where, to: target.where, rows });
        terminal.line(
          `Copied ${plural(rows.papers, 'paper')}, ${plural(rows.enrichments, 'enrichment')}, ${plural(rows.calls, 'call')} and ${plural(rows.review_events, 'decision')} from ${source.where} to ${target.where}.`,
        );
        return 0;
      } finally {
        await target.close();
      }
    } finally {
      await source.close();
    }
  },
};

const isServer = (place: string): boolean => place === FROM_ENVIRONMENT || /^postgres(?:ql)?:\/\//.test(place);
const shownAs = (place: string): string => (place.includes('://') ? withoutPassword(place) : place);

async function openShelf(place: string, config: Config): Promise<Shelf> {
  if (!isServer(place)) {
    const { openSqliteShelf } = await import('../../store/sqlite/shelf.ts');
    return openSqliteShelf(place, systemClock);
  }
  const url = place === FROM_ENVIRONMENT ? config.databaseUrl?.reveal() : place;
  if (url === undefined)
    throw new PrecisError('config.invalid', 'the word postgres stands for DATABASE_URL, which is not set', {
      next: 'Set DATABASE_URL, or name a file ./postgres with its folder.',
    });
  const { connectPostgres } = await withDrivers('a Postgres address', () => import('../../connect.ts'));
  const { openPostgresShelf } = await import('../../store/postgres/shelf.ts');
  return openPostgresShelf(connectPostgres(url), systemClock);
}
