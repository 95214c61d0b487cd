/**
 * The relay as a process (`node workers/relay.ts`): moves wanted tickets to Redis and reconciles every minute. One is enough, two do
 * no harm, and killing it costs nothing but the time until it is started again.
 */
import { databaseIdOf, joinRedis, logTo } from '../src/cli/choose-queue.ts';
import { reportFailure } from '../src/cli/main.ts';
import { listenForStop } from '../src/cli/stop-signals.ts';
import { openTerminal } from '../src/cli/terminal.ts';
import { openStore, withStore } from '../src/cli/workshop.ts';
import { loadConfig } from '../src/config.ts';
import { relay } from '../src/relay.ts';
import { isGone, systemClock } from '../src/system.ts';

async function main(): Promise<number> {
  const terminal = openTerminal(false);
  const log = logTo(terminal);
  const stop = listenForStop(terminal, 0);
  try {
    const config = loadConfig({});
    const { bull, optionsFor } = await joinRedis(config, log);
    await withStore(await openStore(config, terminal), (store) => {
      terminal.note(`relay: moving tickets of ${config.db} to ${config.redisUrl}`);
      return relay({
        store,
        clock: systemClock,
        log,
        isGone,
        async openQueue(engineHash, onFatal) {
          const databaseId = (await databaseIdOf(store)) ?? '';
          return bull.createBullRelay(optionsFor(bull.queueNameOf(databaseId, engineHash)), onFatal);
        },
        stop: stop.signal,
      });
    });
    return 0;
  } catch (error) {
    return reportFailure(error, false);
  } finally {
    stop.release();
  }
}

// whatever a connection still waits for must not hold the process
process.exit(await main());
