/**
 * The command line inside this process: `main` of the real entry, its output caught. A process per case would cost a minute; a few
 * cases run as processes elsewhere, so that nothing rests on this shortcut.
 */
import { main } from '../../src/cli/main.ts';

/** What a person or a program sees of a command. */
export interface Seen {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `precis ARGS`. */
export async function runMain(args: readonly string[]): Promise<Seen> {
  const caught = { stdout: '', stderr: '' };
  const real = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const stream of ['stdout', 'stderr'] as const) {
    process[stream].write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
      caught[stream] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      const done = rest.find((one) => typeof one === 'function') as (() => void) | undefined;
      done?.();
      return true;
    }) as typeof process.stdout.write;
  }
  try {
    return { exit: await main([...args]), ...caught };
  } finally {
    process.stdout.write = real.stdout;
    process.stderr.write = real.stderr;
  }
}
