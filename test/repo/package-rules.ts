/** Rules about the package as data goes out and comes in: pins, runtime dependencies, lockfile, packed files. */

/** The parts of package.json these rules read. */
export interface PackageFile {
  readonly name?: string;
  readonly engines?: { readonly node?: string };
  readonly scripts?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The parts of package-lock.json these rules read. */
export interface Lockfile {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly version?: string;
        readonly resolved?: string;
        readonly integrity?: string;
        readonly link?: boolean;
        readonly dev?: boolean;
        readonly hasInstallScript?: boolean;
        readonly dependencies?: Readonly<Record<string, string>>;
      }
    >
  >;
}

/** Runtime dependencies, each with the reason it is worth its place. */
export const RUNTIME_DEPENDENCIES: Readonly<Record<string, string>> = {
  bullmq: 'the queue of many machines: locks, stalled jobs and hand-over, used by thousands and tested by them',
  ioredis: 'the connections that bullmq works on; a peer dependency of it, with TLS, ACL users and reconnecting',
  openai: 'speaks to every OpenAI-compatible server; its edge cases are its own work, not ours',
  'p-queue': 'the inline queue: concurrency, pause and idle, well tested',
  pg: 'the protocol, authentication and pool of Postgres; loaded only where DATABASE_URL is set',
  zod: 'one declaration per schema: types, validation and JSON Schema come from it',
};

/** Packages deep down that would run a script, and why nothing is missing where scripts are off. */
export const UNNEEDED_SCRIPTS: Readonly<Record<string, string>> = {
  'msgpackr-extract': 'an optional accelerator of msgpackr, which bullmq reads replies with; without it msgpackr uses JavaScript',
};

/** Scripts npm runs by itself on the machine of whoever installs the package. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];

const GROUPS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** Dependencies that are not pinned to one exact version. */
export function findLoosePins(pack: PackageFile): string[] {
  return GROUPS.flatMap((group) => Object.entries(pack[group] ?? {}))
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name}@${version}`);
}

/** Packages that the code needs at run time: installed with it, or asked for by name where a server is used. */
export function runtimePackages(pack: PackageFile): string[] {
  return Object.keys({ ...pack.dependencies, ...pack.peerDependencies });
}

/** Runtime dependencies without a reason, and reasons without a dependency. */
export function findUnarguedDependencies(pack: PackageFile): string[] {
  const listed = runtimePackages(pack);
  return [
    ...listed.filter((name) => !(name in RUNTIME_DEPENDENCIES)).map((name) => `${name} has no reason`),
    ...Object.keys(RUNTIME_DEPENDENCIES)
      .filter((name) => !listed.includes(name))
      .map((name) => `${name} is no dependency any more`),
  ];
}

/** Own scripts that would run while somebody installs the package. */
export function findInstallScripts(pack: PackageFile): string[] {
  return Object.keys(pack.scripts ?? {}).filter((name) => INSTALL_SCRIPTS.includes(name));
}

/** What is wrong with a lockfile: download addresses, packages without a checksum, install scripts, versions that are not the pins. */
export function findLockfileFaults(lockfile: Lockfile, pack: PackageFile): string[] {
  const faults: string[] = [];
  for (const [path, locked] of Object.entries(lockfile.packages)) {
    if (locked.resolved !== undefined && !locked.link) faults.push(`${path} carries the address ${locked.resolved}`);
    if (locked.hasInstallScript && !(path.replace(/^.*node_modules\//, '') in UNNEEDED_SCRIPTS))
      faults.push(`${path} wants to run a script at install`);
    if (path.startsWith('node_modules/') && !locked.link && !locked.integrity) faults.push(`${path} has no checksum`);
  }
  for (const group of GROUPS) {
    for (const [name, version] of Object.entries(pack[group] ?? {})) {
      const locked = lockfile.packages[`node_modules/${name}`]?.version;
      if (locked !== version) faults.push(`${name} is pinned to ${version} and locked to ${locked ?? 'nothing'}`);
    }
  }
  return faults;
}

const MAY_BE_PACKED = /^(bin\/|dist\/(src|workers)\/|prompts\/|examples\/|(package\.json|README\.md|LICENSE|CHANGELOG\.md)$)/;

/** Files a person who installs the package must find in it. */
export const MUST_BE_PACKED = [
  'package.json',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'bin/precis.js',
  'dist/src/cli/main.js',
  'dist/src/verify/verify.js',
  'dist/src/verify/verify.d.ts',
  'dist/workers/enrich.js',
  'dist/workers/relay.js',
  'prompts/enrich.v1.md',
  'prompts/vocabulary.v1.json',
  'examples/listing.txt',
];

/** Packed files that have no business in the package, and files that are missing from it. */
export function findPackingFaults(paths: readonly string[]): string[] {
  return [
    ...paths.filter((path) => !MAY_BE_PACKED.test(path) || /\.test\.|\.map$/.test(path)).map((path) => `${path} is packed`),
    ...MUST_BE_PACKED.filter((path) => !paths.includes(path)).map((path) => `${path} is missing`),
  ];
}
