/** A listing becomes a grounded dataset with nothing installed but Node: no server, no key, nothing lost, nothing done twice. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { CLEANER_VERSION } from '../../src/domain/clean.ts';
import { ClaimRow, PaperRow, ReviewRow, RunRow, TagRow } from '../../src/domain/row.ts';
import { CHECKOUT, lastJson, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const EXAMPLE = join(CHECKOUT, 'examples/listing.txt');
const REAL = join(CHECKOUT, '../shared/data/listings/huggingface-papers.txt');

interface RunJson {
  readonly imports: readonly Record<string, number | string>[];
  readonly run: Record<string, number> & {
    readonly failed: object;
    readonly waiting: object;
    readonly engine: string;
    readonly prompt: string;
  };
  readonly claims: Record<string, number>;
  readonly db: string;
}

const rowsOf = <T>(folder: string, table: string): T[] =>
  readFileSync(join(folder, `${table}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

const hashOfFile = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('a first run on the example', () => {
  it('enriches every paper, conserves the sums, and a second one has nothing to do and says so', async () => {
    const cwd = tempDir();
    const first = await runCli(['run', EXAMPLE, '--engine', 'extractive', '--json'], { cwd });
    const seen = lastJson<RunJson>(first);
    expect(first.exitCode).toBe(0);
    expect(seen.imports).toHaveLength(1);
    expect(seen.imports[0]).toMatchObject({
      format: 'hf-paste',
      seen: 24,
      new: 24,
      changed: 0,
      same: 0,
      duplicate: 0,
      rejected: 0,
    });
    expect(seen.run).toMatchObject({
      engine: 'extractive',
      prompt: 'enrich.v1',
      tickets: 24,
      done: 24,
      failed: {},
      waiting: {},
      wanted: 0,
      calls: 0,
      costUsd: 0,
    });
    expect(seen.claims.rows).toBe((seen.claims.grounded ?? 0) + (seen.claims.ungrounded ?? 0));
    expect(seen.claims.rows).toBeGreaterThan(10);

    const second = await runCli(['run', EXAMPLE, '--engine', 'extractive', '--json'], { cwd });
    const again = lastJson<RunJson>(second);
    expect(second.exitCode).toBe(0);
    expect(again.imports[0]).toMatchObject({ seen: 24, new: 0, same: 24 });
    expect(again.run).toMatchObject({ tickets: 0, done: 0, calls: 0 });
    expect(again.claims).toEqual(seen.claims);

    const spoken = await runCli(['run', EXAMPLE, '--engine', 'extractive'], { cwd });
    expect(spoken.stdout).toContain('Nothing to do');
  });

  it('exports every paper, and claim rows whose span is their quote', async () => {
    const cwd = tempDir();
    await runCli(['run', EXAMPLE, '--engine', 'extractive', '--json'], { cwd });
    const exported = await runCli(['export', 'out'], { cwd });
    expect(exported.exitCode).toBe(0);
    const folder = join(cwd, 'out');
    const papers = rowsOf<PaperRow>(folder, 'papers');
    const claims = rowsOf<ClaimRow>(folder, 'claims');
    expect(papers).toHaveLength(24);
    expect(claims.length).toBeGreaterThan(10);
    const abstracts = new Map(papers.map((paper) => [paper.paper_id, paper]));
    for (const claim of claims) {
      const paper = abstracts.get(claim.paper_id) as PaperRow;
      const field = claim.quote_from === 'title' ? paper.title : (paper.abstract ?? '');
      const points = [...field];
      expect(claim).toMatchObject({ verified: true, grounding: 'exact' });
      expect(points.slice(claim.evidence_start ?? 0, claim.evidence_end ?? 0).join('')).toBe(claim.quote);
      expect(points.slice(claim.value_start ?? 0, claim.value_end ?? 0).join('')).not.toBe('');
    }
    const schemas = { papers: PaperRow, claims: ClaimRow, tags: TagRow, reviews: ReviewRow, runs: RunRow };
    for (const [table, schema] of Object.entries(schemas)) for (const row of rowsOf(folder, table)) schema.parse(row);
    expect(exported.stdout).toMatch(/Left out|Nothing was left out/);
  });

  it('stores with every text by which cleaning rules it was made', async () => {
    const cwd = tempDir();
    await runCli(['run', EXAMPLE, '--engine', 'extractive', '--json'], { cwd });
    const database = new DatabaseSync(join(cwd, '.precis/precis.db'), { readOnly: true });
    const stored = database.prepare('SELECT cleaner, count(*) AS texts FROM paper_versions GROUP BY cleaner').all();
    database.close();
    expect(stored.map(({ cleaner, texts }) => [cleaner, texts])).toEqual([[CLEANER_VERSION, 24]]);
  });

  it('exports the same bytes twice, and leaves only the dataset behind', async () => {
    const cwd = tempDir();
    await runCli(['run', EXAMPLE, '--engine', 'extractive', '--json'], { cwd });
    const hashes = [];
    for (const round of [1, 2]) {
      await runCli(['export', 'out', '--only', 'all'], { cwd });
      hashes.push(['papers', 'claims', 'tags', 'reviews', 'runs'].map((table) => hashOfFile(join(cwd, 'out', `${table}.jsonl`))));
      expect(round).toBe(hashes.length);
    }
    expect(hashes[0]).toEqual(hashes[1]);
    expect(readdirSync(cwd).sort()).toEqual(['.precis', 'out']);
  });

  it('can be looked at: status, show, search and prompt speak, in text and in JSON', async () => {
    const cwd = tempDir();
    await runCli(['run', EXAMPLE, '--engine', 'extractive', '--json'], { cwd });
    const [first] = lastJson<{ papers: { paperId: string }[] }>(await runCli(['search', 'the', '--json'], { cwd })).papers;
    const id = first?.paperId ?? '';
    for (const args of [
      ['status'],
      ['show', id],
      ['search', 'the'],
      ['prompt', 'list'],
      ['prompt', 'enrich.v1'],
      ['prompt', 'show', id],
      ['doctor'],
      ['doctor', '--config'],
      ['retry'],
    ]) {
      const spoken = await runCli(args, { cwd });
      expect({ args, exit: spoken.exitCode, stderr: spoken.stderr }).toEqual({ args, exit: 0, stderr: '' });
      expect(spoken.stdout.trim()).not.toBe('');
      const json = await runCli([...args, '--json'], { cwd });
      expect(lastJson(json)).toBeTypeOf('object');
    }
  });

  it('takes a dump from standard input, a glob, and several files', async () => {
    const text = readFileSync(EXAMPLE, 'utf8');
    const piped = await runCli(['run', '-', '--engine', 'extractive', '--json'], { stdin: text });
    expect(lastJson<RunJson>(piped).run).toMatchObject({ tickets: 24, done: 24 });
    const cwd = tempDir();
    const copies = ['a.txt', 'b.txt', 'c.md'];
    for (const name of copies) copyFileSync(EXAMPLE, join(cwd, name));
    const globbed = await runCli(['run', '*.txt', 'c.md', 'a.txt', '--engine', 'extractive', '--json'], { cwd });
    expect(lastJson<RunJson>(globbed).imports.map((one) => one.file)).toEqual(copies);
    expect(lastJson<RunJson>(globbed).run).toMatchObject({ tickets: 24, done: 24 });
  });

  it('shows everything and stores nothing with --dry-run', async () => {
    const cwd = tempDir();
    const shown = await runCli(['add', EXAMPLE, '--dry-run'], { cwd });
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain('24 papers');
    expect(existsSync(join(cwd, '.precis'))).toBe(false);
  });

  it('queues with add what work then enriches', async () => {
    const cwd = tempDir();
    const added = lastJson<{ run: { wanted: number } }>(
      await runCli(['add', EXAMPLE, '--engine', 'extractive', '--json'], { cwd }),
    );
    expect(added.run.wanted).toBe(24);
    const worked = await runCli(['work', '--engine', 'extractive', '--json'], { cwd });
    expect(worked.exitCode).toBe(0);
    expect(lastJson(worked)).toMatchObject({ tickets: 24, done: 24, failed: 0, left: 0 });
  });

  it('enriches only the pilot, and the rest with the next run', async () => {
    const cwd = tempDir();
    const pilot = lastJson<RunJson>(await runCli(['run', EXAMPLE, '--engine', 'extractive', '--pilot', '5', '--json'], { cwd }));
    expect(pilot.run).toMatchObject({ tickets: 5, done: 5 });
    const rest = lastJson<RunJson>(await runCli(['run', '--engine', 'extractive', '--json'], { cwd }));
    expect(rest.run).toMatchObject({ tickets: 19, done: 19 });
  });
});

const describeReal = existsSync(REAL) ? describe : () => {};

describeReal('the real listing', () => {
  it('gives 145 papers, 145 done, 5 lines ignored, nothing lost', async () => {
    const cwd = tempDir();
    const ran = await runCli(['run', REAL, '--engine', 'extractive', '--json'], { cwd });
    const { imports, run, claims } = lastJson<RunJson>(ran);
    expect(ran.exitCode).toBe(0);
    expect(imports[0]).toMatchObject({ seen: 145, new: 145, ignored: 5, rejected: 0, noAbstract: 0, duplicate: 0 });
    expect(run).toMatchObject({ tickets: 145, done: 145, failed: {}, waiting: {}, wanted: 0 });
    expect(claims.ungrounded).toBe(0);
    expect(claims.numbersMissing).toBe(0);
    const again = lastJson<RunJson>(await runCli(['run', REAL, '--engine', 'extractive', '--json'], { cwd }));
    expect(again.run).toMatchObject({ tickets: 0, done: 0 });
    await runCli(['export', 'out'], { cwd });
    expect(rowsOf(join(cwd, 'out'), 'papers')).toHaveLength(145);
    expect(rowsOf(join(cwd, 'out'), 'claims').length).toBeGreaterThanOrEqual(60);
  });
});

describe('a start that cannot be', () => {
  it.each([
    [['run', 'no-such-file.txt'], 2],
    [['run', '.'], 2],
    [['add'], 2],
    [['status'], 2],
    [['nonsense'], 2],
    [['run', '--nonsense'], 2],
    [['export', 'out'], 2],
    [['run', '--concurrency', 'many'], 3],
  ] as const)('%j is one sentence, an exit code and what to do next', async (args, exit) => {
    const spoken = await runCli([...args]);
    expect(spoken.exitCode).toBe(exit);
    expect(spoken.stdout).toBe('');
    expect(spoken.stderr.trim().split('\n')).toHaveLength(2);
    expect(spoken.stderr).not.toMatch(/\n\s+at |Error:/);
    const json = await runCli([...args, '--json']);
    expect(lastJson<{ error: Record<string, string> }>(json).error).toMatchObject({
      code: expect.any(String),
      message: expect.any(String),
      next: expect.any(String),
    });
    expect(json.exitCode).toBe(exit);
  });
});
