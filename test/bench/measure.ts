/** Runs node programs and says what they cost: CPU and peak memory as the process itself counts them, at its end. */
import { type ChildProcess, spawn } from 'node:child_process';

/** What a process cost. */
export interface Cost {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  /** User and system time of the process, in ms; null when it was killed. */
  readonly cpuMs: number | null;
  /** Peak resident memory, in MB; null when it was killed. */
  readonly peakMb: number | null;
}

/** Writes its own cost to descriptor 3 when it ends. */
const PROBE = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));",
)}`;

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Told once, to watch or kill the process. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs `node ARGS` with nothing of this machine's environment. */
export function measure(args: readonly string[], { cwd, env = {}, started }: RunOptions = {}): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const child = spawn(process.execPath, ['--import', PROBE, ...args], {
      cwd,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const said: string[] = ['', '', '', ''];
    for (const at of [1, 2, 3]) {
      child.stdio[at]?.on('data', (chunk: Buffer) => {
        said[at] += chunk.toString('utf8');
      });
    }
    child.on('error', reject);
    child.on('close', (exitCode) => {
      const usage = said[3] ? (JSON.parse(said[3]) as NodeJS.ResourceUsage) : null;
      resolve({
        exitCode,
        stdout: said[1] ?? '',
        stderr: said[2] ?? '',
        seconds: (performance.now() - from) / 1000,
        cpuMs: usage && (usage.userCPUTime + usage.systemCPUTime) / 1000,
        peakMb: usage && usage.maxRSS / 1024,
      });
    });
    started?.(child);
  });
}

/** Middle of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
