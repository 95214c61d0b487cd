import { describe, expect, it } from 'vitest';
import { marksOf } from '../../../src/domain/check.ts';
import { sliceCodePoints } from '../../../src/domain/codepoints.ts';
import type { Draft, WireClaim } from '../../../src/domain/draft.ts';
import { verifyClaim, verifyClaims, verifyDraft } from '../../../src/verify/verify.ts';
import { row, SAMPLES } from './valid-rows.ts';

const sample = SAMPLES[0] ?? { texts: { title: '', abstract: '' }, claims: [] };
const { texts } = sample;
const [logFind, partsQa, memory, questions] = sample.claims as [WireClaim, WireClaim, WireClaim, WireClaim];
const check = (claim: WireClaim) => verifyClaim(claim, 'c-0', texts);

describe('the worked example', () => {
  it('finds, checks and binds the LogFind row', () => {
    const found = check(logFind);
    expect(found).toMatchObject({
      alignment: { grounding: 'exact' },
      value: { number: 78.9, unit: 'percent', form: 'absolute', bound: 'exact' },
      valueCheck: { check: 'verified' },
      baseline: { number: 71.4 },
      baselineCheck: { check: 'verified' },
      binding: 'bound',
      direction: 'higher_better',
      metricIn: 'quote',
      datasetIn: 'abstract',
    });
    const { span } = found.valueCheck;
    expect(span && sliceCodePoints(texts.abstract, span.start, span.end)).toBe('78.9%');
  });

  it('reads points as a delta, a third as a ratio and questions as a count', () => {
    expect(check(partsQa).value).toMatchObject({ number: 2.3, unit: 'percentage_point', form: 'delta_abs' });
    expect(check(memory)).toMatchObject({
      value: { unit: 'ratio_x', form: 'ratio' },
      valueCheck: { check: 'normalised' },
      direction: 'lower_better',
    });
    expect(check(questions).value).toMatchObject({ number: 4200, unit: 'count', form: 'count' });
  });

  it('calls 7.5 points derived and names the arithmetic', () => {
    const found = check({ ...logFind, value: '7.5 points', baseline: { name: 'BiEnc-L', value: null } });
    expect(found).toMatchObject({ valueCheck: { check: 'derived', how: '78.9 - 71.4' }, binding: 'bound' });
  });

  it('corrects percent to points where the quote says points, and records it', () => {
    expect(check({ ...partsQa, value: '2.3 percent' })).toMatchObject({
      value: { unit: 'percentage_point' },
      valueCheck: { check: 'normalised' },
      corrections: ['percent -> percentage_point'],
    });
  });

  it.each([
    [
      'digits swapped',
      { ...logFind, value: '79.8%' },
      'The quote was found, the number was not',
      { quoteFound: true, numberFound: false, numberBound: false },
    ],
    [
      'an invented quote',
      row('improves recall@10 by 7.5 points over BiEnc-L', '7.5 points'),
      'nothing was found',
      { quoteFound: false, numberFound: false, numberBound: false },
    ],
    [
      'another dataset',
      { ...logFind, dataset: 'PartsQA' },
      'the number is not bound',
      { quoteFound: true, numberFound: true, numberBound: false },
    ],
  ])('refuses the badge for %s', (_, claim, __, marks) => {
    expect(marksOf(check(claim))).toEqual(marks);
  });

  it('says in words why a row is not bound', () => {
    expect(check({ ...logFind, value: '71.4%', baseline: { name: 'BiEnc-L', value: '78.9%' } }).bindingReason).toMatch(
      /place of the baseline/,
    );
    expect(check({ ...logFind, metric: 'F1' }).bindingReason).toMatch(/“F1”/);
  });

  it('has nothing to bind in a row without a number', () => {
    expect(check(row('It needs no training data from the target plant', null, { kind: 'qualitative' }))).toMatchObject({
      valueCheck: { check: 'not_applicable' },
      binding: 'not_applicable',
      value: null,
    });
  });
});

describe('verifyDraft', () => {
  const draft: Draft = {
    tldr: 'Sieve-and-Settle filters long maintenance logs with a character n-gram index before it re-ranks the rest.',
    claims: [logFind, logFind],
    tags: {
      contribution: { primary: 'method', also: ['benchmark'] },
      modality: ['text'],
      domain: ['computer_science'],
      setting: [],
      language: [],
      task: [{ label: 'passage retrieval', quote: null }],
      method: [{ label: 'N-gram indexes', quote: 'filters passages with a character n-gram index' }],
      dataset: [{ label: 'LogFind', role: 'introduced', quote: null }],
      model: [{ label: 'cross encoder', role: 'base', quote: 'a cross-encoder nobody wrote about' }],
    },
  };

  it('gives a check for every part the Draft has, and null for the others', () => {
    const checks = verifyDraft(draft, ['c-a', 'c-b'], texts, { language: 'en' });
    expect(checks.claims?.map(({ id }) => id)).toEqual(['c-a', 'c-b']);
    expect(checks.tags).toHaveLength(8);
    expect(verifyDraft({}, [], texts, { language: 'en' })).toEqual({ tldr: null, tags: null, claims: null });
  });

  it('calls a tag stated when its label or quote stands there, and leaves closed facets alone', () => {
    const { tags } = verifyDraft(draft, [], texts, { language: 'en' });
    expect(tags?.map(({ support }) => support)).toEqual([null, null, null, null, 'inferred', 'stated', 'stated', 'stated']);
    expect(tags?.[6]?.alignment?.span?.start).toBe(texts.abstract.indexOf('LogFind'));
  });

  it('tells a repeated row and an outcome that value and baseline contradict', () => {
    const checks = verifyClaims([logFind, logFind, { ...logFind, outcome: 'degrades' }], ['a', 'b', 'c'], texts);
    expect(checks[0]?.lint).toEqual([]);
    expect(checks[1]?.lint).toEqual(['The same row stands above.']);
    expect(checks[2]?.lint).toContain('The outcome says worse, value and baseline say otherwise.');
  });
});
