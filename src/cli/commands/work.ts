/** `precis work`: enriches what is queued with the engine of this machine's settings, until drained. */
import { CODES } from '../../domain/errors.ts';
import type { Prompt } from '../../domain/prompt.ts';
import type { RunLedger } from '../../domain/run.ts';
import type { Store } from '../../ports.ts';
import { promptOfRecipe } from '../../recipe-prompt.ts';
import { isGone, systemClock } from '../../system.ts';
import { chooseEngine } from '../choose-engine.ts';
import type { Command } from '../command.ts';
import { sum } from '../run-report.ts';
import { duration, plural } from '../terminal.ts';
import { workRun } from '../work-run.ts';
import { configOf, openExistingStore, withStore } from '../workshop.ts';

export const work: Command = {
  name: 'work',
  summary: 'enrich what is queued',
  usage: 'precis work [FLAGS]',
  options: {},
  settings: ['engine', 'model', 'base-url', 'api-key', 'concurrency', 'wait', 'timeout'],
  examples: ['precis work', 'precis work --concurrency 32'],
  async run({ flags, terminal }) {
    const config = configOf(flags);
    return withStore(await openExistingStore(config, terminal), async (store) => {
      const startedAt = systemClock.now();
      await store.reconcile(isGone);
      const vocabulary = await store.vocabulary();
      const engine = await chooseEngine(config, await store.pin(), vocabulary);
      // whoever starts a worker has seen to the cause: parked runs go on
      for (const run of (await store.runs()).filter((one) => one.state === 'parked' && one.recipe.engineHash === engine.hash))
        await store.resumeRun(run.id);
      const runs = (await store.openRuns()).filter((run) => run.recipe.engineHash === engine.hash);
      const prompts = new Map<string, Prompt>(
        runs.flatMap((run) => run.recipe.prompts.map((stored) => [stored.hash, promptOfRecipe(stored)])),
      );
      const ids = runs.map((run) => run.id);
      const before = await ledgers(store, ids);
      const total = before.reduce((all, ledger) => all + ledger.wanted + sum(ledger.waiting), 0);
      const worked =
        total > 0 ? await workRun({ store, config, terminal, engine, prompts: [...prompts.values()], vocabulary, total }) : null;
      const after = await ledgers(store, ids);
      for (const [i, ledger] of after.entries())
        if (ledger.wanted + sum(ledger.waiting) === 0) await store.closeRun(ids[i] as string);
      const others = (await store.openRuns()).filter((run) => run.recipe.engineHash !== engine.hash);
      const failed =
        after.reduce((all, ledger) => all + sum(ledger.failed), 0) - before.reduce((all, ledger) => all + sum(ledger.failed), 0);
      const left = after.reduce((all, ledger) => all + ledger.wanted + sum(ledger.waiting), 0);
      const seconds = (systemClock.now() - startedAt) / 1000;
      if (terminal.json)
        terminal.emit({
          engine: engine.name,
          model: engine.model,
          tickets: total,
          done: total - left - failed,
          failed,
          left,
          seconds,
          db: config.db,
        });
      else {
        terminal.line(
          total === 0
            ? 'Nothing is queued for this engine.'
            : `${plural(total - left - failed, 'ticket')} done, ${failed} failed, ${left} left, in ${duration(seconds * 1000)}.`,
        );
        for (const run of others)
          terminal.line(
            `Run ${run.id} waits for ${run.recipe.model ?? run.recipe.engine}, which these settings do not serve. ${CODES['engine.not_served'].next}`,
          );
      }
      if (worked?.end === 'interrupted') return worked.stoppedBy === 'SIGTERM' ? 0 : 75;
      const parked = (await store.runs()).filter((run) => ids.includes(run.id) && run.state === 'parked');
      if (parked.some((run) => run.code === 'engine.unauthorised')) return 3;
      return left > 0 ? 75 : failed > 0 ? 4 : 0;
    });
  },
};

const ledgers = (store: Store, ids: readonly string[]): Promise<RunLedger[]> => Promise.all(ids.map((id) => store.runLedger(id)));
