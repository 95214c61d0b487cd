/**
 * Settings: flags, then environment, then file, then defaults, checked once and frozen. The only reader of the environment; nothing
 * is read at import, every problem is listed at once, and a secret prints as ***.
 */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { z } from 'zod';
import { PrecisError } from './domain/errors.ts';
import { parseJson } from './domain/json.ts';

/** A value that never shows itself: not in a log, not in JSON, not in an inspection. What it shows instead is its mask. */
export class Secret {
  readonly #value: string;
  readonly #mask: string;
  constructor(value: string, mask = '***') {
    this.#value = value;
    this.#mask = mask;
  }
  /** The value, for the one place that sends it. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return this.#mask;
  }
  toJSON(): string {
    return this.#mask;
  }
  [inspect.custom](): string {
    return this.#mask;
  }
}

interface Setting {
  readonly env: string | null;
  readonly schema: z.ZodType;
  readonly fallback: unknown;
  readonly about: string;
}

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** Every setting, documented once. Flags have the same names with dashes. */
export const SETTINGS = {
  db: { env: 'PRECIS_DB', schema: z.string().min(1), fallback: '.precis/precis.db', about: 'database file' },
  databaseUrl: {
    env: 'DATABASE_URL',
    schema: z.string().regex(/^postgres(ql)?:\/\/./, 'is no address of the form postgres://USER@HOST/DATABASE'),
    fallback: null,
    about: 'Postgres database that keeps everything instead of the file; prefer the environment, flags are visible to other users',
  },
  engine: {
    env: 'PRECIS_ENGINE',
    schema: z.enum(['openai', 'extractive']),
    fallback: null,
    about: 'openai or extractive; openai where a key or a base URL is set',
  },
  model: {
    env: 'PRECIS_MODEL',
    schema: z.string().min(1),
    fallback: null,
    about: 'model of the openai engine; there is no default',
  },
  baseUrl: {
    env: 'OPENAI_BASE_URL',
    schema: z.url({ protocol: /^https?$/ }),
    fallback: null,
    about: 'root of any OpenAI-compatible API, often ending in /v1',
  },
  apiKey: {
    env: 'OPENAI_API_KEY',
    schema: z.string().min(1),
    fallback: null,
    about: 'key for that API; prefer the environment, flags are visible to other users',
  },
  concurrency: {
    env: 'PRECIS_CONCURRENCY',
    schema: count(1, 1024),
    fallback: null,
    about: 'papers in work at once; 8 with a model, 64 without',
  },
  wait: {
    env: 'PRECIS_WAIT',
    schema: count(0, 604_800),
    fallback: 900,
    about: 'longest wait for a limit before a run ends, in seconds',
  },
  timeout: { env: 'PRECIS_TIMEOUT', schema: count(1, 300), fallback: 120, about: 'deadline of one call, in seconds' },
  redisUrl: {
    env: 'REDIS_URL',
    schema: z.url({ protocol: /^rediss?$/ }),
    fallback: null,
    about: 'Redis that hands tickets to workers on any machine; rediss:// for TLS; none is needed on one machine',
  },
  lock: {
    env: 'PRECIS_LOCK',
    schema: count(1, 300),
    fallback: 10,
    about: 'how long Redis keeps a ticket for a worker that does not answer, in seconds',
  },
  crashAt: {
    env: 'PRECIS_CRASH_AT',
    schema: z.string().min(1),
    fallback: null,
    about: 'kills the process at a named point; for tests of recovery',
  },
} as const satisfies Record<string, Setting>;

/** Settings that may hold a password. */
const SECRETS = { apiKey: SETTINGS.apiKey, databaseUrl: SETTINGS.databaseUrl };

export type SettingName = keyof typeof SETTINGS;

/** Where a value came from. */
export type Origin = 'flag' | 'environment' | 'file' | 'default';

export interface Config {
  /** Where everything is kept, for a person to read: a file, or the address of a Postgres database without its password. */
  readonly db: string;
  /** Null where everything is kept in the file `db`. */
  readonly databaseUrl: Secret | null;
  readonly engine: 'openai' | 'extractive';
  readonly model: string | null;
  readonly baseUrl: string;
  readonly apiKey: Secret | null;
  readonly concurrency: number;
  readonly waitMs: number;
  readonly timeoutMs: number;
  /** Null where the tickets of this process stay in this process. Shows its address without the password. */
  readonly redisUrl: Secret | null;
  readonly lockMs: number;
  readonly crashAt: string | null;
  readonly origins: Readonly<Record<SettingName, Origin>>;
}

const CONFIG_FILE = 'precis.json';
const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

/**
 * Reads the effective settings.
 * @param flags values given on the command line
 * @throws PrecisError `config.invalid` listing every problem
 */
export function loadConfig(
  flags: Readonly<Partial<Record<SettingName, string>>>,
  env: Readonly<Record<string, string | undefined>> = process.env,
  readFile: (path: string) => string | null = readIfThere,
): Config {
  const file = readConfigFile(readFile);
  const problems: string[] = [];
  const origins = {} as Record<SettingName, Origin>;
  const values = {} as Record<SettingName, unknown>;
  for (const [name, setting] of Object.entries(SETTINGS) as [SettingName, Setting][]) {
    // an empty variable is how shells and compose files say "not set"
    const fromEnv = setting.env ? env[setting.env] || undefined : undefined;
    const candidates: [Origin, unknown][] = [
      ['flag', flags[name]],
      ['environment', fromEnv],
      ['file', file[name]],
    ];
    const [origin, value] = candidates.find(([, one]) => one !== undefined) ?? ['default', setting.fallback];
    origins[name] = origin;
    values[name] = value;
    if (origin === 'default') continue;
    const parsed = setting.schema.safeParse(value);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${placeOf(name, setting, origin)}: ${parsed.error.issues[0]?.message ?? 'is not valid'}`);
  }
  for (const name of Object.keys(file)) if (!(name in SETTINGS)) problems.push(`"${name}" in ${CONFIG_FILE} is not a setting`);
  for (const [name, setting] of Object.entries(SECRETS))
    if (file[name] !== undefined)
      problems.push(`"${name}" does not belong in ${CONFIG_FILE}: use the environment variable ${setting.env}`);
  if (typeof file.redisUrl === 'string' && maskPassword(file.redisUrl) !== file.redisUrl)
    problems.push(`a password does not belong in ${CONFIG_FILE}: use the environment variable REDIS_URL`);
  if (problems.length > 0) throw new PrecisError('config.invalid', `reading the settings: ${problems.join('; ')}`);
  return freezeConfig(values, origins);
}

function freezeConfig(values: Record<SettingName, unknown>, origins: Record<SettingName, Origin>): Config {
  const hasServer = origins.apiKey !== 'default' || origins.baseUrl !== 'default';
  const engine = (values.engine as Config['engine'] | null) ?? (hasServer ? 'openai' : 'extractive');
  // a file that is named on the command line is meant, whatever the environment says
  const url = origins.db === 'flag' && origins.databaseUrl !== 'flag' ? null : (values.databaseUrl as string | null);
  return Object.freeze({
    db: url === null ? (values.db as string) : withoutPassword(url),
    databaseUrl: url === null ? null : new Secret(url),
    engine,
    model: values.model as string | null,
    baseUrl: ((values.baseUrl as string | null) ?? DEFAULT_BASE_URL).replace(/\/+$/, ''),
    apiKey: values.apiKey === null ? null : new Secret(values.apiKey as string),
    concurrency: (values.concurrency as number | null) ?? (engine === 'openai' ? 8 : 64),
    waitMs: (values.wait as number) * 1000,
    timeoutMs: (values.timeout as number) * 1000,
    redisUrl: values.redisUrl === null ? null : secretUrl(values.redisUrl as string),
    lockMs: (values.lock as number) * 1000,
    crashAt: values.crashAt as string | null,
    origins: Object.freeze(origins),
  });
}

/** The address of a server as it may be shown. */
export function withoutPassword(address: string): string {
  if (!URL.canParse(address)) return 'the database of DATABASE_URL';
  const url = new URL(address);
  url.password = '';
  url.searchParams.delete('password');
  return url.href;
}

/** The address of a server with *** for its password. */
const secretUrl = (url: string): Secret => new Secret(url, maskPassword(url));
const maskPassword = (url: string): string => url.replace(/^(\w+:\/\/[^/?#]*):[^/?#]*@/, '$1:***@');

const placeOf = (name: SettingName, setting: Setting, origin: Origin): string =>
  origin === 'flag' ? flagOf(name) : origin === 'environment' ? (setting.env ?? name) : `"${name}" in ${CONFIG_FILE}`;

/** Flag of a setting: `baseUrl` is `--base-url`. */
export function flagOf(name: SettingName): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function readConfigFile(readFile: (path: string) => string | null): Record<string, unknown> {
  const text = readFile(CONFIG_FILE);
  if (text === null) return {};
  try {
    const parsed = parseJson(text);
    if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  } catch {
    // the sentence below says it for both cases
  }
  throw new PrecisError('config.invalid', `reading ${CONFIG_FILE}: it is not a JSON object of settings`);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new PrecisError('config.invalid', `reading ${path}: ${(error as Error).message}`);
  }
}
