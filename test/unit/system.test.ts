/** A lease belongs to a process, and a process that is gone holds nothing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isGone, killingProbe, ownerOfThisProcess, systemClock } from '../../src/system.ts';

describe('an owner', () => {
  it('is not gone while it lives', () => {
    expect(isGone(ownerOfThisProcess())).toBe(false);
  });

  it('is gone when its process has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const { pid } = child;
    await once(child, 'exit');
    expect(isGone(`${hostname()}:${pid}:1`)).toBe(true);
  });

  it.runIf(process.platform === 'linux')('is gone when its pid belongs to a process that started at another time', () => {
    expect(isGone(`${hostname()}:${process.pid}:1`)).toBe(true);
  });

  it('on another machine is never called gone: its lease expires', () => {
    expect(isGone('some-other-host:1:1')).toBe(false);
  });
});

describe('the clock', () => {
  it('wakes a sleeper at once when the signal says so', async () => {
    const stop = new AbortController();
    const sleeping = systemClock.sleep(3_600_000, stop.signal);
    stop.abort();
    await expect(sleeping).resolves.toBeUndefined();
    await expect(systemClock.sleep(3_600_000, stop.signal)).resolves.toBeUndefined();
  });
});

describe('a crash point', () => {
  it('kills the process there and nowhere else', async () => {
    const source = new URL('../../src/system.ts', import.meta.url).href;
    const code = `const { killingProbe } = await import(${JSON.stringify(source)});
      const probe = killingProbe('after-log:2');
      probe.at('before-call'); probe.at('after-log'); console.log('alive'); probe.at('after-log'); console.log('dead');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code]);
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    const [, signal] = await once(child, 'exit');
    expect({ out: out.trim(), signal }).toEqual({ out: 'alive', signal: 'SIGKILL' });
    expect(killingProbe).toBeTypeOf('function');
  });
});
