/** What a Store promises about people's decisions: append-only, never overwritten unseen, and always on top. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { catchError } from '../support/catch-error.ts';
import { paperNumber, sampleEvent } from '../support/store-samples.ts';
import { importAll, type Kit, onlyBundle, openKit, type Place, runOver, workAll } from './store-kit.ts';

export function reviewPromises(makePlace: () => Place): void {
  async function reviewed(): Promise<Kit & { readonly pk: number }> {
    const kit = await openKit(makePlace(), onTestFinished);
    await workAll(kit.store, await runOver(kit.store, [paperNumber(1)]));
    return { ...kit, pk: (await onlyBundle(kit.store)).pk };
  }

  describe('a decision', () => {
    it('is stored with everything it says, and counts at once', async () => {
      const { store, pk, clock } = await reviewed();
      const event = sampleEvent({
        eventId: 'one',
        paperPk: pk,
        action: 'edit',
        before: '"old"',
        after: '"A better sentence."',
        enrichmentKey: 'e-1',
        mode: 'blind',
        guidelineVersion: 'g1',
        groupId: 'g',
        reason: 'clarity',
        note: 'ok',
      });
      await store.review([event], null);
      const { events, view } = await onlyBundle(store);
      expect(events).toEqual([{ ...event, seq: events[0]?.seq, atMs: clock.now() }]);
      expect(view.tldr).toEqual({ review: 'edited', text: 'A better sentence.' });
      expect(view.lastSeq).toBe(events[0]?.seq);
    });

    it('that arrives twice counts once', async () => {
      const { store, pk } = await reviewed();
      const event = sampleEvent({ eventId: 'one', paperPk: pk });
      await store.review([event], 0);
      await store.review([event], 0);
      await Promise.all([store.review([event], null), store.review([event], null)]);
      expect((await onlyBundle(store)).events).toHaveLength(1);
    });

    it('over a newer one its author had not seen is a conflict that names both, and changes nothing', async () => {
      const { store, pk } = await reviewed();
      await store.review([sampleEvent({ eventId: 'one', paperPk: pk, actor: 'bo', action: 'edit', after: '"mine"' })], 0);
      const conflict = await catchError(
        store.review(
          [
            sampleEvent({ eventId: 'two', paperPk: pk, field: 'claims/c-1' }),
            sampleEvent({ eventId: 'three', paperPk: pk, action: 'edit', after: '"yours"' }),
          ],
          0,
        ),
      );
      expect(conflict.code).toBe('review.conflict');
      expect(conflict.message).toContain('"mine"');
      expect(conflict.message).toContain('"yours"');
      expect((await onlyBundle(store)).events).toHaveLength(1);
    });

    it('on another field, or after the newest one was seen, is none', async () => {
      const { store, pk } = await reviewed();
      await store.review([sampleEvent({ eventId: 'one', paperPk: pk })], 0);
      await store.review([sampleEvent({ eventId: 'two', paperPk: pk, field: 'paper/title', action: 'edit', after: '"T"' })], 0);
      const { view } = await onlyBundle(store);
      await store.review([sampleEvent({ eventId: 'three', paperPk: pk, action: 'reject' })], view.lastSeq);
      expect((await onlyBundle(store)).view.tldr?.review).toBe('rejected');
    });

    it('can be undone, and the undo too', async () => {
      const { store, pk } = await reviewed();
      const undo = (eventId: string, undoes: string) => sampleEvent({ eventId, paperPk: pk, action: 'undo', undoes });
      await store.review([sampleEvent({ eventId: 'one', paperPk: pk, action: 'reject' })], null);
      await store.review([undo('two', 'one')], null);
      expect((await onlyBundle(store)).view.tldr?.review).toBe('suggested');
      await store.review([undo('three', 'two')], null);
      expect((await onlyBundle(store)).view.tldr?.review).toBe('rejected');
    });

    it('stays on its claim when the paper gets a newer text', async () => {
      const { store, pk } = await reviewed();
      const claim = (await onlyBundle(store)).view.claims[0]?.id;
      await store.review([sampleEvent({ eventId: 'one', paperPk: pk, field: `claims/${claim}`, action: 'accept' })], null);
      await importAll(store, [paperNumber(1, { abstract: 'Another text.' })]);
      expect((await onlyBundle(store)).view.claims).toMatchObject([{ id: claim, review: 'accepted', stale: true }]);
    });

    it('stays with a paper that turned out to be another one', async () => {
      const { store } = await reviewed();
      await importAll(store, [paperNumber(2, { ids: { doi: '10.1/a' } })]);
      const pk = (await store.findPaper('doi:10.1/a')) as number;
      await store.review([sampleEvent({ eventId: 'one', paperPk: pk, action: 'edit', after: '"Kept."' })], null);
      await importAll(store, [paperNumber(1, { ids: { arxiv: '2601.00001', doi: '10.1/a' } })]);
      expect((await onlyBundle(store)).view.tldr?.text).toBe('Kept.');
      await store.review([sampleEvent({ eventId: 'two', paperPk: pk, action: 'reject' })], null);
      expect((await onlyBundle(store)).view.tldr?.review).toBe('rejected');
    });

    it('about a paper that is not there is refused', async () => {
      const { store } = await reviewed();
      expect((await catchError(store.review([sampleEvent({ eventId: 'one', paperPk: 999 })], null))).code).toBe('paper.unknown');
    });
  });
}
