/** A folder with a database of wanted papers, a scripted model server that logs, and the settings that lead to both and to Redis. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writePapers } from './invented-papers.ts';
import type { Script } from './llm-faults.ts';
import { type LlmServerProcess, startLlmServerProcess } from './llm-server-process.ts';
import { lastJson, runCli } from './run-cli.ts';
import { tempDir } from './temp-dir.ts';

export interface Scene {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** JSONL of the model server. */
  readonly log: string;
  readonly server: LlmServerProcess;
  readonly database: string;
  /** Tickets that are done. */
  done(): number;
}

/** Adds invented papers and starts the model server, with 200 ms for a reply unless the script says otherwise; call it inside a test. */
export async function setScene(options: {
  readonly papers: number;
  readonly redisUrl: string;
  readonly concurrency: number;
  readonly script?: Script;
}): Promise<Scene> {
  const cwd = tempDir();
  const log = join(cwd, 'server.jsonl');
  const server = await startLlmServerProcess({ latencyMs: 200, ...options.script }, { log });
  const env = {
    OPENAI_BASE_URL: server.url,
    PRECIS_MODEL: 'scripted-model',
    PRECIS_CONCURRENCY: String(options.concurrency),
    PRECIS_LOCK: '4',
    REDIS_URL: options.redisUrl,
  };
  const added = await runCli(['add', writePapers(cwd, options.papers), '--json'], { cwd, env });
  const { wanted } = lastJson<{ run: { wanted: number } }>(added).run;
  if (wanted !== options.papers) throw new Error(`${wanted} of ${options.papers} papers are wanted`);
  const database = join(cwd, '.precis/precis.db');
  return { cwd, env, log, server, database, done: () => countTickets(database, "state = 'done'") };
}

/** Tickets of a database for which a condition holds. */
export function countTickets(database: string, condition: string): number {
  return rowsOf<{ n: number }>(database, `SELECT count(*) AS n FROM tickets WHERE ${condition}`)[0]?.n ?? -1;
}

/** Rows of a query on a database that others are writing. */
export function rowsOf<T>(database: string, sql: string): T[] {
  const open = new DatabaseSync(database, { readOnly: true });
  try {
    return open.prepare(sql).all() as T[];
  } finally {
    open.close();
  }
}
