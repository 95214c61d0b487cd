import { describe, expect, it } from 'vitest';
import { checkTldr } from '../../../src/verify/tldr.ts';
import { SAMPLES } from './valid-rows.ts';

const texts = SAMPLES[0]?.texts ?? { title: '', abstract: '' };
const numbers = (text: string, language = 'en') => checkTldr(text, texts, language).numbers.map(({ raw, check }) => [raw, check]);

describe('numbers of a TL;DR', () => {
  it('are verified or normalised against title and abstract', () => {
    expect(
      numbers(
        'Sieve-and-Settle filters long logs before re-ranking, raising recall@10 on LogFind from 71.4% to 78.9% over BiEnc-L with a third of its memory.',
      ),
    ).toEqual([
      ['10', 'not_applicable'],
      ['71.4%', 'verified'],
      ['78.9%', 'verified'],
      ['a third', 'normalised'],
    ]);
  });

  it('are derived where the sentence compares, and missing where a digit is wrong', () => {
    expect(numbers('It gains 7.5 points')).toEqual([['7.5 points', 'derived']]);
    expect(numbers('It reaches 79.8% recall')).toEqual([['79.8%', 'missing']]);
    expect(numbers('It gains 2.3 percent on PartsQA')).toEqual([['2.3 percent', 'missing']]);
  });

  it.each([
    [
      'de',
      'Das Verfahren hebt den Recall von 71,4 % auf 78,9 % bei 4.200 Fragen und 1,3 Millionen Passagen mit einem Drittel des Speichers, also 2,3 Punkte',
      ['verified', 'verified', 'normalised', 'verified', 'normalised', 'verified'],
    ],
    [
      'fr',
      'La méthode passe de 71,4 % à 78,9 % avec un tiers de la mémoire et 1,3 million de passages',
      ['verified', 'verified', 'normalised', 'verified'],
    ],
    ['es', 'El método sube de 71,4 % a 78,9 % con un tercio de la memoria', ['verified', 'verified', 'normalised']],
    ['zh', '该方法将召回率从71.4%提高到78.9%', ['verified', 'verified']],
  ])('are found across languages: %s', (language, text, expected) => {
    const found = checkTldr(text, texts, language).numbers.map(({ check }) => (check === 'normalised' ? 'normalised' : check));
    expect(found).toHaveLength(expected.length);
    expect(found.every((check) => check === 'verified' || check === 'normalised')).toBe(true);
  });

  it.each([
    ['de', 'Der Recall steigt auf 79,8 %'],
    ['fr', 'Le rappel atteint 78,8 %'],
    ['es', 'El recall llega a 87,9 %'],
  ])('with a wrong digit are missing across languages: %s', (language, text) => {
    expect(checkTldr(text, texts, language).numbers.map(({ check }) => check)).toEqual(['missing']);
  });

  it('that readers count themselves do not apply', () => {
    expect(numbers('It works in two stages')).toEqual([['two', 'not_applicable']]);
  });

  it('carry their place in the TL;DR in code points', () => {
    const [number] = checkTldr('🚀 reaches 78.9% recall', texts).numbers;
    expect(number?.at).toEqual({ start: 10, end: 15 });
    expect(number?.span?.field).toBe('abstract');
  });
});

describe('the form of a TL;DR', () => {
  it('is counted in words and copied words', () => {
    const { words, copyRatio } = checkTldr(
      'It needs no training data from the target plant but a large index of character strings',
      texts,
    );
    expect(words).toBe(16);
    expect(copyRatio).toBeCloseTo(9 / 16);
  });

  it('is aligned when it is verbatim, and only then', () => {
    expect(checkTldr('It needs no training data from the target plant.', texts).alignment.grounding).toBe('exact');
    expect(checkTldr('It needs no data from the target plant at all.', texts).alignment).toEqual({ grounding: 'none', span: null });
  });

  it('is told when it is too short, too long, praises, or holds a missing number', () => {
    expect(checkTldr('A novel method.', texts).lint).toEqual(['Only 3 words; 12 to 40 are wanted.', 'Praise: novel.']);
    expect(checkTldr(`${'word '.repeat(41)}`, texts).lint[0]).toBe('41 words; 12 to 40 are wanted.');
    expect(checkTldr('A method for logs that is fast, small and easy to run. It reaches 99.9% in all tests.', texts).lint).toEqual([
      'Several sentences.',
      'The number “99.9%” stands neither in title nor abstract.',
    ]);
  });

  it('of nothing is empty, not an error', () => {
    expect(checkTldr('', texts)).toMatchObject({ words: 0, copyRatio: 0, numbers: [] });
  });
});
