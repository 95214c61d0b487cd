/** What `precis doctor` asks of a database: one line per finding, none when all is well. Reads everything; takes a while. */
import type { Session } from './session.ts';

/** Questions whose answer must be 0, and how a finding reads. */
const MUST_BE_ZERO: readonly (readonly [sql: string, finding: string])[] = [
  [
    `SELECT count(*) AS n FROM imports i WHERE i.new + i.changed + i.same + i.duplicate + i.withdrawn + i.no_abstract + i.rejected <>
       (SELECT count(*) FROM import_lines l WHERE l.import = i.n)`,
    'imports whose sum is not the number of their lines',
  ],
  [
    `SELECT count(*) AS n FROM runs r WHERE r.calls <> (SELECT count(*) FROM calls c WHERE c.run = r.n)`,
    'runs whose calls are not those of the call log',
  ],
  [
    `SELECT count(*) AS n FROM tickets t WHERE t.state = 'done' AND NOT EXISTS (SELECT 1 FROM enrichments e WHERE e.key = t.enrichment_key)`,
    'done tickets without an enrichment (run again: they are replayed from the call log)',
  ],
  [
    `SELECT count(*) AS n FROM papers p WHERE p.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM paper_versions v WHERE v.n = p.newest)`,
    'papers without a text',
  ],
  [
    `SELECT count(*) AS n FROM papers p WHERE NOT EXISTS (SELECT 1 FROM paper_ids i WHERE i.paper_pk = coalesce(p.merged_into, p.pk))`,
    'papers that no id finds',
  ],
  [
    `SELECT count(*) AS n FROM enrichments e WHERE e.draft IS NULL AND NOT EXISTS
       (SELECT 1 FROM calls c WHERE c.id = e.call_id AND c.content IS NOT NULL)`,
    'enrichments whose call is gone',
  ],
];

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
