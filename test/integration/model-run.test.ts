/** With a model behind a server: every paper is bought once, whatever dies, moves or is upgraded in between. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { audit } from '../support/audit.ts';
import { startLlmServer } from '../support/llm-server.ts';
import { startLlmServerProcess } from '../support/llm-server-process.ts';
import { CHECKOUT, lastJson, runCli, startCli } from '../support/run-cli.ts';
import { startNode } from '../support/run-node.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const EXAMPLE = join(CHECKOUT, 'examples/listing.txt');
const PAPERS = 24;

interface RunJson {
  readonly run: {
    readonly id: string;
    readonly tickets: number;
    readonly done: number;
    readonly failed: Record<string, number>;
    readonly waiting: Record<string, number>;
    readonly wanted: number;
    readonly calls: number;
    readonly replayed: number;
    readonly completionTokens: number;
    readonly costUsd: number | null;
  };
  readonly claims: Record<string, number>;
}

const env = (url: string, more: Record<string, string> = {}) => ({ OPENAI_BASE_URL: url, PRECIS_MODEL: 'scripted-model', ...more });
const RUN = ['run', EXAMPLE, '--json'];

/** Runs SQL on the database of a folder. */
function sql(cwd: string, text: string): void {
  const database = new DatabaseSync(join(cwd, '.precis/precis.db'));
  database.exec(text);
  database.close();
}

describe('a run with a model', () => {
  it('makes one call a paper, says before the first one what it will do, and prints what came out', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess();
    const ran = await runCli(['run', EXAMPLE], { cwd, env: env(server.url) });
    expect(ran.exitCode).toBe(0);
    expect((await server.log()).calls).toBe(PAPERS);
    expect(ran.stderr).toMatch(/scripted-model at http:\/\/127\.0\.0\.1/);
    expect(ran.stderr).toContain('--engine extractive');
    expect(ran.stdout).toContain(`${PAPERS} tickets = ${PAPERS} done`);
    const again = lastJson<RunJson>(await runCli(RUN, { cwd, env: env(server.url) }));
    expect(again.run).toMatchObject({ tickets: 0, calls: 0 });
  });

  it('makes no call for a paper it has enriched, on another port, or with its enrichments deleted', async () => {
    const cwd = tempDir();
    const [here, there] = [await startLlmServerProcess(), await startLlmServerProcess()];
    const first = lastJson<RunJson>(await runCli(RUN, { cwd, env: env(here.url) }));
    expect(first.run).toMatchObject({ tickets: PAPERS, done: PAPERS, calls: PAPERS, replayed: 0, costUsd: null });
    expect(first.run.completionTokens).toBeGreaterThan(0);
    const moved = lastJson<RunJson>(await runCli(RUN, { cwd, env: env(there.url) }));
    expect(moved.run).toMatchObject({ tickets: 0, calls: 0 });
    sql(cwd, 'DELETE FROM enrichments');
    const replayed = lastJson<RunJson>(await runCli(RUN, { cwd, env: env(there.url) }));
    expect(replayed.run).toMatchObject({ tickets: PAPERS, done: PAPERS, calls: 0, replayed: PAPERS });
    expect(replayed.claims).toEqual(first.claims);
    expect((await there.log()).calls).toBe(0);
  });

  it('buys only claims when only claims are asked for later', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess();
    const tldr = lastJson<RunJson>(await runCli([...RUN, '--tasks', 'tldr'], { cwd, env: env(server.url) }));
    expect(tldr.run).toMatchObject({ tickets: PAPERS, calls: PAPERS });
    expect(tldr.claims.rows).toBe(0);
    const claims = lastJson<RunJson>(await runCli([...RUN, '--tasks', 'tldr,claims'], { cwd, env: env(server.url) }));
    expect(claims.run).toMatchObject({ tickets: PAPERS, calls: PAPERS });
    expect(claims.claims.rows).toBeGreaterThan(0);
  });

  it('adds a TL;DR in another language as a row of its own', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess();
    await runCli(RUN, { cwd, env: env(server.url) });
    const german = lastJson<RunJson>(await runCli([...RUN, '--lang', 'de'], { cwd, env: env(server.url) }));
    expect(german.run).toMatchObject({ tickets: PAPERS, done: PAPERS, calls: PAPERS });
    await runCli(['export', 'out', '--only', 'all'], { cwd });
    const [paper] = readFileSync(join(cwd, 'out/papers.jsonl'), 'utf8').split('\n');
    const { tldr, tldr_translations } = JSON.parse(paper ?? '') as { tldr: string; tldr_translations: { lang: string }[] };
    expect(tldr).toBeTruthy();
    expect(tldr_translations.map((one) => one.lang)).toEqual(['de']);
  });

  it('names the models of the server when none is set, and sends nothing else', async () => {
    const server = await startLlmServerProcess({ models: ['alpha-7b', 'beta-70b'] });
    const ran = await runCli(RUN, { env: { OPENAI_BASE_URL: server.url } });
    const { error } = lastJson<{ error: { message: string; next: string } }>(ran);
    expect(ran.exitCode).toBe(3);
    expect(error.message).toContain('alpha-7b, beta-70b');
    expect((await server.log()).calls).toBe(0);
  });

  it('follows on an extractive run when a model is set later, and replaces its suggestions', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess();
    await runCli([...RUN, '--engine', 'extractive'], { cwd });
    const followed = lastJson<RunJson>(await runCli(['run', '--json'], { cwd, env: env(server.url) }));
    expect(followed.run).toMatchObject({ tickets: PAPERS, done: PAPERS, calls: PAPERS });
    await runCli(['export', 'out'], { cwd });
    const engines = readFileSync(join(cwd, 'out/papers.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { engine: string }).engine);
    expect(new Set(engines)).toEqual(new Set(['openai']));
  });
});

