/** The scripted server as a process of its own, for tests that kill its clients. */
import { fileURLToPath } from 'node:url';
import type { Script } from './llm-faults.ts';
import type { LogSummary } from './llm-server.ts';
import { type RunningNode, startNode } from './run-node.ts';

const SERVER = fileURLToPath(new URL('./llm-server.ts', import.meta.url));

export interface LlmServerProcess {
  /** Ends in `/v1`. */
  readonly url: string;
  readonly node: RunningNode;
  log(): Promise<LogSummary>;
  script(script: Script): Promise<void>;
}

/** Starts it; it is killed when the test ends. `log` is a JSONL file that `audit` reads. */
export async function startLlmServerProcess(
  script: Script = {},
  options: { readonly log?: string; readonly port?: number } = {},
): Promise<LlmServerProcess> {
  const args = ['--script', JSON.stringify(script), '--port', String(options.port ?? 0)];
  const node = startNode(SERVER, options.log ? [...args, '--log', options.log] : args, { timeoutMs: 600_000 });
  const { url } = JSON.parse(await node.line(/^\{"url"/)) as { url: string };
  const root = url.replace(/\/v1$/, '');
  return {
    url,
    node,
    log: async () => (await (await fetch(`${root}/__log`)).json()) as LogSummary,
    script: async (next) => {
      await fetch(`${root}/__script`, { method: 'POST', body: JSON.stringify(next) });
    },
  };
}
