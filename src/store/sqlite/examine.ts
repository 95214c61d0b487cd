/** What `precis doctor` asks of a database: one line per finding, none when all is well. Reads everything; takes a while. */
import { MUST_BE_ZERO } from '../invariants.ts';
import type { Session } from './session.ts';

/** Settings a connection must have. */
const SETTINGS: readonly (readonly [name: string, value: string | number])[] = [
  ['journal_mode', 'wal'],
  ['synchronous', 2],
  ['foreign_keys', 1],
];

/** Findings over the whole database. */
export function examine({ db }: Session): string[] {
  const findings: string[] = [];
  for (const row of db.all<Record<string, string>>('PRAGMA integrity_check(10)')) {
    const text = String(Object.values(row)[0]);
    if (text !== 'ok') findings.push(`the file is damaged: ${text}`);
  }
  const broken = db.all('PRAGMA foreign_key_check').length;
  if (broken > 0) findings.push(`${broken} rows name another row that does not exist`);
  for (const [name, wanted] of SETTINGS) {
    const is = Object.values(db.get<Record<string, string | number>>(`PRAGMA ${name}`) ?? {})[0];
    if (is !== wanted) findings.push(`the setting ${name} is ${is}, not ${wanted}`);
  }
  for (const [sql, finding] of MUST_BE_ZERO) {
    const n = db.get<{ n: number }>(sql)?.n ?? 0;
    if (n > 0) findings.push(`${n} ${finding}`);
  }
  return findings;
}
