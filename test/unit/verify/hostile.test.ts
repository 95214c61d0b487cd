/** Hostile texts of 25 KB, far beyond any abstract: every check ends promptly and throws nothing. */
import { describe, expect, it } from 'vitest';
import type { WireClaim } from '../../../src/domain/draft.ts';
import { verifyClaims, verifyDraft } from '../../../src/verify/verify.ts';
import { row, SAMPLES } from './valid-rows.ts';

const SIZE = 25_000;
/** Other test files share the machine; alone each takes under two hundred milliseconds. */
const LIMIT_MS = 2_000;
const fill = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);

const TEXTS: readonly (readonly [string, string])[] = [
  ['digits', fill('1')],
  ['digits and commas', fill('1,234,')],
  ['digits and spaces', fill('1 ')],
  ['ranges', fill('1-2-')],
  ['decimals', fill('0.1.')],
  ['letters', fill('a')],
  ['spaces', fill(' ')],
  ['hyphens', fill('a-')],
  ['dollar signs', fill('$')],
  ['backslashes', fill('\\')],
  ['macros', fill('\\frac{1}{')],
  ['braces', fill('{')],
  ['brackets', fill('(1 (')],
  ['number words', fill('twenty hundred ')],
  ['lists', fill('1%, 2% and ')],
  ['transitions', fill('from 1% to 2% ')],
  ['comparisons', fill('3% compared to ')],
  ['names', fill('on A-1 and B-2, ')],
  ['addresses', fill('https://')],
  ['sentences', fill('A. 1% ')],
  ['emoji', fill('🚀1')],
  ['Han', fill('准确率')],
  ['quotation marks', fill('“’`')],
  ['superscripts', fill('10⁻³')],
];

describe('25 KB of', () => {
  it.each(TEXTS)('%s are checked promptly', (_, abstract) => {
    const claims: WireClaim[] = [
      row(abstract.slice(10, 300), '1%', { metric: 'accuracy', dataset: 'A-1', conditions: 'B-2' }, { name: 'B-2', value: '2%' }),
      row(`${abstract.slice(0, 120)} changed ${abstract.slice(130, 280)}`, abstract.slice(0, 200), {
        metric: abstract.slice(0, 100),
      }),
      row(abstract, '3x'),
    ];
    const started = performance.now();
    const checks = verifyDraft(
      { tldr: abstract, claims },
      ['a', 'b', 'c'],
      { title: abstract.slice(0, 500), abstract },
      { language: 'de' },
    );
    expect(performance.now() - started).toBeLessThan(LIMIT_MS);
    expect(checks.claims).toHaveLength(3);
  });
});

describe('an ordinary paper', () => {
  it('is checked in well under 2 ms', () => {
    const papers = SAMPLES.map(({ texts, claims }) => ({ texts, claims: claims.slice(0, 5) }));
    const run = (): void => {
      for (const { texts, claims } of papers)
        verifyClaims(
          claims,
          claims.map(() => 'c'),
          { ...texts },
        );
    };
    for (let i = 0; i < 5; i++) run();
    const started = performance.now();
    for (let i = 0; i < 5; i++) run();
    const perPaper = (performance.now() - started) / (5 * papers.length);
    console.info(`checks per paper: ${perPaper.toFixed(2)} ms`);
    expect(perPaper).toBeLessThan(2);
  });
});
