import { describe, expect, test } from 'vitest';
import { draftJsonSchema, SECTIONS, type Section } from '../../../src/domain/draft.ts';
import type { Json } from '../../../src/domain/json.ts';
import { lintSchema } from '../../../src/domain/lint-schema.ts';

const object = (properties: { [key: string]: Json }, required = Object.keys(properties)): Json => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const text: Json = { type: 'string' };
const nested = (depth: number): Json => (depth === 0 ? text : object({ inner: nested(depth - 1) }));

describe('the schema lint', () => {
  test.each<[string, Json, string]>([
    ['a union at the root', { anyOf: [object({}), { type: 'null' }] }, 'root'],
    ['a list at the root', { type: 'array', items: text }, 'root'],
    ['an optional key', object({ a: text, b: text }, ['a']), '$.b'],
    ['open objects', { type: 'object', properties: { a: text }, required: ['a'] }, 'additionalProperties'],
    ['a pattern', object({ a: { type: 'string', pattern: '^x' } }), 'pattern'],
    ['a length', object({ a: { type: 'string', minLength: 1 } }), 'minLength'],
    ['a range', object({ a: { type: 'number', maximum: 3 } }), 'maximum'],
    ['a format', object({ a: { type: 'string', format: 'date' } }), 'format'],
    ['a default', object({ a: { type: 'string', default: 'x' } }), 'default'],
    ['allOf', object({ a: { allOf: [text] } }), 'allOf'],
    ['a reference', object({ a: { $ref: '#/x' } }), '$ref'],
    ['a real union', object({ a: { anyOf: [text, object({})] } }), 'union'],
    ['deep nesting', nested(5), 'nests 5 deep'],
    ['too many properties', object(Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`p${i}`, text]))), '101 properties'],
    [
      'too many enum values',
      object({ a: { type: 'string', enum: Array.from({ length: 501 }, (_, i) => `v${i}`) } }),
      '501 enum values',
    ],
    ['a list without items', object({ a: { type: 'array' } }), 'items'],
  ])('names %s', (_case, schema, finding) => {
    expect(lintSchema(schema).join('\n')).toContain(finding);
  });

  test('has nothing to say about a nullable field and a nullable object', () => {
    const schema = object({ a: { type: ['string', 'null'] }, b: { anyOf: [object({ c: text }), { type: 'null' }] } });
    expect(lintSchema(schema)).toEqual([]);
  });

  test('finds every combination of sections of the Draft portable', () => {
    const subsets: Section[][] = Array.from({ length: 7 }, (_, i) => SECTIONS.filter((_section, bit) => ((i + 1) >> bit) & 1));
    for (const yields of subsets) expect(lintSchema(draftJsonSchema(yields)), yields.join()).toEqual([]);
  });
});
