/** Which events count: undo takes back, redo takes back the undo, and nothing is ever deleted. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effectiveEvents, ReviewEvent, type StoredReviewEvent } from '../../../src/domain/review-event.ts';
import { sampleEvent } from '../../support/store-samples.ts';

const stored = (seq: number, more: Partial<ReviewEvent> = {}): StoredReviewEvent => ({
  ...sampleEvent({ eventId: `e${seq}`, paperPk: 1, ...more }),
  seq,
  atMs: seq,
});
const undo = (seq: number, undoes: string): StoredReviewEvent => stored(seq, { action: 'undo', undoes });
const counting = (...events: StoredReviewEvent[]): number[] => effectiveEvents(events).map(({ seq }) => seq);

test('without an undo every event counts, in the order of its number', () => {
  expect(counting(stored(2), stored(1))).toEqual([1, 2]);
});

test('an undo takes one event back and counts for nothing itself', () => {
  expect(counting(stored(1), stored(2), undo(3, 'e1'))).toEqual([2]);
});

test('an undo of a group takes all of it back', () => {
  expect(counting(stored(1, { groupId: 'g' }), stored(2, { groupId: 'g' }), stored(3), undo(4, 'g'))).toEqual([3]);
});

test('an undo of an undo brings the event back, and once more takes it away', () => {
  expect(counting(stored(1), undo(2, 'e1'), undo(3, 'e2'))).toEqual([1]);
  expect(counting(stored(1), undo(2, 'e1'), undo(3, 'e2'), undo(4, 'e3'))).toEqual([]);
});

test('an undo of what is not there changes nothing', () => {
  expect(counting(stored(1), undo(2, 'nobody'))).toEqual([1]);
});

test('the order in which events are given does not matter', () => {
  const events = [stored(1, { groupId: 'g' }), stored(2), undo(3, 'g'), stored(4, { groupId: 'g' }), undo(5, 'e3'), undo(6, 'e2')];
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
      expect(effectiveEvents(shuffled)).toEqual(effectiveEvents(events));
    }),
  );
});

test.each([{ eventId: '' }, { action: 'delete' }, { mode: 'dreaming' }, { paperPk: 1.5 }, { extra: 1 }, { actor: undefined }])(
  'an event with %j is refused',
  (wrong) => {
    expect(ReviewEvent.safeParse({ ...sampleEvent({ eventId: 'e', paperPk: 1 }), ...wrong }).success).toBe(false);
  },
);

test('an event as the page makes it is taken', () => {
  const event = sampleEvent({ eventId: 'e', paperPk: 1, field: 'claims/c-1/metric', action: 'edit', after: '"F1"' });
  expect(ReviewEvent.parse(event)).toEqual(event);
});
