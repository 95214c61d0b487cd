/** What a Store promises about Enrichments: one per key and revision, every ticket of the key done with it, and never a loss. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { CHECKS_REVISION } from '../../src/domain/check.ts';
import { canonicalJson } from '../../src/domain/json.ts';
import {
  extractiveRecipe,
  paperNumber,
  sampleCall,
  sampleClaim,
  sampleDraft,
  sampleEnrichment,
  samplePaper,
  sampleRecipe,
  wantOf,
} from '../support/store-samples.ts';
import { bundlesOf, claimNext, importAll, OTHER, OWNER, onlyBundle, openKit, type Place, runOver, workAll } from './store-kit.ts';

/** The same text under two arXiv ids. */
const twins = () => [samplePaper({ ids: { arxiv: '2601.00001' } }), samplePaper({ ids: { arxiv: '2601.00002' } })];

export function persistPromises(makePlace: () => Place): void {
  const kit = () => openKit(makePlace(), onTestFinished);

  describe('an Enrichment', () => {
    it('comes back exactly as it was persisted', async () => {
      const { store } = await kit();
      const run = await runOver(store, [paperNumber(1)]);
      const claim = await claimNext(store, run);
      const draft = sampleDraft({
        claims: [sampleClaim(), sampleClaim(), sampleClaim({ value: null, metric: null, dataset: null, baseline: null })],
      });
      const enrichment = sampleEnrichment(claim, run.recipe, {
        draft,
        repairs: ['closed a brace'],
        flags: ['suspect'],
        servedModel: 'x',
      });
      expect(await store.persist(enrichment, claim.ticketId, false)).toBe('written');
      expect(await store.enrichment(enrichment.key, CHECKS_REVISION)).toEqual(enrichment);
      expect(await store.enrichment(enrichment.key, CHECKS_REVISION + 1)).toBeNull();
    });

    it('comes back the same when its Draft is the reply of its call, and when it is not', async () => {
      const { store } = await kit();
      const run = await runOver(store, [paperNumber(1), paperNumber(2)]);
      for (const content of [canonicalJson(sampleDraft()), `Sure! ${canonicalJson(sampleDraft())}`]) {
        const claim = await claimNext(store, run);
        const callId = await store.logCall(sampleCall(claim, run.recipe, { content }));
        const enrichment = sampleEnrichment(claim, run.recipe, { callId, servedModel: 'scripted-model-2026', rung: 'json_schema' });
        await store.persist(enrichment, claim.ticketId, false);
        expect(await store.enrichment(enrichment.key, CHECKS_REVISION)).toEqual(enrichment);
      }
      expect(await store.check()).toEqual([]);
    });

    it('settles its ticket and is written once, whoever comes second', async () => {
      const { store, second } = await kit();
      const other = await second();
      const run = await runOver(store, [paperNumber(1)]);
      const claim = await claimNext(store, run);
      const enrichment = sampleEnrichment(claim, run.recipe);
      const outcomes = await Promise.all([store, other].map((one) => one.persist(enrichment, claim.ticketId, false)));
      expect(outcomes.sort()).toEqual(['already', 'written']);
      expect(await store.runLedger(run.id)).toMatchObject({ tickets: 1, done: 1, replayed: 0 });
    });

    it('finishes the ticket of a worker that lost its lease meanwhile', async () => {
      const { store, clock } = await kit();
      const run = await runOver(store, [paperNumber(1)]);
      const claim = await claimNext(store, run);
      await clock.advance(20_000);
      await store.claim(claim.ticketId, OTHER);
      await store.persist(sampleEnrichment(claim, run.recipe), claim.ticketId, false);
      await store.settle(claim.ticketId, OTHER, { kind: 'failed', code: 'draft.invalid', message: '' });
      expect(await store.runLedger(run.id)).toMatchObject({ done: 1, failed: {} });
    });

    it('is shared by papers with equal texts: one call finishes both tickets and fills both views', async () => {
      const { store } = await kit();
      const run = await runOver(store, twins());
      const claim = await claimNext(store, run);
      await store.persist(sampleEnrichment(claim, run.recipe), claim.ticketId, false);
      expect(await store.runLedger(run.id)).toMatchObject({ tickets: 2, done: 2, replayed: 1 });
      for (const bundle of await bundlesOf(store)) expect(bundle.view.claims).toHaveLength(1);
    });

    it('makes the ticket of a paper that comes later with the same text done at once', async () => {
      const { store } = await kit();
      const [first, second] = twins();
      const run = await runOver(store, first ? [first] : []);
      await workAll(store, run);
      await importAll(store, second ? [second] : [], run);
      expect(await store.runLedger(run.id)).toMatchObject({ tickets: 2, done: 2, replayed: 1, wanted: 0 });
      expect((await bundlesOf(store)).map(({ view }) => view.claims.length)).toEqual([1, 1]);
    });

    it('that somebody deleted is wanted again by the next run, under the calls it had', async () => {
      const { store, place } = await kit();
      const run = await runOver(store, [paperNumber(1)]);
      const claim = await claimNext(store, run);
      const callId = await store.logCall(sampleCall(claim, run.recipe));
      await store.persist(sampleEnrichment(claim, run.recipe, { callId }), claim.ticketId, false);
      await place.sql('DELETE FROM enrichments');
      expect(await store.check()).toHaveLength(1);
      const again = await store.openRun(sampleRecipe());
      expect(await store.want(wantOf(again), {})).toBe(1);
      expect(await store.callsOf((await claimNext(store, again)).enrichmentKey, 0)).toHaveLength(1);
      expect(await store.runLedger(run.id)).toMatchObject({ tickets: 1, handedOver: 1 });
    });

    it('that somebody deleted is noticed by reconcile, and its view is gone', async () => {
      const { store, place } = await kit();
      const run = await runOver(store, [paperNumber(1)]);
      await workAll(store, run);
      await place.sql('DELETE FROM enrichments');
      expect((await onlyBundle(store)).view.tldr).toBeNull();
      expect(await store.reconcile(() => false)).toBe(1);
      expect(await store.runLedger(run.id)).toMatchObject({ wanted: 1, done: 0 });
      expect(await store.check()).toEqual([]);
    });

    it('that somebody deleted is not wanted again for a text that a newer one replaced', async () => {
      const { store, place } = await kit();
      const run = await runOver(store, [paperNumber(1)]);
      await workAll(store, run);
      await importAll(store, [paperNumber(1, { abstract: 'Another text.' })], run);
      await place.sql('DELETE FROM enrichments');
      await store.reconcile(() => false);
      const tickets = await store.eligible([run.recipe.engineHash], 10);
      expect(tickets).toHaveLength(1);
      expect((await claimNext(store, run)).paper.abstract).toBe('Another text.');
      expect(await store.check()).toEqual([]);
    });

    it('under a newer checks revision stands beside the older one, with the same claim ids', async () => {
      const { store } = await kit();
      const run = await runOver(store, [paperNumber(1)]);
      const claim = await claimNext(store, run);
      const first = sampleEnrichment(claim, run.recipe);
      await store.persist(first, claim.ticketId, false);
      const second = { ...first, checksRevision: 2, flags: ['clipped'] };
      expect(await store.persist(second, null, true)).toBe('written');
      const { view, enrichments } = await onlyBundle(store);
      expect(view.sections.claims).toMatchObject({ revision: 2 });
      expect(enrichments).toEqual([second]);
      expect(await store.enrichment(first.key, 1)).toEqual(first);
    });

    it('of a re-validation finishes tickets that had failed', async () => {
      const { store } = await kit();
      const run = await runOver(store, [paperNumber(1)]);
      const claim = await claimNext(store, run);
      const callId = await store.logCall(sampleCall(claim, run.recipe));
      await store.settle(claim.ticketId, OWNER, { kind: 'failed', code: 'draft.invalid', message: '' });
      await store.persist(sampleEnrichment(claim, run.recipe, { callId }), null, true);
      expect(await store.runLedger(run.id)).toMatchObject({ done: 1, failed: {} });
    });

    it('of an older text is shown as stale until the newer one has its own', async () => {
      const { store } = await kit();
      const run = await runOver(store, [paperNumber(1)]);
      await workAll(store, run);
      await importAll(store, [paperNumber(1, { abstract: 'Another text.' })], run);
      const stale = await onlyBundle(store);
      expect(stale.view.sections.claims?.stale).toBe(true);
      expect([...stale.versions.values()].map(({ abstract }) => abstract)).toEqual([
        'Another text.',
        'Abstract 1: it raises accuracy from 1% to 2%.',
      ]);
      await workAll(store, run);
      expect((await onlyBundle(store)).view.sections.claims?.stale).toBe(false);
    });

    it('of a model goes before an extractive one, and the pinned one before both', async () => {
      const { store } = await kit();
      const model = await runOver(store, [paperNumber(1)]);
      await workAll(store, model);
      const extractive = await store.openRun(extractiveRecipe());
      await store.want(wantOf(extractive), {});
      await workAll(store, extractive);
      const other = sampleRecipe({ engineHash: 'sha256:'.padEnd(71, 'a'), model: 'later-model' });
      const later = await store.openRun(other);
      await store.want(wantOf(later), {});
      const claim = await claimNext(store, later);
      await store.persist(sampleEnrichment(claim, other, { createdAtMs: 1_800_000_000_000 }), claim.ticketId, false);
      const modelNow = async () => (await onlyBundle(store)).enrichments[0]?.model;
      expect(await modelNow()).toBe('later-model');
      await store.setPin({
        promptHashes: model.recipe.prompts.map(({ hash }) => hash),
        engineHash: model.recipe.engineHash,
        prompts: model.recipe.prompts,
        engine: 'openai',
        model: 'scripted-model',
        vocabularyVersion: 'v1+0',
      });
      expect(await modelNow()).toBe('scripted-model');
      expect(await store.pin()).toMatchObject({ model: 'scripted-model' });
    });
  });

  describe('many writes at once', () => {
    it('each stand or fall by themselves', async () => {
      const { store } = await kit();
      const run = await runOver(store, [paperNumber(1)]);
      const claim = await claimNext(store, run);
      const outcomes = await Promise.allSettled([
        store.setMeta('a', '1'),
        store.closeRun('no such run'),
        store.persist(sampleEnrichment(claim, run.recipe), claim.ticketId, false),
        store.storeBatch({ importId: 'no such import', records: [], want: null }),
        store.setMeta('b', '2'),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
      expect([await store.meta('a'), await store.meta('b'), await store.meta('c')]).toEqual(['1', '2', null]);
      expect(await store.runLedger(run.id)).toMatchObject({ done: 1 });
    });

    it('are all there after the database was closed and opened', async () => {
      const { store, reopen } = await kit();
      const run = await runOver(
        store,
        Array.from({ length: 30 }, (_, n) => paperNumber(n)),
      );
      await workAll(store, run);
      const before = await bundlesOf(store);
      const again = await reopen();
      expect(await bundlesOf(again)).toEqual(before);
      expect(await again.runLedger(run.id)).toMatchObject({ done: 30 });
      expect(await again.check()).toEqual([]);
    });

    it('that were asked for before close are durable', async () => {
      const { store, reopen } = await kit();
      void store.setMeta('last', 'word');
      expect(await (await reopen()).meta('last')).toBe('word');
    });
  });
}
