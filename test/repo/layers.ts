/**
 * The layer rules (docs/contracts.md, CONTRIBUTING.md) as data: who may import whom, and which package lives in which file.
 * Dependencies point one way: cli, web, workers -> pipeline -> steps -> ports, verify -> domain.
 */
import { type Import, importsOf } from './imports.ts';
import type { Break, SourceFile } from './sources.ts';

const ADAPTERS = ['store', 'queue', 'engine', 'ingest', 'formats', 'eval'] as const;
const CORE = ['ports', 'verify', 'domain'] as const;

/** Layer -> layers it may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  verify: ['domain'],
  ports: ['domain'],
  system: ['ports', 'domain'],
  config: ['domain'],
  steps: CORE,
  pipeline: ['steps', ...CORE],
  connect: CORE,
  ...Object.fromEntries(ADAPTERS.map((adapter) => [adapter, CORE])),
  web: ['pipeline', 'steps', ...ADAPTERS, ...CORE, 'config', 'connect', 'system'],
  cli: ['web', 'pipeline', 'steps', ...ADAPTERS, ...CORE, 'config', 'connect', 'system'],
  workers: ['web', 'cli', 'pipeline', 'steps', ...ADAPTERS, ...CORE, 'config', 'connect', 'system'],
};

/** Packages that a layer may use; a layer not named here may use any, one file each. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  domain: ['zod'],
  verify: [],
  ports: [],
  steps: ['zod'],
  pipeline: [],
};

/** The one file of a driver: whoever needs it is handed a connection. */
const ONLY_IMPORTER: Readonly<Record<string, string>> = {
  ioredis: 'src/connect.ts',
  pg: 'src/connect.ts',
  bullmq: 'src/queue/bullmq.ts',
  openai: 'src/engine/openai.ts',
  'p-queue': 'src/queue/inline.ts',
};

/** Packages that may be imported in several files, and why. */
export const IN_MANY_FILES: Readonly<Record<string, string>> = {
  zod: 'schemas are declared where their noun lives',
  react: 'every component of the web client is React',
  'react-dom': 'belongs to react',
  hono: 'routes are one file each and need its types',
};

/** Root files that are a layer of their own, or part of one. */
const ROOT_FILES: Readonly<Record<string, string>> = {
  'src/ports.ts': 'ports',
  'src/store-port.ts': 'ports',
  'src/pipeline.ts': 'pipeline',
  'src/drain.ts': 'pipeline',
  'src/relay.ts': 'pipeline',
  'src/serve.ts': 'pipeline',
  'src/ticket-work.ts': 'pipeline',
  'src/settle-policy.ts': 'pipeline',
  'src/recipe-prompt.ts': 'pipeline',
  'src/revalidate.ts': 'pipeline',
  'src/connect.ts': 'connect',
  'src/config.ts': 'config',
  'src/system.ts': 'system',
  'src/package-root.ts': 'system',
};

/** Layer of a path; null for a place the layout does not know. */
export function layerOf(path: string): string | null {
  if (path.startsWith('workers/')) return 'workers';
  const root = ROOT_FILES[path];
  if (root) return root;
  const folder = /^src\/([^/]+)\//.exec(path)?.[1];
  return folder !== undefined && folder in MAY_IMPORT ? folder : null;
}

/** Every import that points the wrong way, names a package in a second file, or stands in a place the layout does not know. */
export function findLayerBreaks(files: readonly SourceFile[]): Break[] {
  const breaks: Break[] = [];
  const importers = new Map<string, Set<string>>();
  for (const file of files) {
    const layer = layerOf(file.path);
    if (layer === null) breaks.push({ path: file.path, line: 1, why: 'stands outside the layout; put it into a layer' });
    for (const found of importsOf(file)) {
      const why =
        layer === null ? null : found.pack === null ? wrongWay(layer, found) : wrongPackage(layer, found.pack, found.from);
      if (why !== null) breaks.push({ path: file.path, line: found.line, why });
      if (found.pack !== null && !isBuiltin(found.pack)) {
        const known = importers.get(found.pack) ?? new Set();
        importers.set(found.pack, known.add(file.path));
      }
    }
  }
  for (const [pack, paths] of importers) {
    if (paths.size < 2 || pack in IN_MANY_FILES) continue;
    for (const path of paths)
      breaks.push({ path, line: 1, why: `${pack} is imported in ${paths.size} files: ${[...paths].join(', ')}` });
  }
  return breaks;
}

function wrongWay(layer: string, found: Import): string | null {
  const target = found.target === null ? null : layerOf(found.target);
  if (target === null) return `imports ${found.specifier}, which is no part of src or workers`;
  if (target === layer || MAY_IMPORT[layer]?.includes(target)) return null;
  return `${layer} imports ${target} (${found.specifier}); it may import ${[...(MAY_IMPORT[layer] ?? [])].join(', ') || 'only itself'}`;
}

function wrongPackage(layer: string, pack: string, path: string): string | null {
  const allowed = MAY_USE[layer];
  if (allowed && !allowed.includes(pack)) return `${layer} imports ${pack}; it may use ${allowed.join(', ') || 'no package'}`;
  const owner = ONLY_IMPORTER[pack];
  if (owner !== undefined && owner !== path) return `imports ${pack}; only ${owner} does`;
  if (pack === 'node:sqlite' && layer !== 'store') return 'imports node:sqlite; only src/store does';
  return null;
}

function isBuiltin(pack: string): boolean {
  return pack.startsWith('node:');
}

/** Circles of run-time imports, each as the list of its files; a circle means two files are one idea, or a layer leaks. */
export function findCircles(files: readonly SourceFile[]): string[][] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap(({ target, typeOnly }) => (target === null || typeOnly ? [] : [target])),
    ]),
  );
  const circles = new Map<string, string[]>();
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const circle = trail.slice(at);
      circles.set([...circle].sort().join(), circle);
      return;
    }
    if (done.has(path)) return;
    for (const target of edges.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return [...circles.values()];
}
