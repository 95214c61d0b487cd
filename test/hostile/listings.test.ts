/**
 * Whatever is put in, precis ends with the right exit code, every record is in the ledger, hostile characters are gone from what is
 * stored, and nobody sees a stack trace, an escape sequence or a hole in a sentence.
 */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type Counts, type ListingOutcome, readCases } from './cases.ts';
import { hugeListings } from './generated.ts';
import { runMain, type Seen } from './run-main.ts';

const cases = readCases<ListingOutcome>('listings').map((one) => ({ ...one, about: one.expected.about }));

/** What must never be printed: stacks, holes in sentences, control characters other than line feeds, invisible characters. */
const UNSIGHTLY = /^\s+at .+:\d+|\bError:|\bundefined\b|\[object |\bNaN\b/m;
const DANGEROUS =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]|\p{Surrogate}/u;

interface Report {
  readonly imports: readonly (Required<Counts> & { readonly file: string; readonly format: string })[];
  readonly run: {
    readonly tickets: number;
    readonly done: number;
    readonly failed: Record<string, number>;
    readonly calls: number;
  };
  readonly error?: { readonly code: string; readonly message: string; readonly next: string };
}

interface StoredPaper {
  readonly title: string;
  readonly abstract: string | null;
  readonly flags: readonly string[];
  readonly state: string;
}

function expectSightly({ stdout, stderr }: Pick<Seen, 'stdout' | 'stderr'>): void {
  for (const text of [stdout, stderr]) {
    expect(text).not.toMatch(UNSIGHTLY);
    expect(text).not.toMatch(DANGEROUS);
  }
}

/** seen = new + changed + same + duplicate + withdrawn + without abstract + rejected; tickets = the papers that are wanted. */
function expectConservation({ imports, run }: Report): void {
  for (const one of imports) {
    const sum = one.new + one.changed + one.same + one.duplicate + one.withdrawn + one.noAbstract + one.rejected;
    expect({ file: one.file, sum }).toEqual({ file: one.file, sum: one.seen });
  }
  const failed = Object.values(run.failed).reduce((total, count) => total + count, 0);
  expect(run.done + failed).toBe(run.tickets);
  expect(run.calls).toBe(0);
}

const lastObject = (stdout: string): Report => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');

/** Runs a listing through the real command line and reads back what is stored. */
async function enrich(path: string, args: readonly string[] = []) {
  const folder = tempDir();
  const db = ['--db', join(folder, 'precis.db')];
  const seen = await runMain(['run', path, '--engine', 'extractive', '--json', ...db, ...args]);
  const report = lastObject(seen.stdout);
  const papers: StoredPaper[] = [];
  if (!report.error) {
    const exported = await runMain(['export', join(folder, 'dataset'), '--only', 'all', ...db]);
    expect(exported.exit).toBe(0);
    expectSightly(exported);
    for (const line of readFileSync(join(folder, 'dataset/papers.jsonl'), 'utf8').split('\n'))
      if (line) papers.push(JSON.parse(line));
  }
  return { folder, seen, report, papers };
}

describe('a listing', () => {
  it.each(cases)('$name: $about', async ({ path, expected }) => {
    const { folder, seen, report, papers } = await enrich(path, expected.args);
    expect({ exit: seen.exit, error: report.error?.message }).toEqual({
      exit: expected.exit,
      error: expected.code === undefined ? undefined : expect.any(String),
    });
    expectSightly(seen);
    if (expected.code !== undefined) {
      expect(report.error?.code).toBe(expected.code);
      expect(report.error?.next).toMatch(/\S/);
      expect(`${seen.stdout}${seen.stderr}`).toContain(expected.says ?? '');
      expect(existsSync(join(folder, 'precis.db'))).toBe(false);
      return;
    }
    expectConservation(report);
    expect(report.imports[0]?.format).toBe(expected.format ?? report.imports[0]?.format);
    expect(report.imports[0]).toMatchObject(expected.counts ?? {});
    const titles = papers.map(({ title }) => title);
    const abstracts = papers.map(({ abstract }) => abstract ?? '');
    if (expected.titles) expect(titles.toSorted()).toEqual(expected.titles.toSorted());
    for (const part of expected.abstractHas ?? [])
      expect(
        abstracts.some((abstract) => abstract.includes(part)),
        part,
      ).toBe(true);
    for (const part of expected.abstractLacks ?? []) expect(abstracts.join('\n')).not.toContain(part);
    for (const flag of expected.flags ?? []) expect(papers.flatMap(({ flags }) => flags)).toContain(flag);
    expect([...titles, ...abstracts].join('\n')).not.toMatch(DANGEROUS);
    expect([...titles, ...abstracts].join('\n')).not.toContain('\ufffd');
  });

  it('that is read twice is not worked on twice', async () => {
    const { path } = cases.find(({ name }) => name === 'same-paste-twice') ?? { path: '' };
    const { folder } = await enrich(path);
    const again = lastObject(
      (await runMain(['run', path, '--engine', 'extractive', '--json', '--db', join(folder, 'precis.db')])).stdout,
    );
    expect(again.run.tickets).toBe(0);
    expect(again.imports[0]).toMatchObject({ seen: 6, new: 0 });
  });

  it('that is half of something goes through beside another file that is whole', async () => {
    const [good, bad] = ['no-furniture', 'lines-broken-one'].map((name) => cases.find((one) => one.name === name)?.path ?? '');
    const { seen, report } = await enrich(good ?? '', [bad ?? '']);
    expect(seen.exit).toBe(4);
    expect(report.imports.map(({ rejected }) => rejected)).toEqual([0, 1]);
    expectConservation(report);
  });
});

