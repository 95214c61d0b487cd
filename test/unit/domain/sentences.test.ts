/** Sentences: where they end, where they do not, and that nothing of the text is lost. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codePointLength, sliceCodePoints } from '../../../src/domain/codepoints.ts';
import { sentenceRanges, splitSentences } from '../../../src/domain/sentences.ts';

const split = (text: string): string[] => splitSentences(text).map(({ start, end }) => sliceCodePoints(text, start, end));

test.each([
  ['Gulls nest early. We counted them.', ['Gulls nest early.', 'We counted them.']],
  ['Does it work? It does! We are glad.', ['Does it work?', 'It does!', 'We are glad.']],
  ['It falls to 9 ms. Memory is lower.', ['It falls to 9 ms.', 'Memory is lower.']],
  ['The answer is no. We explain why.', ['The answer is no.', 'We explain why.']],
  ['It grew by 4.2% in 2021. Costs fell.', ['It grew by 4.2% in 2021.', 'Costs fell.']],
  ['We test it. mLoom is faster.', ['We test it.', 'mLoom is faster.']],
  ['Code is open. https://example.org/loom', ['Code is open.', 'https://example.org/loom']],
  ['One paragraph\nanother one', ['One paragraph', 'another one']],
  ['It helps the assistant.Based on this, we go on.', ['It helps the assistant.', 'Based on this, we go on.']],
  ['它很快。我们测试了它。', ['它很快。', '我们测试了它。']],
  ['She said "stop." Then it stopped.', ['She said "stop."', 'Then it stopped.']],
  ['We ran it (twice). It held.', ['We ran it (twice).', 'It held.']],
  ['The drop was seen. we observed it again.', ['The drop was seen.', 'we observed it again.']],
])('splits %j', (text, sentences) => {
  expect(split(text)).toEqual(sentences);
});

test.each([
  'Some methods (e.g. Loom) are slow.',
  'It rises to 44.4 (vs. 6.4 before), i.e. by far.',
  'Kowalski et al. (2020) found it first.',
  'See Fig. 3 and Sec. 4.2 of No. 7.',
  'J. R. Vester wrote it.',
  'It costs approx. 5 euros per kg.',
  'The site (see www.example.org. It is old) is down.',
  'Accuracy is 97. 42% on average.',
  'Loops, forks, etc. are drawn.',
  'TaskLoom.AI is a tool.',
  'We use the U.S. census.',
])('does not split %j', (text) => {
  expect(split(text)).toEqual([text]);
});

test('et al. ends a sentence when the next one plainly begins', () => {
  expect(split('It follows Vester et al. We go further.')).toEqual(['It follows Vester et al.', 'We go further.']);
});

test('spans ascend, stay inside the text and leave out white space only', () => {
  const piece = fc.constantFrom(
    'We saw ',
    'e.g. ',
    'it. ',
    'No! ',
    '(a. B) ',
    '3.5% ',
    '\n',
    '𝛼 ',
    '🙂. ',
    '))((',
    '。',
    '  ',
    '...',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      let at = 0;
      for (const { start, end } of splitSentences(text)) {
        expect(sliceCodePoints(text, at, start).trim()).toBe('');
        expect(end).toBeGreaterThan(start);
        at = end;
      }
      expect(sliceCodePoints(text, at, codePointLength(text)).trim()).toBe('');
    }),
  );
});

test('code points and units name the same sentences', () => {
  const text = 'The 🙂 set grew. 𝛼 fell! We stop.';
  expect(sentenceRanges(text).map(({ start, end }) => text.slice(start, end))).toEqual(split(text));
});

test.each([
  ['open parentheses', '('.repeat(100_000)],
  ['pairs', '()'.repeat(50_000)],
  ['nested pairs', '('.repeat(50_000) + ')'.repeat(50_000)],
  ['stops', '. '.repeat(50_000)],
  ['decimals', '1.'.repeat(50_000)],
  ['spaces', ' '.repeat(100_000)],
  ['one word', 'a'.repeat(100_000)],
])('100 KB of %s is split in one pass', (_, text) => {
  const spans = splitSentences(text);
  expect(spans.every(({ start, end }) => start < end)).toBe(true);
});