describe('a run that dies', () => {
  const points = [
    'after-claim:3',
    'before-call:5',
    'after-call:4',
    'after-log:4',
    'before-persist:6',
    'after-persist:7',
    'mid-import',
  ];

  it.each(points)('at %s, run again: every paper once, and no logged call bought again', async (point) => {
    const cwd = tempDir();
    const log = join(cwd, 'server.jsonl');
    const server = await startLlmServerProcess({ latencyMs: 20 }, { log });
    const settings = env(server.url, { PRECIS_CONCURRENCY: '2' });
    const killed = await runCli(RUN, { cwd, env: { ...settings, PRECIS_CRASH_AT: point } });
    expect(killed.signal).toBe('SIGKILL');
    const resumed = await runCli(RUN, { cwd, env: settings });
    expect(resumed.exitCode).toBe(0);
    const found = audit(join(cwd, '.precis/precis.db'), log);
    expect(found).toMatchObject({ papers: PAPERS, enrichments: PAPERS, lost: [], duplicates: [] });
    // a reply that arrived but was not logged yet is the one thing a crash can cost: at most one a slot
    expect((await server.log()).calls).toBeLessThanOrEqual(PAPERS + 2);
    expect(found.boughtTwice).toEqual([]);
  });

  it('many times over, ends with every paper once', async () => {
    const cwd = tempDir();
    const log = join(cwd, 'server.jsonl');
    const server = await startLlmServerProcess({ latencyMs: 40 }, { log });
    const settings = env(server.url, { PRECIS_CONCURRENCY: '4' });
    let kills = 0;
    for (let least = 3; least < PAPERS; least += 5) {
      const running = startCli(RUN, { cwd, env: settings });
      await until(async () => (await server.log()).complete >= least, { what: `${least} answers`, timeoutMs: 30_000 });
      running.kill('SIGKILL');
      await running.ended;
      kills++;
    }
    const last = lastJson<RunJson>(await runCli(RUN, { cwd, env: settings }));
    expect(last.run).toMatchObject({ wanted: 0, failed: {}, waiting: {} });
    const found = audit(join(cwd, '.precis/precis.db'), log);
    expect(found).toMatchObject({ papers: PAPERS, enrichments: PAPERS, lost: [], duplicates: [], boughtTwice: [] });
    expect((await server.log()).calls).toBeLessThanOrEqual(PAPERS + kills * 4);
  });
});

