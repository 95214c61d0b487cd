/** The straight line inside a test: a listing to Enrichments on any store under a clock of its own, decisions on top, and the bytes. */
import { readFileSync } from 'node:fs';
import { openIntake } from '../../src/cli/intake.ts';
import { planRun, wantOf } from '../../src/cli/plan-run.ts';
import { loadConfig } from '../../src/config.ts';
import type { ReviewEvent } from '../../src/domain/review-event.ts';
import { TABLE_NAMES } from '../../src/domain/row.ts';
import type { Run } from '../../src/domain/run.ts';
import { readVocabulary } from '../../src/domain/vocabulary.ts';
import { drain } from '../../src/drain.ts';
import { createConcurrencyLimiter } from '../../src/engine/concurrency-limiter.ts';
import { jsonl } from '../../src/formats/jsonl.ts';
import { packageFile } from '../../src/package-root.ts';
import { add, release } from '../../src/pipeline.ts';
import type { Clock, Store } from '../../src/ports.ts';
import { createInlineQueue } from '../../src/queue/inline.ts';
import { noProbe } from '../../src/system.ts';

/** Imports files and enriches every paper with the extractive engine. */
export async function enrichFiles(store: Store, clock: Clock, files: readonly string[]): Promise<Run> {
  await store.seedVocabulary(
    () => readVocabulary(readFileSync(packageFile('prompts', 'vocabulary.v1.json'), 'utf8'), 'vocabulary.v1.json').terms,
  );
  const plan = await planRun(
    store,
    loadConfig({ engine: 'extractive' }, {}, () => null),
    {},
  );
  const run = await store.openRun(plan.recipe);
  for (const incoming of (await openIntake(files, {})).files) await add(store, incoming, wantOf(run.id, plan), noProbe);
  const end = await drain({
    bench: {
      store,
      engine: plan.engine,
      limiter: createConcurrencyLimiter({ limit: 16, clock }),
      prompts: new Map(plan.prompts.map((prompt) => [prompt.hash, prompt])),
      vocabulary: plan.vocabulary,
      clock,
      probe: noProbe,
      parked: new Set(),
    },
    owner: 'host:1:1',
    isGone: () => false,
    queue: (work, onFatal) => createInlineQueue(16, work, onFatal),
    runId: run.id,
    waitMs: 0,
    graceMs: 1_000,
    stop: new AbortController().signal,
    onSettled: () => {},
    onWaiting: () => {},
  });
  if (end !== 'drained') throw new Error(`the run ended as ${end}`);
  await store.closeRun(run.id);
  return run;
}

/** Decisions on every paper: TL;DRs accepted, edited or rejected, first claims too, one of them taken back. */
export async function decideAll(store: Store): Promise<number> {
  let count = 0;
  for await (const { pk, paperId, view } of store.bundles({})) {
    const decide = async (field: string, action: ReviewEvent['action'], after: string | null, undoes: string | null = null) => {
      const eventId = `event-${count++}`;
      await store.review([{ ...SILENT, eventId, paperPk: pk, field, action, after, undoes, actor: 'ada' }], null);
      return eventId;
    };
    const turn = count % 3;
    if (view.tldr) await decide('tldr', ACTIONS[turn] ?? 'accept', turn === 1 ? JSON.stringify(`${paperId}: said better.`) : null);
    const [claim] = view.claims;
    if (claim) {
      const rejected = await decide(`claims/${claim.id}`, 'reject', null);
      if (turn === 0) await decide(`claims/${claim.id}`, 'undo', null, rejected);
    }
  }
  return count;
}

const ACTIONS = ['accept', 'edit', 'reject'] as const;
const SILENT = {
  enrichmentKey: null,
  before: null,
  mode: 'assisted',
  guidelineVersion: null,
  groupId: null,
  reason: null,
  note: null,
} as const;

/** Every exported table as text. */
export async function exportText(store: Store): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  await release(store, {}, 'all', jsonl, {
    async write(file, bytes) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of bytes) chunks.push(chunk);
      texts[file] = Buffer.concat(chunks).toString('utf8');
    },
  });
  if (Object.keys(texts).length !== TABLE_NAMES.length) throw new Error('a table was not exported');
  return texts;
}
