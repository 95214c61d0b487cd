/** Counts over the whole database, and the tickets a person should look at. A wait whose time has passed counts as wanted. */
import type { TicketNote, TicketState } from '../../domain/run.ts';
import type { StoreStatus } from '../../store-port.ts';
import { countTickets, decodeNote, type NoteRow, type TicketGroup } from '../run-codec.ts';
import type { Sql } from './database.ts';
import { listImports } from './imports.ts';
import { listRuns } from './runs.ts';
import { runsNumbered, type Session } from './session.ts';
import { vocabularyVersion } from './vocabulary.ts';

/** The status page. */
export async function readStatus(sql: Sql, session: Session): Promise<StoreStatus> {
  const now = session.clock.now();
  const papers = await sql.first<{ papers: number; with_abstract: number; withdrawn: number }>(
    `SELECT count(*) AS papers, count(v.abstract) AS with_abstract, count(*) FILTER (WHERE p.withdrawn + p.retracted > 0) AS withdrawn
     FROM papers p LEFT JOIN paper_versions v ON v.n = p.newest WHERE p.merged_into IS NULL`,
  );
  const one = async (question: string): Promise<number> => (await sql.first<{ n: number }>(question))?.n ?? 0;
  const groups = await sql.all<TicketGroup>(
    `SELECT CASE WHEN state = 'waiting' AND until_ms <= $1 THEN 'wanted' ELSE state END AS state,
       CASE state WHEN 'failed' THEN code WHEN 'waiting' THEN reason END AS cause, count(*) AS n, min(until_ms) AS due,
       max(message) AS message
     FROM tickets GROUP BY 1, 2 ORDER BY 1, 2 NULLS FIRST`,
    now,
  );
  return {
    papers: papers?.papers ?? 0,
    withAbstract: papers?.with_abstract ?? 0,
    withdrawn: papers?.withdrawn ?? 0,
    enriched: await one('SELECT count(engine) AS n FROM current'),
    ...countTickets(groups),
    leases: await sql.all<{ owner: string; count: number }>(
      'SELECT owner, count(*) AS count FROM tickets WHERE owner IS NOT NULL AND lease_ms > $1 GROUP BY owner ORDER BY owner',
      now,
    ),
    imports: await listImports(sql),
    runs: await listRuns(sql, session),
    vocabularyVersion: await vocabularyVersion(sql),
    // labels are compared as they are written, so that no escape in them is read
    proposals: await one('SELECT count(DISTINCT label::text) AS n FROM current, json_array_elements(proposals::json) AS label'),
    bytes: await one('SELECT pg_database_size(current_database()) AS n'),
  };
}

/** Tickets in these states, oldest first. */
export async function listNotes(sql: Sql, session: Session, states: readonly TicketState[], limit: number): Promise<TicketNote[]> {
  const rows = await sql.all<NoteRow>(
    `SELECT * FROM (SELECT t.seq, p.paper_id, v.title, t.run, t.prompt,
         CASE WHEN t.state = 'waiting' AND t.until_ms <= $1 THEN 'wanted' ELSE t.state END AS state, t.reason, t.until_ms, t.code, t.message
       FROM tickets t JOIN papers o ON o.pk = t.paper_pk JOIN papers p ON p.pk = coalesce(o.merged_into, o.pk)
       JOIN paper_versions v ON v.n = p.newest) note
     WHERE state = ANY ($2::text[]) ORDER BY seq LIMIT $3`,
    session.clock.now(),
    states,
    limit,
  );
  const run = await runsNumbered(
    sql,
    session,
    rows.map((row) => row.run),
  );
  return rows.map((row) => decodeNote(row, run(row.run)));
}
