/** The way in: an old Node gets one sentence, expected warnings are hidden and others are not, a closed pipe ends quietly. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './sources.ts';

const WAY_IN = join(ROOT, 'bin/precis.js');

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[], closeAfterFirstBytes = false): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      if (closeAfterFirstBytes) child.stdout.destroy();
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Code for `--import` that makes this Node look like another one. */
const pretend = (version: string) =>
  `data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;

describe('the way in', () => {
  const checkout = mkdtempSync(join(tmpdir(), 'precis-way-in-'));
  const installed = join(checkout, 'node_modules/precis');
  beforeAll(() => {
    for (const folder of [checkout, installed]) {
      mkdirSync(join(folder, 'src/cli'), { recursive: true });
      mkdirSync(join(folder, 'dist/src/cli'), { recursive: true });
      cpSync(WAY_IN, join(folder, 'bin/precis.js'));
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
      mainOf(folder, 'return 0');
    }
  });
  afterAll(() => rmSync(checkout, { recursive: true, force: true }));

  const mainOf = (folder: string, body: string) => {
    const source = `export async function main(argv) { ${body} }`;
    writeFileSync(join(folder, 'src/cli/main.ts'), source.replace('main(argv)', 'main(argv: string[]): Promise<number>'));
    writeFileSync(join(folder, 'dist/src/cli/main.js'), source);
  };

  it.each(['22.18.0', '20.20.2', '18.0.0', '8.0.0'])('tells somebody with Node %s in one sentence what to do', async (version) => {
    const { code, stdout, stderr } = await start(['--import', pretend(version), join(checkout, 'bin/precis.js'), '--help']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^precis needs Node 22\.19 or newer and this is Node [\d.]+: .*`npm run -s precis -- \.\.\.`.*\.\n$/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('does not send somebody without a checkout to npm scripts', async () => {
    const { code, stderr } = await start(['--import', pretend('20.20.2'), join(installed, 'bin/precis.js')]);
    expect(code).toBe(3);
    expect(stderr).toBe(
      'precis needs Node 22.19 or newer and this is Node 20.20.2: install a newer Node and start precis again.\n',
    );
  });

  it.each(['22.19.0', '22.20.1', '24.0.0', '26.1.0'])('lets Node %s pass', async (version) => {
    mainOf(checkout, 'return 0');
    expect((await start(['--import', pretend(version), join(checkout, 'bin/precis.js')])).code).toBe(0);
  });

  it('runs the source in a checkout and the build in an installed package, with the arguments and the exit code of main', async () => {
    for (const folder of [checkout, installed]) mainOf(folder, 'console.log(import.meta.url, argv.join()); return 4;');
    const fromSource = await start([join(checkout, 'bin/precis.js'), 'a', '--b']);
    const fromBuild = await start([join(installed, 'bin/precis.js'), 'a', '--b']);
    expect([fromSource.code, fromBuild.code]).toEqual([4, 4]);
    expect(fromSource.stdout).toMatch(/\/src\/cli\/main\.ts a,--b\n$/);
    expect(fromBuild.stdout).toMatch(/\/dist\/src\/cli\/main\.js a,--b\n$/);
  });

  it('hides the one warning about node:sqlite and no other', async () => {
    mainOf(
      checkout,
      `process.emitWarning('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
       process.emitWarning('SQLite is an experimental feature', 'DeprecationWarning');
       process.emitWarning('WASI is an experimental feature', { type: 'ExperimentalWarning' });
       return 0;`,
    );
    const { stderr } = await start([join(checkout, 'bin/precis.js')]);
    expect(stderr.match(/\w+Warning: \w+/g)).toEqual(['DeprecationWarning: SQLite', 'ExperimentalWarning: WASI']);
  });

  it('ends quietly when nobody reads on', async () => {
    mainOf(checkout, "for (let i = 0; i < 20_000; i++) process.stdout.write('x'.repeat(99) + '\\n'); return 0;");
    const { code, stderr } = await start([join(checkout, 'bin/precis.js')], true);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each([
    ['a rejection', "throw new Error('out of luck\\nsecond line')"],
    [
      'a rejection nobody waited for',
      "Promise.reject(new Error('out of luck')); await new Promise((r) => setImmediate(r)); return 0",
    ],
  ])('says a fault of its own in one line without a stack: %s', async (_title, body) => {
    mainOf(checkout, body);
    const { code, stderr } = await start([join(checkout, 'bin/precis.js')]);
    expect(code).toBe(75);
    expect(stderr).toMatch(/^precis: stopped by a fault of its own: out of luck\. [^\n]+\n$/);
  });
});
