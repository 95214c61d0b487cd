/**
 * An export, byte for byte: five invented papers with the Drafts a careful reader would give, one that went missing and one without
 * an abstract, decisions of a person on top, under a fixed clock. What changes here changes for every reader of a dataset.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Completion, Request } from '../../src/domain/completion.ts';
import { NO_USAGE } from '../../src/domain/completion.ts';
import { parseJson } from '../../src/domain/json.ts';
import { ONLY } from '../../src/domain/rows.ts';
import { createConcurrencyLimiter } from '../../src/engine/concurrency-limiter.ts';
import { jsonl } from '../../src/formats/jsonl.ts';
import { precisJsonl } from '../../src/ingest/precis-jsonl.ts';
import { add, type Bench, enrichOne, release } from '../../src/pipeline.ts';
import type { Engine, Store } from '../../src/ports.ts';
import { review } from '../../src/steps/review.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { noProbe } from '../../src/system.ts';
import { manualClock } from '../support/clock.ts';
import { memorySource } from '../support/memory-source.ts';
import { samplePapers, shippedPrompt, shippedVocabulary } from '../support/shipped.ts';
import { extractiveRecipe, named, wantOf } from '../support/store-samples.ts';
import { tempDir } from '../support/temp-dir.ts';

const golden = (name: string): string => new URL(`./files/export/${name}`, import.meta.url).pathname;
const papers = samplePapers();
const prompt = shippedPrompt('enrich');

/** Answers each paper with its own Draft. */
const reader: Engine = {
  name: 'reader',
  hash: named('reader'),
  model: null,
  paid: false,
  endpoint: null,
  body: () => null,
  async complete(request: Request): Promise<Completion> {
    const { title } = parseJson(request.messages.at(-1)?.content ?? '') as { title: string };
    const draft = papers.find((paper) => paper.title === title)?.draft;
    if (!draft) throw new Error(`no Draft for ${title}`);
    return {
      content: '',
      finishReason: null,
      refusal: null,
      usage: NO_USAGE,
      rung: 'text',
      servedModel: null,
      fingerprint: null,
      latencyMs: 0,
      draft,
    };
  },
};

/** A database with every paper, one failed, one without an abstract, and three decisions. */
async function makeStore(): Promise<Store> {
  const clock = manualClock();
  const store = await openSqliteStore({ file: join(tempDir(), 'precis.db'), clock, log: { info: () => {}, warn: () => {} } });
  await store.seedVocabulary(() => shippedVocabulary().terms);
  const recipe = {
    ...extractiveRecipe(),
    engine: reader.name,
    engineHash: reader.hash,
    prompts: [{ name: prompt.name, hash: prompt.hash, language: 'en', source: '' }],
  };
  const run = await store.openRun(recipe);
  const lines = [
    ...papers.map(({ title, abstract }, n) => ({
      title,
      abstract,
      arxiv_id: `2601.0000${n}`,
      authors: ['Ada Invented', 'Bo Invented'],
      categories: ['cs.IR'],
    })),
    { title: 'A Paper Whose Worker Gave Up', abstract: 'It says little, and what it says is not repeated here.' },
    { title: 'A Paper Known by Its Title Alone' },
  ];
  const source = memorySource(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`, { name: 'papers.jsonl' });
  await add(store, { source, reader: precisJsonl, encoding: null }, wantOf(run), noProbe);
  const bench: Bench = {
    store,
    engine: reader,
    limiter: createConcurrencyLimiter({ limit: 1, clock }),
    prompts: new Map([[prompt.hash, prompt]]),
    vocabulary: await store.vocabulary(),
    clock,
    probe: noProbe,
    parked: new Set(),
  };
  for (const { ticketId } of await store.eligible([reader.hash], 100)) {
    const claim = await store.claim(ticketId, 'host:1:1');
    if (!claim) continue;
    await clock.advance(1000);
    if (claim.paper.title.includes('Gave Up'))
      await store.settle(ticketId, 'host:1:1', { kind: 'failed', code: 'completion.refused', message: 'the model refused: "no"' });
    else await enrichOne(bench, claim, new AbortController().signal);
  }
  await decide(store);
  await store.closeRun(run.id);
  return store;
}

/** A person accepts one claim, rejects another, and rewrites a TL;DR. */
async function decide(store: Store): Promise<void> {
  let n = 0;
  for await (const { pk, view } of store.bundles({})) {
    const decision = {
      paperPk: pk,
      enrichmentKey: null,
      before: null,
      actor: 'reviewer@example.org',
      mode: 'assisted' as const,
      guidelineVersion: null,
      groupId: null,
      undoes: null,
      reason: null,
      note: null,
    };
    const [first, second] = view.claims;
    if (!first || !second || n > 0) continue;
    n++;
    await review(
      store,
      [
        { ...decision, eventId: 'event-1', field: `claims/${first.id}`, action: 'accept', after: null },
        { ...decision, eventId: 'event-2', field: `claims/${second.id}`, action: 'reject', after: null, reason: 'not a result' },
        { ...decision, eventId: 'event-3', field: 'tldr', action: 'edit', after: '"A person wrote this sentence."' },
      ],
      null,
    );
  }
}

async function exported(store: Store, only: (typeof ONLY)[number]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  await release(store, {}, only, jsonl, {
    async write(file, bytes) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of bytes) chunks.push(chunk);
      files.set(file, Buffer.concat(chunks).toString('utf8'));
    },
  });
  return files;
}

describe('an export, byte for byte', () => {
  it.each(ONLY)('--only %s', async (only) => {
    const store = await makeStore();
    const files = await exported(store, only);
    await store.close();
    expect(files.get('papers.jsonl')?.trim().split('\n')).toHaveLength(papers.length + 2);
    expect([...files.keys()]).toEqual(['papers.jsonl', 'claims.jsonl', 'tags.jsonl', 'reviews.jsonl', 'runs.jsonl']);
    for (const [file, text] of files) await expect(text).toMatchFileSnapshot(golden(`${only}/${file}`));
  });
});
