/** The audit finds what it is there for: each fault is put into a small database by hand. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { first } from '../../../src/store/migrations/0001-first.ts';
import { audit } from '../../support/audit.ts';
import type { LogLine } from '../../support/llm-server.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Three papers; A and B done with a logged call each, C without an abstract. */
function database(change: (sql: (text: string) => void) => void = () => {}): string {
  const path = join(tempDir(), 'precis.db');
  const db = new DatabaseSync(path);
  db.exec(first.sql);
  const sql = (text: string): void => db.exec(text);
  sql("INSERT INTO imports (n, id, file, format, opened_at_ms) VALUES (1, 'i', 'f', 'x', 0)");
  sql("INSERT INTO runs (n, id, state, opened_at_ms, engine, recipe) VALUES (1, 'r', 'open', 0, x'01', '{}')");
  ['A', 'B', 'C'].forEach((title, i) => {
    const pk = i + 1;
    sql(`INSERT INTO papers (pk, paper_id, newest, last_import, formats) VALUES (${pk}, 'work:${pk}', ${pk}, 1, '[]')`);
    const abstract = title === 'C' ? 'NULL' : "'text'";
    sql(
      `INSERT INTO paper_versions (n, paper_pk, content, raw, cleaner, import, facts, title, abstract) VALUES (${pk}, ${pk}, x'0${pk}', x'0${pk}', 1, 1, '{}', '${title}', ${abstract})`,
    );
  });
  for (const pk of [1, 2]) {
    sql(
      `INSERT INTO tickets (seq, id, paper_pk, enrichment_key, run, prompt, state) VALUES (${pk}, x'a${pk}', ${pk}, x'e${pk}', 1, 0, 'done')`,
    );
    sql(`INSERT INTO calls (id, enrichment_key, request, paper_pk, run, attempt, prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, latency_ms, at_ms)
      VALUES (${pk}, x'e${pk}', x'b${pk}', ${pk}, 1, 1, 0, 0, 0, 0, 1, ${pk * 100})`);
    sql(
      `INSERT INTO enrichments (key, revision, version, run, created_at_ms, yields, checks) VALUES (x'e${pk}', 1, ${pk}, 1, 0, '[]', '{}')`,
    );
  }
  change(sql);
  db.close();
  return path;
}

const line = (call: number, title: string, startedAtMs: number, more: Partial<LogLine> = {}): LogLine => ({
  call,
  paper: title,
  title,
  body: `body of ${title}`,
  status: 200,
  fault: null,
  complete: true,
  startedAtMs,
  endedAtMs: startedAtMs + 20,
  ...more,
});
const LINES = [line(1, 'A', 50), line(2, 'B', 150)];

test('a clean run is clean', () => {
  expect(audit(database(), LINES)).toEqual({
    papers: 2,
    tickets: { done: 2 },
    enrichments: 2,
    loggedReplies: 2,
    sentReplies: 2,
    lost: [],
    duplicates: [],
    boughtTwice: [],
    wasted: 0,
    integrity: 'ok',
  });
});

test('a paper without a ticket is lost', () => {
  expect(audit(database((sql) => sql('DELETE FROM tickets WHERE paper_pk = 2'))).lost).toEqual(['B']);
});

test('a ticket that is done without an Enrichment is lost', () => {
  expect(audit(database((sql) => sql("DELETE FROM enrichments WHERE key = x'e1'"))).lost).toEqual(['A']);
});

test('a second ticket for the same thing is a duplicate', () => {
  const second =
    "INSERT INTO tickets (seq, id, paper_pk, enrichment_key, run, prompt, state) VALUES (9, x'a9', 1, x'e1', 1, 0, 'wanted')";
  expect(audit(database((sql) => sql(second))).duplicates).toEqual(['A']);
});

test('a request sent again after its reply was written down is bought twice', () => {
  expect(audit(database(), [...LINES, line(3, 'A', 120)]).boughtTwice).toEqual(['A']);
});

test('a request sent again because its reply was lost on the way is wasted, not bought twice', () => {
  const before = [line(1, 'A', 10), line(2, 'A', 50), line(3, 'B', 150)];
  expect(audit(database(), before)).toMatchObject({ boughtTwice: [], wasted: 1 });
  const cut = [line(1, 'A', 10, { complete: false }), line(2, 'A', 50), line(3, 'B', 150)];
  expect(audit(database(), cut)).toMatchObject({ boughtTwice: [], wasted: 0 });
});

test('another request for the same paper, such as a reask, is not bought twice', () => {
  expect(audit(database(), [...LINES, line(3, 'A', 120, { body: 'reask of A' })]).boughtTwice).toEqual([]);
});

test('a log file is read up to its last whole line', () => {
  const path = join(tempDir(), 'log.jsonl');
  writeFileSync(path, `${LINES.map((one) => JSON.stringify(one)).join('\n')}\n{"call":3,"pa`);
  expect(audit(database(), path).sentReplies).toBe(2);
});
