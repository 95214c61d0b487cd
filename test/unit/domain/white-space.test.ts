import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Shape } from '../../../src/domain/clean.ts';
import { TracedText } from '../../../src/domain/traced-text.ts';
import { reduceSpace } from '../../../src/domain/white-space.ts';
import { wrap } from '../../support/wrap.ts';

const reduce = (text: string, shape: Shape = 'text'): string => new TracedText(text).edited(reduceSpace(text, shape)).text;

const WRAPPED =
  'The stones of this river are counted with a camera that hangs below a\nboat and sees in murky water. We find that twelve stones in a hundred\nare missed, mostly small ones.';

describe('reduceSpace', () => {
  test('makes one space of white space and none at the edges', () => {
    expect(reduce('  a \u00a0\t b\u2003c\u3000 ')).toBe('a b c');
    expect(reduce(' \n\t ')).toBe('');
  });

  test('joins lines wrapped to a width', () => {
    expect(reduce(WRAPPED)).toBe(WRAPPED.replaceAll('\n', ' '));
    expect(reduce(WRAPPED.replaceAll('\n', '\r\n'))).toBe(WRAPPED.replaceAll('\n', ' '));
  });

  test.each([30, 45, 60, 72, 80, 100, 132, 180])('joins lines wrapped at %i columns', (width) => {
    const text = `${WRAPPED.replaceAll('\n', ' ')} All of this is free. ${WRAPPED.replaceAll('\n', ' ')}`;
    expect(reduce(wrap(text, width))).toBe(text);
  });

  test('keeps a blank line as one paragraph break', () => {
    expect(reduce(`${WRAPPED}\n\n\n${WRAPPED}`)).toBe(`${WRAPPED.replaceAll('\n', ' ')}\n${WRAPPED.replaceAll('\n', ' ')}`);
  });

  test('takes an indented line for a new paragraph, as arXiv writes it', () => {
    expect(
      reduce(
        '  The stones of this river are counted with a camera that hangs\nbelow a boat.\n  We find twelve stones in a hundred missing, mostly\nsmall ones.',
      ),
    ).toBe(
      'The stones of this river are counted with a camera that hangs below a boat.\nWe find twelve stones in a hundred missing, mostly small ones.',
    );
  });

  test('does not take the layout of a whole field for paragraphs', () => {
    expect(reduce('The stones of\n      this river are\n      counted with a\n      camera.')).toBe(
      'The stones of this river are counted with a camera.',
    );
  });

  test('breaks at single line feeds where the text is not wrapped', () => {
    const long = `${'The stones of this river are counted. '.repeat(4)}Done.`;
    expect(reduce(`${long}\n${long}`)).toBe(`${long}\n${long}`);
  });

  test('never breaks a sentence that runs on', () => {
    expect(reduce('The stones of this\n\nriver are counted.')).toBe('The stones of this river are counted.');
  });

  test('breaks before a bullet', () => {
    expect(reduce('We count:\n- stones\n- sand')).toBe('We count:\n- stones\n- sand');
  });

  test('keeps short paragraphs that a blank line separates', () => {
    const text = 'Methods\n\nThe stones of this river are counted with a camera that hangs below.\n\nResults\n\nTwelve.';
    expect(reduce(text)).toBe(text.replaceAll('\n\n', '\n'));
  });

  test('a title has one line', () => {
    expect(reduce('Counting Stones\n\n  in Rivers', 'line')).toBe('Counting Stones in Rivers');
  });

  test('applied again changes nothing', () => {
    const piece = fc.constantFrom(
      'a',
      'The stones of this river are counted with a camera that hangs below.',
      'word',
      '.',
      ' ',
      '  ',
      '\n',
      '\n\n',
      '\r\n',
      '\n  ',
      '- ',
      '\u00a0',
      '\u0085',
      '\u2029',
      'Z',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), fc.constantFrom<Shape>('text', 'line'), (pieces, shape) => {
        const once = reduce(pieces.join(''), shape);
        expect(reduce(once, shape)).toBe(once);
        expect(once).not.toMatch(/[^\S \n]|^\s|\s$|\s\s/);
      }),
      { numRuns: 2_000 },
    );
  });

  test('keeps every character that is no white space, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(reduce(text).replace(/[\s\u0085]+/g, '')).toBe(text.replace(/[\s\u0085]+/g, ''));
      }),
    );
  });
});
