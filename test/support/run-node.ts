/**
 * Runs node programs the way people do: a process of its own, in a folder of its own, with an environment that holds nothing of
 * the machine's. What is still running when the test ends is killed by its own pid.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { tempDir } from './temp-dir.ts';
import { until } from './until.ts';

export interface NodeOptions {
  /** A new empty folder by default. */
  readonly cwd?: string;
  /** The whole environment besides PATH, HOME and LANG. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Kills the process and fails after this; 60 s by default. */
  readonly timeoutMs?: number;
  /** Options for node itself. */
  readonly nodeArgs?: readonly string[];
}

/** How a process ended. */
export interface NodeEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Wall time in ms. */
  readonly elapsedMs: number;
}

/** A process under way. */
export interface RunningNode {
  readonly pid: number;
  readonly cwd: string;
  stdout(): string;
  stderr(): string;
  /** Sends a signal to this process only. */
  kill(signal: NodeJS.Signals): void;
  /** First line of standard output or error that matches. @throws when the process ends without one */
  line(pattern: RegExp, timeoutMs?: number): Promise<string>;
  readonly ended: Promise<NodeEnd>;
}

/** Starts `node SCRIPT ARGS`; call it inside a test. */
export function startNode(script: string, args: readonly string[], options: NodeOptions = {}): RunningNode {
  const cwd = options.cwd ?? tempDir();
  const { nodeArgs = [], timeoutMs = 60_000, env = {}, stdin = '' } = options;
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeArgs, script, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: cwd, LANG: 'C.UTF-8', ...env },
    stdio: 'pipe',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  // a program that does not read its input may close it first
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  let hasEnded = false;
  const ended = endOf(child, timeoutMs, output, startedAt).finally(() => {
    hasEnded = true;
  });
  ended.catch(() => {});
  onTestFinished(async () => {
    if (!hasEnded) child.kill('SIGKILL');
    await ended.catch(() => {});
  });
  return {
    pid: child.pid ?? -1,
    cwd,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    kill: (signal) => void child.kill(signal),
    line: (pattern, waitMs = 20_000) =>
      until(
        () => {
          const found = `${output.stdout}\n${output.stderr}`.split('\n').find((line) => pattern.test(line));
          if (found === undefined && hasEnded) throw new Error(`it ended first: ${output.stderr || output.stdout}`);
          return found;
        },
        { timeoutMs: waitMs, what: `a line like ${pattern} from ${script}` },
      ),
    ended,
  };
}

function endOf(
  child: ChildProcessWithoutNullStreams,
  timeoutMs: number,
  output: { readonly stdout: string; readonly stderr: string },
  startedAt: number,
): Promise<NodeEnd> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`still running after ${timeoutMs} ms; it said: ${output.stdout.slice(-500)}${output.stderr.slice(-500)}`));
    }, timeoutMs);
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      resolve({ exitCode, signal, stdout: output.stdout, stderr: output.stderr, elapsedMs: performance.now() - startedAt });
    });
  });
}
