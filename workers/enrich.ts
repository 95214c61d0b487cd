/**
 * A worker as a process (`node workers/enrich.ts`): enriches what the relay has queued until SIGTERM, which hands back what cannot be
 * finished in time. Killing it loses nothing: its tickets are free again when its lock is over.
 */
import { chooseEngine } from '../src/cli/choose-engine.ts';
import { databaseIdOf, joinRedis, logTo } from '../src/cli/choose-queue.ts';
import { reportFailure } from '../src/cli/main.ts';
import { listenForStop } from '../src/cli/stop-signals.ts';
import { openTerminal } from '../src/cli/terminal.ts';
import { openStore, probeOf, withStore } from '../src/cli/workshop.ts';
import { type Config, loadConfig } from '../src/config.ts';
import { createConcurrencyLimiter } from '../src/engine/concurrency-limiter.ts';
import type { Log, Store } from '../src/ports.ts';
import { serve } from '../src/serve.ts';
import { systemClock as clock, isGone, ownerOfThisProcess } from '../src/system.ts';

const GRACE_MS = 10_000;

async function main(): Promise<number> {
  const terminal = openTerminal(false);
  const stop = listenForStop(terminal, GRACE_MS);
  try {
    const config = loadConfig({});
    await withStore(await openStore(config, terminal), (store) => work(config, store, logTo(terminal), stop.signal));
    return 0;
  } catch (error) {
    return reportFailure(error, false);
  } finally {
    stop.release();
  }
}

async function work(config: Config, store: Store, log: Log, stop: AbortSignal): Promise<void> {
  const { bull, optionsFor } = await joinRedis(config, log);
  const vocabulary = await store.vocabulary();
  const engine = await chooseEngine(config, await store.pin(), vocabulary);
  await store.reconcile(isGone);
  let databaseId = await databaseIdOf(store);
  for (; databaseId === null && !stop.aborted; databaseId = await databaseIdOf(store)) await clock.sleep(1_000, stop);
  if (databaseId === null) return;
  const options = optionsFor(bull.queueNameOf(databaseId, engine.hash));
  const { concurrency } = config;
  const limiter = createConcurrencyLimiter({ limit: concurrency, clock });
  const bench = { store, engine, limiter, vocabulary, clock, probe: probeOf(config), parked: new Set<string>() };
  log.info(`worker: enriching with ${engine.model ?? engine.name}, ${concurrency} at once, from ${config.redisUrl}`);
  const consume = (...[take, onFatal]: Parameters<Parameters<typeof serve>[0]['consume']>) =>
    bull.createBullWorker(options, take, onFatal);
  await serve({ bench, owner: ownerOfThisProcess(), isGone, consume, concurrency, graceMs: GRACE_MS, stop, log });
}

// whatever a connection still waits for must not hold the process
process.exit(await main());
