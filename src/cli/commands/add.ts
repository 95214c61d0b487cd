/** `precis add`: parse, deduplicate, store and queue; the work comes later with `precis work` or `precis run`. */

import { PrecisError } from '../../domain/errors.ts';
import { isGone } from '../../system.ts';
import type { Command } from '../command.ts';
import { openIntake, takeIn } from '../intake.ts';
import { INTAKE_OPTIONS, PROMPT_OPTIONS } from '../options.ts';
import { planRun, wantOf } from '../plan-run.ts';
import { preview } from '../preview.ts';
import { printImport } from '../print-report.ts';
import { plural } from '../terminal.ts';
import { configOf, openStore, probeOf, withStore } from '../workshop.ts';

export const add: Command = {
  name: 'add',
  summary: 'parse, deduplicate and store listings, queue their papers',
  usage: 'precis add FILE..|- [FLAGS]',
  options: { ...INTAKE_OPTIONS, ...PROMPT_OPTIONS },
  settings: ['engine', 'model', 'base-url', 'api-key'],
  examples: ['precis add listing.txt --dry-run', "precis add 'dumps/*.jsonl'"],
  async run({ words, flags, terminal }) {
    if (words.length === 0) throw new PrecisError('usage', 'precis add needs a file, or - for standard input');
    const config = configOf(flags);
    const intake = await openIntake(words, flags);
    if (flags['dry-run']) return preview(intake, config, flags, terminal);
    return withStore(await openStore(config, terminal), async (store) => {
      await store.reconcile(isGone);
      const plan = await planRun(store, config, flags);
      for (const notice of plan.notices) terminal.note(notice);
      const run = await store.openRun(plan.recipe);
      const imports = await takeIn(store, intake, wantOf(run.id, plan), probeOf(config), terminal);
      const { tickets, wanted } = await store.runLedger(run.id);
      const rejected = imports.reduce((total, ledger) => total + ledger.rejected, 0);
      if (wanted === 0) await store.closeRun(run.id);
      if (terminal.json) {
        const counts = imports.map(({ importId: _id, encoding: _encoding, ...one }) => one);
        terminal.emit({ imports: counts, run: { id: run.id, tickets, wanted }, db: config.db });
      } else {
        for (const ledger of imports)
          printImport(terminal, ledger, ledger.rejected > 0 ? await store.rejects(ledger.importId, 5) : []);
        terminal.line(
          `${plural(wanted, 'paper')} queued for ${plan.recipe.model ?? plan.recipe.engine}. \`precis work\` enriches them.`,
        );
      }
      return rejected > 0 ? 4 : 0;
    });
  },
};
