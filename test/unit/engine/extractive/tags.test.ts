/** Tags by rule: what the words say, nothing where they are silent, and open labels from the vocabulary only. */
import { describe, expect, test } from 'vitest';
import { Vocabulary } from '../../../../src/domain/vocabulary.ts';
import { chooseTags } from '../../../../src/engine/extractive/tags.ts';
import { term } from './vocabulary-term.ts';

const vocabulary = new Vocabulary('v1', [
  term('task:question-answering', 'question answering', ['QA']),
  term('method:contrastive-learning', 'contrastive learning', []),
  term('dataset:reed-qa', 'ReedQA', []),
  term('dataset:knot-net', 'KnotNet', ['Knot-Net']),
  term('model:heron-lm', 'HeronLM', []),
]);
const tagsOf = (title: string, abstract: string) => chooseTags(vocabulary, title, abstract);

test.each([
  ['A survey of knots', 'This survey reviews work on knots.', 'survey'],
  ['KnotBench: a benchmark for untying', 'We introduce a benchmark of knots.', 'benchmark'],
  ['A corpus of harbour talk', 'We present a corpus of harbour talk.', 'dataset'],
  ['Convergence of rope policies', 'We prove an upper bound and give convergence rates.', 'theory'],
  ['Untying knots via touch', 'We propose a novel method for untying knots.', 'method'],
  ['Why do knots slip?', 'We analyze slipping. We study its causes.', 'analysis_interpretability'],
  ['Prompts should be tested', 'In this position paper we argue that prompts need tests.', 'position'],
  ['A replication of knot studies', 'We replicate four studies.', 'reproduction'],
  ['Knots', 'Ropes are long. Winter is cold.', 'unspecified'],
])('%s is a contribution of its kind', (title, abstract, primary) => {
  expect(tagsOf(title, abstract).contribution.primary).toBe(primary);
});

test('modality, field, setting and language follow the words of the text', () => {
  const tags = tagsOf(
    'Zero-shot translation of Finnish lullabies with language models',
    'We fine-tune language models on text in Finnish and Estonian. Machine translation of text is hard.',
  );
  expect(tags).toMatchObject({ modality: ['text'], domain: ['computer_science'], language: ['fi', 'et'] });
  expect(tags.setting).toEqual(['zero_shot', 'finetuning']);
});

test('a text that says nothing gets nothing', () => {
  expect(tagsOf('On the rope', 'The rope is wet.')).toEqual({
    contribution: { primary: 'unspecified', also: [] },
    modality: [],
    domain: [],
    setting: [],
    language: [],
    task: [],
    method: [],
    dataset: [],
    model: [],
  });
});

test('to polish something is no language', () => {
  expect(tagsOf('We polish ropes', 'We polish and we finish them.').language).toEqual([]);
});

describe('open labels', () => {
  test('the label itself needs no quote, an alias is quoted as printed', () => {
    expect(tagsOf('Contrastive learning', 'We use contrastive learning for QA.')).toMatchObject({
      task: [{ label: 'question answering', quote: 'QA' }],
      method: [{ label: 'contrastive learning', quote: null }],
    });
  });

  test.each([
    ['We introduce KnotNet, a set of knots.', 'introduced'],
    ['Reel was trained on KnotNet.', 'train'],
    ['Reel is strong on KnotNet.', 'eval'],
  ])('%s: the part a dataset plays', (abstract, role) => {
    expect(tagsOf('Reel', abstract).dataset).toEqual([{ label: 'KnotNet', role, quote: null }]);
  });

  test.each([
    ['HeronLM: a model', 'We release HeronLM.', 'introduced'],
    ['Reel', 'Reel outperforms HeronLM.', 'baseline'],
    ['Reel', 'We adapt HeronLM to ropes.', 'base'],
  ])('%s. %s: the part a model plays', (title, abstract, role) => {
    expect(tagsOf(title, abstract).model).toEqual([{ label: 'HeronLM', role, quote: null }]);
  });

  test('words the vocabulary does not know are no tags', () => {
    const tags = tagsOf('BrandNewThing', 'BrandNewThing solves rope recognition with sheaf diffusion.');
    expect([...tags.task, ...tags.method, ...tags.dataset, ...tags.model]).toEqual([]);
  });
});
