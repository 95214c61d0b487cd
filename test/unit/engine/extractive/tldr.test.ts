/** The TL;DR sentence: which one is chosen, and that it is printed as it stands. */
import { expect, test } from 'vitest';
import { chooseTldr } from '../../../../src/engine/extractive/tldr.ts';

const BACKGROUND = 'Knots have been widely studied in recent years.';
const PROPOSAL = 'We propose Reel, a policy for untying knots in wet ropes by touch alone.';
const RESULT = 'It improves the success rate by 3%.';

test('the sentence that says what is proposed wins over background and result', () => {
  expect(chooseTldr('Untying knots by touch', `${BACKGROUND} ${PROPOSAL} ${RESULT}`)).toBe(PROPOSAL);
});

test('without a proposal the sentence closest to the title wins', () => {
  const close = 'Wet ropes need patience when knots are untied by touch.';
  expect(chooseTldr('Untying knots in wet ropes by touch', `Sailors know many things. ${close} Night falls early in winter.`)).toBe(
    close,
  );
});

test('a link to the code is never the summary', () => {
  const abstract = `${PROPOSAL} We release untying knots by touch code at https://example.org/untying-knots-by-touch.`;
  expect(chooseTldr('Untying knots by touch', abstract)).toBe(PROPOSAL);
});

test('a short sentence loses against one that says something', () => {
  expect(chooseTldr('Untying knots', `We untie knots. ${PROPOSAL}`)).toBe(PROPOSAL);
});

test('an endless sentence loses against one of readable length', () => {
  const endless = `We propose a policy for untying knots ${'and for tying them again in the same rope '.repeat(8)}by touch.`;
  expect(chooseTldr('Untying knots by touch', `${endless} ${PROPOSAL}`)).toBe(PROPOSAL);
});

test('an abstract of one sentence is its own summary, and no abstract leaves the title', () => {
  expect(chooseTldr('A title', BACKGROUND)).toBe(BACKGROUND);
  expect(chooseTldr('A title', '')).toBe('A title');
});
