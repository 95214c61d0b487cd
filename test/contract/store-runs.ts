/** What a Store promises about runs: a recipe, its tickets, and a sum that always holds. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { extractiveRecipe, named, paperNumber, sampleEnrichment, sampleRecipe, wantOf } from '../support/store-samples.ts';
import {
  claimNext,
  expectBalancedRun,
  importAll,
  OTHER,
  OWNER,
  onlyBundle,
  openKit,
  type Place,
  runOver,
  workAll,
} from './store-kit.ts';

const papers = (count: number) => Array.from({ length: count }, (_, n) => paperNumber(n + 1));

export function runPromises(makePlace: () => Place): void {
  const kit = () => openKit(makePlace(), onTestFinished);

  describe('a run', () => {
    it('comes back with its recipe, and ids sort by time', async () => {
      const { store, clock } = await kit();
      const first = await store.openRun(sampleRecipe());
      await clock.advance(5);
      const second = await store.openRun(extractiveRecipe());
      expect(await store.run(first.id)).toMatchObject({ recipe: sampleRecipe(), openedAtMs: clock.now() - 5 });
      expect(first.id < second.id).toBe(true);
      expect(first.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(await store.run('no such run')).toBeNull();
    });

    it('wants the papers of its files, and not those without an abstract or withdrawn', async () => {
      const { store } = await kit();
      const run = await runOver(store, [...papers(3), paperNumber(4, { abstract: null }), paperNumber(5, { withdrawn: true })]);
      const ledger = await store.runLedger(run.id);
      expect(ledger).toMatchObject({ tickets: 3, wanted: 3, done: 0, costUsd: 0, calls: 0 });
      expectBalancedRun(ledger);
    });

    it('wants every stored paper that has no Enrichment under its prompt and engine', async () => {
      const { store } = await kit();
      await importAll(store, papers(3));
      const run = await store.openRun(sampleRecipe());
      expect(await store.want(wantOf(run), {})).toBe(3);
      expect(await store.want(wantOf(run), {})).toBe(0);
      await workAll(store, run);
      const later = await store.openRun(sampleRecipe());
      expect(await store.want(wantOf(later), {})).toBe(0);
      expect(await store.runLedger(later.id)).toMatchObject({ tickets: 0 });
      const other = await store.openRun(extractiveRecipe());
      expect(await store.want(wantOf(other), {})).toBe(3);
    });

    it('wants only the papers of a selection', async () => {
      const { store } = await kit();
      const { importId } = await importAll(store, papers(2), null, 'a.txt');
      await importAll(store, [paperNumber(3)], null, 'b.txt');
      const run = await store.openRun(sampleRecipe());
      expect(await store.want(wantOf(run), { importIds: [importId] })).toBe(2);
    });

    it('makes one ticket per prompt of its recipe', async () => {
      const { store } = await kit();
      const recipe = sampleRecipe({
        prompts: ['tldr.v1', 'claims.v1'].map((name) => ({ name, hash: named(name), language: 'en', source: '' })),
      });
      const run = await runOver(store, papers(2), recipe);
      expect((await store.runLedger(run.id)).tickets).toBe(4);
      const promptHashes = new Set<string>();
      for (const { ticketId } of await store.eligible([recipe.engineHash], 10))
        promptHashes.add((await store.claim(ticketId, OWNER))?.promptHash ?? '');
      expect(promptHashes).toEqual(new Set([named('tldr.v1'), named('claims.v1')]));
    });

    it('held for an engine keeps what is at work, says what is missing, and goes on when somebody resumes it', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(3));
      await claimNext(store, run);
      expect(await store.holdRun(run.id, 'set PRECIS_MODEL')).toBe(2);
      const held = await store.runLedger(run.id);
      expect(held).toMatchObject({ waiting: { engine: 2 }, wanted: 1, nextDueMs: null });
      expectBalancedRun(held);
      expect(await store.eligible([run.recipe.engineHash], 10)).toHaveLength(0);
      expect((await store.status()).waiting).toMatchObject([{ reason: 'engine', count: 2, message: 'set PRECIS_MODEL' }]);
      await store.resumeRun(run.id);
      expect(await store.runLedger(run.id)).toMatchObject({ waiting: {}, wanted: 3 });
      expect(await store.eligible([run.recipe.engineHash], 10)).toHaveLength(2);
    });

    it('takes over what an older run of the same prompt and engine left, and closes that one', async () => {
      const { store } = await kit();
      const first = await runOver(store, papers(3));
      await store.persist(sampleEnrichment(await claimNext(store, first), first.recipe), null, false);
      const second = await store.openRun(sampleRecipe());
      expect(await store.runLedger(first.id)).toMatchObject({ tickets: 3, done: 1, handedOver: 2, wanted: 0 });
      expect(await store.runLedger(second.id)).toMatchObject({ tickets: 2, wanted: 2 });
      expect(await store.run(first.id)).toMatchObject({ state: 'closed' });
      expect((await store.openRuns()).map(({ id }) => id)).toEqual([second.id]);
    });

    it('leaves tickets of another engine or prompt alone', async () => {
      const { store } = await kit();
      const first = await runOver(store, papers(2));
      await store.openRun(extractiveRecipe());
      await store.openRun(sampleRecipe({ prompts: [{ name: 'other.v1', hash: named('other'), language: 'en', source: '' }] }));
      expect(await store.runLedger(first.id)).toMatchObject({ wanted: 2, handedOver: 0 });
      expect(await store.run(first.id)).toMatchObject({ state: 'open' });
    });

    it('that is parked hands out nothing, and continues when it is resumed', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(2));
      const claim = await claimNext(store, run);
      await store.settle(claim.ticketId, OWNER, {
        kind: 'waiting',
        reason: 'quota',
        untilMs: null,
        code: 'engine.quota',
        message: 'no money',
        countAttempt: false,
      });
      await store.parkRun(run.id, 'engine.quota');
      expect(await store.run(run.id)).toMatchObject({ state: 'parked', code: 'engine.quota' });
      expect(await store.eligible([run.recipe.engineHash], 10)).toEqual([]);
      expect(await store.runLedger(run.id)).toMatchObject({ waiting: { quota: 1 }, wanted: 1, nextDueMs: null });
      await store.resumeRun(run.id);
      expect(await store.eligible([run.recipe.engineHash], 10)).toHaveLength(2);
      expect(await store.run(run.id)).toMatchObject({ state: 'open', code: null });
    });

    it('frees waits that needed a person when it is started again, and keeps waits for a time', async () => {
      const { store, clock } = await kit();
      const first = await runOver(store, papers(2));
      const wait = async (reason: 'auth' | 'rate', untilMs: number | null) => {
        const claim = await claimNext(store, first);
        await store.settle(claim.ticketId, OWNER, {
          kind: 'waiting',
          reason,
          untilMs,
          code: 'engine.unauthorised',
          message: '',
          countAttempt: false,
        });
      };
      await wait('auth', null);
      await wait('rate', clock.now() + 60_000);
      const second = await store.openRun(sampleRecipe());
      expect(await store.runLedger(second.id)).toMatchObject({ wanted: 1, waiting: { rate: 1 }, nextDueMs: clock.now() + 60_000 });
    });

    it('is open again when it still imports after another run took its tickets over', async () => {
      const { store } = await kit();
      const first = await runOver(store, papers(1));
      await store.openRun(sampleRecipe());
      await importAll(store, [paperNumber(7)], first);
      expect(await store.eligible([first.recipe.engineHash], 10, first.id)).toHaveLength(1);
    });

    it('keeps its sum with every outcome', async () => {
      const { store, clock } = await kit();
      const run = await runOver(store, papers(5));
      const one = await claimNext(store, run);
      await store.persist(sampleEnrichment(one, run.recipe), one.ticketId, false);
      const two = await claimNext(store, run);
      await store.settle(two.ticketId, OWNER, { kind: 'failed', code: 'draft.invalid', message: 'no claims' });
      const three = await claimNext(store, run);
      await store.settle(three.ticketId, OWNER, {
        kind: 'waiting',
        reason: 'transient',
        untilMs: clock.now() + 1000,
        code: 'engine.timeout',
        message: 'slow',
        countAttempt: true,
      });
      await claimNext(store, run);
      const ledger = await store.runLedger(run.id);
      expect(ledger).toMatchObject({
        tickets: 5,
        done: 1,
        failed: { 'draft.invalid': 1 },
        waiting: { transient: 1 },
        wanted: 2,
        nextDueMs: clock.now() + 1000,
      });
      expectBalancedRun(ledger);
      await clock.advance(1000);
      expect(await store.runLedger(run.id)).toMatchObject({ waiting: {}, wanted: 3, nextDueMs: null });
    });

    it('keeps failed tickets failed until somebody asks for them again', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(2));
      for (const code of ['draft.invalid', 'completion.refused'] as const)
        await store.settle((await claimNext(store, run)).ticketId, OWNER, { kind: 'failed', code, message: '' });
      const again = await store.openRun(sampleRecipe());
      expect(await store.want(wantOf(again), {})).toBe(0);
      expect(await store.retry({}, 'draft.invalid')).toBe(1);
      expect(await store.runLedger(run.id)).toMatchObject({ failed: { 'completion.refused': 1 }, wanted: 1 });
      expect(await store.eligible([run.recipe.engineHash], 10)).toHaveLength(1);
      expect(await store.retry({ pks: [] }, null)).toBe(0);
    });

    it('drops unfinished tickets of a text that a newer one replaced', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(1));
      const stale = await claimNext(store, run);
      await importAll(store, [paperNumber(1, { abstract: 'A newer text.' })], run);
      expect((await store.runLedger(run.id)).tickets).toBe(1);
      await store.settle(stale.ticketId, OWNER, { kind: 'failed', code: 'draft.invalid', message: '' });
      expect(await store.runLedger(run.id)).toMatchObject({ wanted: 1, failed: {} });
      expect((await claimNext(store, run, OTHER)).paper.abstract).toBe('A newer text.');
    });

    it('drops the ticket of a paper that was withdrawn', async () => {
      const { store } = await kit();
      const run = await runOver(store, papers(1));
      await importAll(store, [paperNumber(1, { withdrawn: true })], run);
      expect((await store.runLedger(run.id)).tickets).toBe(0);
      expect((await onlyBundle(store)).tickets).toEqual([]);
    });
  });
}
