/** What the README and the docs show is what happens: every example is run, in order, and prints what stands below it. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesOf, firstDifference, normalise, runnable } from './readme-blocks.ts';
import { listFiles, ROOT } from './sources.ts';

const PAGES = ['README.md', ...listFiles('docs').filter((path) => path.endsWith('.md'))].filter((path) =>
  existsSync(join(ROOT, path)),
);

const pageOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Runs a shell command in a folder, on the Node of this test; stdout and stderr as a person sees them, together. */
function runIn(folder: string, command: string): Promise<{ code: number; output: string }> {
  const path = `${dirname(process.execPath)}:${process.env.PATH}`;
  return new Promise((resolve) => {
    const env = { PATH: path, HOME: folder, LANG: 'C.UTF-8' };
    execFile('bash', ['-c', `${command} 2>&1`], { cwd: folder, env, timeout: 60_000 }, (error, stdout) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout });
    });
  });
}

describe.each(PAGES)('%s', (path) => {
  const folder = mkdtempSync(join(tmpdir(), 'precis-readme-'));
  beforeAll(() => {
    for (const name of ['package.json', 'README.md', '.ci']) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    for (const name of ['bin', 'src', 'workers', 'prompts', 'examples', 'node_modules', 'test']) {
      symlinkSync(join(ROOT, name), join(folder, name));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const examples = examplesOf(pageOf(path));

  it('shows only what really happens', { timeout: 120_000 }, async () => {
    for (const { command, line, output } of examples) {
      const wanted = runnable(command);
      if (wanted === null) continue;
      const real = await runIn(folder, wanted);
      const where = `${path}:${line} $ ${command}`;
      if (output === null)
        expect({ where, code: real.code, output: real.code === 0 ? '' : real.output }).toEqual({ where, code: 0, output: '' });
      else
        expect({ where, difference: firstDifference(output, real.output), real: real.output }).toMatchObject({
          where,
          difference: null,
        });
    }
  });

  it('names no file of the repository that does not exist', () => {
    const links = [...pageOf(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(path), link)))).toEqual([]);
  });
});

describe('the README', () => {
  it('shows at least one command with what it prints', () => {
    const shown = examplesOf(pageOf('README.md')).filter(({ command, output }) => runnable(command) !== null && output !== null);
    expect(shown.length).toBeGreaterThan(0);
  });

  it('has the two commands that do everything on a fresh machine', () => {
    const page = pageOf('README.md');
    expect(page).toContain('npm install && npm run -s precis -- run examples/listing.txt --engine extractive');
    expect(page).toContain('npm install && npm test');
  });
});

describe('reading a page', () => {
  const page = [
    'Text `$ not this`.',
    '```sh',
    '$ npm install && echo a  # quick',
    'a',
    '...',
    '$ echo b \\',
    '  c',
    '```',
    '```ts',
    '$ not this',
    '```',
  ].join('\n');

  it('finds commands, their output and their line', () => {
    expect(examplesOf(page)).toEqual([
      { command: 'npm install && echo a  # quick', line: 3, output: 'a\n...' },
      { command: 'echo b   c', line: 6, output: null },
    ]);
  });

  it('runs commands without the installation, and never the tests inside the tests', () => {
    expect(
      ['npm install && echo a  # quick', 'npm install && npm test', 'npm run bench -- cli', 'git clone x'].map(runnable),
    ).toEqual(['echo a', null, null, null]);
  });

  it('does not compare what differs from run to run', () => {
    expect(normalise('24 papers in 1.3 s, 18 papers/s, run 0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b  ')).toBe(
      '24 papers in # s, # papers/s, run <id>',
    );
    expect(normalise('e-0123456789abcdef0123456789abcdef at 2026-01-02T03:04:05Z, 5.9 KB')).toBe('e-<hash> at <date>, # KB');
  });

  it.each([
    ['another number', '24 papers done', '23 papers done'],
    ['a missing line', 'a\nb', 'a'],
    ['a line too many', 'a', 'a\nb'],
    ['a line that the dots must not swallow', 'a\n...\nc', 'a\nb'],
  ])('notices %s', (_title, expected, actual) => {
    expect(firstDifference(expected, actual)).not.toBeNull();
  });

  it.each([
    ['dots in the middle', 'a\n...\nc', 'a\nb\nb\nc'],
    ['dots at the end', 'a\n...', 'a\nb'],
    ['another time', 'done in 1.2 s', 'done in 0.9 s'],
  ])('accepts %s', (_title, expected, actual) => {
    expect(firstDifference(expected, actual)).toBeNull();
  });
});
