/** `precis doctor`: one line per finding, each with what to do; exit 0 only when nothing is wrong. */
import { type Config, flagOf, SETTINGS, type SettingName } from '../../config.ts';
import { draftJsonSchema } from '../../domain/draft.ts';
import { PrecisError, policyOf } from '../../domain/errors.ts';
import { lintSchema } from '../../domain/lint-schema.ts';
import { precisVersion } from '../../package-root.ts';
import { systemClock } from '../../system.ts';
import { readNamed, shippedNames } from '../choose-prompts.ts';
import type { Command } from '../command.ts';
import { withDrivers } from '../server-packages.ts';
import type { Terminal } from '../terminal.ts';
import { configOf, isThere, openExistingStore } from '../workshop.ts';

interface Finding {
  readonly ok: boolean;
  readonly what: string;
  readonly next?: string;
  /** Exit code it asks for. */
  readonly exit?: number;
}

export const doctor: Command = {
  name: 'doctor',
  summary: 'check settings, database and engine',
  usage: 'precis doctor [FLAGS]',
  options: {
    config: { type: 'boolean', about: 'show the effective settings and where each comes from' },
    offline: { type: 'boolean', about: 'do not ask the server anything' },
  },
  settings: ['engine', 'model', 'base-url', 'api-key', 'redis-url'],
  examples: ['precis doctor', 'precis doctor --config'],
  async run({ flags, terminal }) {
    const config = configOf(flags);
    if (flags.config) return showConfig(config, terminal);
    const findings = [
      { ok: true, what: `precis ${precisVersion()} on Node ${process.versions.node}` },
      ...checkPrompts(),
      ...(await checkDatabase(config, terminal)),
      ...(await checkRedis(config, flags.offline === true)),
      ...(await checkEngine(config, flags.offline === true)),
    ];
    const exit = Math.max(0, ...findings.map((finding) => (finding.ok ? 0 : (finding.exit ?? 4))));
    if (terminal.json) terminal.emit({ ok: exit === 0, findings });
    for (const { ok, what, next } of findings) {
      terminal.line(`${ok ? terminal.paint('green', 'ok ') : terminal.paint('red', 'bad')} ${what}`);
      if (next) terminal.line(`    ${next}`);
    }
    return exit;
  },
};

function showConfig(config: Config, terminal: Terminal): number {
  const shown: Record<SettingName, unknown> = {
    ...config,
    wait: config.waitMs / 1000,
    timeout: config.timeoutMs / 1000,
    lock: config.lockMs / 1000,
  };
  const settings = (Object.keys(SETTINGS) as SettingName[])
    .filter((name) => name !== 'crashAt')
    .map((name) => ({
      setting: flagOf(name),
      value: shown[name] === null ? null : String(shown[name]),
      origin: config.origins[name],
      env: SETTINGS[name].env,
    }));
  if (terminal.json) terminal.emit({ settings });
  for (const { setting, value, origin, env } of settings)
    terminal.line(`${setting.padEnd(14)} ${(value ?? 'not set').padEnd(36)} ${origin}${env ? ` (${env})` : ''}`);
  return 0;
}

function checkPrompts(): Finding[] {
  try {
    const prompts = shippedNames().map((name) => readNamed(name));
    const faults = lintSchema(draftJsonSchema(['tldr', 'tags', 'claims']));
    if (faults.length > 0) return [{ ok: false, what: `the request schema breaks the strict subset: ${faults[0]}`, exit: 3 }];
    return [{ ok: true, what: `${prompts.length} prompts: ${prompts.map((prompt) => prompt.name).join(', ')}` }];
  } catch (error) {
    return [fault(error)];
  }
}

async function checkDatabase(config: Config, terminal: Terminal): Promise<Finding[]> {
  if (!isThere(config)) return [{ ok: true, what: `no database at ${config.db} yet`, next: '`precis run FILE` makes one.' }];
  try {
    const store = await openExistingStore(config, terminal);
    try {
      const faults = await store.check();
      const { papers, tickets } = await store.status();
      if (faults.length > 0)
        return faults.map(
          (what): Finding => ({
            ok: false,
            what: `database ${config.db}: ${what}`,
            next: 'Make a copy of the database before you do anything else.',
            exit: 75,
          }),
        );
      return [
        {
          ok: true,
          what: `database ${config.db}: ${papers} papers, ${tickets.wanted + tickets.waiting} tickets open, integrity ok`,
        },
      ];
    } finally {
      await store.close();
    }
  } catch (error) {
    return [fault(error)];
  }
}

async function checkRedis({ redisUrl }: Config, offline: boolean): Promise<Finding[]> {
  if (redisUrl === null) return [{ ok: true, what: 'queue inside this process: no Redis is set, none is needed on one machine' }];
  if (offline) return [{ ok: true, what: `queue at ${redisUrl}, not asked` }];
  const [{ connectRedis }, { askRedis }, { examineRedis }] = await withDrivers('REDIS_URL', () =>
    Promise.all([import('../../connect.ts'), import('../../queue/ask-redis.ts'), import('../../queue/examine-redis.ts')]),
  );
  try {
    const faults = examineRedis(
      await askRedis(
        connectRedis(redisUrl.reveal(), () => {}),
        String(redisUrl),
      ),
    );
    if (faults.length === 0) return [{ ok: true, what: `queue at ${redisUrl}: answers, keeps what it is given` }];
    return faults.map(({ what, next }): Finding => ({ ok: false, what: `queue at ${redisUrl}: ${what}`, next, exit: 3 }));
  } catch (error) {
    return [fault(error)];
  }
}

async function checkEngine(config: Config, offline: boolean): Promise<Finding[]> {
  if (config.engine === 'extractive') return [{ ok: true, what: 'engine extractive: no server, no key, $0' }];
  const key = config.apiKey === null ? 'no key' : 'a key';
  if (offline) return [{ ok: true, what: `engine openai at ${config.baseUrl} with ${key}, not asked` }];
  const { listModels } = await import('../../engine/openai.ts');
  try {
    const endpoint = {
      baseUrl: config.baseUrl,
      apiKey: config.apiKey?.reveal() ?? null,
      fetch: globalThis.fetch,
      clock: systemClock,
      deadlineMs: 10_000,
    };
    const names = await listModels(endpoint, AbortSignal.timeout(10_000));
    const reached: Finding = {
      ok: true,
      what: `engine openai at ${config.baseUrl} with ${key}: answers, lists ${names.join(', ') || 'no model'}`,
    };
    if (config.model !== null) return [reached];
    return [reached, { ok: false, what: 'no model is set', next: 'Set PRECIS_MODEL or --model to one of these.', exit: 3 }];
  } catch (error) {
    return [fault(error)];
  }
}

function fault(error: unknown): Finding {
  if (!(error instanceof PrecisError)) throw error;
  return { ok: false, what: error.message, next: error.next, exit: policyOf(error.code).exit };
}
