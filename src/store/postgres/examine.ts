/** What `precis doctor` asks of a Postgres database: one line per finding, none when all is well. Reads everything; takes a while. */
import { MUST_BE_ZERO } from '../invariants.ts';
import type { Sql } from './database.ts';

/** Findings over the whole database. */
export async function examine(sql: Sql): Promise<string[]> {
  const findings: string[] = [];
  const commit = await sql.first<{ value: string }>("SELECT current_setting('synchronous_commit') AS value");
  if (commit?.value === 'off')
    findings.push('the setting synchronous_commit is off: the server calls a write done that a power cut undoes');
  for (const [question, finding] of MUST_BE_ZERO) {
    const n = (await sql.first<{ n: number }>(question))?.n ?? 0;
    if (n > 0) findings.push(`${n} ${finding}`);
  }
  return findings;
}
