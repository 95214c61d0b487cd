import { describe, expect, test } from 'vitest';
import { CONTRIBUTIONS, DOMAINS, MODALITIES, renderFacets, SETTINGS } from '../../../src/domain/facets.ts';

describe('the closed facets', () => {
  test('are the published sets: 14 contributions with unspecified, 14 modalities, 26 domains, 11 settings', () => {
    expect([CONTRIBUTIONS.length, MODALITIES.length, DOMAINS.length, SETTINGS.length]).toEqual([14, 14, 26, 11]);
    expect(CONTRIBUTIONS).toContain('unspecified');
    expect(MODALITIES).toContain('none');
  });

  test('use short lower-case codes, none twice', () => {
    for (const values of [CONTRIBUTIONS, MODALITIES, DOMAINS, SETTINGS]) {
      expect(new Set(values).size).toBe(values.length);
      for (const value of values) expect(value).toMatch(/^[a-z0-9_]{2,48}$/);
    }
  });

  test('stand in a prompt in full, one line each', () => {
    const lines = renderFacets().split('\n');
    expect(lines.map((line) => line.split(':')[0])).toEqual(['contribution', 'modality', 'domain', 'setting']);
    expect(lines[2]).toBe(`domain: ${DOMAINS.join(', ')}`);
  });
});
