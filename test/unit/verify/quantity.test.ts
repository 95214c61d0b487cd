import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceCodePoints } from '../../../src/domain/codepoints.ts';
import { findQuantities } from '../../../src/verify/quantity.ts';

const first = (text: string, language = 'en') => findQuantities(text, { language })[0];

describe('findQuantities', () => {
  it.each([
    ['raises it to 78.9%', 78.9, 'percent'],
    ['raises it to 78.9\\%', 78.9, 'percent'],
    ['raises it by 78.9 percent', 78.9, 'percent'],
    ['thirty-four percent of them', 34, 'percent'],
    ['a gain of 2.3 points', 2.3, 'percentage_point'],
    ['a 3-point gain', 3, 'percentage_point'],
    ['11.77 percentage points', 11.77, 'percentage_point'],
    ['2.1 BLEU points', 2.1, 'percentage_point'],
    ['$3\\times$ faster', 3, 'ratio_x'],
    ['a 2.5x reduction', 2.5, 'ratio_x'],
    ['a 10-fold reduction', 10, 'ratio_x'],
    ['tenfold', 10, 'ratio_x'],
    ['4.2 times fewer', 4.2, 'ratio_x'],
    ['twice as fast', 2, 'ratio_x'],
    ['four orders of magnitude', 10_000, 'ratio_x'],
    ['an order of magnitude', 10, 'ratio_x'],
    ['with one third of its memory', 1 / 3, 'ratio_x'],
    ['$\\frac{1}{3}$ of it', 1 / 3, 'ratio_x'],
    ['half the memory', 0.5, 'ratio_x'],
    ['4,200 questions', 4200, null],
    ['4 200 questions', 4200, null],
    ['1.3 million passages', 1_300_000, null],
    ['3.04M', 3_040_000, null],
    ['5亿', 500_000_000, null],
    ['a 7B model', 7_000_000_000, null],
    ['110M-parameter model', 110_000_000, 'params'],
    ['57 billion tokens', 57_000_000_000, 'tokens'],
    ['3.5 ms per token', 0.0035, 'seconds'],
    ['12 hours', 43_200, 'seconds'],
    ['16 GB', 16_000_000_000, 'bytes'],
    ['USD 44.6M', 44_600_000, 'usd'],
    ['$36.9M', 36_900_000, 'usd'],
    ['two decades', 20, 'other'],
    ['$10^{-3}$', 0.001, null],
    ['3.2 × 10⁻⁴', 0.00032, null],
    ['$\\sqrt{2}$', Math.SQRT2, null],
    ['29,4%', 29.4, 'percent'],
    ['97. 42%', 97.42, 'percent'],
    ['23.29mAP', 23.29, 'score'],
  ])('reads “%s”', (text, number, unit) => {
    const found = first(text);
    expect(found?.kind).toBe('quantity');
    expect(found?.number).toBeCloseTo(number, 9);
    expect(found?.unit).toBe(unit);
  });

  it.each([
    ['43-165%', 43, 165],
    ['1%–7%', 1, 7],
    ['2.97~25.22x', 2.97, 25.22],
    ['500K-1M', 500_000, 1_000_000],
  ])('reads the range “%s” as one, with both ends', (text, low, high) => {
    expect(first(text)).toMatchObject({ number: null, low, high });
  });

  it.each([
    'GPT-4',
    'GPT-4.5',
    'COVID-19',
    'Qwen2.5-7B',
    'recall@10',
    'ViT-L/14',
    'top-1',
    'F1',
    'CIFAR-10',
    'UCF101',
    'the LLaMA 13B',
    'on MATH 500',
    'the Llama 3.1',
    '8xA100',
    '224x224',
    'a 3D',
  ])('takes the digits of “%s” for a name', (text) => {
    expect(findQuantities(`We use ${text} here`).map(({ kind }) => kind)).toEqual(['name']);
  });

  it.each([
    ['published in 2024', 'year'],
    ['see [12] for more', 'reference'],
    ['at https://example.org/a1b22', 'reference'],
    ['arXiv:2101.00001', 'reference'],
    ['Section 3', 'reference'],
    ['a 4-bit format', 'setting'],
    ['5-fold cross-validation', 'setting'],
    ['the 1st place', 'ordinal'],
    ['78.9 ± 0.3', 'quantity'],
  ])('tells what “%s” is', (text, kind) => {
    expect(first(text)?.kind).toBe(kind);
  });

  it.each([
    ['about 5%', 'approx'],
    ['~5%', 'approx'],
    ['$\\sim$5%', 'approx'],
    ['up to 5%', 'up_to'],
    ['at least 5%', 'at_least'],
    ['10+%', 'at_least'],
    ['less than 5%', 'below'],
    ['< 5%', 'below'],
    ['by 5%', 'exact'],
  ])('reads the bound of “%s”', (text, bound) => {
    expect(first(text)?.bound).toBe(bound);
  });

  it('gives the unit printed once in a list to every number of it', () => {
    const found = findQuantities('gains of 2.4, 9.0, and 12.6 percent, from 71.4 to 78.9%');
    expect(found.map(({ unit, sharesUnit }) => [unit, sharesUnit])).toEqual([
      ['percent', true],
      ['percent', true],
      ['percent', false],
      ['percent', true],
      ['percent', false],
    ]);
  });

  it('reads decimal commas and number words of other languages only there', () => {
    expect(first('um 29,4 % besser', 'de')).toMatchObject({ number: 29.4, unit: 'percent' });
    expect(first('mit 1.300 Fragen', 'de')).toMatchObject({ number: 1300, otherwise: 1.3 });
    expect(first('ein Drittel des Speichers', 'de')?.number).toBeCloseTo(1 / 3);
    expect(first('deux fois plus vite', 'fr')?.number).toBe(2);
    expect(first('tres tareas', 'es')?.number).toBe(3);
    expect(findQuantities('once upon a time, elf and die')).toEqual([]);
  });

  it('keeps spans that slice the source to what was found, in order and apart', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '78.9%',
            '🚀',
            ' ',
            'GPT-4',
            'from ',
            ' to ',
            '1/3',
            '\\frac{1}{2}',
            '$3\\times$',
            'two ',
            ',',
            '4,200',
            '.',
            '\\%',
            '±',
            '10^{3}',
            '-',
          ),
        ),
        (parts) => {
          const text = parts.join('');
          let end = 0;
          for (const { span, number, low } of findQuantities(text)) {
            expect(span.start).toBeGreaterThanOrEqual(end);
            expect(span.end).toBeGreaterThan(span.start);
            expect(sliceCodePoints(text, span.start, span.end)).not.toBe('');
            expect(number === null || Number.isFinite(number) || low !== null).toBe(true);
            end = span.end;
          }
        },
      ),
      { seed: 11, numRuns: 500 },
    );
  });
});
