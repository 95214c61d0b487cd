import { describe, expect, test } from 'vitest';
import { flattenTags } from '../../../src/domain/tag.ts';
import { samplePapers } from '../../support/shipped.ts';

const paper = samplePapers().find(({ name }) => name === 'sieve-and-settle');

describe('flattened tags', () => {
  test('come closed facets first, then languages, then open facets, in the order of the wire', () => {
    const tags = flattenTags(paper?.draft.tags as NonNullable<typeof paper>['draft']['tags']);
    expect(tags.map(({ facet, label, role }) => [facet, label, role])).toEqual([
      ['contribution', 'method', 'primary'],
      ['contribution', 'benchmark', 'also'],
      ['modality', 'text', null],
      ['domain', 'engineering', null],
      ['domain', 'computer_science', null],
      ['task', 'passage retrieval', null],
      ['method', 'n-gram index', null],
      ['method', 'cross-encoder', null],
      ['dataset', 'LogFind', 'introduced'],
      ['dataset', 'PartsQA', 'eval'],
      ['model', 'Sieve-and-Settle', 'introduced'],
      ['model', 'BiEnc-L', 'baseline'],
    ]);
  });

  test('keep the quote of an open tag and the first of a label given twice', () => {
    const wire = {
      contribution: { primary: 'method' as const, also: ['method' as const] },
      modality: [],
      domain: [],
      setting: [],
      language: ['sw'],
      task: [
        { label: 'retrieval', quote: 'search logs' },
        { label: 'retrieval', quote: null },
      ],
      method: [{ label: 'retrieval', quote: null }],
      dataset: [],
      model: [],
    };
    expect(flattenTags(wire)).toEqual([
      { facet: 'contribution', label: 'method', role: 'primary', quote: null },
      { facet: 'language', label: 'sw', role: null, quote: null },
      { facet: 'task', label: 'retrieval', role: null, quote: 'search logs' },
      { facet: 'method', label: 'retrieval', role: null, quote: null },
    ]);
  });
});
