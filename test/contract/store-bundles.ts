/** What a Store promises to whoever reads it: order, streams in bounded pages, the vocabulary, and an honest status. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { paperNumber, samplePaper, sampleRecipe, sampleTerm } from '../support/store-samples.ts';
import { bundlesOf, collect, importAll, onlyBundle, openKit, type Place, runOver, workAll } from './store-kit.ts';

export function bundlePromises(makePlace: () => Place): void {
  const kit = () => openKit(makePlace(), onTestFinished);

  describe('bundles', () => {
    it('come in the order of paper ids by code unit, however many', async () => {
      const { store } = await kit();
      const numbers = Array.from({ length: 450 }, (_, n) => (n * 7919) % 1000);
      await importAll(
        store,
        numbers.map((n) => paperNumber(n)),
      );
      const ids = (await bundlesOf(store)).map(({ paperId }) => paperId);
      expect(ids).toHaveLength(450);
      expect(ids).toEqual([...ids].sort());
    });

    it('of a selection hold the papers of those imports and keys, once', async () => {
      const { store } = await kit();
      const first = await importAll(store, [paperNumber(1), paperNumber(2)]);
      await importAll(store, [paperNumber(2), paperNumber(3)]);
      const pk = (await store.findPaper('arxiv:2601.00002')) as number;
      const ids = (await collect(store.bundles({ importIds: [first.importId], pks: [pk] }))).map(({ paperId }) => paperId);
      expect(ids).toEqual(['arxiv:2601.00001', 'arxiv:2601.00002']);
      expect(await collect(store.bundles({ pks: [] }))).toEqual([]);
    });

    it('are equal however the same work was cut and shared', async () => {
      const read = async (batches: readonly number[][]): Promise<unknown> => {
        const { store } = await kit();
        const run = await store.openRun(sampleRecipe());
        for (const batch of batches) {
          await importAll(
            store,
            batch.map((n) => paperNumber(n)),
            run,
          );
          await workAll(store, run);
        }
        return (await bundlesOf(store)).map(({ paperId, newest, view }) => ({ paperId, abstract: newest.abstract, view }));
      };
      expect(await read([[1, 2], [3]])).toEqual(await read([[3, 1, 2]]));
    });
  });

  describe('the vocabulary', () => {
    it('seeds an empty database once, and the database is the record afterwards', async () => {
      const { store, reopen } = await kit();
      expect((await store.vocabulary()).terms).toEqual([]);
      const terms = [
        sampleTerm(),
        sampleTerm({ id: 'dataset:harbourqa', facet: 'dataset', label: 'HarbourQA', aliases: [], parent: 'dataset:qa' }),
      ];
      await store.seedVocabulary(() => terms);
      await store.seedVocabulary(() => [sampleTerm({ definition: 'Another.' })]);
      const again = await reopen();
      const vocabulary = await again.vocabulary();
      expect(vocabulary.version).toBe('v1+0');
      expect([...vocabulary.terms].sort((a, b) => (a.id < b.id ? 1 : -1))).toEqual(terms);
    });

    it('resolves the tags of views, and counts labels it does not have as proposals', async () => {
      const { store } = await kit();
      await store.seedVocabulary(() => [sampleTerm()]);
      await workAll(store, await runOver(store, [paperNumber(1), paperNumber(2)]));
      const { view } = (await bundlesOf(store))[0] ?? {};
      expect(view?.tags.find(({ label }) => label === 'question answering')).toMatchObject({
        vocabId: 'task:question-answering',
        status: 'active',
      });
      expect(view?.tags.find(({ label }) => label === 'tidal gating')).toMatchObject({ vocabId: null, status: 'proposed' });
      expect((await store.status()).proposals).toBe(2);
    });

    it('is the same for a connection that was open before the seed', async () => {
      const { store, second } = await kit();
      const other = await second();
      await other.vocabulary();
      await store.seedVocabulary(() => [sampleTerm()]);
      expect((await other.vocabulary()).terms).toHaveLength(1);
    });
  });

  describe('the status', () => {
    it('counts papers, tickets, imports and runs', async () => {
      const { store } = await kit();
      const run = await runOver(store, [paperNumber(1), paperNumber(2, { abstract: null }), paperNumber(3, { withdrawn: true })]);
      await workAll(store, run);
      const status = await store.status();
      expect(status).toMatchObject({
        papers: 3,
        withAbstract: 2,
        withdrawn: 1,
        enriched: 1,
        tickets: { done: 1, wanted: 0, waiting: 0, failed: 0 },
        vocabularyVersion: 'v1+0',
        imports: [{ file: 'dump.txt', seen: 3 }],
        runs: [{ id: run.id, ledger: { tickets: 1, done: 1 } }],
      });
      expect(status.bytes).toBeGreaterThan(0);
      expect(await store.runs()).toEqual(status.runs);
    });

    it('of an empty database is all zeros', async () => {
      const { store } = await kit();
      expect(await store.status()).toMatchObject({ papers: 0, enriched: 0, proposals: 0, imports: [], runs: [], leases: [] });
      expect(await bundlesOf(store)).toEqual([]);
      expect(await store.check()).toEqual([]);
    });
  });

  describe('meta', () => {
    it('keeps values apart from those of the store itself', async () => {
      const { store } = await kit();
      await store.setMeta('pin', 'mine');
      await store.setMeta('pin', 'changed');
      expect(await store.meta('pin')).toBe('changed');
      expect(await store.pin()).toBeNull();
    });
  });

  it('a paper seen twice in one import with two texts keeps the later one', async () => {
    const { store } = await kit();
    await importAll(store, [paperNumber(1), paperNumber(1, { abstract: 'Later.' })]);
    expect((await onlyBundle(store)).newest.abstract).toBe('Later.');
    await importAll(store, [samplePaper({ ids: { arxiv: '2601.00001' }, abstract: null })]);
    expect((await onlyBundle(store)).newest.abstract).toBe('Later.');
  });
}
