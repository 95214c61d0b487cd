import { describe, expect, test } from 'vitest';
import type { DraftChecks } from '../../../src/domain/check.ts';
import { composeStatement } from '../../../src/domain/claim-row.ts';
import { sliceCodePoints } from '../../../src/domain/codepoints.ts';
import { flattenTags } from '../../../src/domain/tag.ts';
import { verifyDraft } from '../../../src/verify/verify.ts';
import { type SamplePaper, samplePapers } from '../../support/shipped.ts';

/** What the lean form leaves out (enrichment-schema 2.5) and code brings back, paper by paper. */
const papers = samplePapers();

function checksOf({ draft, title, abstract }: SamplePaper): DraftChecks {
  const ids = draft.claims.map((_claim, i) => `c-${i}`);
  return verifyDraft(draft, ids, { title, abstract }, { language: 'en' });
}

describe.each(papers)('of $name', (paper) => {
  const checks = checksOf(paper);
  const claims = checks.claims ?? [];
  const expected = paper.fullForm.claims;

  test('number, range, unit, form and bound of every value are read from the words as printed', () => {
    const read = claims.map(
      ({ value }) => value && { ...value, raw: undefined, number: value.number && Math.round(value.number * 1000) / 1000 },
    );
    expect(read).toEqual(expected.map(({ value }) => value && { ...value, raw: undefined }));
  });

  test('the number of every baseline is read likewise', () => {
    expect(claims.map(({ baseline }) => baseline?.number ?? null)).toEqual(
      expected.map(({ baseline }) => baseline?.number ?? null),
    );
  });

  test('every quote is found where it stands: field and span', () => {
    for (const [i, { alignment }] of claims.entries()) {
      expect(alignment).toMatchObject({ grounding: 'exact', span: { field: 'abstract' } });
      const { start, end } = alignment.span ?? { start: 0, end: 0 };
      expect(sliceCodePoints(paper.abstract, start, end)).toBe(paper.draft.claims[i]?.quote);
    }
  });

  test('the direction is read from metric and quote, or unknown, but never the opposite', () => {
    for (const [i, { direction }] of claims.entries()) expect(['unknown', expected[i]?.direction]).toContain(direction);
  });

  test('a statement for people is composed from the parts', () => {
    for (const [i, claim] of paper.draft.claims.entries()) {
      const statement = composeStatement(claim, claims[i]?.value ?? null);
      if (claim.value === null) expect(statement).toBe(claim.quote);
      else expect(statement).toContain(claim.value);
    }
  });

  test('the support of every open tag follows from the text, with a quote only where the label does not stand in it', () => {
    const tags = flattenTags(paper.draft.tags);
    const text = `${paper.title}\n${paper.abstract}`.toLowerCase();
    for (const [i, tag] of tags.entries()) {
      const support = checks.tags?.[i]?.support;
      if (!['task', 'method', 'dataset', 'model'].includes(tag.facet)) expect(support, tag.label).toBeNull();
      else expect(support, tag.label).toBe(tag.quote !== null || text.includes(tag.label.toLowerCase()) ? 'stated' : 'inferred');
    }
  });

  test('no number of the TL;DR is missing from the text', () => {
    expect(checks.tldr?.numbers.filter(({ check }) => check === 'missing')).toEqual([]);
    expect(checks.tldr?.words).toBeGreaterThanOrEqual(18);
    expect(checks.tldr?.words).toBeLessThanOrEqual(30);
  });
});

test('the direction is recovered for most rows that have one', () => {
  const pairs = papers.flatMap((paper) =>
    (checksOf(paper).claims ?? []).map(({ direction }, i) => [direction, paper.fullForm.claims[i]?.direction]),
  );
  const directed = pairs.filter(([, expected]) => expected !== 'unknown');
  const recovered = directed.filter(([direction, expected]) => direction === expected);
  console.log(`direction recovered for ${recovered.length} of ${directed.length} rows that have one`);
  expect(recovered.length / directed.length).toBeGreaterThanOrEqual(0.5);
});
