/**
 * What is wrong with the settings of a Redis for a queue, each with the line to change. Reads what INFO prints and asks for nothing
 * else, so an ACL user without CONFIG can be told too.
 */

/** A setting that loses or blocks work, and what to do about it. */
export interface RedisFault {
  readonly what: string;
  readonly next: string;
}

/** Oldest version BullMQ recommends. */
const OLDEST = [6, 2] as const;
/** Filled further than this it is close to refusing every command, fetching included (H18). */
const FULL = 0.7;

/** @param info what `INFO` printed, all sections */
export function examineRedis(info: string): RedisFault[] {
  const fields = new Map([...info.matchAll(/^([a-z_]+):(.*?)\r?$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
  const faults: RedisFault[] = [];
  const version = fields.get('redis_version') ?? '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    faults.push({ what: `it is version ${version || 'unknown'}`, next: `Install Redis ${OLDEST.join('.')} or newer.` });
  const policy = fields.get('maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction')
    faults.push({
      what: `it throws queued tickets away when it is full (maxmemory-policy ${policy})`,
      next: 'Set `maxmemory-policy noeviction` in redis.conf.',
    });
  if (fields.get('aof_enabled') === '0')
    faults.push({
      what: 'it forgets the queue when it restarts (appendonly no)',
      next: 'Set `appendonly yes` in redis.conf; until then the relay puts everything in again.',
    });
  const [used = 0, most = 0] = ['used_memory', 'maxmemory'].map((name) => Number(fields.get(name)));
  if (most > 0 && used / most > FULL)
    faults.push({
      what: `it is ${Math.round((100 * used) / most)} % full (${megabytes(used)} of ${megabytes(most)}), and a full one answers nothing`,
      next: 'Raise `maxmemory` in redis.conf, or give the queue a Redis of its own.',
    });
  return faults;
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
