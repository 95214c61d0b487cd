/** JSONL: one row a line, keys in the order of the Row schema, `\n`, UTF-8 without BOM. Equal rows give equal bytes. */
import { type Row, TABLES, type TableName } from '../domain/row.ts';
import type { Writer } from '../ports.ts';

const encoder = new TextEncoder();
/** Bytes gathered before they are handed on: one write per row would be 40 times slower. */
const CHUNK = 64 * 1024;

export const jsonl: Writer = {
  name: 'jsonl',
  file: (table) => `${table}.jsonl`,
  async *write(table, rows) {
    let lines = '';
    for await (const row of rows) {
      lines += `${lineOf(table, row)}\n`;
      if (lines.length < CHUNK) continue;
      yield encoder.encode(lines);
      lines = '';
    }
    if (lines !== '') yield encoder.encode(lines);
  },
};

/** @throws ZodError when a row is not what its table says: a defect, never a user's mistake */
function lineOf(table: TableName, row: Row): string {
  return JSON.stringify(TABLES[table].parse(row));
}
