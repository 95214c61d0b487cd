/**
 * The obvious script: openai + zod + JSONL, what a competent person writes in an hour and uses for a year. precis is measured
 * against it, so it is kept honest: structured output, retries, parallel calls, append and restart, nothing made worse on purpose.
 *
 *   node test/bench/naive.ts LISTING OUT.jsonl
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';

const Enriched = z.object({
  tldr: z.string(),
  tags: z.object({ task: z.array(z.object({ label: z.string() })), method: z.array(z.object({ label: z.string() })) }),
  claims: z.array(
    z.object({
      quote: z.string(),
      dataset: z.string().nullable(),
      metric: z.string().nullable(),
      value: z.string().nullable(),
      baseline: z.object({ name: z.string().nullable(), value: z.string().nullable() }).nullable(),
    }),
  ),
});
const FORMAT = zodResponseFormat(Enriched, 'enriched');
const PROMPT = `Summarise the paper in one sentence, tag its tasks and methods, and list every quantitative claim
with the sentence it comes from, copied word for word. Use null for what the abstract does not say.`;

const [listing = '', out = ''] = process.argv.slice(2);
const client = new OpenAI();

// a paper is a long block and the short one above it
const blocks = readFileSync(listing, 'utf8')
  .split(/\n\s*\n/)
  .map((block) => block.trim());
const papers = blocks.flatMap((abstract, i) => (abstract.length > 300 ? [{ title: blocks[i - 1] ?? '', abstract }] : []));

async function enrich(paper: { title: string; abstract: string }) {
  for (let attempt = 1; ; attempt++) {
    try {
      const completion = await client.chat.completions.parse({
        model: process.env.MODEL ?? 'gpt-4o-mini',
        messages: [
          { role: 'system', content: PROMPT },
          { role: 'user', content: JSON.stringify(paper) },
        ],
        response_format: FORMAT,
        max_tokens: 2000,
      });
      const parsed = completion.choices[0]?.message.parsed;
      if (!parsed) throw new Error(completion.choices[0]?.message.refusal ?? 'no answer');
      return { title: paper.title, ...parsed };
    } catch (error) {
      if (attempt === 3) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * attempt));
    }
  }
}

// start where the last run stopped
const done = existsSync(out) ? readFileSync(out, 'utf8').trim().split('\n').filter(Boolean).length : 0;
for (let i = done; i < papers.length; i += 8) {
  const batch = await Promise.allSettled(papers.slice(i, i + 8).map(enrich));
  for (const one of batch) {
    if (one.status === 'fulfilled') appendFileSync(out, `${JSON.stringify(one.value)}\n`);
    else console.error('failed:', one.reason instanceof Error ? one.reason.message : one.reason);
  }
  console.error(`${Math.min(i + 8, papers.length)} of ${papers.length}`);
}
