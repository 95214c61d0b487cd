/** The docs say what the code says: codes, tables, help. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODES } from '../../src/domain/errors.ts';
import { COMMANDS_PAGE, commandsOf, renderCommandsPage } from './commands-page.ts';
import { codesOfDocs, tablesOfDocs, tablesOfSchema } from './docs-parts.ts';
import { ROOT, readCode } from './sources.ts';

const contracts = readFileSync(join(ROOT, 'docs/contracts.md'), 'utf8');

describe('docs/contracts.md', () => {
  it('has the table of codes that the code has, retry policy and exit code included', () => {
    const real = Object.fromEntries(Object.entries(CODES).map(([name, { retry, exit }]) => [name, { retry, exit }]));
    expect(codesOfDocs(contracts)).toEqual(real);
  });

  it('names the tables of the database, and no other', () => {
    const sql = readCode('src/store')
      .map(({ text }) => text)
      .join('\n');
    expect(tablesOfSchema(sql).length).toBeGreaterThan(10);
    expect(tablesOfDocs(contracts)).toEqual(tablesOfSchema(sql));
  });
});

describe('docs/commands.md', () => {
  it('shows the help that every command really prints (npm run docs writes it)', { timeout: 60_000 }, async () => {
    const page = join(ROOT, COMMANDS_PAGE);
    expect(existsSync(page) ? readFileSync(page, 'utf8') : '').toBe(await renderCommandsPage());
  });
});

describe('reading the docs', () => {
  it('finds codes in a table, several in a row, and passes over rows that are none', () => {
    const page =
      '| code | retry | exit |\n|---|---|---|\n| `a.b`, `a.c` | never | 4 |\n| `usage` | `never` | 2 |\n| reason | never | 4 |\n';
    expect(codesOfDocs(page)).toEqual({
      'a.b': { retry: 'never', exit: 4 },
      'a.c': { retry: 'never', exit: 4 },
      usage: { retry: 'never', exit: 2 },
    });
  });

  it('finds tables in the docs and in the schema', () => {
    expect(tablesOfDocs('Text.\n\nTables: `papers, paper_ids`.\n')).toEqual(['paper_ids', 'papers']);
    const sql = 'CREATE TABLE papers (a) STRICT; create table if not exists "runs" (b); CREATE VIRTUAL TABLE search USING fts5(c);';
    expect(tablesOfSchema(sql)).toEqual(['papers', 'runs']);
  });

  it('finds the commands of an overview', () => {
    expect(commandsOf('precis does it.\n\nUsage: precis COMMAND\n\n  run   works\n  add   adds\n\n  not   this\n')).toEqual([
      'run',
      'add',
    ]);
  });
});
