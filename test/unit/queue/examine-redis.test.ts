/** Each setting that loses work is named with the line to change; a Redis as it should be has none. */
import { describe, expect, it } from 'vitest';
import { examineRedis } from '../../../src/queue/examine-redis.ts';

const info = (more: Record<string, string | number> = {}): string =>
  Object.entries({
    redis_version: '7.0.15',
    used_memory: 1_000_000,
    maxmemory: 0,
    maxmemory_policy: 'noeviction',
    aof_enabled: 1,
    ...more,
  })
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join('');

describe('a Redis', () => {
  it('as it should be has no fault', () => {
    expect(examineRedis(info())).toEqual([]);
    expect(examineRedis(info({ maxmemory: 268_435_456 }))).toEqual([]);
  });

  it.each([
    ['evicts', { maxmemory_policy: 'allkeys-lru' }, 'maxmemory-policy noeviction'],
    ['keeps no file', { aof_enabled: 0 }, 'appendonly yes'],
    ['is old', { redis_version: '6.0.16' }, '6.2'],
    ['is nearly full', { used_memory: 5_000_000, maxmemory: 6_000_000 }, 'maxmemory'],
  ])('that %s is told the line to change', (_title, more, line) => {
    const faults = examineRedis(info(more));
    expect(faults).toHaveLength(1);
    expect(faults[0]?.next).toContain(line);
  });

  it('that says nothing about itself is told that its version is unknown, and no more', () => {
    expect(examineRedis('').map(({ what }) => what)).toEqual(['it is version unknown']);
  });
});
