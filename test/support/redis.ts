/**
 * A Redis of the test's own: a `redis-server` process on loopback with a free port and its append-only file in a temporary folder.
 * It is stopped by its own pid. A machine without the server fails with one sentence; nothing is skipped.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { makeTempDir } from './temp-dir.ts';
import { until } from './until.ts';

export interface RedisServer {
  readonly port: number;
  /** `redis://127.0.0.1:PORT`. */
  readonly url: string;
  /** Ends the process as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same port with what its file holds. */
  restart(): Promise<void>;
  /** One command by `redis-cli`, as an operator would give it; returns what it printed. */
  command(...words: string[]): string;
  stop(): Promise<void>;
}

/** Starts a server; the caller stops it. `more` are further arguments such as `--maxmemory 6mb`. */
export async function startRedis(more: readonly string[] = []): Promise<RedisServer> {
  const folder = makeTempDir();
  const port = await freePort();
  let child = await launch(port, folder.path, more);
  const kill = (): Promise<void> => endOf(child, 'SIGKILL');
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill,
    async restart() {
      await kill();
      child = await launch(port, folder.path, more);
    },
    command(...words) {
      const { stdout, stderr, status } = spawnSync('redis-cli', ['-p', String(port), ...words], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`redis-cli ${words.join(' ')}: ${stderr}`);
      return stdout.trim();
    },
    async stop() {
      await kill();
      folder.remove();
    },
  };
}

async function launch(port: number, folder: string, more: readonly string[]): Promise<ChildProcess> {
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'yes'];
  const child = spawn('redis-server', [...settings, '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction', ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let failure: Error | null = null;
  child.on('error', (error: NodeJS.ErrnoException) => {
    failure =
      error.code === 'ENOENT'
        ? new Error('these tests need redis-server on the PATH: install the package redis-server, or run .ci/run, which does')
        : error;
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  await until(
    () => {
      if (failure || child.exitCode !== null) return true;
      return said.includes('Ready to accept connections');
    },
    { what: 'a Redis that accepts connections' },
  );
  if (failure) throw failure;
  if (child.exitCode !== null) throw new Error(`redis-server ended at once: ${said.slice(-300)}`);
  return child;
}

function endOf(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** A port of loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
