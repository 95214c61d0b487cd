/** What is current for a paper: which suggestion counts, and what people decided on top of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CurrentInput, computeCurrent, type View } from '../../../src/domain/current.ts';
import type { WireClaim } from '../../../src/domain/draft.ts';
import type { Enrichment } from '../../../src/domain/enrichment.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../../src/domain/review-event.ts';
import { Vocabulary } from '../../../src/domain/vocabulary.ts';
import {
  extractiveRecipe,
  named,
  sampleClaim,
  sampleDraft,
  sampleEnrichment,
  sampleEvent,
  sampleRecipe,
  sampleTerm,
} from '../../support/store-samples.ts';

const NEWEST = named('newest text');

/** An Enrichment of the newest text, or of another. */
function enriched(more: Partial<Enrichment> & { prompt?: string; text?: string; by?: 'openai' | 'extractive' } = {}): Enrichment {
  const { prompt = 'enrich.v1', text, by = 'openai', ...rest } = more;
  const recipe = by === 'openai' ? sampleRecipe({ engineHash: rest.engineHash ?? named('model') }) : extractiveRecipe();
  const paper = { contentHash: text === undefined ? NEWEST : named(text) };
  return sampleEnrichment({ runId: 'r', promptHash: named(prompt), engineHash: recipe.engineHash, paper }, recipe, rest);
}

const view = (input: Partial<CurrentInput>): View =>
  computeCurrent({
    contentHash: NEWEST,
    enrichments: [],
    events: [],
    vocabulary: new Vocabulary('v1+0', [sampleTerm()]),
    pin: null,
    ...input,
  });

let seq = 0;
const decided = (
  field: string,
  action: ReviewEvent['action'],
  after: unknown = null,
  more: Partial<ReviewEvent> = {},
): StoredReviewEvent => {
  seq++;
  return {
    ...sampleEvent({
      eventId: `e${seq}`,
      paperPk: 1,
      field,
      action,
      after: after === null ? null : JSON.stringify(after),
      ...more,
    }),
    seq,
    atMs: seq,
  };
};
const claims = (...values: (string | null)[]): { claims: WireClaim[] } => ({
  claims: values.map((value) => sampleClaim({ value })),
});
const idOf = (enrichment: Enrichment, at = 0): string => enrichment.claimIds[at] ?? '';

describe('the suggestion that counts', () => {
  test('is nothing where nothing was enriched', () => {
    expect(view({})).toEqual({ sections: {}, tldr: null, tags: [], claims: [], lastSeq: 0 });
  });

  test.each<[string, Enrichment, Enrichment, Partial<CurrentInput>]>([
    [
      'a model before the extractive engine, however late',
      enriched({ createdAtMs: 1 }),
      enriched({ by: 'extractive', createdAtMs: 2 }),
      {},
    ],
    ['the later of two models', enriched({ engineHash: named('b'), createdAtMs: 2 }), enriched({ createdAtMs: 1 }), {}],
    [
      'the pinned one before a later one',
      enriched({ createdAtMs: 1 }),
      enriched({ engineHash: named('b'), createdAtMs: 2 }),
      { pin: { engineHash: named('model'), promptHashes: [named('enrich.v1')] } },
    ],
    [
      'a later one where the pin names another prompt',
      enriched({ engineHash: named('b'), createdAtMs: 2 }),
      enriched({ createdAtMs: 1 }),
      { pin: { engineHash: named('model'), promptHashes: [named('other')] } },
    ],
    ['the newest text before any other, even by a model', enriched({ by: 'extractive' }), enriched({ text: 'older' }), {}],
    ['the latest checks of one Draft', enriched({ checksRevision: 2 }), enriched({ checksRevision: 1 }), {}],
  ])('is %s', (_what, winner, other, input) => {
    for (const enrichments of [
      [winner, other],
      [other, winner],
    ])
      expect(view({ enrichments, ...input }).sections.claims).toMatchObject({ key: winner.key, revision: winner.checksRevision });
  });

  test('is chosen per section, and a TL;DR in another language is a section of its own', () => {
    const all = enriched({ createdAtMs: 1 });
    const german = enriched({ prompt: 'tldr-de', draft: { tldr: 'Kurz.' }, language: 'de', createdAtMs: 2 });
    const onlyClaims = enriched({ prompt: 'claims', draft: claims('9'), createdAtMs: 3 });
    expect(view({ enrichments: [all, german, onlyClaims] }).sections).toEqual({
      claims: { key: onlyClaims.key, revision: 1, stale: false },
      tags: { key: all.key, revision: 1, stale: false },
      tldr: { key: all.key, revision: 1, stale: false },
      'tldr:de': { key: german.key, revision: 1, stale: false },
    });
  });

  test('is stale where only an older text has one', () => {
    const { sections, claims: rows } = view({ enrichments: [enriched({ text: 'older' })] });
    expect(sections.tldr?.stale).toBe(true);
    expect(rows[0]?.stale).toBe(true);
  });
});

