/** `precis run`: add + work until drained, with a ledger at the end. Without files it wants every stored paper. */

import type { Config } from '../../config.ts';
import { PrecisError } from '../../domain/errors.ts';
import type { ImportLedger } from '../../domain/ledger.ts';
import type { Store } from '../../ports.ts';
import type { Selection } from '../../store-port.ts';
import { isGone, systemClock } from '../../system.ts';
import { countOf } from '../arguments.ts';
import type { Command, Invocation } from '../command.ts';
import { estimateRun } from '../estimate.ts';
import { type Intake, openIntake, takeIn } from '../intake.ts';
import { INTAKE_OPTIONS, PROMPT_OPTIONS } from '../options.ts';
import { planRun, type RunPlan, wantOf } from '../plan-run.ts';
import { preview } from '../preview.ts';
import { printImport, printNext, printRun } from '../print-report.ts';
import { countCurrent, exitOf, type RunReport, sum, toJson } from '../run-report.ts';
import { type Worked, workRun } from '../work-run.ts';
import { configOf, openStore, probeOf, withStore } from '../workshop.ts';

export const run: Command = {
  name: 'run',
  summary: 'add listings, work until drained, say what came out',
  usage: 'precis run [FILE..|-] [FLAGS]',
  options: {
    ...INTAKE_OPTIONS,
    ...PROMPT_OPTIONS,
    pilot: { type: 'string', value: 'N', about: 'enrich only N papers of these files, to look at before the rest' },
  },
  settings: ['engine', 'model', 'base-url', 'api-key', 'concurrency', 'wait', 'timeout', 'redis-url', 'lock'],
  examples: [
    'precis run listing.txt --engine extractive',
    "precis run 'dumps/*.txt' --pilot 50",
    'pbpaste | precis run -',
    'precis run                     every stored paper that is still wanted',
  ],
  async run(invocation) {
    const { words, flags, terminal } = invocation;
    const config = configOf(flags);
    const pilot = countOf(flags, 'pilot', 1, 1_000_000);
    const intake = await openIntake(words, flags);
    if (flags['dry-run']) return preview(intake, config, flags, terminal);
    const store = await openStore(config, terminal);
    return withStore(store, () => runOn(store, config, intake, pilot, invocation));
  },
};

async function runOn(
  store: Store,
  config: Config,
  intake: Intake,
  pilot: number | undefined,
  invocation: Invocation,
): Promise<number> {
  const { flags, terminal } = invocation;
  const startedAt = systemClock.now();
  await store.reconcile(isGone);
  const plan = await planRun(store, config, flags);
  for (const notice of plan.notices) terminal.note(notice);
  const opened = await store.openRun(plan.recipe);
  const want = wantOf(opened.id, plan);
  const whole = pilot === undefined && intake.files.length > 0;
  const imports = await takeIn(store, intake, whole ? want : null, probeOf(config), terminal);
  for (const ledger of imports) printImport(terminal, ledger, ledger.rejected > 0 ? await store.rejects(ledger.importId, 5) : []);
  const selection: Selection = imports.length > 0 ? { importIds: imports.map((ledger) => ledger.importId) } : {};
  if (!whole) await store.want(want, pilot === undefined ? selection : { pks: await firstWanted(store, selection, pilot) });
  const worked = await workAndClose(store, config, plan, opened.id, invocation);
  const report = await reportOf(store, config, opened.id, imports, selection, worked, (systemClock.now() - startedAt) / 1000);
  const exit = exitOf(report);
  if (terminal.json) terminal.emit(toJson(report));
  else {
    printRun(terminal, report, await troubles(store, report));
    printNext(terminal, report, exit);
  }
  return exit;
}

async function workAndClose(
  store: Store,
  config: Config,
  plan: RunPlan,
  runId: string,
  { terminal }: Invocation,
): Promise<Worked | null> {
  const before = await store.runLedger(runId);
  const total = before.wanted + sum(before.waiting);
  let worked: Worked | null = null;
  if (total > 0) {
    if (plan.engine.paid) for (const line of await estimateRun(store, plan, runId, total)) terminal.note(line);
    worked = await workRun({ store, config, terminal, runId, total, ...plan }).catch((error: unknown): Worked => {
      if (!(error instanceof PrecisError) || !/^(store|queue)\./.test(error.code)) throw error;
      // what was finished is safe and can be read: the report says how far it came
      terminal.note(`precis: ${error.message}. ${error.next}`);
      return { end: 'interrupted', stoppedBy: null };
    });
  }
  const after = await store.runLedger(runId);
  const isOpen = (await store.run(runId))?.state === 'open';
  if (isOpen && after.wanted + sum(after.waiting) === 0) await store.closeRun(runId);
  return worked;
}

async function reportOf(
  store: Store,
  config: Config,
  runId: string,
  imports: readonly ImportLedger[],
  selection: Selection,
  worked: Worked | null,
  seconds: number,
): Promise<RunReport> {
  const current = await countCurrent(store, selection);
  const row = await store.run(runId);
  if (!row) throw new TypeError(`run ${runId} is gone`);
  return { imports, run: row, ledger: await store.runLedger(runId), ...current, seconds, worked, db: config.db };
}

/** The first papers of a selection that can be enriched. */
async function firstWanted(store: Store, selection: Selection, count: number): Promise<number[]> {
  const pks: number[] = [];
  for await (const { pk, newest, withdrawn } of store.bundles(selection)) {
    if (newest.abstract !== null && !withdrawn) pks.push(pk);
    if (pks.length >= count) break;
  }
  return pks;
}

const troubles = async (store: Store, { ledger }: RunReport) =>
  sum(ledger.failed) + sum(ledger.waiting) > 0 ? store.notes(['failed', 'waiting'], 5) : [];
