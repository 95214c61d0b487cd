/** Counts over the whole database, and the tickets a person should look at. A wait whose time has passed counts as wanted. */
import type { TicketNote, TicketState } from '../../domain/run.ts';
import type { StoreStatus } from '../../store-port.ts';
import { countTickets, decodeNote, type NoteRow, type TicketGroup } from '../run-codec.ts';
import { listImports } from './imports.ts';
import { listRuns } from './runs.ts';
import { runByNumber, type Session } from './session.ts';
import { vocabularyVersion } from './vocabulary.ts';

/** The status page. */
export function readStatus(session: Session): StoreStatus {
  const { db, clock } = session;
  const now = clock.now();
  const papers = db.get<{ papers: number; with_abstract: number; withdrawn: number }>(
    `SELECT count(*) AS papers, count(v.abstract) AS with_abstract, total(p.withdrawn OR p.retracted) AS withdrawn
     FROM papers p LEFT JOIN paper_versions v ON v.n = p.newest WHERE p.merged_into IS NULL`,
  );
  const one = (sql: string): number => db.get<{ n: number }>(sql)?.n ?? 0;
  return {
    papers: papers?.papers ?? 0,
    withAbstract: papers?.with_abstract ?? 0,
    withdrawn: papers?.withdrawn ?? 0,
    enriched: one('SELECT count(engine) AS n FROM current'),
    ...ticketCounts(session, now),
    leases: db.all<{ owner: string; count: number }>(
      'SELECT owner, count(*) AS count FROM tickets WHERE owner IS NOT NULL AND lease_ms > ? GROUP BY owner ORDER BY owner',
      now,
    ),
    imports: listImports(session),
    runs: listRuns(session),
    vocabularyVersion: vocabularyVersion(session),
    proposals: one('SELECT count(DISTINCT label.value) AS n FROM current, json_each(current.proposals) label'),
    bytes: one('SELECT page_count * page_size AS n FROM pragma_page_count, pragma_page_size'),
  };
}

function ticketCounts({ db }: Session, now: number): Pick<StoreStatus, 'tickets' | 'failed' | 'waiting'> {
  const groups = db.all<TicketGroup>(
    `SELECT CASE WHEN state = 'waiting' AND until_ms <= ? THEN 'wanted' ELSE state END AS state,
       CASE state WHEN 'failed' THEN code WHEN 'waiting' THEN reason END AS cause, count(*) AS n, min(until_ms) AS due,
       max(message) AS message
     FROM tickets GROUP BY 1, 2 ORDER BY 1, 2`,
    now,
  );
  return countTickets(groups);
}

/** Tickets in these states, oldest first. */
export function listNotes(session: Session, states: readonly TicketState[], limit: number): TicketNote[] {
  const has = (state: TicketState): number => (states.includes(state) ? 1 : 0);
  return session.db
    .all<NoteRow>(
      `SELECT * FROM (SELECT t.seq, p.paper_id, v.title, t.run, t.prompt,
           CASE WHEN t.state = 'waiting' AND t.until_ms <= ?1 THEN 'wanted' ELSE t.state END AS state, t.reason, t.until_ms, t.code, t.message
         FROM tickets t JOIN papers o ON o.pk = t.paper_pk JOIN papers p ON p.pk = coalesce(o.merged_into, o.pk)
         JOIN paper_versions v ON v.n = p.newest)
       WHERE (?2 AND state = 'wanted') OR (?3 AND state = 'waiting') OR (?4 AND state = 'done') OR (?5 AND state = 'failed')
       ORDER BY seq LIMIT ?6`,
      session.clock.now(),
      has('wanted'),
      has('waiting'),
      has('done'),
      has('failed'),
      limit,
    )
    .map((row) => decodeNote(row, runByNumber(session, row.run)));
}
