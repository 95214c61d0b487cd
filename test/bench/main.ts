/**
 * `npm run bench -- [compare|cli|extractive|store|all] [LISTING]`: measures and prints tables in Markdown. Nothing here fails a build:
 * the limits that must hold are tests; these are the numbers a README may quote.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readVocabulary } from '../../src/domain/vocabulary.ts';
import { createExtractiveEngine } from '../../src/engine/extractive/extractive.ts';
import { startLlmServer } from '../support/llm-server.ts';
import { sampleRequest } from '../support/sample-request.ts';
import { compare } from './compare.ts';
import { type Cost, measure, median, table } from './measure.ts';
import { BIN, defaultListing, MODEL, readPapers, VOCABULARY } from './subjects.ts';

const ROUNDS = 5;

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'precis-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Median CPU and the highest memory of several runs of `precis ARGS`. */
async function costOf(args: readonly string[], rounds = ROUNDS): Promise<{ cpuMs: number; peakMb: number; seconds: number }> {
  const costs: Cost[] = [];
  for (let i = 0; i < rounds; i++) {
    const cost = await inFolder((cwd) => measure([BIN, ...args], { cwd }));
    if (cost.exitCode !== 0) throw new Error(`precis ${args.join(' ')} ended with ${cost.exitCode}: ${cost.stderr}`);
    costs.push(cost);
  }
  return {
    cpuMs: median(costs.map(({ cpuMs }) => cpuMs ?? Number.NaN)),
    peakMb: Math.max(...costs.map(({ peakMb }) => peakMb ?? Number.NaN)),
    seconds: median(costs.map(({ seconds }) => seconds)),
  };
}

/** Start-up and memory of the command line. */
async function cli(listing: string): Promise<string> {
  const papers = readPapers(listing).length;
  const help = await costOf(['--help']);
  const bare = await inFolder(async (cwd) => {
    const costs: number[] = [];
    for (let i = 0; i < ROUNDS; i++) costs.push((await measure(['--eval', '0'], { cwd })).cpuMs ?? Number.NaN);
    return median(costs);
  });
  const run = await costOf(['run', listing, '--engine', 'extractive', '--json'], 3);
  return table(
    ['', 'measured', 'limit'],
    [
      ['CPU of `precis --help`', `${help.cpuMs.toFixed(0)} ms (bare node ${bare.toFixed(0)} ms)`, '150 ms'],
      [`peak memory of \`run\` on ${papers} papers`, `${run.peakMb.toFixed(0)} MB`, '200 MB'],
      [`wall time of \`run\` on ${papers} papers`, `${run.seconds.toFixed(1)} s`, '15 s'],
      ['CPU of that run, all in', `${run.cpuMs.toFixed(0)} ms`, '-'],
    ],
  );
}

/** CPU of the extractive engine alone, warm, per abstract. */
async function extractive(listing: string): Promise<string> {
  const vocabulary = readVocabulary(readFileSync(VOCABULARY, 'utf8'), VOCABULARY);
  const engine = createExtractiveEngine({ vocabulary: () => vocabulary });
  const requests = readPapers(listing).map((paper) =>
    sampleRequest({ messages: [{ role: 'user', content: JSON.stringify({ candidates: [], ...paper }) }] }),
  );
  const round = async () => {
    const from = process.cpuUsage();
    for (const request of requests) await engine.complete(request, AbortSignal.timeout(60_000));
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000 / requests.length;
  };
  const cold = await round();
  const warm: number[] = [];
  for (let i = 0; i < ROUNDS; i++) warm.push(await round());
  return table(
    ['extractive engine', 'CPU per abstract'],
    [
      ['first pass', `${cold.toFixed(2)} ms`],
      ['warm', `${median(warm).toFixed(2)} ms`],
    ],
  );
}

/** Bytes on disk per enriched paper: all in all, and what one more paper adds (the vocabulary is there once). */
async function store(listing: string): Promise<string> {
  const papers = readPapers(listing);
  const half = papers.slice(0, papers.length >> 1);
  const server = await startLlmServer({});
  const rows: (string | number)[][] = [];
  try {
    for (const [name, args, env] of [
      ['extractive', ['--engine', 'extractive'], {}],
      ['a model, call log included', ['--engine', 'openai'], { OPENAI_BASE_URL: server.url, PRECIS_MODEL: MODEL }],
    ] as const) {
      const whole = await storedBytes(papers, args, env);
      const more = (whole - (await storedBytes(half, args, env))) / (papers.length - half.length);
      rows.push([name, (whole / papers.length / 1024).toFixed(1), (more / 1024).toFixed(1)]);
    }
  } finally {
    await server.close();
  }
  return table([`${papers.length} papers`, 'KB per paper, all in (limit 6)', 'KB per further paper'], rows);
}

/** Size of the database after a run on some papers. */
function storedBytes(
  papers: readonly { readonly title: string; readonly abstract: string }[],
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  return inFolder(async (cwd) => {
    const listing = join(cwd, 'listing.txt');
    writeFileSync(listing, papers.map(({ title, abstract }) => `${title}\n\n${abstract}\n`).join('\n'));
    const cost = await measure([BIN, 'run', listing, '--json', ...args], { cwd, env });
    if (cost.exitCode !== 0) throw new Error(`the run ended with ${cost.exitCode}: ${cost.stderr}`);
    const folder = join(cwd, '.precis');
    return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  });
}

const SUBJECTS = { compare, cli, extractive, store } as const;

const [name = 'all', listing = defaultListing()] = process.argv.slice(2);
const chosen = Object.entries(SUBJECTS).filter(([subject]) => name === 'all' || subject === name);
if (chosen.length === 0) {
  process.stderr.write(`bench measures ${Object.keys(SUBJECTS).join(', ')} or all; it was asked for ${name}\n`);
  process.exitCode = 2;
}
process.stdout.write(`Node ${process.versions.node}, ${availableParallelism()} cores, ${basename(listing)}\n`);
for (const [subject, run] of chosen) process.stdout.write(`\n### ${subject}\n\n${await run(listing)}\n`);
