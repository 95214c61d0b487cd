/**
 * What one enriched paper costs on disk, call log and search index included: at most 6 KB at 450 output tokens and an abstract of
 * 1.4 to 1.9 KB. The texts are drawn from an invented lexicon whose words are as unevenly frequent as those of real abstracts.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { DraftChecks, TagCheck } from '../../../src/domain/check.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import { canonicalJson } from '../../../src/domain/json.ts';
import type { Paper } from '../../../src/domain/paper.ts';
import { flattenTags } from '../../../src/domain/tag.ts';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import { importAll, OWNER } from '../../contract/store-kit.ts';
import { manualClock, mulberry32 } from '../../support/clock.ts';
import {
  named,
  sampleCall,
  sampleClaim,
  sampleDraft,
  sampleEnrichment,
  samplePaper,
  sampleRecipe,
} from '../../support/store-samples.ts';
import { tempDir } from '../../support/temp-dir.ts';

const LIMIT = 6 * 1024;
/** Gives as many distinct words over 145 papers as a real listing has (4,400), and rather more per paper (187 against 147). */
const LEXICON = 5000;
/** 450 tokens of a JSON answer: 3.9 characters each, measured on answers about real abstracts. */
const ANSWER = 450 * 3.9;

const SYLLABLES = ['ti', 'de', 'ra', 'mo', 'len', 'ka', 'vor', 'su', 'pe', 'nal', 'gri', 'to', 'ba', 'es', 'im', 'ru'];
function word(rank: number): string {
  let text = '';
  for (let rest = rank + 3; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) text += SYLLABLES[rest % SYLLABLES.length];
  return text;
}

/** A text of about this length; the n-th most frequent word is n times rarer than the first. */
function textOf(random: () => number, length: number): string {
  let text = '';
  while (text.length < length) text += `${word(Math.floor(LEXICON ** random()))}${random() < 0.05 ? '. ' : ' '}`;
  return text.trim();
}

function paperOf(n: number): Paper {
  const random = mulberry32(n + 1);
  const abstract = textOf(random, 1400 + random() * 500);
  const title = textOf(random, 75);
  const [raw, map] =
    random() < 0.15
      ? [
          `${abstract.slice(0, 300)}x2013${abstract.slice(300)}`,
          [
            [0, 0],
            [300, 300],
            [300, 305],
          ] as const,
        ]
      : [abstract, null];
  const at = n * 1800;
  return samplePaper({
    title,
    titleRaw: title,
    abstract,
    abstractRaw: raw,
    abstractMap: map,
    locator: { index: n, start: at, end: at + 1750 },
  });
}

function draftOf(abstract: string): Draft {
  const quote = (at: number, length: number): string => abstract.slice(at, at + length);
  const tags = {
    ...sampleDraft().tags,
    task: [
      { label: quote(0, 18), quote: null },
      { label: quote(40, 16), quote: quote(30, 40) },
    ],
  } as Draft['tags'];
  const claims = [100, 400, 700, 1000].map((at) =>
    sampleClaim({ quote: quote(at, 60), subject: quote(at, 12), task: quote(at + 5, 15) }),
  );
  const draft = { tldr: '', tags, claims };
  return { ...draft, tldr: quote(0, Math.round(ANSWER - canonicalJson(draft).length)) };
}

function withTags(checks: DraftChecks, draft: Draft): DraftChecks {
  const tags = flattenTags(draft.tags as NonNullable<Draft['tags']>).map(
    (_, at): TagCheck =>
      at < 3
        ? { support: null, alignment: null }
        : { support: 'stated', alignment: { grounding: 'exact', span: { field: 'abstract', start: 100 + at, end: 120 + at } } },
  );
  return { ...checks, tags };
}

test.each([145, 1000])('%i enriched papers take at most 6 KB each, call log and search included', async (papers) => {
  const file = join(tempDir(), 'precis.db');
  const store = await openSqliteStore({ file, clock: manualClock(), log: { info: () => {}, warn: () => {} } });
  const recipe = sampleRecipe();
  const run = await store.openRun(recipe);
  await importAll(
    store,
    Array.from({ length: papers }, (_, n) => paperOf(n)),
    run,
  );
  const tickets = await store.eligible([recipe.engineHash], papers);
  let answered = 0;
  for (let at = 0; at < tickets.length; at += 50)
    await Promise.all(
      tickets.slice(at, at + 50).map(async ({ ticketId }) => {
        const claim = await store.claim(ticketId, OWNER);
        if (!claim) throw new Error('no claim');
        const draft = draftOf(claim.paper.abstract ?? '');
        const content = canonicalJson(draft);
        answered += content.length;
        const callId = await store.logCall(
          sampleCall(claim, recipe, { content, servedModel: recipe.model, requestHash: named(ticketId) }),
        );
        const enrichment = sampleEnrichment(claim, recipe, { draft, callId, servedModel: recipe.model, rung: 'json_schema' });
        await store.persist({ ...enrichment, checks: withTags(enrichment.checks, draft) }, ticketId, false);
      }),
    );
  expect(await store.runLedger(run.id)).toMatchObject({ done: papers });
  await store.close();

  const bytes = statSync(file).size / papers;
  console.log(
    `${papers} papers: ${Math.round(bytes)} B each, of which ${Math.round(answered / papers)} B are the model's answer\n${partsOf(file, papers)}`,
  );
  expect(answered / papers).toBeGreaterThan(ANSWER - 20);
  expect(bytes).toBeLessThanOrEqual(LIMIT);
});

/** Bytes per paper of the larger tables and indexes. */
function partsOf(file: string, papers: number): string {
  const database = new DatabaseSync(file);
  const rows = database.prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC LIMIT 6').all();
  database.close();
  return rows.map(({ name, bytes }) => `  ${name} ${Math.round(Number(bytes) / papers)}`).join('\n');
}
