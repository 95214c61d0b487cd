/**
 * What a run left behind, by plain SQL over the database and the server's own log: every paper once, nothing lost, nothing bought
 * again that had been written down. Every test that kills something ends here. It reads tables, not ports, so that a port that
 * miscounts is found out.
 */
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { LogLine } from './llm-server.ts';

export interface Audit {
  /** Stored papers that can be enriched: newest text with an abstract, not withdrawn, not merged away. */
  readonly papers: number;
  readonly tickets: Readonly<Record<string, number>>;
  readonly enrichments: number;
  /** Replies in the call log that arrived whole. */
  readonly loggedReplies: number;
  /** Replies the server sent whole. */
  readonly sentReplies: number;
  /** Titles with an abstract but no ticket, and titles whose ticket is done without an Enrichment. */
  readonly lost: readonly string[];
  /** Enrichments or tickets there are two of. */
  readonly duplicates: readonly string[];
  /** Titles whose very request was sent again after its reply stood in the call log. */
  readonly boughtTwice: readonly string[];
  /** Replies sent whole that the log does not know: what was in flight when somebody died. */
  readonly wasted: number;
  /** `ok`, or what SQLite found. */
  readonly integrity: string;
}

/** Audits a SQLite database against the JSONL log of the scripted server; without a log only the database is looked at. */
export function audit(databasePath: string, serverLog?: string | readonly LogLine[]): Audit {
  const lines = typeof serverLog === 'string' ? readServerLog(serverLog) : (serverLog ?? []);
  const database = new DatabaseSync(databasePath, { readOnly: true });
  try {
    const tables = readTables(database);
    const sent = lines.filter((line) => line.status === 200 && line.complete);
    const { boughtAt, ...counts } = tables;
    return {
      ...counts,
      sentReplies: sent.length,
      boughtTwice: sent.length === 0 ? [] : findBoughtTwice(sent, lines, boughtAt),
      wasted: Math.max(0, sent.length - tables.loggedReplies),
    };
  } finally {
    database.close();
  }
}

/** Lines of a server log; a last line that a kill cut short is left out. */
export function readServerLog(path: string): LogLine[] {
  const whole = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return whole.map((line) => JSON.parse(line) as LogLine);
}

interface Tables extends Omit<Audit, 'sentReplies' | 'boughtTwice' | 'wasted'> {
  /** Times at which a whole reply was written down, by title. */
  readonly boughtAt: ReadonlyMap<string, readonly number[]>;
}

/** The one place that knows the tables. */
function readTables(database: DatabaseSync): Tables {
  const rows = <T>(sql: string): T[] => database.prepare(sql).all() as T[];
  const count = (sql: string): number => rows<{ n: number }>(sql)[0]?.n ?? 0;
  const titles = (sql: string): string[] => rows<{ title: string }>(sql).map(({ title }) => title);
  const wanted = `papers p JOIN paper_versions v ON v.n = p.newest
    WHERE v.abstract IS NOT NULL AND p.withdrawn = 0 AND p.merged_into IS NULL`;
  const boughtAt = new Map<string, number[]>();
  for (const { title, at_ms } of rows<{ title: string; at_ms: number }>(
    'SELECT v.title, c.at_ms FROM calls c JOIN paper_versions v ON v.paper_pk = c.paper_pk WHERE c.code IS NULL',
  ))
    boughtAt.set(title, [...(boughtAt.get(title) ?? []), at_ms]);
  return {
    papers: count(`SELECT count(*) AS n FROM ${wanted}`),
    tickets: Object.fromEntries(
      rows<{ state: string; n: number }>('SELECT state, count(*) AS n FROM tickets GROUP BY state ORDER BY state').map((row) => [
        row.state,
        row.n,
      ]),
    ),
    enrichments: count('SELECT count(*) AS n FROM enrichments'),
    loggedReplies: count('SELECT count(*) AS n FROM calls WHERE code IS NULL'),
    lost: [
      ...titles(`SELECT v.title FROM ${wanted} AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.paper_pk = p.pk)`),
      ...titles(`SELECT v.title FROM tickets t JOIN papers p ON p.pk = t.paper_pk JOIN paper_versions v ON v.n = p.newest
        WHERE t.state = 'done' AND NOT EXISTS (SELECT 1 FROM enrichments e WHERE e.key = t.enrichment_key)`),
    ],
    duplicates: [
      ...titles('SELECT hex(key) AS title FROM enrichments GROUP BY key, revision HAVING count(*) > 1'),
      ...titles(`SELECT v.title FROM tickets t JOIN papers p ON p.pk = t.paper_pk JOIN paper_versions v ON v.n = p.newest
        GROUP BY t.paper_pk, t.enrichment_key HAVING count(*) > 1`),
    ],
    integrity: rows<{ integrity_check: string }>('PRAGMA integrity_check')
      .map((row) => row.integrity_check)
      .join('; '),
    boughtAt,
  };
}

/** A request is bought twice when it starts although the reply to the same bytes had been sent whole and written down. */
function findBoughtTwice(
  sent: readonly LogLine[],
  lines: readonly LogLine[],
  boughtAt: ReadonlyMap<string, readonly number[]>,
): string[] {
  const again = lines.filter((line) =>
    sent.some((first) => {
      if (first.call >= line.call || first.body !== line.body) return false;
      const written = boughtAt.get(line.title) ?? [];
      return written.some((atMs) => atMs >= first.startedAtMs && atMs < line.startedAtMs);
    }),
  );
  return [...new Set(again.map(({ title }) => title))];
}
