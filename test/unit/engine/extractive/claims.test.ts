/** Numeric claims: which numbers are results, which are not, and what a row says about them. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isVerified } from '../../../../src/domain/check.ts';
import type { WireClaim } from '../../../../src/domain/draft.ts';
import { readOwnJson } from '../../../../src/domain/json.ts';
import { repair } from '../../../../src/domain/repair.ts';
import { findClaims, LONGEST_QUOTE } from '../../../../src/engine/extractive/claims.ts';
import { verifyClaims } from '../../../../src/verify/verify.ts';

const NO_DATASETS: ReadonlySet<string> = new Set();
const fixture = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../fixtures/extractive/${name}`, import.meta.url)), 'utf8');
const rows = <T>(name: string): T[] =>
  fixture(name)
    .trim()
    .split('\n')
    .map((line) => readOwnJson<T>(line));

/** Digits of a value as printed: 4x and 4 are one span, and a range is both its ends. */
const span = (value: string | null): string => value?.match(/\d+(?:[.,/]\d+)*/g)?.join('-') ?? (value ?? '').toLowerCase();

interface Score {
  hits: number;
  wrong: number;
  missed: number;
}

function score(found: readonly WireClaim[], wanted: readonly string[], total: Score): void {
  const open = wanted.map(span);
  for (const { value } of found) {
    const at = open.indexOf(span(value));
    if (at < 0) total.wrong++;
    else {
      open.splice(at, 1);
      total.hits++;
    }
  }
  total.missed += open.length;
}

const precision = ({ hits, wrong }: Score): number => hits / (hits + wrong);
const recall = ({ hits, missed }: Score): number => hits / (hits + missed);

const claimsOf = (sentence: string): WireClaim[] =>
  findClaims('Reel: a title', `Robots rarely untie knots. We propose Reel. ${sentence}`, NO_DATASETS);

describe('a result becomes a row', () => {
  test.each<[string, string | null, string | null, string | null]>([
    ['Reel improves accuracy by 3.2%.', '3.2%', 'accuracy', null],
    ['Reel improves accuracy from 71.4% to 78.9%.', '78.9%', 'accuracy', '71.4%'],
    ['The success rate is 82%, versus 45% for a scripted baseline.', '82%', 'success rate', '45%'],
    ['Reel reaches an F1 of 0.81 on KnotBench.', '0.81', 'F1', null],
    ['Reel runs 4.5x faster than Heron.', '4.5x', null, null],
    ['It reduces memory usage by 65%.', '65%', 'memory usage', null],
    ['The word error rate falls by 2.1 points.', '2.1 points', 'word error rate', null],
    ['Pain was lower in the treated group (odds ratio 0.62, 95% CI 0.41 to 0.93).', '0.62', 'odds ratio', null],
    ['It matches Heron with only 10% of the training data.', '10%', 'training data', null],
    ['Tail latency drops from 48 ms to 9 ms.', '9 ms', 'latency', '48 ms'],
    ['Training time is cut in half.', 'half', null, null],
    ['We measured a PSNR of 31.4 dB.', '31.4 dB', 'PSNR', null],
    ['Reel obtains 54.7 chrF++.', '54.7', 'chrF++', null],
  ])('%s', (sentence, value, metric, baseline) => {
    const [claim] = claimsOf(sentence);
    expect(claim?.value ?? null).toBe(value);
    if (metric) expect(claim?.metric?.endsWith(metric)).toBe(true);
    expect(claim?.baseline?.value ?? null).toBe(baseline);
  });

  test('each value of a list is a row of its own, with its own condition', () => {
    const claims = claimsOf('Reel shows improvements of 2.4, 9.0 and 12.6 percent for ropes, nets and shoelaces, respectively.');
    expect(claims.map(({ value, conditions }) => [value, conditions])).toEqual([
      ['2.4', 'ropes'],
      ['9.0', 'nets'],
      ['12.6 percent', 'shoelaces'],
    ]);
  });

  test('a range is one value', () => {
    expect(claimsOf('Reel saves power by 12.4% to 17.5%.').map(({ value }) => value)).toEqual(['12.4% to 17.5%']);
  });

  test('what belongs to others is told apart', () => {
    const [claim] = claimsOf('Prior work reports an accuracy of 61.2% only.');
    expect(claim?.attribution).toBe('prior_work');
  });

  test('a worse number is not called better', () => {
    expect(claimsOf('Accuracy drops by 0.4 points.')[0]?.outcome).toBe('degrades');
    expect(claimsOf('The error rate drops by 0.4 points.')[0]?.outcome).toBe('improves');
  });
});

