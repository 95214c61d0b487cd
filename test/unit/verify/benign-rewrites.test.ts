/** Every class of benign rewrite with a case that passes and a near miss that must not. */
import { describe, expect, it } from 'vitest';
import { alignQuotes } from '../../../src/verify/align.ts';
import { checkValue } from '../../../src/verify/check-value.ts';

function check(quote: string, value: string, abstract = `${quote}.`) {
  const texts = { title: '', abstract };
  const [alignment] = alignQuotes([quote], texts);
  return checkValue(value, alignment ?? { grounding: 'none', span: null }, texts);
}

describe('benign rewrites', () => {
  it.each([
    ['number word', 'It saves thirty-four percent of the calls', '34%', 'normalised', '43%'],
    ['number word', 'Observed over two decades of sales', '20 years', 'normalised', '2 years'],
    ['fraction in words', 'It needs one third of the memory', '0.33', 'normalised', '0.35'],
    ['fraction in words', 'It needs one third of the memory', 'one third', 'normalised', 'one fourth half'],
    ['scale word', 'We collect 1.3 million pairs', '1,300,000', 'normalised', '1,300'],
    ['scale letter', 'The model has 3.04M parameters', '3,040,000 parameters', 'normalised', '3.40M parameters'],
    ['thousands separator', 'We collect 4,200 pairs', '4200', 'normalised', '42000'],
    ['thousands space', 'We collect 4 200 pairs', '4200', 'normalised', '4300'],
    ['percent and ratio', 'A recall of 0.356 is reached', '35.6%', 'normalised', '3.56%'],
    ['percent and ratio', 'A recall of 35.6% is reached', '0.356', 'normalised', '0.365'],
    ['range', 'Costs rise by 43-165%', '43-165%', 'verified', '63-165%'],
    ['range', 'Costs rise by 43-165%', '43–165 percent', 'verified', '43-156%'],
    ['range in words', 'Levels from 3% to 5% are seen', '3-5%', 'verified', '3-6%'],
    ['rounding', 'It reaches 78.94% accuracy', 'about 79%', 'normalised', 'about 78%'],
    ['rounding', 'It reaches 78.94% accuracy', '78.9%', 'normalised', '79.0%'],
    ['sum', 'The encoder has 3.04M + 1.66M parameters', '4.70M parameters', 'derived', '4.80M parameters'],
    ['share', 'In 1,689 of 4,741 cases it helps', '35.6%', 'derived', '36.5%'],
    ['delta', 'Recall rises from 71.4% to 78.9%', '7.5 points', 'derived', '7.6 points'],
    ['ratio', 'Time falls from 12.0 hours to 4.0 hours', '3.0x', 'derived', '4.0x'],
    ['orders of magnitude', 'It is four orders of magnitude faster', '10,000x', 'normalised', '1,000x'],
    ['fraction', 'It uses $\\frac{1}{3}$ of the budget', '0.33', 'normalised', '0.43'],
    ['root', 'The error grows with $\\sqrt{2}$', '1.41', 'normalised', '1.51'],
    ['power', 'The error stays below $10^{-3}$', '0.001', 'normalised', '0.01'],
    ['escape', 'It saves 29.4\\% of the calls', '29.4%', 'verified', '24.9%'],
    ['times', 'It is $3\\times$ faster', '3x', 'verified', '8x'],
    ['times before', 'It is $\\times 3$ faster', '3x', 'verified', '4x'],
    ['decimal comma', 'It saves 29,4% of the calls', '29.4%', 'normalised', '24.9%'],
    ['broken decimal', 'It reaches 97. 42% accuracy', '97.42%', 'normalised', '97.24%'],
    ['multiplicative', 'It is twice as fast', '2x', 'normalised', '3x'],
    ['half', 'It uses half the memory', '50%', 'normalised', '55%'],
    ['unit left out', 'It reaches 78.9% accuracy', '78.9', 'normalised', '79.8'],
    ['unit printed once', 'Gains of 2.4, 9.0 and 12.6 percent', '9.0%', 'verified', '9.6%'],
    ['percent means points', 'The gain is 2.3 points', '2.3 percent', 'normalised', '3.2 percent'],
  ])('%s: “%s” gives %s as %s, not %s', (_, quote, value, status, nearMiss) => {
    expect(check(quote, value).check).toBe(status);
    expect(check(quote, nearMiss).check).toBe('missing');
  });

  it.each([
    ['another unit', 'Costs fall by 36.9%', 'USD 36.9M'],
    ['points for percent', 'Costs fall by 36.9%', '36.9 points'],
    ['another thing counted', 'We ask 4,200 questions over 1.3 million passages', '1.3 million questions'],
    ['parameters for tokens', 'We train on 57 billion tokens', '57 billion parameters'],
    ['another score', 'It reaches 28.4 BLEU', '28.4 ROUGE'],
    ['the other sign', 'It gains +2.6% in recall', '-2.6%'],
    ['digits of a name', 'It raises recall@10 by a third', '10%'],
    ['an unlinked difference', 'It reaches 71.4% on A and 78.9% on B', '7.5 points'],
    ['a rounded difference', 'Recall rises from 71.43% to 78.91%', '7.5 points'],
  ])('%s is missing: “%s” gives no %s', (_, quote, value) => {
    expect(check(quote, value).check).toBe('missing');
  });

  it('digits that are part of a name, and values without a number, do not apply', () => {
    expect(check('It beats GPT-4 on recall@10', 'GPT-4').check).toBe('not_applicable');
    expect(check('It beats GPT-4 on recall@10', 'state of the art').check).toBe('not_applicable');
    expect(check('It beats GPT-4 on recall@10', '').check).toBe('not_applicable');
  });

  it('a number that stands only elsewhere in the abstract is missing, with the place', () => {
    const abstract = 'Recall rises to 78.9%. Memory falls by 40%.';
    const found = check('Memory falls by 40%', '78.9%', abstract);
    expect(found).toEqual({ check: 'missing', elsewhere: true, span: { field: 'abstract', start: 16, end: 21 } });
  });

  it('a number cut off by the edge of the quote is not in it', () => {
    expect(check('Recall rises to 78', '78%', 'Recall rises to 78.9%.').check).toBe('missing');
    expect(check('4% is reached', '4%', 'A recall of 71.4% is reached.').check).toBe('missing');
  });

  it('reads the source under the quote, never the quote', () => {
    const texts = { title: '', abstract: 'On LogFind it raises recall@10 from 71.4% to 78.9% over BiEnc-L.' };
    const [alignment] = alignQuotes(['it raises recall@10 from 71.4% to 79.8% over BiEnc-L'], texts);
    expect(alignment?.grounding).toBe('fuzzy');
    expect(checkValue('79.8%', alignment ?? { grounding: 'none', span: null }, texts).check).toBe('missing');
    expect(checkValue('78.9%', alignment ?? { grounding: 'none', span: null }, texts).check).toBe('verified');
  });
});