describe('several processes on one database', () => {
  it('share the papers: nothing is bought twice, and each says what it settled', async () => {
    const cwd = tempDir();
    const log = join(cwd, 'server.jsonl');
    const server = await startLlmServerProcess({ latencyMs: 60 }, { log });
    const settings = env(server.url, { PRECIS_CONCURRENCY: '2' });
    await runCli(['add', EXAMPLE, '--json'], { cwd, env: settings });
    const workers = [1, 2, 3].map(() => runCli(['work', '--json'], { cwd, env: settings }));
    const ends = await Promise.all(workers);
    expect(ends.map((end) => end.exitCode)).toEqual([0, 0, 0]);
    expect(audit(join(cwd, '.precis/precis.db'), log)).toMatchObject({
      papers: PAPERS,
      enrichments: PAPERS,
      lost: [],
      duplicates: [],
    });
    expect((await server.log()).calls).toBe(PAPERS);
  });

  it('frees the papers of a killed one at once, while the others go on', async () => {
    const cwd = tempDir();
    const log = join(cwd, 'server.jsonl');
    const server = await startLlmServerProcess({ latencyMs: 80 }, { log });
    const settings = env(server.url, { PRECIS_CONCURRENCY: '2' });
    const dying = startCli(RUN, { cwd, env: settings });
    await until(async () => (await server.log()).complete >= 4, { what: 'four answers' });
    dying.kill('SIGKILL');
    await dying.ended;
    const [left, right] = await Promise.all([
      runCli(['work', '--json'], { cwd, env: settings }),
      runCli(['work', '--json'], { cwd, env: settings }),
    ]);
    expect([left.exitCode, right.exitCode]).toEqual([0, 0]);
    expect(audit(join(cwd, '.precis/precis.db'), log)).toMatchObject({
      enrichments: PAPERS,
      lost: [],
      duplicates: [],
      boughtTwice: [],
    });
  });
});

describe('a run that is stopped', () => {
  it('hands unfinished tickets back at the first Ctrl-C, exits 75, and continues at once', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess({ latencyMs: 60 });
    const settings = env(server.url, { PRECIS_CONCURRENCY: '2' });
    const running = startCli(RUN, { cwd, env: settings });
    await until(async () => (await server.log()).complete >= 4, { what: 'four answers' });
    running.kill('SIGINT');
    const stopped = await running.ended;
    const { run } = lastJson<RunJson>(stopped);
    expect(stopped.exitCode).toBe(75);
    expect(run.done).toBeGreaterThanOrEqual(4);
    expect(run.done + run.wanted).toBe(PAPERS);
    const next = lastJson<RunJson>(await runCli(RUN, { cwd, env: settings }));
    expect(next.run).toMatchObject({ tickets: run.wanted, done: run.wanted, calls: run.wanted });
    expect((await server.log()).calls).toBe(PAPERS);
  });

  it('leaves at once at the second Ctrl-C, and loses nothing', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess({ faults: [{ kind: 'hang' }] });
    const running = startCli(RUN, { cwd, env: env(server.url) });
    await until(async () => (await server.log()).calls >= 2, { what: 'calls that hang' });
    running.kill('SIGINT');
    await running.line(/Stopping/);
    running.kill('SIGINT');
    expect((await running.ended).exitCode).toBe(75);
    await server.script({});
    const next = lastJson<RunJson>(await runCli(RUN, { cwd, env: env(server.url) }));
    expect(next.run).toMatchObject({ done: PAPERS, wanted: 0 });
  });
});

