import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lastJson } from '../../support/run-cli.ts';
import { startNode } from '../../support/run-node.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Keeps a program alive until a signal ends it. */
const STAY = "(await import('node:net')).createServer().listen(0, '127.0.0.1');";

function script(text: string): string {
  const path = join(tempDir(), 'script.mjs');
  writeFileSync(path, text);
  return path;
}

test('a program sees its arguments, its input and an environment without anything of the machine', async () => {
  const source = `
    let input = '';
    for await (const chunk of process.stdin) input += chunk;
    const { PATH, ...env } = process.env;
    console.log('first line');
    console.log(JSON.stringify({ args: process.argv.slice(2), input, env: Object.keys(env).sort(), cwd: process.cwd() }));
    process.exitCode = 4;`;
  const running = startNode(script(source), ['--a', 'b'], { stdin: 'hello', env: { OWN: '1' } });
  const end = await running.ended;
  expect(end.exitCode).toBe(4);
  expect(lastJson(end)).toEqual({ args: ['--a', 'b'], input: 'hello', env: ['HOME', 'LANG', 'OWN'], cwd: running.cwd });
});

test('a signal goes to the program itself, after a line it printed', async () => {
  const running = startNode(script(`process.on('SIGTERM', () => process.exit(7)); console.log('ready'); ${STAY}`), []);
  expect(await running.line(/ready/)).toBe('ready');
  running.kill('SIGTERM');
  expect((await running.ended).exitCode).toBe(7);
});

test('waiting for a line of a program that has ended says what it said', async () => {
  const running = startNode(script("console.error('no such thing')"), []);
  await running.ended;
  await expect(running.line(/ready/, 50)).rejects.toMatchObject({ cause: { message: expect.stringContaining('no such thing') } });
});

test('a program that runs too long is killed', async () => {
  const running = startNode(script(STAY), [], { timeoutMs: 200 });
  await expect(running.ended).rejects.toThrow('still running after 200 ms');
});

test('a temporary folder is there during the test', () => {
  expect(existsSync(tempDir())).toBe(true);
});
