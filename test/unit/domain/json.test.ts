import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PrecisError } from '../../../src/domain/errors.ts';
import { canonicalJson, parseJson, readOwnJson } from '../../../src/domain/json.ts';
import { catchError } from '../../support/catch-error.ts';

describe('canonicalJson', () => {
  test('sorts keys by code unit, deep, without spaces, and leaves undefined out', () => {
    expect(canonicalJson({ b: 1, a: [{ d: 1, c: undefined, é: 0, z: null }], A: 'ä' })).toBe(
      '{"A":"ä","a":[{"d":1,"z":null,"é":0}],"b":1}',
    );
  });

  test('gives equal bytes for equal values whatever the order of their keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const reversed = (one: unknown): unknown =>
          Array.isArray(one)
            ? one.map(reversed)
            : one && typeof one === 'object'
              ? Object.fromEntries(
                  Object.entries(one)
                    .reverse()
                    .map(([key, member]) => [key, reversed(member)]),
                )
              : one;
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  test('keeps the value, and writing it again changes nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(readOwnJson(text)).toEqual(readOwnJson(JSON.stringify(value)));
        expect(canonicalJson(readOwnJson(text))).toBe(text);
      }),
    );
  });

  test('keeps order of lists and members named like numbers or __proto__', () => {
    expect(canonicalJson([3, 1, 2])).toBe('[3,1,2]');
    expect(canonicalJson({ 10: 'a', 9: 'b' })).toBe(canonicalJson({ 9: 'b', 10: 'a' }));
    expect(canonicalJson(readOwnJson('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}');
  });
});

describe('parseJson', () => {
  test('reads what JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        expect(parseJson(JSON.stringify(value))).toEqual(readOwnJson(JSON.stringify(value)));
      }),
    );
  });

  test.each(['{"__proto__":{}}', '[{"a":{"__proto__":1}}]', '{"\\u005f_proto__":1}'])(
    'refuses the key __proto__ in %s',
    async (text) => {
      expect(await catchError(() => parseJson(text))).toMatchObject({
        code: 'json.invalid',
        message: 'not valid JSON: the key __proto__ is not accepted',
      });
    },
  );

  test('accepts constructor and prototype as data, and pollutes nothing', () => {
    const parsed = parseJson('{"constructor":{"prototype":{"polluted":true}}}');
    expect(Object.keys(parsed as object)).toEqual(['constructor']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each([
    ['64 levels', 64, true],
    ['65 levels', 65, false],
    ['200,000 levels', 200_000, false],
  ])('of %s', async (_name, depth, good) => {
    const text = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    if (good) expect(parseJson(text)).toBeDefined();
    else
      expect(await catchError(() => parseJson(text))).toMatchObject({
        code: 'json.invalid',
        message: 'JSON nests deeper than 64 levels',
      });
  });

  test('does not count brackets in strings, escaped quotes included', () => {
    expect(parseJson(`"${'[{'.repeat(100)}\\"${'[{'.repeat(100)}"`)).toContain('[{');
  });

  test('throws nothing but a PrecisError on text of any kind', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        try {
          parseJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PrecisError);
        }
      }),
    );
  });
});
