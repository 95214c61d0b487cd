import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTex, isInside, mathRanges } from '../../../src/domain/tex.ts';
import { TracedText } from '../../../src/domain/traced-text.ts';

const decode = (text: string): string => new TracedText(text).edited(decodeTex(text)).text;
const mathOf = (text: string): string[] => mathRanges(text).map(([start, end]) => text.slice(start, end));

describe('mathRanges', () => {
  test.each([
    ['a $x^2$ b', ['$x^2$']],
    ['a $x$, $y$ b', ['$x$', '$y$']],
    ['$$\\sum_i x_i$$ and \\(a\\) and \\[b\\]', ['$$\\sum_i x_i$$', '\\(a\\)', '\\[b\\]']],
    ['it costs $5 and $10', []],
    ['it costs $5, or $ 10 $ a piece', []],
    ['one $ alone', []],
    ['escaped \\$5 and \\$6', []],
    ['a \\\\(not math\\\\) b', []],
    ['$a\n\nb$', []],
    ['no closing \\(a', []],
    [`$a_${'x'.repeat(1_100)}$`, []],
  ])('of %j', (text, ranges) => expect(mathOf(text)).toEqual(ranges));

  test('ascend, do not overlap, and isInside agrees with them', () => {
    const piece = fc.constantFrom('$', '$$', '\\(', '\\)', '\\[', '\\]', '\\', 'x', '_', ' ', '5', '\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const ranges = mathRanges(text);
        let last = 0;
        for (const [start, end] of ranges) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        for (let unit = 0; unit <= text.length; unit++)
          expect(isInside(ranges, unit)).toBe(ranges.some(([start, end]) => unit >= start && unit < end));
      }),
    );
  });
});

describe('decodeTex', () => {
  test.each([
    [String.raw`It\^o`, 'Itô'],
    [String.raw`Bal\'azs and J\"org`, 'Balázs and Jörg'],
    [String.raw`M{\aa}ns and \AA{}ngstr\"{o}m`, 'Måns and Ångström'],
    [String.raw`Ho\v{r}ava, \v Cech, Fran\c{c}ois`, 'Hořava, Čech, François'],
    [String.raw`na\"{\i}ve, {\'e}t{\'e}`, 'naïve, été'],
    [String.raw`\L{}ukasz, \o re and stra\ss e`, 'Łukasz, øre and straße'],
    [String.raw`5\% of \$3 \& a\_b \#1`, '5% of $3 & a_b #1'],
    [String.raw`the model\'s stones`, "the model's stones"],
    [String.raw`5\% in $5\%$ and \(\'e\)`, String.raw`5% in $5\%$ and \(\'e\)`],
    [String.raw`a\\"o line`, String.raw`a\\"o line`],
    [String.raw`\model, \textbf{x}, \alpha and \over`, String.raw`\model, \textbf{x}, \alpha and \over`],
    [String.raw`{\"a}{\"a}`, 'ää'],
    ['no backslash', 'no backslash'],
  ])('%j is %j', (text, plain) => expect(decode(text)).toBe(plain));

  test('leaves an escaped quotation mark of a program alone', () => {
    expect(decode(String.raw`the \"old\" stones`)).toBe(String.raw`the \"old\" stones`);
  });

  test('keeps an escaped dollar sign among mathematics, where it would open a formula', () => {
    expect(decode(String.raw`$x$ for \$5`)).toBe(String.raw`$x$ for \$5`);
  });

  test('gives ascending edits on text of any kind', () => {
    const piece = fc.oneof(
      fc.constantFrom('\\', '{', '}', "'", '"', 'e', 'i', '$', '%', 'c', ' ', 'aa'),
      fc.string({ unit: 'binary', maxLength: 2 }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        let last = 0;
        for (const edit of decodeTex(pieces.join(''))) {
          expect(edit.start).toBeGreaterThanOrEqual(last);
          expect(edit.end).toBeGreaterThan(edit.start);
          last = edit.end;
        }
      }),
    );
  });
});
