/**
 * The world outside: time, randomness and processes, behind the Clock and Probe ports. The only place that asks for them, so that
 * everything else can be tested with a clock of its own.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Clock, CrashPoint, Probe } from './ports.ts';

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  bytes: (length) => randomBytes(length),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1));
      signal?.addEventListener('abort', end, { once: true });
    }),
};

/** Owner of leases taken by this process: host, pid and start time, so that a reused pid is another owner (CONTRACTS 2). */
export function ownerOfThisProcess(): string {
  return `${hostname()}:${process.pid}:${startTimeOf(process.pid) ?? 'unknown'}`;
}

/** Whether an owner is a process of this host that no longer exists. Owners elsewhere are never called gone: their lease expires. */
export function isGone(owner: string): boolean {
  const match = /^(.*):(\d+):([^:]*)$/.exec(owner);
  if (!match || match[1] !== hostname()) return false;
  const pid = Number(match[2]);
  if (!isRunning(pid)) return true;
  const started = startTimeOf(pid);
  return started !== null && match[3] !== 'unknown' && started !== match[3];
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Start time in clock ticks since boot where the system tells it (Linux, field 22 of stat), else null. A zombie counts as gone. */
function startTimeOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\)\s/s, '')
      .split(' ');
    return fields[0] === 'Z' ? 'zombie' : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Does nothing: production has no crash points. */
export const noProbe: Probe = { at: () => {} };

/**
 * Kills this very process at a named point, after `times` passes; for tests of what survives.
 * @param spec `after-log` or `after-log:12`
 */
export function killingProbe(spec: string): Probe {
  const [point, times = '1'] = spec.split(':');
  let left = Number(times);
  return {
    at: (here: CrashPoint) => {
      if (here === point && --left <= 0) process.kill(process.pid, 'SIGKILL');
    },
  };
}
