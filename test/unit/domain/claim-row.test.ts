/** A statement says what the row says, and no more. */
import { describe, expect, it } from 'vitest';
import type { ParsedValue } from '../../../src/domain/check.ts';
import { composeStatement } from '../../../src/domain/claim-row.ts';
import type { WireClaim } from '../../../src/domain/draft.ts';

const claim = (changes: Partial<WireClaim>): WireClaim => ({
  quote: 'it raises recall@10 from 71.4% to 78.9% over BiEnc-L',
  kind: 'comparison',
  attribution: 'this_paper',
  subject: 'Sieve',
  task: null,
  dataset: null,
  split: null,
  metric: 'recall@10',
  value: '78.9%',
  baseline: null,
  outcome: 'improves',
  conditions: null,
  ...changes,
});
const parsed = (form: ParsedValue['form']): ParsedValue => ({
  raw: '',
  number: 1,
  low: null,
  high: null,
  unit: 'percent',
  form,
  bound: 'exact',
});

describe('a statement', () => {
  it.each([
    [
      'a level',
      claim({ dataset: 'LogFind', baseline: { name: 'BiEnc-L', value: '71.4%' } }),
      parsed('absolute'),
      'Sieve: 78.9% recall@10 on LogFind against 71.4% for BiEnc-L.',
    ],
    ['a change', claim({ value: '7.5 points' }), parsed('delta_abs'), 'Sieve: recall@10 improves by 7.5 points.'],
    [
      'a change without a metric',
      claim({ metric: null, value: '2.3 points', outcome: 'degrades' }),
      parsed('delta_abs'),
      'Sieve: degrades by 2.3 points.',
    ],
    [
      'a ratio',
      claim({ metric: 'speedup', value: '3x', conditions: 'on one GPU' }),
      parsed('ratio'),
      'Sieve: 3x speedup (on one GPU).',
    ],
    ['no number', claim({ value: null }), null, 'it raises recall@10 from 71.4% to 78.9% over BiEnc-L'],
  ])('for %s', (_what, row, value, text) => expect(composeStatement(row, value)).toBe(text));
});
