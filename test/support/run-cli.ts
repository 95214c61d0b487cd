/** The command line as a person runs it: `bin/precis.js` in a folder of its own, with an environment that holds nothing else. */
import { fileURLToPath } from 'node:url';
import { type NodeEnd, type NodeOptions, type RunningNode, startNode } from './run-node.ts';

const BIN = fileURLToPath(new URL('../../bin/precis.js', import.meta.url));

/** Root of the checkout, for files that ship with it. */
export const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/** Starts `precis ARGS` and leaves it running. */
export function startCli(args: readonly string[], options: NodeOptions = {}): RunningNode {
  return startNode(BIN, args, options);
}

/** Runs `precis ARGS` to its end. */
export function runCli(args: readonly string[], options: NodeOptions = {}): Promise<NodeEnd> {
  return startCli(args, options).ended;
}

/** The object a `--json` command prints as its last line. @throws Error showing what was printed instead */
export function lastJson<T = Record<string, unknown>>({ stdout, stderr }: Pick<NodeEnd, 'stdout' | 'stderr'>): T {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(line) as T;
  } catch (cause) {
    throw new Error(`the last line is no JSON: ${JSON.stringify(line)}; standard error: ${stderr.slice(-500)}`, { cause });
  }
}