describe('a server that says no', () => {
  it('parks the run at a spent quota: papers wait, none fails, and a later run goes on', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess({ faults: [{ kind: 'quota', calls: [6, 9_999] }] });
    const parked = await runCli(RUN, { cwd, env: env(server.url, { PRECIS_CONCURRENCY: '2' }) });
    const { run } = lastJson<RunJson>(parked);
    expect(parked.exitCode).toBe(75);
    expect(run.failed).toEqual({});
    expect(run.waiting.quota).toBeGreaterThan(0);
    expect(run.done + run.wanted + (run.waiting.quota ?? 0)).toBe(PAPERS);
    expect((await server.log()).calls).toBeLessThanOrEqual(5 + 2);
    await server.script({});
    const next = lastJson<RunJson>(await runCli(['run', '--json'], { cwd, env: env(server.url) }));
    expect(next.run).toMatchObject({ done: PAPERS - run.done, wanted: 0, waiting: {} });
  });

  it('stops with exit 3 at a refused key, and shows the key nowhere', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess({ apiKey: 'sk-right' });
    const canary = 'sk-canary-000111222333';
    const refused = await runCli(['run', EXAMPLE], {
      cwd,
      env: env(server.url, { OPENAI_API_KEY: canary, PRECIS_CONCURRENCY: '1' }),
    });
    expect(refused.exitCode).toBe(3);
    expect((await server.log()).calls).toBe(1);
    expect(refused.stdout + refused.stderr).not.toContain(canary);
    expect(readFileSync(join(cwd, '.precis/precis.db')).includes(canary)).toBe(false);
    expect(refused.stdout).toContain('OPENAI_API_KEY');
  });

  it('waits for a limit instead of failing, and finishes', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess({ faults: [{ kind: 'rate_limited', first: 1, rate: 0.4, retryAfter: '1' }] });
    const ran = lastJson<RunJson>(await runCli(RUN, { cwd, env: env(server.url) }));
    expect(ran.run).toMatchObject({ done: PAPERS, failed: {}, waiting: {} });
  });

  it('ends in time when a limit lasts longer than --wait, saying for what and until when', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess({ faults: [{ kind: 'rate_limited', retryAfter: '7200' }] });
    const ran = await runCli(['run', EXAMPLE, '--wait', '5'], { cwd, env: env(server.url) });
    expect(ran.exitCode).toBe(75);
    expect(ran.stdout).toMatch(/waiting \(rate\)/);
    expect(ran.stdout).toMatch(/due at \d{4}-/);
  });

  it('asks once more for an invalid answer, buys once, and fails only what stays invalid', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess({ faults: [{ kind: 'schema_violation', first: 1, rate: 0.5 }] });
    const ran = lastJson<RunJson>(await runCli(RUN, { cwd, env: env(server.url) }));
    expect(ran.run).toMatchObject({ done: PAPERS, failed: {} });
    expect(ran.run.calls).toBeGreaterThan(PAPERS);
    const bad = tempDir();
    await server.script({ faults: [{ kind: 'schema_violation' }] });
    const failed = await runCli(RUN, { cwd: bad, env: env(server.url) });
    expect(failed.exitCode).toBe(4);
    expect(lastJson<RunJson>(failed).run.failed).toEqual({ 'draft.invalid': PAPERS });
    await server.script({});
    expect(lastJson(await runCli(['retry', '--json'], { cwd: bad }))).toEqual({ wanted: PAPERS });
    expect(lastJson<RunJson>(await runCli(RUN, { cwd: bad, env: env(server.url) })).run).toMatchObject({
      done: PAPERS,
      calls: PAPERS,
    });
  });

  it('marks what a lying model says: a wrong number or quote is never exported as verified', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess({ faults: [{ kind: 'wrong_number', rate: 0.5 }, { kind: 'wrong_quote' }] });
    const ran = lastJson<RunJson>(await runCli(RUN, { cwd, env: env(server.url) }));
    expect(ran.run.done).toBe(PAPERS);
    expect((ran.claims.numbersMissing ?? 0) + (ran.claims.ungrounded ?? 0)).toBeGreaterThan(0);
    await runCli(['export', 'out'], { cwd });
    const claims = readFileSync(join(cwd, 'out/claims.jsonl'), 'utf8').split('\n').filter(Boolean);
    for (const line of claims) expect(JSON.parse(line)).toMatchObject({ verified: true });
  });
});

