import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codePointLength, sliceCodePoints, toCodePoint, toSpan, toUnit } from '../../../src/domain/codepoints.ts';

/** Any UTF-16, lone surrogates included. */
const anyText = fc
  .array(fc.oneof(fc.string({ unit: 'binary', maxLength: 3 }), fc.constantFrom('\ud83e', '\udea8', '🪨', '𝛼', '𠮷')))
  .map((parts) => parts.join(''));

describe('code points', () => {
  test('count what Python counts: astral characters once, lone surrogates once', () => {
    expect(codePointLength('a🪨𝛼𠮷é')).toBe(5);
    expect(codePointLength('\ud83e\ud83e\udea8\udea8')).toBe(3);
    expect(codePointLength('')).toBe(0);
  });

  test('length and slices agree with iterating the text', () => {
    fc.assert(
      fc.property(anyText, fc.nat(12), fc.nat(12), (text, from, length) => {
        const points = [...text];
        expect(codePointLength(text)).toBe(points.length);
        expect(sliceCodePoints(text, from, from + length)).toBe(points.slice(from, from + length).join(''));
      }),
    );
  });

  test('offsets convert both ways', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const count = codePointLength(text);
        for (let at = 0; at <= count; at++) expect(toCodePoint(text, toUnit(text, at))).toBe(at);
        expect(toUnit(text, count)).toBe(text.length);
        expect(toUnit(text, count + 5)).toBe(text.length);
      }),
    );
  });

  test('a span of units becomes the span of the same text', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
        const count = codePointLength(text);
        const [from, to] = [a % (count + 1), b % (count + 1)].sort((x, y) => x - y) as [number, number];
        const [start, end] = [toUnit(text, from), toUnit(text, to)];
        const span = toSpan(text, start, end);
        expect(sliceCodePoints(text, span.start, span.end)).toBe(text.slice(start, end));
      }),
    );
  });
});
