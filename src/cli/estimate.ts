/** What a run with a model will send, before the first call: engine, model, server, papers, tokens, and how to stay free. */
import { promptTokens } from '../domain/completion.ts';
import type { Store } from '../ports.ts';
import { prompt as promptFor } from '../steps/prompt.ts';
import type { RunPlan } from './plan-run.ts';
import { plural } from './terminal.ts';

/** Output of one paper and section, measured over the invented fixtures (test/unit/prompts). */
const OUTPUT_TOKENS = { tldr: 40, tags: 110, claims: 290 } as const;
/** Papers looked at for the estimate; more would not change it by much. */
const SAMPLE = 50;

/** Tokens one paper takes under all prompts of a plan, on average over a sample. */
export async function estimateTokensPerPaper(store: Store, plan: RunPlan): Promise<{ input: number; output: number }> {
  let papers = 0;
  let input = 0;
  for await (const { newest } of store.bundles({})) {
    if (newest.abstract === null) continue;
    papers++;
    for (const prompt of plan.prompts)
      input += promptTokens(
        promptFor(prompt, { title: newest.title, abstract: newest.abstract }, plan.vocabulary, plan.engine.model ?? ''),
      );
    if (papers >= SAMPLE) break;
  }
  const output = plan.prompts.flatMap((prompt) => prompt.yields).reduce((total, section) => total + OUTPUT_TOKENS[section], 0);
  return { input: papers === 0 ? 0 : input / papers, output };
}

/** The lines shown before the first paid call. */
export async function estimateRun(store: Store, plan: RunPlan, runId: string, tickets: number): Promise<string[]> {
  const perPaper = await estimateTokensPerPaper(store, plan);
  const papers = tickets / Math.max(1, plan.prompts.length);
  const tokens = (count: number): string => Math.round(count * papers).toLocaleString('en-US');
  const names = plan.prompts.map((prompt) => prompt.name).join(' + ');
  return [
    `${plan.engine.name}: ${plan.engine.model} at ${plan.engine.endpoint}, prompt ${names}, run ${runId}`,
    `${plural(tickets, 'call')} to make, about ${tokens(perPaper.input)} tokens in and ${tokens(perPaper.output)} out; precis does not know the price of this model.`,
    'To stay free: stop with Ctrl-C and use --engine extractive. To look first: --pilot 20.',
  ];
}