describe('a newer precis', () => {
  it('makes no call for its newer prompt, and says in one line that it ships', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess();
    await runCli(RUN, { cwd, env: env(server.url) });
    const newer = join(tempDir(), 'precis');
    mkdirSync(newer);
    for (const name of ['bin', 'src', 'package.json']) cpSync(join(CHECKOUT, name), join(newer, name), { recursive: true });
    cpSync(join(CHECKOUT, 'prompts'), join(newer, 'prompts'), { recursive: true });
    symlinkSync(join(CHECKOUT, 'node_modules'), join(newer, 'node_modules'));
    const source = readFileSync(join(CHECKOUT, 'prompts/enrich.v1.md'), 'utf8');
    writeFileSync(join(newer, 'prompts/enrich.v2.md'), `${source.replace('version: 1', 'version: 2')}\nBe brief.\n`);
    const ran = await startNode(join(newer, 'bin/precis.js'), RUN, { cwd, env: env(server.url) }).ended;
    expect(lastJson<RunJson>(ran).run).toMatchObject({ tickets: 0, calls: 0 });
    expect(
      ran.stderr
        .trim()
        .split('\n')
        .filter((line) => line.includes('enrich.v2')),
    ).toHaveLength(1);
    const moved = await startNode(join(newer, 'bin/precis.js'), ['upgrade', '--sample', '3', '--yes'], {
      cwd,
      env: env(server.url),
    }).ended;
    expect(moved.exitCode).toBe(0);
    expect(moved.stdout).toContain('Of 3 papers under both');
    expect((await server.log()).calls).toBe(PAPERS + 3);
    const after = lastJson<RunJson>(await startNode(join(newer, 'bin/precis.js'), RUN, { cwd, env: env(server.url) }).ended);
    expect(after.run).toMatchObject({ tickets: PAPERS - 3, calls: PAPERS - 3 });
  });
});

describe('the bytes of a prompt', () => {
  it('are shown as they are sent', async () => {
    const cwd = tempDir();
    const server = await startLlmServer();
    try {
      await runCli(['run', EXAMPLE, '--pilot', '1', '--json'], { cwd, env: env(server.url) });
      const { title } = JSON.parse(JSON.parse(server.bodies()[0] ?? '').messages.at(-1).content) as { title: string };
      const shown = await runCli(['prompt', 'show', title], { cwd, env: env(server.url) });
      expect(shown.stdout.trimEnd()).toBe(server.bodies()[0]);
    } finally {
      await server.close();
    }
  });
});

describe('a worker whose settings do not serve a run', () => {
  it('leaves its tickets waiting for the engine, says which setting is missing, and another worker finishes them', async () => {
    const cwd = tempDir();
    const server = await startLlmServerProcess();
    await runCli(['add', EXAMPLE, '--json'], { cwd, env: env(server.url) });
    const held = await runCli(['work', '--engine', 'extractive'], { cwd });
    expect(held.stdout).toContain('PRECIS_MODEL=scripted-model');
    const { waiting } = lastJson<{ waiting: { reason: string; count: number }[] }>(await runCli(['status', '--json'], { cwd }));
    expect(waiting).toMatchObject([{ reason: 'engine', count: PAPERS }]);
    const worked = lastJson(await runCli(['work', '--json'], { cwd, env: env(server.url) }));
    expect(worked).toMatchObject({ tickets: PAPERS, done: PAPERS, failed: 0, left: 0 });
    expect((await server.log()).calls).toBe(PAPERS);
  });
});
