/** Dependencies point one way and each package lives in one file; every rule is shown to fire on a broken sample. */
import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.ts';
import { findCircles, findLayerBreaks, layerOf } from './layers.ts';
import { describeBreaks, readCode } from './sources.ts';

const tree = readCode('src', 'workers');
const file = (path: string, text: string) => ({ path, text });
const whys = (...files: { path: string; text: string }[]) => findLayerBreaks(files).map(({ why }) => why);

describe('the real tree', () => {
  it('imports in one direction only, each package in one file', () => {
    expect(describeBreaks(findLayerBreaks(tree))).toEqual([]);
  });

  it('has no circle of run-time imports', () => {
    expect(findCircles(tree)).toEqual([]);
  });

  it('is really read: the domain is there and its imports are seen', () => {
    const draft = tree.find(({ path }) => path === 'src/domain/draft.ts');
    expect(draft && importsOf(draft).map(({ specifier }) => specifier)).toContain('zod');
    expect(tree.length).toBeGreaterThan(20);
  });
});

describe('a layer rule fires when', () => {
  it.each([
    ['the domain reads a file', 'src/domain/paper.ts', "import { readFileSync } from 'node:fs';"],
    ['the domain uses a package other than zod', 'src/domain/paper.ts', "import OpenAI from 'openai';"],
    ['the domain looks up to a port', 'src/domain/paper.ts', "import type { Store } from '../ports.ts';"],
    ['verification uses a package', 'src/verify/align.ts', "import { z } from 'zod';"],
    ['verification uses a built-in, which a browser lacks', 'src/verify/align.ts', "import { Buffer } from 'node:buffer';"],
    ['verification knows a step', 'src/verify/align.ts', "import { ground } from '../steps/ground.ts';"],
    ['a step knows an adapter', 'src/steps/store.ts', "import { SqliteStore } from '../store/sqlite.ts';"],
    ['a step knows the pipeline', 'src/steps/call.ts', "export * from '../pipeline.ts';"],
    ['an adapter knows a step', 'src/store/sqlite.ts', "import { persist } from '../steps/persist.ts';"],
    ['an adapter knows another adapter', 'src/formats/jsonl.ts', "import { readJsonl } from '../ingest/jsonl.ts';"],
    ['an adapter reads the configuration', 'src/engine/limits.ts', "import { loadConfig } from '../config.ts';"],
    ['the pipeline builds an adapter', 'src/pipeline.ts', "import { InlineQueue } from './queue/inline.ts';"],
    ['src knows a worker', 'src/cli/work.ts', "const worker = await import('../../workers/enrich.ts');"],
    ['src knows a test', 'src/cli/main.ts', "import { until } from '../../test/support/until.ts';"],
    ['ioredis is imported outside connect', 'src/queue/relay.ts', "import { Redis } from 'ioredis';"],
    ['pg is imported outside connect', 'src/store/postgres.ts', "import type { Pool } from 'pg';"],
    [
      'openai is imported by another engine file',
      'src/engine/pricing.ts',
      "import { zodResponseFormat } from 'openai/helpers/zod';",
    ],
    ['node:sqlite is imported outside the store', 'src/cli/status.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['a file stands outside the layout', 'src/services/papers.ts', 'export const x = 1;'],
  ])('%s', (_title, path, text) => {
    expect(whys(file(path, text))).toHaveLength(1);
  });

  it('a package is imported in two files without an argued exception', () => {
    const sample = [
      file('src/ingest/oai.ts', "import { SaxesParser } from 'saxes';"),
      file('src/ingest/pubmed.ts', "import { SaxesParser } from 'saxes';"),
    ];
    expect(whys(...sample)).toHaveLength(2);
    expect(
      whys(file('src/domain/row.ts', "import { z } from 'zod';"), file('src/domain/draft.ts', "import { z } from 'zod';")),
    ).toEqual([]);
  });

  it('two files need each other at run time', () => {
    const a = file('src/domain/a.ts', "import { b } from './b.ts';");
    expect(findCircles([a, file('src/domain/b.ts', "import { a } from './a.ts';")])).toHaveLength(1);
    expect(findCircles([a, file('src/domain/b.ts', "import type { a } from './a.ts';")])).toEqual([]);
  });
});

describe('the import parser', () => {
  const specifiers = (text: string) => importsOf(file('src/cli/x.ts', text)).map(({ specifier }) => specifier);

  it('sees every form of import', () => {
    const text = [
      "import { a, type B } from './one.ts';",
      "import type { C } from './two.ts';",
      "import d, { e } from './three.ts';",
      "import * as f from './four.ts';",
      "import './five.ts';",
      "export { g } from './six.ts';",
      "export * from './seven.ts';",
      "const h = await import('./eight.ts');",
      "import {\n  i,\n  j,\n} from './nine.ts';",
    ].join('\n');
    expect(specifiers(text)).toEqual(
      ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'].map((n) => `./${n}.ts`),
    );
  });

  it('is not fooled by comments, strings and regular expressions', () => {
    const text = [
      "// import a from './a.ts'",
      "/* import './b.ts' */",
      `const r = /['"]/;`,
      `const t = \`x \${"}"} y\`;`,
      "import { c } from './c.ts';",
    ].join('\n');
    expect(specifiers(text)).toEqual(['./c.ts']);
  });

  it('tells types from values', () => {
    const types = (text: string) => importsOf(file('src/cli/x.ts', text)).map(({ typeOnly }) => typeOnly);
    expect(
      types("import type { A } from './a.ts';\nimport { type B } from './b.ts';\nimport { type C, d } from './c.ts';"),
    ).toEqual([true, true, false]);
  });

  it('knows the layer of every path of the layout', () => {
    expect(['src/ports.ts', 'src/store/sqlite.ts', 'workers/relay.ts', 'src/helpers.ts'].map(layerOf)).toEqual([
      'ports',
      'store',
      'workers',
      null,
    ]);
  });
});
