import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codePointLength, sliceCodePoints } from '../../../src/domain/codepoints.ts';
import { findTerms } from '../../../src/domain/find-terms.ts';
import { compactKey, Vocabulary } from '../../../src/domain/vocabulary.ts';
import { shippedVocabulary } from '../../support/shipped.ts';

const vocabulary = shippedVocabulary();
const found = (text: string): string[] =>
  findTerms(vocabulary, text).map(({ term, start, end }) => `${term.id} ${sliceCodePoints(text, start, end)}`);
const ids = (text: string): string[] => findTerms(vocabulary, text).map(({ term }) => term.id);

describe('terms in a text', () => {
  test('are found as whole words, the longest first', () => {
    expect(found('We study graph neural networks.')).toEqual(['method:graph-neural-network graph neural networks']);
    expect(found('a photograph of neural tissue')).toEqual([]);
  });

  test('are found however they are hyphenated, spaced or set in capitals', () => {
    for (const text of ['with fine-tuning', 'with fine tuning', 'with Finetuning', 'with FINE-TUNING', 'with fine‑tuning'])
      expect(ids(text), text).toEqual(['method:fine-tuning']);
  });

  test('do not reach across a full stop, a comma or a bracket', () => {
    for (const text of ['a graph. Neural networks of', 'of graph, neural networks', 'the graph (neural network'])
      expect(ids(text), text).toEqual([]);
  });

  test('are found in parts of hyphenated words', () => {
    expect(found('a BERT-based tagger')).toEqual(['model:bert BERT']);
  });

  test.each([
    ['We use RAG here', 'a rag to clean', 'method:retrieval-augmented-generation'],
    ['tested on GLUE tasks', 'held by glue and tape', 'dataset:glue'],
    ['scores on MATH rise', 'they like math more', 'dataset:math'],
    ['we adapt Whisper large-v3', 'they whisper softly', 'model:whisper'],
    ['the model Claude answers', 'the claude glass', 'model:claude'],
    ['LoRA adapters', 'Lora and friends', 'method:low-rank-adaptation'],
    ['with LLaMA and LLAMA', 'a llama in Peru', 'model:llama'],
    ['queries of Spider with SQL', 'a spider in its web', 'dataset:spider'],
    ['PCA of the features', 'prostate cancer (PCa) cases', 'method:principal-component-analysis'],
    ['with CLIP features', 'a short clip of it', 'model:clip'],
    ['GANs collapse', 'two gans collapse', 'method:generative-adversarial-network'],
  ])('in "%s" are not those of "%s"', (name, word, id) => {
    expect(ids(name)).toContain(id);
    expect(ids(word)).not.toContain(id);
  });

  test('do not trust the capital that opens a sentence or fills a headline', () => {
    expect(ids('Whisper to your neighbour. Falcon nests are rare.')).toEqual([]);
    expect(ids('Learning to Whisper Softly in Crowded Rooms')).toEqual([]);
    expect(ids('Whisper is large. We tune Whisper on calls.')).toEqual(['model:whisper', 'model:whisper']);
  });

  test('of two facets at one place are both given', () => {
    const both = new Vocabulary(
      'v1',
      (['task', 'method'] as const).map((facet) => ({
        ...{ id: `${facet}:kite-flying`, facet, label: 'kite flying', aliases: [], definition: 'Flying kites.' },
        ...{ include: null, exclude: null, example: null, parent: null, status: 'active' as const, merged_into: null },
      })),
    );
    expect(findTerms(both, 'on kite flying').map(({ term, start }) => [term.id, start])).toEqual([
      ['task:kite-flying', 3],
      ['method:kite-flying', 3],
    ]);
  });

  test('that are not active are not found', () => {
    const asleep = new Vocabulary(
      'v1',
      vocabulary.terms.map((term) => ({ ...term, status: 'rejected' as const })),
    );
    expect(findTerms(asleep, 'RAG with BERT on GLUE')).toEqual([]);
  });

  test('have spans in code points, also after characters outside the basic plane', () => {
    expect(found('𝒳 🦊 with BERT')).toEqual(['model:bert BERT']);
  });

  test('are found under every label and alias the vocabulary has, where it is not a common word at the start of a sentence', () => {
    const missed = vocabulary.terms.flatMap((term) =>
      [term.label, ...term.aliases].filter(
        (name) => !findTerms(vocabulary, `we look at ${name} here`).some((match) => match.term === term),
      ),
    );
    expect(missed).toEqual([]);
  });

  test('always lie in the text, in order, and spell a label of their term', () => {
    const piece = fc.oneof(
      fc.constantFrom('BERT', 'fine', 'tuning', '-', ' ', '. ', '🦊', 'RAG', 'graph neural networks', 'GPT-4.1', '\n'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        let last = 0;
        for (const { term, start, end } of findTerms(vocabulary, text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeLessThanOrEqual(codePointLength(text));
          const keys = [term.label, ...term.aliases].map(compactKey);
          expect(keys).toContain(compactKey(sliceCodePoints(text, start, end)));
          last = start;
        }
      }),
    );
  });
});