describe('a number that is no result is no row', () => {
  test.each([
    'Reel has 7B parameters and was trained on 2 trillion tokens.',
    'The context length was increased from 4,096 to 32,768 tokens.',
    'We use a dropout of 0.1, a mask ratio of 75% and a learning rate of 3e-4.',
    'The corpus is 10 times larger than its first edition and grew by 40%.',
    'We evaluate on CIFAR-10, GPT-4 and recall@10 with ViT-B/16 at 224x224 pixels.',
    'Of the 310 respondents, 62% were women.',
    'We consider p < 0.05 significant and report 95% confidence intervals.',
    'The study ran from 2012 to 2021 in 18 wards.',
    'Samples were heated from 25 to 180 °C within 12 minutes.',
    'Participants answered 12 questions on a 7-point Likert scale.',
    'The sensor has an accuracy of 0.5 °C and samples at 10 Hz.',
    'We will recruit 420 adults, which gives 90% power to detect a reduction of 5%.',
  ])('%s', (sentence) => {
    expect(claimsOf(sentence)).toEqual([]);
  });

  test('statistics before the paper speaks of itself are background', () => {
    const abstract = 'Streaming reached 80% of all traffic and improved by 12% last year. We propose Reel.';
    expect(findClaims('Reel', abstract, NO_DATASETS)).toEqual([]);
  });

  test('none of 30 abstracts with numbers but without a result yields a row', () => {
    const papers = rows<{ title: string; abstract: string }>('no-result.jsonl');
    expect(papers).toHaveLength(30);
    expect(papers.flatMap(({ title, abstract }) => findClaims(title, abstract, NO_DATASETS))).toEqual([]);
  });
});

describe('invented results', () => {
  const papers = rows<{ title: string; abstract: string; values: string[] }>('results.jsonl');

  test('value spans are found with a precision of 0.97 and a recall of 0.85 or more', () => {
    expect(papers.length).toBeGreaterThanOrEqual(25);
    const total: Score = { hits: 0, wrong: 0, missed: 0 };
    for (const { title, abstract, values } of papers) score(findClaims(title, abstract, NO_DATASETS), values, total);
    expect(precision(total)).toBeGreaterThanOrEqual(0.97);
    expect(recall(total)).toBeGreaterThanOrEqual(0.85);
  });

  test('every row is verified by the checks, untouched', () => {
    for (const { title, abstract } of papers) {
      const claims = findClaims(title, abstract, NO_DATASETS);
      const checks = verifyClaims(
        claims,
        claims.map((_, n) => `c-${n}`),
        { title, abstract },
      );
      expect(checks.filter((check) => !isVerified(check))).toEqual([]);
    }
  });

  test('every quote is verbatim, contiguous and short enough', () => {
    for (const { title, abstract } of papers)
      for (const { quote } of findClaims(title, abstract, NO_DATASETS)) {
        expect(abstract).toContain(quote);
        expect([...quote].length).toBeLessThanOrEqual(LONGEST_QUOTE);
      }
  });
});

const listing = fileURLToPath(new URL('../../../../../shared/data/listings/huggingface-papers.txt', import.meta.url));

/** Lies beside the checkout where the project is built, and in no clone of it alone. */
if (existsSync(listing))
  describe('the real listing', () => {
    const blocks = readFileSync(listing, 'utf8')
      .split(/\n\s*\n/)
      .map((block) => block.trim())
      .filter(Boolean)
      .slice(5);
    const papers = Array.from({ length: blocks.length / 2 }, (_, n) => ({
      title: repair(blocks[2 * n] ?? '', 'line').text,
      abstract: repair(blocks[2 * n + 1] ?? '').text,
    }));
    const found = papers.map(({ title, abstract }) => findClaims(title, abstract, NO_DATASETS));

    test('at least 70 of 145 abstracts yield a quantitative claim, those without a digit none', () => {
      expect(papers).toHaveLength(145);
      expect(found.filter((claims) => claims.length > 0).length).toBeGreaterThanOrEqual(70);
      const withoutDigit = papers.flatMap(({ abstract }, n) => (/\d/.test(abstract) ? [] : [found[n]]));
      expect(withoutDigit).toHaveLength(19);
      expect(withoutDigit.flat()).toEqual([]);
    });

    test('value spans of the 40 abstracts that were read have a precision of 0.95 and a recall of 0.88 or more', () => {
      const { spans } = readOwnJson<{ spans: Record<string, string[]> }>(fixture('read-40.json'));
      const total: Score = { hits: 0, wrong: 0, missed: 0 };
      for (const [n, values] of Object.entries(spans)) score(found[Number(n)] ?? [], values, total);
      console.log(`read-40: precision ${precision(total).toFixed(3)}, recall ${recall(total).toFixed(3)}`, total);
      expect(Object.keys(spans)).toHaveLength(40);
      expect(precision(total)).toBeGreaterThanOrEqual(0.95);
      expect(recall(total)).toBeGreaterThanOrEqual(0.88);
    });

    test('untouched output raises no alarm', () => {
      papers.forEach((texts, n) => {
        const claims = found[n] ?? [];
        const checks = verifyClaims(
          claims,
          claims.map((_, i) => `c-${i}`),
          texts,
        );
        expect(checks.filter((check) => !isVerified(check))).toEqual([]);
      });
    });
  });
