import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Texts } from '../../../src/domain/check.ts';
import { sliceCodePoints } from '../../../src/domain/codepoints.ts';
import { alignQuotes } from '../../../src/verify/align.ts';

const ABSTRACT =
  'Dense retrievers miss rare parts. On LogFind it raises recall@10 from 71.4% to 78.9% — a “clear” gain. The cost is $3\\times$ lower, about 29.4\\% of the budget. The gain is 2 points on A. The gain is 2 points on B.';
const texts: Texts = { title: 'Sieve: finding parts', abstract: ABSTRACT };

const align = (quote: string, given: Texts = texts) => {
  const [alignment] = alignQuotes([quote], given);
  const { span } = alignment ?? { span: null };
  return { ...alignment, found: span ? sliceCodePoints(given[span.field], span.start, span.end) : null };
};

describe('the grounding ladder', () => {
  it.each([
    ['exact', 'raises recall@10 from 71.4% to 78.9%', 'raises recall@10 from 71.4% to 78.9%'],
    ['whitespace', 'raises  recall@10\nfrom 71.4% to 78.9%', 'raises recall@10 from 71.4% to 78.9%'],
    ['whitespace', '78.9% - a "clear" gain', '78.9% — a “clear” gain'],
    ['whitespace', '"Dense retrievers miss rare parts..."', 'Dense retrievers miss rare parts'],
    ['latex', 'The cost is 3× lower, about 29.4% of the budget', 'The cost is $3\\times$ lower, about 29.4\\% of the budget'],
    ['latex', 'On LogFind it raises recall@10 from 71.4\\% to 78.9\\%', 'On LogFind it raises recall@10 from 71.4% to 78.9%'],
    ['fuzzy', 'LogFind raises the recall@10 from 71.4 to 78.9', 'LogFind it raises recall@10 from 71.4% to 78.9'],
    ['exact', 'finding parts', 'finding parts'],
  ])('says %s for “%s”', (grounding, quote, found) => {
    expect(align(quote)).toMatchObject({ grounding, found });
  });

  it.each(['', '   \n', '...', 'state of the art on PartsQA', 'improves retrieval by a wide margin over all baselines'])(
    'says none for “%s”',
    (quote) => {
      expect(align(quote)).toMatchObject({ grounding: 'none', span: null });
    },
  );

  it('finds a quote of the title in the title', () => {
    expect(align('Sieve: finding parts').span).toEqual({ field: 'title', start: 0, end: 20 });
  });

  it('never calls a quote with a changed digit exact', () => {
    expect(align('raises recall@10 from 71.4% to 79.8%').grounding).toBe('fuzzy');
  });

  it('needs three quarters of the words, in order', () => {
    expect(align('LogFind raises pizza').grounding).toBe('none');
    expect(align('78.9 to 71.4 from recall raises').grounding).toBe('none');
  });
});

describe('repeated wording', () => {
  it('gives successive places to different quotes and one place to identical ones', () => {
    const [a, b, again] = alignQuotes(['The gain is 2 points', 'gain is 2 points on', 'The gain is 2 points'], texts);
    expect(a?.span?.start).toBeLessThan(b?.span?.start ?? 0);
    expect(again).toEqual(a);
  });

  it('lets a quote with one place take it before one that has a choice', () => {
    const [choice, only] = alignQuotes(['The gain is 2 points', 'The gain is 2 points on A'], texts);
    expect(only?.span?.start).toBe(ABSTRACT.indexOf('The gain is 2 points on A'));
    expect(choice?.span?.start).toBe(ABSTRACT.indexOf('The gain is 2 points on B'));
  });
});

describe('spans', () => {
  it('count code points, not UTF-16 units', () => {
    const given = { title: '', abstract: '𝔸 model 🚀 gains 4 points on 𝕏-Bench.' };
    expect(align('gains 4 points', given).span).toEqual({ field: 'abstract', start: 10, end: 24 });
  });

  it.each([
    [
      'Chinese',
      '我们提出一种新的方法，在三个数据集上准确率提高了4.2%，并减少了内存。',
      '在三个数据集上的准确率提高了4.2%',
      'fuzzy',
    ],
    ['Chinese', '我们提出一种新的方法，在三个数据集上准确率提高了4.2%，并减少了内存。', '准确率提高了4.2%', 'exact'],
    ['Japanese', '提案手法は精度を4.2ポイント改善し、推論を3倍高速化する。', '精度を4.2ポイント改善した', 'fuzzy'],
    ['Thai', 'วิธีการของเราเพิ่มความแม่นยำ 4.2% บนชุดข้อมูล', 'เพิ่มความแม่นยำ 4.2%', 'exact'],
    ['Hindi', 'हमारी विधि सटीकता को 4.2% बढ़ाती है और स्मृति घटाती है', 'विधि सटीकता को 4.2% बढ़ाती है', 'exact'],
    ['Korean', '제안한 방법은 정확도를 4.2% 향상시키고 메모리를 줄인다', '방법은 정확도를  4.2% 향상시키고', 'whitespace'],
  ])('align %s text', (_, abstract, quote, grounding) => {
    expect(align(quote, { title: '', abstract }).grounding).toBe(grounding);
  });

  it('of every verbatim stretch hold exactly that stretch', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), fc.nat(), fc.nat(), (abstract, a, b) => {
        const points = [...abstract];
        const start = a % points.length;
        const quote = points.slice(start, start + 1 + (b % 12)).join('');
        const [alignment] = alignQuotes([quote], { title: '', abstract });
        if (!/[\p{L}\p{N}]/u.test(quote)) return alignment?.grounding === 'none';
        const span = alignment?.span;
        return alignment?.grounding === 'exact' && span != null && sliceCodePoints(abstract, span.start, span.end) === quote;
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
