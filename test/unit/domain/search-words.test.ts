/** Words that are indexed are the words that are looked for. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchWords } from '../../../src/domain/search-words.ts';

test.each([
  ['State-of-the-art: 54.6%', ['state', 'of', 'the', 'art', '54', '6']],
  ['Naïve Résumé ÅNGSTRÖM', ['naive', 'resume', 'angstrom']],
  ['tide TIDE Tide', ['tide']],
  ['ﬁne ２０', ['fine', '20']],
  ['你好 мир', ['你好', 'мир']],
  ['"; DROP -- *', ['drop']],
  ['😀 \u200b ', []],
])('%j has the words %j', (text, words) => {
  expect(searchWords(text)).toEqual(words);
});

test('a word of a text is a word of itself, so whatever was indexed can be found', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      for (const word of searchWords(text)) expect(searchWords(word)).toEqual([word]);
    }),
    { numRuns: 1000 },
  );
});

test('a run without end is cut to 64 characters', () => {
  expect(searchWords('x'.repeat(1_000_000))).toEqual(['x'.repeat(64)]);
});
