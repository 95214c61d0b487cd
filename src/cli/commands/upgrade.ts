/**
 * `precis upgrade`: what a newer prompt or another model would change, and what it would cost, before the pin is moved. `--sample`
 * enriches a few papers under both and compares; only `--yes` changes anything.
 */

import type { Config } from '../../config.ts';
import { PrecisError } from '../../domain/errors.ts';
import type { Prompt } from '../../domain/prompt.ts';
import type { Store } from '../../ports.ts';
import type { StoredPin } from '../../store-port.ts';
import { isGone } from '../../system.ts';
import { countOf, textOf } from '../arguments.ts';
import { chooseEngine } from '../choose-engine.ts';
import { newestShipped, readNamed, storable } from '../choose-prompts.ts';
import type { Command, Invocation } from '../command.ts';
import { type Comparison, compareEnrichments } from '../compare.ts';
import { estimateTokensPerPaper } from '../estimate.ts';
import { type RunPlan, recipeOf, wantOf } from '../plan-run.ts';
import { plural } from '../terminal.ts';
import { workRun } from '../work-run.ts';
import { configOf, openExistingStore, withStore } from '../workshop.ts';

export const upgrade: Command = {
  name: 'upgrade',
  summary: 'compare a newer prompt or model before using it',
  usage: 'precis upgrade [FLAGS]',
  options: {
    sample: {
      type: 'string',
      value: 'N',
      about: 'enrich N papers under the new prompt or model and compare; these calls are paid',
    },
    prompt: { type: 'string', value: 'NAME', about: 'move to this prompt instead of the newest shipped one' },
    yes: { type: 'boolean', about: 'move the pin; later runs want every paper under it' },
  },
  settings: ['model', 'base-url', 'api-key', 'concurrency', 'wait', 'timeout'],
  examples: [
    'precis upgrade',
    'precis upgrade --sample 20',
    'precis upgrade --model other-model --sample 20',
    'precis upgrade --yes',
  ],
  async run(invocation) {
    const { flags, terminal } = invocation;
    const config = { ...configOf(flags), engine: 'openai' as const };
    const sample = countOf(flags, 'sample', 1, 10_000);
    return withStore(await openExistingStore(config, terminal), async (store) => {
      const pin = await store.pin();
      if (!pin)
        throw new PrecisError('usage', 'this database is not pinned: no run with a model was made yet', {
          next: '`precis run` with a model pins it.',
        });
      const plan = await planUpgrade(store, config, pin, textOf(flags, 'prompt'));
      const isSame = plan.engine.hash === pin.engineHash && plan.prompts.every((prompt) => pin.promptHashes.includes(prompt.hash));
      const comparison = sample !== undefined && !isSame ? await trySample(store, config, pin, plan, sample, invocation) : null;
      const { papers, withAbstract } = await store.status();
      const perPaper = await estimateTokensPerPaper(store, plan);
      const cost = {
        papers: withAbstract,
        promptTokens: Math.round(perPaper.input * withAbstract),
        completionTokens: Math.round(perPaper.output * withAbstract),
        costUsd: null,
      };
      const moved = flags.yes === true && !isSame;
      if (moved) await store.setPin(pinOf(plan));
      const from = describe(pin.prompts, pin.model);
      const to = describe(plan.prompts, plan.engine.model);
      if (terminal.json) terminal.emit({ from, to, same: isSame, moved, comparison, cost });
      else {
        terminal.line(isSame ? `Pinned to ${from}, and nothing newer is asked for.` : `Pinned: ${from}. Newer: ${to}.`);
        if (comparison) printComparison(comparison, invocation);
        if (!isSame)
          terminal.line(
            `The whole database: ${plural(cost.papers, 'paper')} of ${papers}, about ${cost.promptTokens.toLocaleString('en-US')} tokens in and ${cost.completionTokens.toLocaleString('en-US')} out; the price of the model is unknown to precis.`,
          );
        if (moved) terminal.line('The pin was moved. `precis run` wants every paper under it; older rows and every decision stay.');
        else if (!isSame)
          terminal.line(
            comparison
              ? 'Nothing was changed. --yes moves the pin.'
              : 'Nothing was changed. --sample 20 shows the difference, --yes moves the pin.',
          );
      }
      return 0;
    });
  },
};

const describe = (prompts: readonly { readonly name: string }[], model: string | null): string =>
  `${prompts.map((prompt) => prompt.name).join(' + ')} with ${model}`;

async function planUpgrade(store: Store, config: Config, pin: StoredPin, named: string | undefined): Promise<RunPlan> {
  const prompts: Prompt[] = named
    ? [readNamed(named)]
    : pin.prompts.map((stored) => newestShipped(stored.name.replace(/\.v\d+(@.*)?$/, ''), stored.language));
  const vocabulary = await store.vocabulary();
  const temperature = prompts[0]?.front.temperature;
  const engine = await chooseEngine(config, pin, vocabulary, temperature);
  return { engine, prompts, vocabulary, recipe: recipeOf(engine, prompts, vocabulary, temperature), notices: [] };
}

function pinOf({ engine, prompts, vocabulary }: RunPlan): StoredPin {
  const stored = prompts.map(storable);
  return {
    prompts: stored,
    promptHashes: stored.map((prompt) => prompt.hash),
    engine: engine.name,
    engineHash: engine.hash,
    model: engine.model,
    vocabularyVersion: vocabulary.version,
  };
}

/** Enriches papers that the pin has enriched already, and sets both side by side. */
async function trySample(
  store: Store,
  config: Config,
  pin: StoredPin,
  plan: RunPlan,
  count: number,
  { terminal }: Invocation,
): Promise<Comparison> {
  const pks: number[] = [];
  for await (const { pk, enrichments } of store.bundles({})) {
    if (enrichments.some((one) => one.engineHash === pin.engineHash)) pks.push(pk);
    if (pks.length >= count) break;
  }
  await store.reconcile(isGone);
  const run = await store.openRun(plan.recipe);
  const total = await store.want(wantOf(run.id, plan), { pks });
  if (total > 0) {
    terminal.note(
      `Enriching ${plural(pks.length, 'paper')} with ${describe(plan.prompts, plan.engine.model)} at ${plan.engine.endpoint}.`,
    );
    await workRun({ store, config, terminal, runId: run.id, total, ...plan });
  }
  await store.closeRun(run.id);
  return compareEnrichments(store, pks, pin, plan);
}

function printComparison(comparison: Comparison, { terminal }: Invocation): void {
  const { papers, sameTldr, tagsAdded, tagsRemoved, before, after } = comparison;
  terminal.line(
    `Of ${plural(papers, 'paper')} under both: ${sameTldr} TL;DRs the same, ${tagsAdded} tags added, ${tagsRemoved} removed.`,
  );
  terminal.line(
    `Claims: ${before.claims} before (${before.verified} verified), ${after.claims} after (${after.verified} verified). TL;DR numbers missing: ${before.missing} before, ${after.missing} after.`,
  );
}
