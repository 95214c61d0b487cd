/** `precis work`: enriches what is queued with the engine of this machine's settings, until drained. */
import { PrecisError } from '../../domain/errors.ts';
import type { Prompt } from '../../domain/prompt.ts';
import type { Run, RunLedger } from '../../domain/run.ts';
import type { Engine, Store } from '../../ports.ts';
import { promptOfRecipe } from '../../recipe-prompt.ts';
import { isGone, systemClock } from '../../system.ts';
import { chooseEngine } from '../choose-engine.ts';
import type { Command, Invocation } from '../command.ts';
import { exitOf, sum } from '../run-report.ts';
import { duration, plural } from '../terminal.ts';
import { type Worked, workRun } from '../work-run.ts';
import { configOf, openExistingStore, withStore } from '../workshop.ts';

export const work: Command = {
  name: 'work',
  summary: 'enrich what is queued',
  usage: 'precis work [FLAGS]',
  options: {},
  settings: ['engine', 'model', 'base-url', 'api-key', 'concurrency', 'wait', 'timeout', 'redis-url', 'lock'],
  examples: ['precis work', 'precis work --concurrency 32'],
  async run(invocation) {
    const config = configOf(invocation.flags);
    return withStore(await openExistingStore(config, invocation.terminal), async (store) => {
      const startedAt = systemClock.now();
      await store.reconcile(isGone);
      const vocabulary = await store.vocabulary();
      const engine = await chooseEngine(config, await store.pin(), vocabulary);
      const { served, others } = await shareRuns(store, engine);
      const before = totalOf(await ledgersOf(store, served));
      const total = before.wanted + before.waiting;
      const { terminal } = invocation;
      const worked =
        total > 0 ? await workRun({ store, config, terminal, engine, prompts: promptsOf(served), vocabulary, total }) : null;
      const after = totalOf(await closeDrained(store, served));
      const counts: Counts = { tickets: total, failed: after.failed - before.failed, left: after.wanted + after.waiting };
      report(invocation, engine, counts, others, { seconds: (systemClock.now() - startedAt) / 1000, db: config.db });
      return exitOfWork(store, served, worked, counts);
    });
  },
};

interface Counts {
  readonly tickets: number;
  readonly failed: number;
  readonly left: number;
}

interface OtherRun {
  readonly run: Run;
  /** The setting that is missing here. */
  readonly missing: string;
}

/** Runs this engine serves go on, parked ones too: whoever starts a worker has seen to the cause. Others wait and say for what. */
async function shareRuns(store: Store, engine: Engine): Promise<{ served: Run[]; others: OtherRun[] }> {
  const unfinished = (await store.runs()).filter(({ state }) => state !== 'closed');
  const served: Run[] = [];
  const others: OtherRun[] = [];
  for (const run of unfinished) {
    if (run.recipe.engineHash === engine.hash) {
      await store.resumeRun(run.id);
      served.push(run);
    } else if (run.state === 'open') {
      const missing = missingSetting(run);
      if ((await store.holdRun(run.id, missing)) > 0) others.push({ run, missing });
    }
  }
  return { served, others };
}

/** What a person has to set so that a run can go on here. */
function missingSetting({ recipe }: Run): string {
  if (recipe.engine === 'extractive') return 'it was started with --engine extractive: give that flag here';
  return `it was started with ${recipe.model} at ${recipe.endpoint}: set PRECIS_MODEL=${recipe.model} and OPENAI_BASE_URL or OPENAI_API_KEY here`;
}

/** Prompts of runs that this precis renders to the same bytes; tickets of the others wait for the precis that does. */
function promptsOf(runs: readonly Run[]): Prompt[] {
  const prompts = new Map<string, Prompt>();
  for (const stored of runs.flatMap(({ recipe }) => recipe.prompts)) {
    try {
      prompts.set(stored.hash, promptOfRecipe(stored));
    } catch (error) {
      if (!(error instanceof PrecisError)) throw error;
    }
  }
  return [...prompts.values()];
}

const ledgersOf = (store: Store, runs: readonly Run[]): Promise<RunLedger[]> =>
  Promise.all(runs.map(({ id }) => store.runLedger(id)));

function totalOf(ledgers: readonly RunLedger[]): { wanted: number; waiting: number; failed: number } {
  const total = { wanted: 0, waiting: 0, failed: 0 };
  for (const ledger of ledgers) {
    total.wanted += ledger.wanted;
    total.waiting += sum(ledger.waiting);
    total.failed += sum(ledger.failed);
  }
  return total;
}

async function closeDrained(store: Store, runs: readonly Run[]): Promise<RunLedger[]> {
  const ledgers = await ledgersOf(store, runs);
  for (const [i, ledger] of ledgers.entries()) {
    const id = runs[i]?.id;
    if (id !== undefined && ledger.wanted + sum(ledger.waiting) === 0) await store.closeRun(id);
  }
  return ledgers;
}

function report(
  { terminal }: Invocation,
  engine: Engine,
  { tickets, failed, left }: Counts,
  others: readonly OtherRun[],
  { seconds, db }: { readonly seconds: number; readonly db: string },
): void {
  const done = tickets - left - failed;
  if (terminal.json) {
    const waiting = others.map(({ run, missing }) => ({ run: run.id, missing }));
    terminal.emit({ engine: engine.name, model: engine.model, tickets, done, failed, left, waiting, seconds, db });
    return;
  }
  if (tickets === 0) terminal.line('Nothing is queued for this engine.');
  else terminal.line(`${plural(done, 'ticket')} done, ${failed} failed, ${left} left, in ${duration(seconds * 1000)}.`);
  for (const { run, missing } of others) terminal.line(`Run ${run.id} waits: ${missing}.`);
}

/** As for a run; a worker stopped by SIGTERM has done what it was told. */
async function exitOfWork(store: Store, served: readonly Run[], worked: Worked | null, { failed, left }: Counts): Promise<number> {
  if (worked?.stoppedBy === 'SIGTERM') return 0;
  if (worked?.end === 'interrupted') return 75;
  for (const { id } of served) {
    const run = await store.run(id);
    if (run?.state === 'parked') return exitOf({ imports: [], run, ledger: await store.runLedger(id), worked });
  }
  return left > 0 ? 75 : failed > 0 ? 4 : 0;
}
