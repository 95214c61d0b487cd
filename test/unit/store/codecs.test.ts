/** What is stored short comes back whole: facts, raw texts, checks, views and keys. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BINDINGS,
  BOUNDS,
  DIRECTIONS,
  type DraftChecks,
  GROUNDINGS,
  NUMBER_CHECKS,
  UNITS,
  VALUE_FORMS,
} from '../../../src/domain/check.ts';
import { clean } from '../../../src/domain/clean.ts';
import { computeCurrent, type View } from '../../../src/domain/current.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import type { Enrichment } from '../../../src/domain/enrichment.ts';
import { canonicalJson, readOwnJson } from '../../../src/domain/json.ts';
import { NO_FACTS } from '../../../src/domain/listing.ts';
import { repair } from '../../../src/domain/repair.ts';
import type { StoredReviewEvent } from '../../../src/domain/review-event.ts';
import { Vocabulary } from '../../../src/domain/vocabulary.ts';
import { decodeChecks, encodeChecks } from '../../../src/store/checks-codec.ts';
import { decodeDraft, encodeDraft } from '../../../src/store/draft-codec.ts';
import { decodeFacts, encodeFacts, factsOf } from '../../../src/store/facts-codec.ts';
import { isShortOf, packKey, shortHash, unpackKey } from '../../../src/store/keys.ts';
import { applyEdits, editsOf } from '../../../src/store/raw-edits.ts';
import { decodeView, type EnrichmentName, encodeView, namesIn } from '../../../src/store/view-codec.ts';
import {
  named,
  sampleClaim,
  sampleDraft,
  sampleEnrichment,
  sampleEvent,
  sampleListing,
  sampleRecipe,
  sampleTerm,
} from '../../support/store-samples.ts';

const RUNS = { numRuns: 1000 };
const through = <T>(value: unknown): T => readOwnJson<T>(canonicalJson(value));

const span = fc.record({ field: fc.constantFrom('title', 'abstract'), start: fc.nat(2000), end: fc.nat(2000) });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const words = fc.array(fc.string(), { maxLength: 2 });
const alignment = fc.record(
  { grounding: fc.constantFrom(...GROUNDINGS), span: maybe(span), score: fc.double({ min: 0, max: 1, noNaN: true }) },
  { requiredKeys: ['grounding', 'span'] },
);
const valueCheck = fc.record(
  { check: fc.constantFrom(...NUMBER_CHECKS), span: maybe(span), how: fc.string(), elsewhere: fc.boolean() },
  { requiredKeys: ['check', 'span'] },
);
const number = maybe(fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)));
const parsed = fc.record({
  raw: fc.constantFrom('70.2%', '61.5%', '7'),
  number,
  low: number,
  high: number,
  unit: fc.constantFrom(...UNITS),
  form: fc.constantFrom(...VALUE_FORMS),
  bound: fc.constantFrom(...BOUNDS),
});
const place = fc.constantFrom('quote', 'abstract', 'absent', null);
const claimCheck = fc.record(
  {
    id: fc.constantFrom('c-1', 'c-2', 'c-other'),
    alignment,
    value: maybe(parsed),
    valueCheck,
    baseline: maybe(parsed),
    baselineCheck: valueCheck,
    binding: fc.constantFrom(...BINDINGS),
    bindingReason: fc.string(),
    direction: fc.constantFrom(...DIRECTIONS),
    metricIn: place,
    datasetIn: place,
    corrections: words,
    lint: words,
  },
  {
    requiredKeys: [
      'id',
      'alignment',
      'value',
      'valueCheck',
      'baseline',
      'baselineCheck',
      'binding',
      'direction',
      'metricIn',
      'datasetIn',
      'corrections',
      'lint',
    ],
  },
);
const tldrCheck = fc.record({
  words: fc.nat(80),
  copyRatio: fc.double({ min: 0, max: 1, noNaN: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
  numbers: fc.array(
    fc.record(
      {
        raw: fc.string(),
        check: fc.constantFrom(...NUMBER_CHECKS),
        at: fc.record({ start: fc.nat(), end: fc.nat() }),
        span: maybe(span),
        how: fc.string(),
      },
      { requiredKeys: ['raw', 'check', 'at', 'span'] },
    ),
    { maxLength: 3 },
  ),
  hypeTerms: words,
  lint: words,
  alignment,
});
const checksArbitrary = fc.record({
  tldr: maybe(tldrCheck),
  tags: maybe(
    fc.array(fc.record({ support: fc.constantFrom('stated', 'inferred', null), alignment: maybe(alignment) }), { maxLength: 4 }),
  ),
  claims: maybe(fc.array(claimCheck, { maxLength: 3 })),
}) as fc.Arbitrary<DraftChecks>;

test('checks come back exactly, whatever they are', () => {
  const draft = { claims: [sampleClaim(), sampleClaim({ metric: null, dataset: null, value: null, baseline: null })] };
  const ids = ['c-1', 'c-2'];
  fc.assert(
    fc.property(checksArbitrary, (checks) => {
      expect(decodeChecks(through(encodeChecks(checks, draft, ids)), draft, ids)).toEqual(checks);
    }),
    RUNS,
  );
});

test('checks keep a field that is added to them later', () => {
  const draft = { tldr: 'x', claims: [sampleClaim()] };
  const { checks, claimIds } = sampleEnrichment(
    { runId: 'r', promptHash: named('p'), engineHash: named('e'), paper: { contentHash: named('c') } },
    sampleRecipe(),
    { draft },
  );
  const later = {
    ...checks,
    novelty: 3,
    tldr: checks.tldr && { ...checks.tldr, tone: 'dry' },
    claims: checks.claims?.map((one) => ({ ...one, later: [], alignment: { ...one.alignment, extra: 0 } })) ?? null,
  } as DraftChecks;
  expect(decodeChecks(through(encodeChecks(later, draft, claimIds)), draft, claimIds)).toEqual(later);
});

test('a verified claim takes less than 70 bytes', () => {
  const draft = { claims: [sampleClaim()] };
  const { checks, claimIds } = sampleEnrichment(
    { runId: 'r', promptHash: named('p'), engineHash: named('e'), paper: { contentHash: named('c') } },
    sampleRecipe(),
    { draft },
  );
  const { claims } = through<{ claims: unknown[] }>(encodeChecks(checks, draft, claimIds));
  expect(canonicalJson(claims[0]).length).toBeLessThan(70);
});

test('a Draft comes back exactly, with and without what it may leave unsaid', () => {
  const drafts: Draft[] = [
    sampleDraft(),
    sampleDraft({
      claims: [
        sampleClaim({ metric: null, dataset: null, baseline: null, conditions: null }),
        sampleClaim({ baseline: { name: null, value: null } }),
      ],
    }),
    { tldr: 'x' },
    { claims: [] },
    {},
  ];
  for (const draft of drafts) expect(decodeDraft(encodeDraft(draft))).toEqual(draft);
  expect(encodeDraft(sampleDraft())).not.toContain('null');
});

test('a Draft with a null where none may be is stored in full', () => {
  const odd = { tldr: null, claims: [{ ...sampleClaim(), subject: null }] } as unknown as Draft;
  expect(decodeDraft(encodeDraft(odd))).toEqual(odd);
});

test('facts come back exactly, and what a source left empty takes no room', () => {
  const full = sampleListing({
    authors: [{ name: 'Ada Tide', orcid: '0000' }],
    version: 3,
    published: '2026-01-01',
    urls: { pdf: 'https://example.org' },
    upstreamAi: { summary: 'short' },
    extra: { a: [1, { b: null }] },
    withdrawn: true,
    abstractSource: 'hf_ai_summary',
    locator: { index: 7, start: 10, end: 20 },
  });
  expect(decodeFacts(encodeFacts(full, 'other'), 3, 'other')).toEqual(factsOf(full));
  const bare = sampleListing();
  expect(decodeFacts(encodeFacts(bare, 'hf-paste'), null, 'hf-paste')).toEqual(factsOf(bare));
  expect(encodeFacts(bare, 'hf-paste').length).toBeLessThan(30);
  expect(factsOf(bare)).toMatchObject(NO_FACTS);
});

test('a raw text is given back by the edits of its cleaned one, or stored whole', () => {
  const raw = fc
    .array(
      fc.constantFrom(
        'a',
        ' ',
        '  ',
        '\\%',
        '\\textbf{x}',
        'x2013',
        'é',
        'e\u0301',
        '😀',
        '\u200b',
        '$x$',
        '\n\n',
        '54.6\\%',
        'sim3x',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join(''));
  let edited = 0;
  fc.assert(
    fc.property(raw, fc.boolean(), (text, isPaste) => {
      const { text: cleaned, map } = (isPaste ? repair : clean)(text);
      const edits = editsOf(cleaned, text, map);
      if (edits === null) return;
      edited++;
      expect(applyEdits(cleaned, through(edits))).toBe(text);
    }),
    RUNS,
  );
  expect(edited).toBeGreaterThan(900);
});

test('edits that would not give the raw text back are refused', () => {
  expect(
    editsOf('ab', 'xy', [
      [1, 0],
      [2, 2],
    ]),
  ).toBeNull();
  expect(editsOf('', 'x', null)).toEqual([[0, 0, 'x']]);
});

test.each([
  ['sha256:', named('x'), 32],
  ['e-', `e-${'0f'.repeat(16)}`, 16],
  ['t-', `t-${'a0'.repeat(16)}`, 16],
] as const)('a %s key is bytes inside and the same text outside', (prefix, text, length) => {
  const stored = packKey(prefix, text);
  expect(stored).toHaveLength(length);
  expect(unpackKey(prefix, stored)).toBe(text);
});

test.each(['', 'sha256:', 'sha256:XY', `sha256:${'A'.repeat(64)}`, 'e-1', 'anything'])(
  '%j, which is no hash, stays as it is',
  (text) => {
    expect(unpackKey('sha256:', packKey('sha256:', text))).toBe(text);
  },
);

test('half a hash is recognised as its own and no other', () => {
  expect(isShortOf(shortHash(named('a')), named('a'))).toBe(true);
  expect(isShortOf(shortHash(named('a')), named('b'))).toBe(false);
  expect(isShortOf('text', 'text')).toBe(true);
  expect(isShortOf(null, named('a'))).toBe(false);
});

const vocabulary = new Vocabulary('v1+0', [
  sampleTerm(),
  sampleTerm({ id: 'dataset:harbourqa', facet: 'dataset', label: 'HarbourQA', aliases: [], status: 'rejected' }),
]);

/** Enrichments of one paper: all sections, only a German TL;DR, only claims over an older text. */
const enrichments: Enrichment[] = [
  enrichmentOf('newest', 'enrich.v1', {}),
  enrichmentOf('newest', 'tldr.v1', { draft: { tldr: 'Kurz.' }, language: 'de' }),
  enrichmentOf('older', 'claims.v1', { draft: { claims: [sampleClaim(), sampleClaim({ value: '9' })] } }),
];
function enrichmentOf(text: string, prompt: string, more: Partial<Enrichment>): Enrichment {
  const asked = { runId: 'r', promptHash: named(prompt), engineHash: named('e'), paper: { contentHash: named(text) } };
  return sampleEnrichment(asked, sampleRecipe(), { draft: sampleDraft(), ...more });
}
const find = ([key, revision]: EnrichmentName) => enrichments.find((one) => one.key === key && one.checksRevision === revision);

