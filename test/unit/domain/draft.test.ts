import { describe, expect, test } from 'vitest';
import { draftJsonSchema, draftSchema, SECTIONS } from '../../../src/domain/draft.ts';
import { canonicalJson, type Json } from '../../../src/domain/json.ts';
import { samplePapers } from '../../support/shipped.ts';

type Schema = { readonly [key: string]: Schema } & { readonly properties?: Schema; readonly items?: Schema };
const schemaOf = (yields: Parameters<typeof draftJsonSchema>[0]): Schema => draftJsonSchema(yields) as unknown as Schema;
const keysOf = (schema: Schema | undefined): string[] => Object.keys(schema?.properties ?? {});

describe('the Draft', () => {
  test('accepts the Draft of every invented paper as it stands', () => {
    for (const { name, draft } of samplePapers()) expect(draftSchema(SECTIONS).parse(draft), name).toEqual(draft);
  });

  test('takes zero claims for an answer and a missing list for an error', () => {
    expect(draftSchema(['claims']).safeParse({ claims: [] }).success).toBe(true);
    expect(draftSchema(['claims']).safeParse({}).success).toBe(false);
  });

  test('holds exactly the sections its prompt yields', () => {
    expect(draftSchema(['tldr']).safeParse({ tldr: 'x' }).success).toBe(true);
    expect(draftSchema(['tldr']).safeParse({ tldr: 'x', claims: [] }).success).toBe(false);
  });

  test('has no defaults: a field left out is an error in every claim', () => {
    const [paper] = samplePapers();
    const claim = paper?.draft.claims[0];
    for (const key of Object.keys(claim ?? {})) {
      const { [key]: _gone, ...rest } = claim as unknown as Record<string, Json>;
      expect(draftSchema(['claims']).safeParse({ claims: [rest] }).success, key).toBe(false);
    }
  });

  test('puts evidence before judgement on the wire', () => {
    const schema = schemaOf(SECTIONS);
    expect(keysOf(schema)).toEqual(['tldr', 'tags', 'claims']);
    expect(keysOf(schema.properties?.claims?.items)).toEqual(
      'quote kind attribution subject task dataset split metric value baseline outcome conditions'.split(' '),
    );
    expect(keysOf(schema.properties?.tags)).toEqual(
      'contribution modality domain setting language task method dataset model'.split(' '),
    );
  });

  test('has one schema whatever the order the sections are named in', () => {
    expect(JSON.stringify(draftJsonSchema(['claims', 'tldr']))).toBe(JSON.stringify(draftJsonSchema(['tldr', 'claims'])));
    expect(draftSchema(['claims', 'tldr'])).toBe(draftSchema(['tldr', 'claims']));
  });

  test('is small: the whole schema stays under 4,500 characters', () => {
    expect(canonicalJson(draftJsonSchema(SECTIONS)).length).toBeLessThan(4500);
  });
});
