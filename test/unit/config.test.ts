/** Flags beat environment, environment beats file, file beats default; secrets never show. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig, Secret, withoutPassword } from '../../src/config.ts';
import { PrecisError } from '../../src/domain/errors.ts';

const none = () => null;
const file = (settings: unknown) => () => JSON.stringify(settings);
const CANARY = 'sk-canary-0123456789';

describe('where a setting comes from', () => {
  it('prefers flags, then environment, then file, then the default', () => {
    const layers = [
      loadConfig({ model: 'flag' }, { PRECIS_MODEL: 'env' }, file({ model: 'file' })),
      loadConfig({}, { PRECIS_MODEL: 'env' }, file({ model: 'file' })),
      loadConfig({}, {}, file({ model: 'file' })),
      loadConfig({}, {}, none),
    ];
    expect(layers.map(({ model, origins }) => [model, origins.model])).toEqual([
      ['flag', 'flag'],
      ['env', 'environment'],
      ['file', 'file'],
      [null, 'default'],
    ]);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(loadConfig({}, { OPENAI_API_KEY: '', OPENAI_BASE_URL: '' }, none).engine).toBe('extractive');
  });
});

describe('the engine', () => {
  it('is extractive where nothing is set', () => {
    expect(loadConfig({}, {}, none)).toMatchObject({ engine: 'extractive', concurrency: 64 });
  });

  it.each([{ OPENAI_API_KEY: CANARY }, { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1' }])(
    'is openai where a key or a server is set',
    (env) => {
      expect(loadConfig({}, env, none)).toMatchObject({ engine: 'openai', concurrency: 8 });
    },
  );

  it('stays extractive when asked for, whatever key lies about', () => {
    expect(loadConfig({ engine: 'extractive' }, { OPENAI_API_KEY: CANARY }, none).engine).toBe('extractive');
  });
});

describe('what is wrong', () => {
  it('is said all at once, each with the place it came from', () => {
    const broken = () =>
      loadConfig({ concurrency: 'many' }, { OPENAI_BASE_URL: 'not a url', PRECIS_WAIT: '-1' }, file({ colour: 'red' }));
    expect(broken).toThrow(PrecisError);
    for (const part of ['--concurrency', 'OPENAI_BASE_URL', 'PRECIS_WAIT', '"colour"']) expect(broken).toThrow(part);
  });

  it('keeps keys out of the file', () => {
    expect(() => loadConfig({}, {}, file({ apiKey: CANARY }))).toThrow('OPENAI_API_KEY');
  });

  it.each(['', '[]', 'no json', '"text"'])('names a settings file that is none: %j', (text) => {
    expect(() => loadConfig({}, {}, () => text)).toThrow('precis.json');
  });
});

describe('a secret', () => {
  it('shows itself nowhere but where it is asked to', () => {
    const config = loadConfig({}, { OPENAI_API_KEY: CANARY }, none);
    const shown = [String(config.apiKey), JSON.stringify(config), inspect(config, { depth: 9 }), `${config.apiKey}`];
    for (const text of shown) expect(text).not.toContain(CANARY);
    expect(config.apiKey?.reveal()).toBe(CANARY);
    expect(inspect(new Secret(CANARY))).toContain('***');
  });

  it('does not appear in what is said about other settings', () => {
    expect(() => loadConfig({ concurrency: '0' }, { OPENAI_API_KEY: CANARY }, none)).not.toThrow(CANARY);
  });
});

describe('the database', () => {
  const url = `postgres://ada:${CANARY}@db.example:5432/precis?sslmode=require`;

  it('is a file unless DATABASE_URL names a server, and is shown without its password', () => {
    expect(loadConfig({}, {}, none)).toMatchObject({ db: '.precis/precis.db', databaseUrl: null });
    const config = loadConfig({}, { DATABASE_URL: url }, none);
    expect(config.databaseUrl?.reveal()).toBe(url);
    expect(config.db).toBe('postgres://ada@db.example:5432/precis?sslmode=require');
    expect(inspect(config) + JSON.stringify(config)).not.toContain(CANARY);
  });

  it('is the file that the command line names, whatever the environment says', () => {
    expect(loadConfig({ db: 'mine.db' }, { DATABASE_URL: url }, none)).toMatchObject({ db: 'mine.db', databaseUrl: null });
    expect(loadConfig({}, { DATABASE_URL: url, PRECIS_DB: 'mine.db' }, none).databaseUrl).not.toBeNull();
  });

  it.each(['mysql://localhost/x', 'localhost', 'postgres://'])('is not taken from %s', (address) => {
    expect(() => loadConfig({}, { DATABASE_URL: address }, none)).toThrow('DATABASE_URL');
  });

  it('has no password in the file of settings, wherever it stands in the address', () => {
    expect(() => loadConfig({}, {}, file({ databaseUrl: url }))).toThrow('environment variable DATABASE_URL');
    expect(withoutPassword(`postgres://h/d?user=ada&password=${CANARY}`)).toBe('postgres://h/d?user=ada');
    expect(withoutPassword(`postgres://ada:${CANARY}@:::/x`)).not.toContain(CANARY);
  });
});

describe('the address of Redis', () => {
  const URL = 'rediss://precis:s3cret-canary@redis.example:6380/2';

  it('is none unless it is set, and is handed over whole where it is', () => {
    expect(loadConfig({}, {}, none).redisUrl).toBeNull();
    expect(loadConfig({}, { REDIS_URL: URL }, none).redisUrl?.reveal()).toBe(URL);
  });

  it('shows where it leads and never the password', () => {
    const config = loadConfig({}, { REDIS_URL: URL }, none);
    for (const shown of [String(config.redisUrl), JSON.stringify(config), inspect(config, { depth: 9 })])
      expect(shown).not.toContain('s3cret-canary');
    expect(String(config.redisUrl)).toBe('rediss://precis:***@redis.example:6380/2');
  });

  it.each(['http://redis.example', 'redis.example:6379', ''])('is refused or not set for %j, without repeating it', (url) => {
    const read = () => loadConfig({}, { REDIS_URL: url && `${url}/canary` }, none);
    if (url === '') expect(read().redisUrl).toBeNull();
    else {
      expect(read).toThrow('REDIS_URL');
      expect(read).not.toThrow('canary');
    }
  });

  it('may stand in the file, its password may not', () => {
    expect(String(loadConfig({}, {}, file({ redisUrl: 'redis://redis.example' })).redisUrl)).toBe('redis://redis.example');
    expect(() => loadConfig({}, {}, file({ redisUrl: URL }))).toThrow('REDIS_URL');
  });
});
