/** What is banned occurs nowhere, and every ban is shown to fire on a broken sample and to leave its one place alone. */
import { describe, expect, it } from 'vitest';
import { ALLOWED_NAMES, exportedNames, findBanned, findBarrels, findVagueNames } from './bans.ts';
import { describeBreaks, listFiles, readCode, readFiles } from './sources.ts';

/** Text files of the whole checkout; hostile cases are hostile on purpose, the lockfile has its own test. */
const everything = readFiles(
  listFiles('').filter(
    (path) =>
      !path.startsWith('test/hostile/cases/') && !/\.(png|db|gz|zip|parquet|tgz)$/.test(path) && path !== 'package-lock.json',
  ),
);
const code = readCode('src', 'workers');
const file = (path: string, text: string) => ({ path, text });

describe('the real tree', () => {
  it('keeps the environment, the clock, parsing and the way out in their one place, and leaves no notes or addresses', () => {
    expect(describeBreaks(findBanned(everything))).toEqual([]);
  });

  it('has no barrel files', () => {
    expect(describeBreaks(findBarrels(code))).toEqual([]);
  });

  it('uses the words of the house in file and export names', () => {
    expect(describeBreaks(findVagueNames(code))).toEqual([]);
  });

  it('argues every exception from the vocabulary, and keeps none that is no longer needed', () => {
    const names = new Set(code.flatMap(({ text }) => exportedNames(text).map(({ name }) => name)));
    expect(Object.keys(ALLOWED_NAMES).filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('a ban fires on', () => {
  it.each([
    ['the environment', 'src/store/sqlite.ts', 'const path = process.env.PRECIS_DB;'],
    ['the environment by way of brackets', 'src/store/sqlite.ts', "const { env } = process['env'];"],
    ['the clock', 'src/steps/call.ts', 'const now = Date.now();'],
    ['a date of now', 'src/steps/call.ts', 'const at = new Date().toISOString();'],
    ['a stopwatch', 'src/engine/openai.ts', 'const from = performance.now();'],
    ['a die', 'src/queue/inline.ts', 'const jitter = Math.random() * 100;'],
    ['a random id', 'src/domain/run.ts', 'const id = crypto.randomUUID();'],
    ['parsing', 'src/ingest/jsonl.ts', 'const row = JSON.parse(line);'],
    ['leaving the process', 'src/cli/commands/run.ts', 'process.exit(4);'],
    ['the global fetch', 'src/engine/openai.ts', 'const reply = await globalThis.fetch(url);'],
    ['raw HTML', 'src/web/client/abstract.tsx', '<p dangerouslySetInnerHTML={{ __html: text }} />'],
    ['code from strings', 'src/formats/csv.ts', 'new Function(source)();'],
    ['a default export', 'src/steps/call.ts', 'export default function call() {}'],
    ['a default export by another name', 'src/steps/call.ts', 'export { call as default };'],
    ['a sleep', 'test/unit/x.test.ts', 'await new Promise((done) => setTimeout(done, 50));'],
    ['an imported sleep', 'test/unit/x.test.ts', "import { setTimeout as sleep } from 'node:timers/promises';"],
    ['a skipped test', 'test/unit/x.test.ts', "it.skip('works', () => {});"],
    ['a narrowed test', 'test/unit/x.test.ts', "describe.only('works', () => {});"],
    ['a test that runs on some machines only', 'test/unit/x.test.ts', "it.skipIf(process.env.CI)('works', () => {});"],
    ['a test to be written', 'test/unit/x.test.ts', "it.concurrent.todo('works');"],
    ['a note to self', 'docs/notes.md', 'TODO write this'],
    ['a path of a machine', 'docs/notes.md', 'run it in /home/anna/precis/'],
    ['the address of a registry', '.npmrc', 'registry=https://registry.npmjs.org/'],
  ])('%s', (_title, path, text) => {
    expect(findBanned([file(path, text)])).toHaveLength(1);
  });

  it.each([
    ['src/config.ts', 'const path = process.env.PRECIS_DB;'],
    ['src/system.ts', 'const now = Date.now();'],
    ['src/domain/json.ts', 'const row = JSON.parse(line);'],
    ['src/cli/main.ts', 'process.exit(4);'],
    ['vitest.config.ts', 'export default {};'],
    ['src/steps/call.ts', '// JSON.parse is elsewhere\nthrow new Error("process.exit() and Date.now()");'],
    ['src/steps/call.ts', 'const at = new Date(clock.now()).toISOString();'],
    ['test/support/until.ts', 'setTimeout(look, 5);'],
    ['test/unit/x.test.ts', "it.runIf(process.platform === 'linux')('reads /proc', () => {});"],
  ])('not in its place: %s', (path, text) => {
    expect(findBanned([file(path, text)])).toEqual([]);
  });
});

describe('a barrel', () => {
  it('is a file that only passes on exports, whatever its name', () => {
    const sample = [
      file('src/domain/index.ts', 'export const a = 1;'),
      file('src/domain/all.ts', "// everything\nexport * from './paper.ts';\nexport type { Tag } from './tag.ts';\n"),
      file('src/ports.ts', "export type { Store } from './store-port.ts';\nexport interface Clock {}\n"),
    ];
    expect(findBarrels(sample).map(({ path }) => path)).toEqual(['src/domain/index.ts', 'src/domain/all.ts']);
  });
});

describe('a vague name', () => {
  it.each([
    ['src/domain/utils.ts', ''],
    ['src/helpers/text.ts', ''],
    ['src/store/data-manager.ts', ''],
    ['src/steps/parseListing.ts', ''],
    ['src/steps/parse.ts', 'export function parseRecord() {}'],
    ['src/steps/parse.ts', 'export async function* handleListings() {}'],
    ['src/steps/parse.ts', 'export const doParse = () => {};'],
    ['src/steps/parse.ts', 'export interface PaperInfo {}'],
    ['src/steps/parse.ts', 'export type Result = string;'],
    ['src/steps/parse.ts', 'class A {}\nexport { A as ListingService };'],
    ['src/steps/parse.ts', 'export function processPaper() {}'],
  ])('is found: %s %s', (path, text) => {
    expect(findVagueNames([file(path, text)])).toHaveLength(1);
  });

  it('is not found inside other words, in locals, or in what names no thing', () => {
    const text =
      'export const metadataOf = 1;\nexport type CheckResult = 1;\nexport const doi = 2;\nconst data = 3;\nexport function processed() {}';
    expect(findVagueNames([file('src/domain/doi.ts', text)])).toEqual([]);
  });
});
