import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findJson, isOnlyReasoning } from '../../../src/steps/find-json.ts';

describe('findJson', () => {
  test.each<[string, string, string[]]>([
    ['an object alone', '{"a":1}', []],
    ['white space around it', ' \n {"a":1} \n', []],
    ['a byte order mark', '\ufeff{"a":1}', ['byte order mark']],
    ['a code fence', '```json\n{"a":1}\n```', ['code fence']],
    ['a code fence without a language', '```\n{"a":1}\n```', ['code fence']],
    ['prose around it', 'Here you are: {"a":1} I hope it helps.', ['text around the JSON']],
    ['a fence inside prose', 'Sure!\n```json\n{"a":1}\n```\nDone.', ['text around the JSON']],
    ['a second object after it', '{"a":1}{"b":2}', ['text around the JSON']],
    ['a comma before the closing brace', '{"a":1,}', ['trailing comma']],
    ['a reasoning block', '<think>{"not":"this"}</think>{"a":1}', ['reasoning block']],
    [
      'all of it at once',
      '\ufeff<think>x</think>\n```json\n{"a":1 , }\n```',
      ['byte order mark', 'reasoning block', 'code fence', 'trailing comma'],
    ],
  ])('takes %s', (_what, text, repairs) => {
    const found = findJson(text);
    expect(found).toMatchObject({ kind: 'object', repairs });
    expect(found.kind === 'object' && JSON.parse(found.json)).toEqual({ a: 1 });
  });

  test('removes commas before a bracket of either kind, and none inside a text', () => {
    const found = findJson('{"a":[1,2,],"b":"x,]","c":{"d":",}",},}');
    expect(found.kind === 'object' && JSON.parse(found.json)).toEqual({ a: [1, 2], b: 'x,]', c: { d: ',}' } });
  });

  test.each(['{"a":1', '{"a":"x', '{"a":[1,', '{"a":"x\\"', '{', 'prose {"a": {"b": 1}'])('calls %s unclosed', (text) => {
    expect(findJson(text).kind).toBe('unclosed');
  });

  test.each(['', 'no braces at all', '[1,2]', '```json\n```'])('finds nothing in %s', (text) => {
    expect(findJson(text).kind).toBe('none');
  });

  test('refuses a key given twice in one object, and takes it in two', () => {
    expect(findJson('{"a":1,"b":2,"a":3}')).toEqual({ kind: 'repeated_key', key: 'a' });
    expect(findJson('{"a":{"x":1},"b":{"x":2},"c":["x","x"]}').kind).toBe('object');
  });

  test('gives back any object as it is, whatever its texts hold', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
        const text = JSON.stringify(value);
        expect(findJson(text)).toEqual({ kind: 'object', json: text, repairs: [] });
      }),
    );
  });

  test('finds any object in prose without braces', () => {
    const prose = fc.string().filter((text) => !/[{`<]/.test(text));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), prose, prose, (value, before, after) => {
        const text = JSON.stringify(value);
        expect(findJson(`${before}${text}${after}`)).toMatchObject({ kind: 'object', json: text });
      }),
    );
  });

  const MIB = 1 << 20;
  test.each<[string, string]>([
    ['opening braces', '{'.repeat(MIB)],
    ['backslashes in a text', `{"a":"${'\\'.repeat(MIB)}`],
    ['spaces in an object', `{"a":${' '.repeat(MIB)}`],
    ['spaces in a fence', `\`\`\`\n${' '.repeat(MIB)}`],
    ['spaces before a last word', `${' '.repeat(MIB)}x`],
    ['a first line of spaces', `\`\`\`${' '.repeat(MIB)}x\n\`\`\``],
    ['line feeds in prose', `x${'\n'.repeat(MIB)}x`],
    ['reasoning marks', '<think>'.repeat(MIB / 8)],
    ['fences', '`'.repeat(MIB)],
    ['members that never end', '{"a":1,'.repeat(MIB / 8)],
    ['keys without values', `{${'"a" '.repeat(MIB / 4)}`],
  ])('walks 1 MiB of %s in well under a second', (_what, hostile) => {
    const startedAt = performance.now();
    findJson(hostile);
    isOnlyReasoning(hostile);
    expect(performance.now() - startedAt).toBeLessThan(800);
  });
});

describe('isOnlyReasoning', () => {
  test('is true of reasoning that never ends or is followed by nothing', () => {
    expect(isOnlyReasoning('<think>hmm, let me')).toBe(true);
    expect(isOnlyReasoning('<think>hmm</think>\n')).toBe(true);
  });
  test('is false of an answer after it, and of no reasoning', () => {
    expect(isOnlyReasoning('<think>hmm</think>{"a":1}')).toBe(false);
    expect(isOnlyReasoning('')).toBe(false);
    expect(isOnlyReasoning('{"tldr":"<think>"}')).toBe(false);
  });
});