describe('something that is no file', () => {
  it.each([
    ['a directory', (folder: string) => folder, 'listing.unreadable', 'is a directory'],
    ['a missing file', (folder: string) => join(folder, 'nothing.txt'), 'listing.unreadable', 'does not exist'],
    ['a pattern that matches nothing', (folder: string) => join(folder, '*.txt'), 'listing.unreadable', 'no file matches'],
    ['a device without end', () => '/dev/zero', 'listing.unreadable', 'device'],
    ['an empty name', () => '', 'listing.unreadable', 'empty file name'],
    [
      'a name with an escape sequence',
      (folder: string) => join(folder, 'a\u001bcb\u0007.txt'),
      'listing.unreadable',
      'does not exist',
    ],
    [
      'a pattern with an escape sequence',
      (folder: string) => join(folder, 'a\u001b[31mb.txt'),
      'listing.unreadable',
      'no file matches',
    ],
  ])('%s is one sentence that says what to do', async (_title, pathOf, code, says) => {
    const folder = tempDir();
    const db = join(folder, 'precis.db');
    const args = ['run', pathOf(folder), '--engine', 'extractive', '--db', db];
    const { error } = lastObject((await runMain([...args, '--json'])).stdout);
    expect(error).toMatchObject({ code, message: expect.stringContaining(says), next: expect.stringMatching(/\S/) });
    const forPeople = await runMain(args);
    expect(forPeople.exit).toBe(2);
    expectSightly(forPeople);
    expect(existsSync(db)).toBe(false);
  });
});

describe('a listing made by code', () => {
  it.each(hugeListings().map((one) => ({ ...one, about: one.expected.about })))('$name: $about', async ({ write, expected }) => {
    const path = join(tempDir(), 'listing.txt');
    write(path);
    const { seen, report } = await enrich(path, expected.args);
    expect(seen.exit).toBe(expected.exit);
    expectSightly(seen);
    if (expected.code !== undefined) expect(report.error?.code).toBe(expected.code);
    else {
      expectConservation(report);
      expect(report.imports[0]).toMatchObject(expected.counts ?? {});
    }
  });
});

describe('a process of its own', () => {
  it.each(['ansi-escapes', 'layout-drift', 'lines-broken-with-escapes', 'one-bad-line', 'pdf-header', 'prompt-injection'])(
    '%s: what a person reads is safe and has no stack in it',
    async (name) => {
      const { path, expected } = cases.find((one) => one.name === name) ?? { path: '', expected: { about: '', exit: -1 } };
      const { exitCode, stdout, stderr } = await runCli(['run', path, '--engine', 'extractive']);
      expect(exitCode).toBe(expected.exit);
      expectSightly({ stdout, stderr });
      expect(`${stdout}${stderr}`).toMatch(/\S/);
    },
  );

  it('shows a file name without what a screen would obey', async () => {
    const folder = tempDir();
    const path = join(folder, 'papers\u001b]0;owned\u0007\u202etxt.lst');
    copyFileSync(cases.find(({ name }) => name === 'crlf')?.path ?? '', path);
    const { exitCode, stdout, stderr } = await runCli(['run', path, '--engine', 'extractive'], { cwd: folder });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expectSightly({ stdout, stderr });
    const status = await runCli(['status'], { cwd: folder });
    expectSightly(status);
  });

  it('reads a listing from standard input', async () => {
    const { path } = cases.find(({ name }) => name === 'crlf') ?? { path: '' };
    const { exitCode, stdout } = await runCli(['run', '-', '--engine', 'extractive', '--json'], {
      stdin: readFileSync(path, 'utf8'),
    });
    expect(exitCode).toBe(0);
    expect(lastObject(stdout).imports[0]).toMatchObject({ seen: 2, new: 2 });
  });

  it('says in one sentence that standard input was empty', async () => {
    const { exitCode, stderr } = await runCli(['run', '-', '--engine', 'extractive']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/standard input is empty/);
  });
});

describe('the corpus', () => {
  it('has at least 60 listings, each with a promise in a sentence', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    for (const { expected } of cases) expect(expected.about).toMatch(/^[A-Z].*\.$/);
  });

  it('would notice what it looks for', () => {
    const stack = 'TypeError: x\n    at parse (file:///src/parse.ts:1:2)';
    for (const text of [stack, 'seen undefined papers', '[object Object]', 'NaN papers/s']) expect(text).toMatch(UNSIGHTLY);
    for (const text of ['\u001b[31m', '\u202e', 'a\u200bb', '\u{e0041}', '\ud800']) expect(text).toMatch(DANGEROUS);
  });
});
