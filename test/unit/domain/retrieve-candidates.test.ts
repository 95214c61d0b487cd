import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_CANDIDATES, retrieveCandidates } from '../../../src/domain/retrieve-candidates.ts';
import { Vocabulary } from '../../../src/domain/vocabulary.ts';
import { samplePapers, shippedVocabulary } from '../../support/shipped.ts';

const vocabulary = shippedVocabulary();
const ids = (title: string, abstract: string): string[] => retrieveCandidates(vocabulary, title, abstract).map(({ id }) => id);

const CROWDED = `We compare BERT, RoBERTa, DeBERTa, T5, BART, GPT-2, GPT-3 and Llama 2 on GLUE, SuperGLUE, SQuAD, MMLU, GSM8K and BoolQ with
  knowledge distillation, quantization, low-rank adaptation, prompt tuning, in-context learning and data augmentation for question answering,
  text summarization, machine translation, named entity recognition, sentiment analysis and coreference resolution.`;

describe('candidates for a paper', () => {
  test('are at most 12, none twice, all active', () => {
    for (const text of ['', 'x', CROWDED]) {
      const terms = retrieveCandidates(vocabulary, 'A study', text);
      expect(terms.length).toBeLessThanOrEqual(MOST_CANDIDATES);
      expect(new Set(terms).size).toBe(terms.length);
    }
  });

  test('leave room for every facet however many baselines a paper lists', () => {
    const facets = retrieveCandidates(vocabulary, 'A study', CROWDED).map(({ facet }) => facet);
    for (const facet of ['task', 'method', 'dataset'])
      expect(facets.filter((one) => one === facet).length, facet).toBeGreaterThanOrEqual(3);
  });

  test('hold what stands in the text', () => {
    expect(ids('A study', 'We apply low-rank adaptation to RoBERTa for named entity recognition on CoNLL-2003.')).toEqual(
      expect.arrayContaining([
        'task:named-entity-recognition',
        'method:low-rank-adaptation',
        'dataset:conll-2003',
        'model:roberta',
      ]),
    );
  });

  test('hold a task that is only described', () => {
    expect(
      ids(
        'Finding Part Numbers',
        'Engineers search logs; we filter passages of a large collection that answer a query and re-rank them.',
      ),
    ).toContain('task:passage-retrieval');
    expect(ids('Hearing Who Spoke', 'From a recording of a meeting with several speakers we determine who spoke when.')).toContain(
      'task:speaker-diarization',
    );
  });

  test('never propose a dataset or model that is not named', () => {
    for (const { title, abstract } of samplePapers())
      for (const { facet, label, aliases } of retrieveCandidates(vocabulary, title, abstract))
        if (facet === 'dataset' || facet === 'model')
          expect(
            [label, ...aliases].some((name) => `${title} ${abstract}`.includes(name)),
            label,
          ).toBe(true);
  });

  test('leave out the general term beside its special case', () => {
    const got = ids('A study', 'Graph attention networks are graph neural networks.');
    expect(got.filter((id) => id.startsWith('method:'))[0]).toBe('method:graph-attention-network');
  });

  test('leave out terms a person rejected or merged away', () => {
    const terms = vocabulary.terms.map((term) => (term.id === 'model:bert' ? { ...term, status: 'rejected' as const } : term));
    expect(retrieveCandidates(new Vocabulary('v1+1', terms), 'A study', 'We use BERT.').map(({ id }) => id)).not.toContain(
      'model:bert',
    );
  });

  test('are the same each time and for an equal vocabulary built anew', () => {
    const again = new Vocabulary(vocabulary.version, [...vocabulary.terms]);
    for (const { title, abstract } of samplePapers())
      expect(retrieveCandidates(again, title, abstract)).toEqual(retrieveCandidates(vocabulary, title, abstract));
  });

  test('come for any text whatever, and never more than 12', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ unit: 'binary', maxLength: 300 }),
        (title, abstract) => retrieveCandidates(vocabulary, title, abstract).length <= MOST_CANDIDATES,
      ),
    );
  });

  test('take under 10 ms of a paper once the index stands', () => {
    const papers = samplePapers();
    for (const { title, abstract } of papers) retrieveCandidates(vocabulary, title, abstract);
    const before = performance.now();
    for (let round = 0; round < 10; round++)
      for (const { title, abstract } of papers) retrieveCandidates(vocabulary, title, abstract);
    expect((performance.now() - before) / (10 * papers.length)).toBeLessThan(10);
  });
});