test('a view comes back exactly, whatever was enriched and decided', () => {
  const claimIds = enrichments.flatMap((one) => one.claimIds);
  const event = fc.record({
    field: fc.constantFrom(
      'tldr',
      'tags/task/question-answering',
      'tags/method/new',
      ...claimIds.map((id) => `claims/${id}`),
      `claims/${claimIds[0]}/metric`,
      'paper/title',
    ),
    action: fc.constantFrom('accept', 'edit', 'reject', 'flag'),
  } as const);
  const afterOf = (field: string): string =>
    canonicalJson(field.startsWith('tags') ? { label: 'new', role: null } : field.startsWith('claims') ? 'F1' : 'A text.');
  fc.assert(
    fc.property(fc.subarray(enrichments), fc.array(event, { maxLength: 5 }), (some, decisions) => {
      const events = decisions.map(
        ({ field, action }, at): StoredReviewEvent => ({
          ...sampleEvent({ eventId: `${at}`, paperPk: 1, field, action, after: action === 'edit' ? afterOf(field) : null }),
          seq: at + 1,
          atMs: 0,
        }),
      );
      const view = computeCurrent({ contentHash: named('newest'), enrichments: some, events, vocabulary, pin: null });
      expect(decodeView(encodeView(view, find), find)).toEqual(view);
    }),
    RUNS,
  );
});

test('a view that nobody touched takes less than 150 bytes', () => {
  const view = viewOf(enrichments.slice(0, 1), new Vocabulary('v1+0', [sampleTerm()]));
  expect(encodeView(view, find).length).toBeLessThan(150);
  expect(namesIn(view)).toHaveLength(1);
});

test('what a view says about an Enrichment that is gone is left out', () => {
  const stored = encodeView(viewOf(enrichments), find);
  expect(decodeView(stored, () => undefined)).toEqual({ sections: {}, tldr: null, tags: [], claims: [], lastSeq: 0 });
});

function viewOf(some: readonly Enrichment[], terms = vocabulary): View {
  return computeCurrent({ contentHash: named('newest'), enrichments: some, events: [], vocabulary: terms, pin: null });
}
