import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codePointLength, sliceCodePoints } from '../../../src/domain/codepoints.ts';
import { toRawSpan } from '../../../src/domain/offsets.ts';
import { type Edit, TracedText } from '../../../src/domain/traced-text.ts';

const text = fc.array(fc.constantFrom('a', 'b', ' ', '🪨', '𝛼', 'é', '\n'), { maxLength: 30 }).map((parts) => parts.join(''));

/** Ascending edits that do not overlap and do not cut a character. */
const editsOf = (subject: string, seeds: readonly (readonly [number, number, string])[]): Edit[] => {
  const borders = [0];
  for (const character of subject) borders.push((borders.at(-1) ?? 0) + character.length);
  const edits: Edit[] = [];
  let at = 0;
  for (const [skip, take, replacement] of seeds) {
    const from = at + (skip % 4);
    const to = from + 1 + (take % 2);
    if (to >= borders.length) break;
    edits.push({ start: borders[from] as number, end: borders[to] as number, text: replacement });
    at = to + 1;
  }
  return edits;
};

const seeds = fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.constantFrom('', 'X', 'YZ', '🪨', '~')), { maxLength: 8 });

const apply = (subject: string, edits: readonly Edit[]): string =>
  [...edits].reverse().reduce((current, edit) => current.slice(0, edit.start) + edit.text + current.slice(edit.end), subject);

describe('TracedText', () => {
  test('is itself without edits, and has no map', () => {
    const traced = new TracedText('stones');
    expect(traced.edited([])).toBe(traced);
    expect(traced.map()).toBeNull();
  });

  test('applies edits as replacing from the end would', () => {
    fc.assert(
      fc.property(text, seeds, (raw, all) => {
        const edits = editsOf(raw, all);
        expect(new TracedText(raw).edited(edits).text).toBe(apply(raw, edits));
      }),
    );
  });

  test('maps every character no edit touched to itself, through several rounds', () => {
    fc.assert(
      fc.property(text, fc.array(seeds, { maxLength: 3 }), (raw, rounds) => {
        let traced = new TracedText(raw);
        for (const round of rounds) traced = traced.edited(editsOf(traced.text, round));
        const map = traced.map();
        const characters = [...traced.text];
        let last = 0;
        characters.forEach((character, at) => {
          const span = toRawSpan(map, { start: at, end: at + 1 });
          expect(span.start).toBeGreaterThanOrEqual(last);
          expect(span.end).toBeLessThanOrEqual(codePointLength(raw));
          last = span.start;
          // letters that edits never insert
          if (/[abé\n]/.test(character)) expect(sliceCodePoints(raw, span.start, span.end)).toBe(character);
        });
      }),
      { numRuns: 1_000 },
    );
  });

  test('gives a replaced stretch the whole of what it stood for', () => {
    const traced = new TracedText('a times b').edited([{ start: 2, end: 7, text: '×' }]);
    expect(toRawSpan(traced.map(), { start: 2, end: 3 })).toEqual({ start: 2, end: 7 });
    expect(toRawSpan(traced.map(), { start: 0, end: 5 })).toEqual({ start: 0, end: 9 });
  });

  test('has a map even when everything was removed', () => {
    const traced = new TracedText('ab').edited([{ start: 0, end: 2, text: '' }]);
    expect(traced.text).toBe('');
    expect(traced.map()).toEqual([[0, 0]]);
  });

  test('keeps the map small: one point per change, not per character', () => {
    const raw = `${'stones '.repeat(1_000)}\\% ${'sand '.repeat(1_000)}`;
    const at = raw.indexOf('\\%');
    expect(new TracedText(raw).edited([{ start: at, end: at + 2, text: '%' }]).map()?.length).toBeLessThanOrEqual(4);
  });
});
