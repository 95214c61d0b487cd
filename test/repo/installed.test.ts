/**
 * The packed package really runs: built and packed from a copy of this checkout, unpacked under node_modules (where Node strips no
 * types) beside its runtime dependencies and nothing else, it enriches the example without a network.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/redis.ts';
import { findPackingFaults, type Lockfile, type PackageFile } from './package-rules.ts';
import { ROOT } from './sources.ts';

const run = promisify(execFile);
const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const pack: PackageFile = read('package.json');
const lockfile: Lockfile = read('package-lock.json');

describe('the packed package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'precis-packed-'));
  const installed = join(folder, 'node_modules/precis');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  let paths: string[] = [];
  beforeAll(async () => {
    const checkout = join(folder, 'checkout');
    mkdirSync(checkout);
    for (const name of readdirSync(ROOT)) {
      if (!['.git', 'node_modules', 'dist', 'test', '.precis', 'docs'].includes(name)) {
        cpSync(join(ROOT, name), join(checkout, name), { recursive: true, verbatimSymlinks: true });
      }
    }
    symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
    await run('npm', ['run', '-s', 'build'], { cwd: checkout });
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts'], { cwd: checkout });
    const [packed] = JSON.parse(stdout);
    paths = packed.files.map(({ path }: { path: string }) => path);
    mkdirSync(installed, { recursive: true });
    await run('tar', ['-xzf', join(checkout, packed.filename), '-C', installed, '--strip-components=1']);
    for (const path of runtimeClosure()) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  }, 60_000);

  /** Runtime dependencies and theirs, as paths in node_modules. */
  const runtimeClosure = (names = Object.keys(pack.dependencies ?? {})): string[] => {
    const found = new Set<string>();
    const visit = (name: string): void => {
      const path = `node_modules/${name}`;
      if (found.has(path)) return;
      found.add(path);
      for (const next of Object.keys(lockfile.packages[path]?.dependencies ?? {})) visit(next);
    };
    for (const name of names) visit(name);
    return [...found];
  };

  it('holds what it must and nothing else', () => {
    expect(findPackingFaults(paths)).toEqual([]);
  });

  it('takes less than 60 MB with its dependencies', () => {
    expect(megabytesOf(join(folder, 'node_modules'))).toBeLessThan(60);
  });

  it('runs the example without network, key or development dependencies', async () => {
    const { stdout } = await run(
      process.execPath,
      [join(installed, 'bin/precis.js'), 'run', join(installed, 'examples/listing.txt'), '--engine', 'extractive', '--json'],
      { cwd: folder, env: { PATH: process.env.PATH } },
    );
    const report = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(report.run).toMatchObject({ tickets: 24, done: 24, calls: 0 });
    expect(existsSync(join(folder, '.precis/precis.db'))).toBe(true);
  });

  it('names the packages that a server needs and the embedded default does not', async () => {
    const env = { PATH: process.env.PATH, REDIS_URL: 'redis://127.0.0.1:1' };
    const failed = await run(process.execPath, [join(installed, 'dist/workers/relay.js')], { cwd: folder, env }).catch(
      (error: { code: number; stderr: string }) => error,
    );
    expect(failed).toMatchObject({ code: 3, stderr: expect.stringContaining('npm install bullmq@') });
  });

  it.each(['relay', 'enrich'])(
    'has the worker %s with all it needs, beside those packages, to look for its Redis',
    async (role) => {
      for (const path of runtimeClosure(Object.keys(pack.peerDependencies ?? {})))
        cpSync(join(ROOT, path), join(folder, path), { recursive: true });
      const env = { PATH: process.env.PATH, REDIS_URL: `redis://127.0.0.1:${await freePort()}` };
      const failed = await run(process.execPath, [join(installed, `dist/workers/${role}.js`)], { cwd: folder, env }).catch(
        (error: { code: number; stderr: string }) => error,
      );
      expect(failed).toMatchObject({ code: 75, stderr: expect.stringContaining('ECONNREFUSED') });
    },
  );
});

function megabytesOf(folder: string): number {
  const bytes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => lstatSync(join(folder, path)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
  return bytes / 2 ** 20;
}
