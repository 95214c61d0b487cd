/**
 * Many workers as they run in the field: the real worker and relay processes on one database and one Redis, each started again as soon
 * as it dies, which is what a supervisor does. Whoever kills one says which; the others are nobody's business.
 */
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type RunningNode, startNode } from './run-node.ts';
import { until } from './until.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export type Role = 'enrich' | 'relay';

/** A place that always has a process in it until the cluster stops. */
export interface Slot {
  readonly role: Role;
  /** The process of the moment. */
  node(): RunningNode;
  /** Whether it has said that it works. */
  isReady(): boolean;
  /** Kills it by its own pid and resolves when it is gone; another one takes its place. */
  kill(): Promise<void>;
}

export interface Cluster {
  readonly slots: readonly Slot[];
  /** Resolves when every process has said that it works. */
  ready(): Promise<void>;
  /** SIGTERM to everybody; resolves with the exit codes. */
  stop(): Promise<(number | null)[]>;
}

/** Starts one process of `workers/`; it ends with the test. */
export function startWorker(role: Role, cwd: string, env: Readonly<Record<string, string>>): RunningNode {
  return startNode(`${ROOT}workers/${role}.ts`, [], {
    cwd,
    env,
    timeoutMs: 600_000,
    nodeArgs: ['--disable-warning=ExperimentalWarning'],
  });
}

/** Starts workers and one relay in a folder; call it inside a test. */
export function startCluster(workers: number, cwd: string, env: Readonly<Record<string, string>>): Cluster {
  let isStopping = false;
  onTestFinished(() => {
    isStopping = true;
  });
  const roles: Role[] = [...Array.from({ length: workers }, (): Role => 'enrich'), 'relay'];
  const slots = roles.map((role): Slot => {
    let node = start();
    function start(): RunningNode {
      const started = startWorker(role, cwd, env);
      void started.ended.then(
        () => {
          if (!isStopping) node = start();
        },
        () => {},
      );
      return started;
    }
    return {
      role,
      node: () => node,
      isReady: () => /^(worker|relay): /m.test(node.stderr()),
      async kill() {
        const victim = node;
        victim.kill('SIGKILL');
        await victim.ended;
      },
    };
  });
  return {
    slots,
    async ready() {
      await until(() => slots.every((slot) => slot.isReady()), { what: 'every process at work', timeoutMs: 60_000 });
    },
    async stop() {
      isStopping = true;
      const nodes = slots.map((slot) => slot.node());
      for (const node of nodes) node.kill('SIGTERM');
      return Promise.all(nodes.map(async (node) => (await node.ended).exitCode));
    },
  };
}
