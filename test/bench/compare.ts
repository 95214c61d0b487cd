/**
 * precis against the obvious script, on the same listing and the same misbehaving server, both killed once in the middle with a
 * signal nobody can catch. What was bought is counted by the server: a killed client cannot lie about it.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Script } from '../support/llm-faults.ts';
import { type LlmServer, startLlmServer } from '../support/llm-server.ts';
import { measure, table } from './measure.ts';
import { BIN, MODEL, NAIVE, readPapers } from './subjects.ts';

/** A bad day of a server: what it does depends on the paper and the seed, never on who asks. */
const BAD_DAY: Script = {
  seed: 7,
  latencyMs: 60,
  faults: [
    { kind: 'rate_limited', calls: [40, 110], retryAfter: '1' },
    { kind: 'server_error', rate: 0.05 },
    { kind: 'reset', rate: 0.02 },
    { kind: 'html', rate: 0.02 },
    { kind: 'truncated', rate: 0.02 },
    { kind: 'fenced', rate: 0.06 },
    { kind: 'schema_violation', rate: 0.03 },
    { kind: 'refusal', rate: 0.02 },
    { kind: 'wrong_number', rate: 0.1 },
  ],
};

/** Faults after which the answer can be used all the same. */
const USABLE = new Set([null, 'slow', 'fenced', 'wrong_number', 'wrong_quote']);

interface Claim {
  readonly quote: string;
  readonly value: string | null;
}

/** What one of the two made of the listing. */
interface Finding {
  readonly name: string;
  /** Papers with an answer in the output. */
  readonly answered: ReadonlySet<string>;
  /** Papers without an answer that the output lists with a reason. */
  readonly explained: ReadonlySet<string>;
  readonly rows: number;
  /** Claims shown as facts. */
  readonly claims: readonly Claim[];
  readonly seconds: number;
}

/** Runs both and returns the table of the README. */
export async function compare(listing: string): Promise<string> {
  const papers = readPapers(listing);
  const columns: { readonly finding: Finding; readonly server: LlmServer }[] = [];
  for (const subject of [runNaive, runPrecis]) {
    const server = await startLlmServer(BAD_DAY);
    const folder = mkdtempSync(join(tmpdir(), 'precis-bench-'));
    try {
      columns.push({ finding: await subject(listing, folder, server, Math.ceil(papers.length / 2)), server });
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const row = (what: string, count: (finding: Finding, server: LlmServer) => string | number) => [
    what,
    ...columns.map(({ finding, server }) => count(finding, server)),
  ];
  const missing = ({ answered, explained }: Finding) =>
    papers.filter(({ title }) => !answered.has(title) && !explained.has(title)).length;
  return table(
    ['', ...columns.map(({ finding }) => finding.name)],
    [
      row('papers in the listing', () => papers.length),
      row('papers lost without a word', missing),
      row('papers listed with the reason they have no answer', ({ explained }) => explained.size),
      row('rows that repeat a paper', ({ rows, answered }) => rows - answered.size),
      row('answers bought twice', (_finding, server) => boughtTwice(server)),
      row('wrong numbers shown as facts', ({ claims }) => claims.filter(isWrong).length),
      row('claims shown as facts', ({ claims }) => claims.length),
      row('calls', (_finding, server) => server.calls()),
      row('seconds, one kill -9 included', ({ seconds }) => seconds.toFixed(1)),
    ],
  );
}

/** A value whose digits do not stand in its own quote. */
function isWrong({ quote, value }: Claim): boolean {
  const digits = /\d+(?:[.,]\d+)*/.exec(value ?? '')?.[0];
  return digits !== undefined && !new RegExp(`(?<![\\d.,])${digits.replaceAll('.', '\\.')}(?![\\d]|[.,]\\d)`).test(quote);
}

/** Usable answers of the same paper after the first. */
function boughtTwice(server: LlmServer): number {
  const bought = new Map<string, number>();
  for (const { paper, complete, status, fault } of server.lines()) {
    if (complete && status === 200 && USABLE.has(fault as null)) bought.set(paper, (bought.get(paper) ?? 0) + 1);
  }
  return [...bought.values()].reduce((sum, count) => sum + count - 1, 0);
}

/** Runs a program twice: killed when the server has seen `killAt` calls, then to its end. */
async function withOneKill(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  server: LlmServer,
  killAt: number,
) {
  const killed = await measure(args, {
    cwd,
    env,
    started: (child) => {
      const watch = setInterval(() => {
        if (server.calls() < killAt) return;
        clearInterval(watch);
        child.kill('SIGKILL');
      }, 5);
      child.on('close', () => clearInterval(watch));
    },
  });
  if (killed.cpuMs !== null) throw new Error(`it ended before the kill: ${killed.stderr.slice(-500)}`);
  const finished = await measure(args, { cwd, env });
  return { seconds: killed.seconds + finished.seconds, finished };
}

async function runNaive(listing: string, folder: string, server: LlmServer, killAt: number): Promise<Finding> {
  const out = join(folder, 'out.jsonl');
  const env = { OPENAI_API_KEY: 'none', OPENAI_BASE_URL: server.url, MODEL };
  const { seconds } = await withOneKill([NAIVE, listing, out], folder, env, server, killAt);
  const rows = readLines<{ title: string; claims: Claim[] }>(out);
  return {
    name: 'the obvious script',
    answered: new Set(rows.map(({ title }) => title)),
    explained: new Set(),
    rows: rows.length,
    claims: rows.flatMap(({ claims }) => claims),
    seconds,
  };
}

async function runPrecis(listing: string, folder: string, server: LlmServer, killAt: number): Promise<Finding> {
  const env = { OPENAI_BASE_URL: server.url, PRECIS_MODEL: MODEL, PRECIS_CONCURRENCY: '8' };
  const { seconds } = await withOneKill([BIN, 'run', listing, '--json'], folder, env, server, killAt);
  await measure([BIN, 'export', 'dataset'], { cwd: folder, env });
  const papers = readLines<{ title: string; state: string; state_reason: string | null }>(join(folder, 'dataset/papers.jsonl'));
  const claims = readLines<{ quote: string; value_raw: string | null }>(join(folder, 'dataset/claims.jsonl'));
  return {
    name: 'precis',
    answered: new Set(papers.filter(({ state }) => state === 'done').map(({ title }) => title)),
    explained: new Set(papers.filter((paper) => paper.state !== 'done' && paper.state_reason !== null).map(({ title }) => title)),
    rows: papers.filter(({ state }) => state === 'done').length,
    claims: claims.map(({ quote, value_raw: value }) => ({ quote, value })),
    seconds,
  };
}

function readLines<Row>(path: string): Row[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}