describe('tags', () => {
  test('resolve to terms, and labels of one term are one tag', () => {
    const base = sampleDraft();
    const tags = {
      ...base.tags,
      task: [
        { label: 'QA', quote: null },
        { label: 'Question Answering', quote: null },
        { label: 'tide reading', quote: null },
      ],
    };
    const found = view({ enrichments: [enriched({ draft: { ...base, tags } as Enrichment['draft'] })] }).tags.filter(
      ({ facet }) => facet === 'task',
    );
    expect(found.map(({ label, vocabId, status }) => ({ label, vocabId, status }))).toEqual([
      { label: 'QA', vocabId: 'task:question-answering', status: 'active' },
      { label: 'tide reading', vocabId: null, status: 'proposed' },
    ]);
  });

  test('that a person rejected stay rejected when another engine suggests them again', () => {
    const events = [decided('tags/task/question-answering', 'reject')];
    for (const enrichments of [[enriched()], [enriched({ by: 'extractive' })]])
      expect(view({ enrichments, events }).tags.find(({ facet }) => facet === 'task')?.review).toBe('rejected');
  });

  test('that a person added are there whoever suggests what', () => {
    const events = [decided('tags/task/tide-reading', 'accept', { label: 'tide reading', role: null })];
    expect(view({ events }).tags).toMatchObject([{ facet: 'task', label: 'tide reading', at: null, review: 'accepted' }]);
    expect(view({ events, enrichments: [enriched()] }).tags.filter(({ facet }) => facet === 'task')).toHaveLength(2);
  });
});

describe('what a person decided', () => {
  test('wins over every later suggestion', () => {
    const events = [decided('tldr', 'edit', 'Mine.')];
    const enrichments = [enriched({ createdAtMs: 1 }), enriched({ engineHash: named('b'), createdAtMs: 9 })];
    expect(view({ events, enrichments }).tldr).toEqual({ review: 'edited', text: 'Mine.' });
  });

  test('is what they decided last', () => {
    const events = [decided('tldr', 'edit', 'First.'), decided('tldr', 'reject'), decided('tldr', 'accept', 'Second.')];
    expect(view({ events, enrichments: [enriched()] }).tldr).toEqual({ review: 'accepted', text: 'Second.' });
  });

  test.each(['later', 'flag', 'comment'] as const)('is not touched by %s', (action) => {
    const events = [decided('tldr', 'accept', 'Kept.'), decided('tldr', action)];
    expect(view({ events, enrichments: [enriched()] }).tldr?.review).toBe('accepted');
    expect(view({ events }).lastSeq).toBe(events[1]?.seq);
  });

  test('on a claim stays when its Enrichment is no longer current', () => {
    const before = enriched({ draft: claims('70.2%'), createdAtMs: 1 });
    const after = enriched({
      engineHash: named('b'),
      draft: { claims: [sampleClaim({ value: '9', quote: 'Other.' })] },
      createdAtMs: 2,
    });
    const rows = view({ enrichments: [before, after], events: [decided(`claims/${idOf(before)}`, 'accept')] }).claims;
    expect(rows.map(({ id, review }) => [id, review])).toEqual([
      [idOf(after), 'suggested'],
      [idOf(before), 'accepted'],
    ]);
  });

  test('on a claim is taken over by a new row with the same place and value', () => {
    const before = enriched({ draft: claims('70.2%'), createdAtMs: 1 });
    const after = enriched({ engineHash: named('b'), draft: claims('70.2%', '8'), createdAtMs: 2 });
    const rows = view({ enrichments: [before, after], events: [decided(`claims/${idOf(before)}`, 'reject')] }).claims;
    expect(rows.map(({ id, review }) => [id, review])).toEqual([
      [idOf(after, 0), 'rejected'],
      [idOf(after, 1), 'suggested'],
    ]);
  });

  test('as a rejection of a claim that nobody suggests any more leaves no row', () => {
    const before = enriched({ draft: claims('70.2%'), createdAtMs: 1 });
    const after = enriched({ engineHash: named('b'), draft: { claims: [] }, createdAtMs: 2 });
    expect(view({ enrichments: [before, after], events: [decided(`claims/${idOf(before)}`, 'reject')] }).claims).toEqual([]);
  });

  test('on one column makes an edited row and leaves the other columns as they were', () => {
    const enrichment = enriched();
    const events = [decided(`claims/${idOf(enrichment)}/metric`, 'edit', 'F1')];
    expect(view({ enrichments: [enrichment], events }).claims).toMatchObject([{ review: 'edited', changes: { metric: 'F1' } }]);
  });

  test('on a claim of an older text is kept as stale', () => {
    const older = enriched({ text: 'older' });
    const rows = view({
      enrichments: [older, enriched({ draft: { claims: [] } })],
      events: [decided(`claims/${idOf(older)}`, 'accept')],
    }).claims;
    expect(rows).toMatchObject([{ id: idOf(older), review: 'accepted', stale: true }]);
  });
});

test('the view does not depend on the order of enrichments and events', () => {
  const enrichments = [
    enriched({ createdAtMs: 1 }),
    enriched({ by: 'extractive' }),
    enriched({ text: 'older' }),
    enriched({ engineHash: named('b'), draft: claims('70.2%', '70.2%'), createdAtMs: 3 }),
  ];
  const events = [
    decided('tldr', 'edit', 'Mine.'),
    decided(`claims/${idOf(enrichments[0] as Enrichment)}`, 'accept'),
    decided('tldr', 'reject'),
    decided('tags/task/question-answering', 'reject'),
    decided('tldr', 'undo', null, { undoes: `e${seq - 1}` }),
  ];
  const expected = view({ enrichments, events });
  fc.assert(
    fc.property(
      fc.shuffledSubarray(enrichments, { minLength: enrichments.length }),
      fc.shuffledSubarray(events, { minLength: events.length }),
      (someEnrichments, someEvents) => {
        expect(view({ enrichments: someEnrichments, events: someEvents })).toEqual(expected);
      },
    ),
  );
});
