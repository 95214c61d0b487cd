/** What a Store promises about tickets at work: a lease has one owner, and whoever dies loses only time. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { named, paperNumber, sampleCall, sampleEnrichment } from '../support/store-samples.ts';
import { claimNext, collect, OTHER, OWNER, openKit, type Place, runOver } from './store-kit.ts';

const papers = (count: number) => Array.from({ length: count }, (_, n) => paperNumber(n + 1));
const LEASE_MS = 15_000;

export function workPromises(makePlace: () => Place): void {
  const kit = () => openKit(makePlace(), onTestFinished);

  describe('a ticket', () => {
    it('is handed out in order, with the text it is about', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(3));
      const titles: string[] = [];
      for (let i = 0; i < 3; i++) titles.push((await claimNext(store, run)).paper.title);
      expect(titles).toEqual(['Paper 1 on tides', 'Paper 2 on tides', 'Paper 3 on tides']);
      expect(await store.eligible([run.recipe.engineHash], 10)).toEqual([]);
    });

    it('is not offered to a worker that cannot serve its engine', async () => {
      const { store } = await kit();
      await runOver(store, papers(1));
      expect(await store.eligible([named('another engine')], 10)).toEqual([]);
      expect(await store.eligible([], 10)).toEqual([]);
    });

    it('is leased to one of two workers, whichever connection they come by', async () => {
      const { store, second } = await kit();
      const other = await second();
      const run = await runOver(store, papers(40));
      const tickets = await store.eligible([run.recipe.engineHash], 100);
      const claims = await Promise.all(
        tickets.flatMap(({ ticketId }) => [store.claim(ticketId, OWNER), other.claim(ticketId, OTHER)]),
      );
      const won = claims.filter((claim) => claim !== null).map(({ ticketId }) => ticketId);
      expect(won).toHaveLength(40);
      expect(new Set(won).size).toBe(40);
    });

    it('is not leased twice, not even by its owner', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(1));
      const { ticketId } = await claimNext(store, run);
      expect(await store.claim(ticketId, OTHER)).toBeNull();
      expect(await store.claim(ticketId, OWNER)).toBeNull();
      expect(await store.claim('t-00000000000000000000000000000000', OWNER)).toBeNull();
    });

    it('is free again when its lease was not renewed for 15 s', async () => {
      const { store, clock } = await kit();
      const run = await runOver(store, papers(1));
      const { ticketId } = await claimNext(store, run);
      await clock.advance(10_000);
      await store.renew(OWNER);
      await clock.advance(LEASE_MS - 1);
      expect(await store.claim(ticketId, OTHER)).toBeNull();
      await clock.advance(1);
      expect(await store.claim(ticketId, OTHER)).not.toBeNull();
    });

    it('is free at once when its owner is gone', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(2));
      const { ticketId } = await claimNext(store, run);
      await claimNext(store, run, OTHER);
      expect(await store.reconcile((owner) => owner === OWNER)).toBe(1);
      expect((await store.eligible([run.recipe.engineHash], 10)).map((one) => one.ticketId)).toEqual([ticketId]);
      expect((await store.status()).leases).toEqual([{ owner: OTHER, count: 1 }]);
    });

    it('is wanted again when it is handed back', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(1));
      const { ticketId } = await claimNext(store, run);
      await store.settle(ticketId, OWNER, { kind: 'handed_back' });
      expect(await store.claim(ticketId, OTHER)).toMatchObject({ attempts: 0 });
    });

    it('waits until its time, counts the attempt, and then starts before those that were never tried later', async () => {
      const { store, clock } = await kit();
      const run = await runOver(store, papers(1));
      const { ticketId } = await claimNext(store, run);
      await store.settle(ticketId, OWNER, {
        kind: 'waiting',
        reason: 'transient',
        untilMs: clock.now() + 2000,
        code: 'engine.timeout',
        message: 'no answer in 60 s',
        countAttempt: true,
      });
      expect(await store.claim(ticketId, OWNER)).toBeNull();
      expect(await store.notes(['waiting'], 5)).toMatchObject([
        {
          paperId: 'arxiv:2601.00001',
          reason: 'transient',
          code: 'engine.timeout',
          message: 'no answer in 60 s',
          prompt: 'enrich.v1',
        },
      ]);
      expect((await store.status()).waiting).toMatchObject([{ reason: 'transient', count: 1, nextDueMs: clock.now() + 2000 }]);
      await clock.advance(2000);
      expect(await store.claim(ticketId, OWNER)).toMatchObject({ attempts: 1 });
    });

    it('that waits for a person has no time and does not start', async () => {
      const { store, clock } = await kit();
      const run = await runOver(store, papers(1));
      const { ticketId } = await claimNext(store, run);
      await store.settle(ticketId, OWNER, {
        kind: 'waiting',
        reason: 'auth',
        untilMs: null,
        code: 'engine.unauthorised',
        message: '',
        countAttempt: false,
      });
      await clock.advance(1e9);
      expect(await store.eligible([run.recipe.engineHash], 10)).toEqual([]);
      expect(await store.claim(ticketId, OWNER)).toBeNull();
    });

    it('ignores what somebody says who does not have it any more', async () => {
      const { store, clock } = await kit();
      const run = await runOver(store, papers(1));
      const { ticketId } = await claimNext(store, run);
      await clock.advance(LEASE_MS);
      await store.claim(ticketId, OTHER);
      await store.settle(ticketId, OWNER, { kind: 'failed', code: 'draft.invalid', message: 'late' });
      await store.renew(OWNER);
      expect(await store.runLedger(run.id)).toMatchObject({ wanted: 1, failed: {} });
      await store.settle(ticketId, OTHER, { kind: 'failed', code: 'completion.refused', message: 'no' });
      await store.settle(ticketId, OTHER, { kind: 'handed_back' });
      expect(await store.runLedger(run.id)).toMatchObject({ failed: { 'completion.refused': 1 } });
    });

    it('fails as poison at the start after five that ended with a dead worker', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(1));
      let ticketId = '';
      for (let death = 0; death < 5; death++) {
        ({ ticketId } = await claimNext(store, run));
        await store.reconcile(() => true);
      }
      expect(await store.claim(ticketId, OWNER)).toBeNull();
      expect(await store.runLedger(run.id)).toMatchObject({ failed: { 'paper.poison': 1 }, wanted: 0 });
    });

    it('counts no start that ended in order towards poison', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(1));
      for (let turn = 0; turn < 12; turn++) {
        const { ticketId } = await claimNext(store, run);
        await store.settle(ticketId, OWNER, { kind: 'handed_back' });
      }
      expect(await claimNext(store, run)).not.toBeNull();
    });

    it('shows how it stands to whoever asks for the paper', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(1));
      const { ticketId, paper } = await claimNext(store, run);
      await store.settle(ticketId, OWNER, { kind: 'failed', code: 'completion.refused', message: 'it would rather not' });
      const [bundle] = await collect(store.bundles({ pks: [paper.paperPk] }));
      expect(bundle?.tickets).toEqual([
        {
          runId: run.id,
          promptName: 'enrich.v1',
          engineHash: run.recipe.engineHash,
          state: 'failed',
          reason: null,
          untilMs: null,
          code: 'completion.refused',
          message: 'it would rather not',
        },
      ]);
      expect((await store.status()).failed).toEqual({ 'completion.refused': 1 });
    });
  });

  describe('the call log', () => {
    it('gives a call back as it was logged, and adds up what it cost', async () => {
      const { store, clock } = await kit();
      const run = await runOver(store, papers(1));
      const claim = await claimNext(store, run);
      const call = sampleCall(claim, run.recipe, { parent: named('first'), attempt: 2, latencyMs: 12.5 });
      const id = await store.logCall(call);
      expect(await store.callsOf(claim.enrichmentKey, 0)).toEqual([{ ...call, id, atMs: clock.now() }]);
      expect(await store.callsOf(claim.enrichmentKey, id)).toEqual([]);
      expect(await store.runLedger(run.id)).toMatchObject({
        calls: 1,
        promptTokens: 900,
        cachedTokens: 512,
        completionTokens: 450,
        costUsd: 0.001,
      });
    });

    it.each([
      { endpoint: null, servedModel: null },
      { endpoint: 'http://127.0.0.1:10/v1', servedModel: 'scripted-model' },
      { engineHash: named('another'), rung: null, content: null, code: 'engine.timeout' as const, message: 'no answer' },
    ])('keeps what a call says about itself: %j', async (more) => {
      const { store } = await kit();
      const run = await runOver(store, papers(1));
      const claim = await claimNext(store, run);
      const call = sampleCall(claim, run.recipe, more);
      await store.logCall(call);
      expect(await store.callsOf(claim.enrichmentKey, 0)).toMatchObject([call]);
    });

    it('does not know the cost of a run with a call of unknown price', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(1));
      const claim = await claimNext(store, run);
      await store.logCall(sampleCall(claim, run.recipe));
      await store.logCall(sampleCall(claim, run.recipe, { costUsd: null }));
      expect((await store.runLedger(run.id)).costUsd).toBeNull();
    });

    it('sets calls aside that came before a person asked for a new try', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(1));
      const claim = await claimNext(store, run);
      const id = await store.logCall(sampleCall(claim, run.recipe));
      await store.settle(claim.ticketId, OWNER, { kind: 'failed', code: 'draft.invalid', message: '' });
      await store.retry({}, null);
      expect((await claimNext(store, run)).callsAfter).toBe(id);
    });

    it('offers replies without an Enrichment of a checks revision for another look', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(3));
      for (let n = 0; n < 3; n++) {
        const claim = await claimNext(store, run);
        const callId = await store.logCall(sampleCall(claim, run.recipe, n === 2 ? { content: null, code: 'engine.timeout' } : {}));
        if (n === 0) await store.persist(sampleEnrichment(claim, run.recipe, { callId }), claim.ticketId, false);
      }
      const found = async (revision: number) =>
        (await collect(store.callsToRevalidate(revision))).map(({ paper, promptHash }) => ({
          title: paper.title,
          promptHash,
        }));
      const prompt = named('enrich.v1');
      expect(await found(1)).toEqual([{ title: 'Paper 2 on tides', promptHash: prompt }]);
      expect(await found(2)).toEqual([
        { title: 'Paper 1 on tides', promptHash: prompt },
        { title: 'Paper 2 on tides', promptHash: prompt },
      ]);
    });
  });
}
