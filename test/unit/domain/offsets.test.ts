import { describe, expect, test } from 'vitest';
import { type OffsetMap, toRawSpan } from '../../../src/domain/offsets.ts';

describe('toRawSpan', () => {
  test('is the identity without a map', () => {
    expect(toRawSpan(null, { start: 3, end: 9 })).toEqual({ start: 3, end: 9 });
    expect(toRawSpan([], { start: 3, end: 9 })).toEqual({ start: 3, end: 9 });
  });

  // raw `a\%b  c`, cleaned `a%b c`
  const map: OffsetMap = [
    [0, 0],
    [1, 1],
    [2, 3],
    [3, 4],
    [4, 6],
  ];

  test.each([
    [0, 1, 0, 1],
    [1, 2, 1, 3],
    [0, 3, 0, 4],
    [3, 4, 4, 6],
    [2, 5, 3, 7],
    [4, 5, 6, 7],
  ])('cleaned %i to %i is raw %i to %i', (start, end, rawStart, rawEnd) => {
    expect(toRawSpan(map, { start, end })).toEqual({ start: rawStart, end: rawEnd });
  });

  test('leaves outside what was removed after the last character', () => {
    // raw `ab<zero width>c`, cleaned `abc`: two points at one offset
    const removed: OffsetMap = [
      [0, 0],
      [2, 2],
      [2, 3],
    ];
    expect(toRawSpan(removed, { start: 0, end: 2 })).toEqual({ start: 0, end: 2 });
    expect(toRawSpan(removed, { start: 1, end: 3 })).toEqual({ start: 1, end: 4 });
  });

  test('gives an empty span back as it is', () => {
    expect(toRawSpan(map, { start: 2, end: 2 })).toEqual({ start: 2, end: 2 });
  });
});
