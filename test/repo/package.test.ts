/** The package: exact pins, argued dependencies, a lockfile without addresses or install scripts, rules for what is packed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.ts';
import {
  findInstallScripts,
  findLockfileFaults,
  findLoosePins,
  findPackingFaults,
  findUnarguedDependencies,
  type Lockfile,
  MUST_BE_PACKED,
  type PackageFile,
  RUNTIME_DEPENDENCIES,
  runtimePackages,
} from './package-rules.ts';
import { ROOT, readCode } from './sources.ts';

const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const pack: PackageFile = read('package.json');
const nodePack: PackageFile = read('.ci/node/package.json');
const lockfile: Lockfile = read('package-lock.json');

describe('package.json', () => {
  it('pins every dependency to one version', () => {
    expect([...findLoosePins(pack), ...findLoosePins(nodePack)]).toEqual([]);
    expect(findLoosePins({ dependencies: { a: '^1.0.0', b: '1.0.0', c: 'latest', d: '1.x' } })).toEqual([
      'a@^1.0.0',
      'c@latest',
      'd@1.x',
    ]);
  });

  it('has a reason for every runtime dependency', () => {
    expect(findUnarguedDependencies(pack)).toEqual([]);
    expect(findUnarguedDependencies({ dependencies: { ...RUNTIME_DEPENDENCIES, lodash: '1.0.0' } })).toEqual([
      'lodash has no reason',
    ]);
    const { zod: _gone, ...others } = RUNTIME_DEPENDENCIES;
    expect(findUnarguedDependencies({ dependencies: others })).toEqual(['zod is no dependency any more']);
  });

  it('lists no runtime dependency that the code does not import, and none that it imports is missing', () => {
    const imported = readCode('src', 'workers')
      .flatMap(importsOf)
      .flatMap(({ pack: name }) => (name === null || name.startsWith('node:') ? [] : [name]));
    expect([...new Set(imported)].sort()).toEqual(runtimePackages(pack).sort());
  });

  it('runs no script of its own while it is installed', () => {
    expect(findInstallScripts(pack)).toEqual([]);
    expect(findInstallScripts({ scripts: { test: '', postinstall: 'node x' } })).toEqual(['postinstall']);
  });

  it('asks for the Node that the way in asks for', () => {
    const [major, minor] = /^>=(\d+)\.(\d+)$/.exec(pack.engines?.node ?? '')?.slice(1) ?? [];
    expect(readFileSync(join(ROOT, 'bin/precis.js'), 'utf8')).toContain(`const NEEDS = [${major}, ${minor}];`);
  });

  it('has one test command, and the check of a clean clone calls it', () => {
    expect(pack.scripts?.test).toBe('npm run -s lint && npm run -s typecheck && vitest run');
    const check = readFileSync(join(ROOT, '.ci/run'), 'utf8');
    for (const part of ['npm ci', 'npm test --', 'npm run -s precis -- run']) expect(check).toContain(part);
  });
});

describe('the lockfile', () => {
  it('holds the pins and checksums, no addresses and no install scripts', () => {
    expect(findLockfileFaults(lockfile, pack)).toEqual([]);
    expect(findLockfileFaults(lockfile, nodePack)).toEqual([]);
  });

  it.each([
    ['an address', { resolved: 'https://example.org/a.tgz', integrity: 'sha512-x', version: '1.0.0' }],
    ['an install script', { hasInstallScript: true, integrity: 'sha512-x', version: '1.0.0' }],
    ['a missing checksum', { version: '1.0.0' }],
    ['another version than the pin', { integrity: 'sha512-x', version: '1.0.1' }],
  ])('is refused for %s', (_title, locked) => {
    expect(findLockfileFaults({ packages: { 'node_modules/a': locked } }, { dependencies: { a: '1.0.0' } })).toHaveLength(1);
  });
});

describe('the packing rules', () => {
  it('notice a file too many and a file too few', () => {
    expect(findPackingFaults([...MUST_BE_PACKED, 'test/unit/x.test.ts', '.ci/run', 'src/ports.ts'])).toHaveLength(3);
    expect(findPackingFaults(MUST_BE_PACKED.slice(1))).toEqual(['package.json is missing']);
  });
});
