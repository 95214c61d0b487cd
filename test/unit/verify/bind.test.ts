/**
 * Binding, sentence by sentence: to whom a sentence gives its numbers. Each case is a way of writing that was once read wrongly, in
 * an invented sentence. A valid row stays bound; what the sentence contradicts, or leaves open, does not.
 */
import { describe, expect, test } from 'vitest';
import type { Binding, ClaimCheck } from '../../../src/domain/check.ts';
import type { WireClaim } from '../../../src/domain/draft.ts';
import { verifyClaim } from '../../../src/verify/verify.ts';
import { row } from './valid-rows.ts';

type Given = Partial<Omit<WireClaim, 'quote' | 'value' | 'baseline'>> & { readonly against?: string; readonly from?: string };

/** Checks a row whose quote is the whole sentence; `before` is what the abstract says first. */
function check(sentence: string, value: string, { against, from, ...given }: Given, before = ''): ClaimCheck {
  const baseline = against === undefined && from === undefined ? null : { name: against ?? null, value: from ?? null };
  const quote = sentence.replace(/\.$/, '');
  return verifyClaim(row(quote, value, given, baseline), 'c-0', { title: 'A title', abstract: `${before}${sentence}` });
}

const bindings = (sentence: string, rows: readonly (readonly [string, Given])[], before = ''): Binding[] =>
  rows.map(([value, given]) => check(sentence, value, given, before).binding);

const all = (binding: Binding, rows: readonly unknown[]): Binding[] => rows.map(() => binding);

describe('a subject that names nothing contradicts nothing', () => {
  test.each([
    'model',
    'our method',
    'the algorithm',
    'we',
    'strategies',
    'this paper',
    'system',
    'The proposed approach',
    'allocator',
  ])('%s', (subject) => {
    const sentence = 'Our allocator Basalt cuts spill code by 31% on GridKern and by 44% on CipherKern.';
    expect(check(sentence, '44%', { subject, metric: 'spill code', dataset: 'CipherKern' }).binding).toBe('bound');
  });

  test('a name does, where its sentence gives the number to another', () => {
    const sentence = 'Basalt reaches 81.0% accuracy on GridKern and Schist reaches 77.4%.';
    expect(check(sentence, '77.4%', { subject: 'Basalt', metric: 'accuracy', dataset: 'GridKern' }).binding).not.toBe('bound');
  });

  test('a name that begins a longer one is not the longer one', () => {
    const sentence = 'With half of the pairs, the win rate of Pelican-7B against Pelican-7B-Chat is 56.0%.';
    expect(check(sentence, '56.0%', { subject: 'Pelican-7B', metric: 'win rate', against: 'Pelican-7B-Chat' }).binding).toBe(
      'bound',
    );
  });
});

describe('a name tied to one number outweighs looser mentions', () => {
  const sets =
    'Our model, tuned on sets such as SwimSet and DiveSet, achieves the best known scores: 97.05% on SwimSet, 84.08% on DiveSet, and 81.51% on RowSet.';
  const shares = 'With four text experts, Cairn saves compute: 3.7x overall, with 2.6x for text and 5.2x for image input.';
  const asides = 'Our tokenizer shortens texts by 18% on average, most for Odric (37%) and Velish (33%).';
  const colons = 'Stacking raises the savings to 4.2x overall (text: 3.4x, image: 5.3x).';
  const sizes = 'Throughput grows by 2.6x for Lark-7B on one G10 card and by 6.9x for Heron-180B on eight G10 cards.';

  test('datasets by their preposition', () => {
    expect(
      bindings(sets, [
        ['97.05%', { dataset: 'SwimSet' }],
        ['84.08%', { dataset: 'DiveSet' }],
        ['81.51%', { dataset: 'RowSet' }],
      ]),
    ).toEqual(all('bound', [1, 2, 3]));
    expect(
      bindings(sets, [
        ['97.05%', { dataset: 'DiveSet' }],
        ['84.08%', { dataset: 'SwimSet' }],
        ['81.51%', { dataset: 'SwimSet' }],
      ]),
    ).toEqual(all('unbound', [1, 2, 3]));
  });

  test('conditions by theirs, "overall" included', () => {
    const metric = 'compute savings';
    expect(
      bindings(shares, [
        ['2.6x', { metric, conditions: 'text' }],
        ['5.2x', { metric, conditions: 'image' }],
        ['3.7x', { metric: 'overall compute savings' }],
      ]),
    ).toEqual(all('bound', [1, 2, 3]));
    for (const [value, given] of [
      ['2.6x', { metric: 'overall compute savings' }],
      ['5.2x', { metric, conditions: 'text' }],
      ['3.7x', { metric, conditions: 'text' }],
      ['3.7x', { metric, dataset: 'image' }],
    ] as const)
      expect(check(shares, value, given).binding).not.toBe('bound');
  });

  test('names before a number in parentheses or behind a colon', () => {
    const metric = 'text length';
    expect(check(asides, '33%', { metric, conditions: 'Velish' }).binding).toBe('bound');
    expect(check(asides, '37%', { metric, conditions: 'Velish' }).binding).toBe('unbound');
    expect(check(asides, '37%', { metric: 'text length', conditions: 'average' }).binding).not.toBe('bound');
    expect(check(colons, '5.3x', { metric: 'savings', conditions: 'image' }).binding).toBe('bound');
    expect(check(colons, '5.3x', { metric: 'savings', conditions: 'text' }).binding).toBe('unbound');
  });

  test('words before one pair of parentheses are no name', () => {
    const sentence = 'It scores 60.8 on RingSet and 94.6 on SumSet, beating Dunlin by a large margin (up to +55%).';
    expect(check(sentence, '+55%', { against: 'Dunlin' }).binding).toBe('bound');
  });

  test('the parts of a condition each', () => {
    const metric = 'throughput';
    expect(check(sizes, '2.6x', { metric, conditions: 'Lark-7B on one G10' }).binding).toBe('bound');
    expect(check(sizes, '6.9x', { metric, conditions: 'Heron-180B, eight G10 cards' }).binding).toBe('bound');
    expect(check(sizes, '6.9x', { metric, conditions: 'Lark-7B on one G10' }).binding).not.toBe('bound');
    expect(check(sizes, '2.6x', { metric, conditions: 'Heron-180B, eight G10 cards' }).binding).not.toBe('bound');
  });

  test('a setting that leads to its number by a clause', () => {
    const sentence =
      'Freezing 80% of the Birch-19 layers costs 0.24% accuracy, while freezing 50% of the Alder-110 layers costs 0.9%.';
    expect(check(sentence, '0.24%', { metric: 'accuracy', conditions: 'Birch-19' }).binding).toBe('bound');
    expect(check(sentence, '0.9%', { metric: 'accuracy', conditions: 'Alder-110' }).binding).toBe('bound');
  });

  test('the nearest name before, where the change has none of its own', () => {
    const sentence =
      'Hopper reaches 62.8 nDCG on StatuteSet, 4.1 points above Brick, and 48.0 nDCG on CaseSet, 2.7 points above Brick.';
    expect(check(sentence, '2.7 points', { dataset: 'CaseSet', metric: 'nDCG improvement', against: 'Brick' }).binding).toBe(
      'bound',
    );
    expect(check(sentence, '2.7 points', { dataset: 'StatuteSet', metric: 'nDCG improvement', against: 'Brick' }).binding).not.toBe(
      'bound',
    );
  });

  test('a network is no data set', () => {
    const sentence =
      'For LeafSet and trained on VGG16 networks, the filter finds 46% of the errors along with a 12% cut in energy.';
    expect(check(sentence, '12%', { metric: 'energy', dataset: 'LeafSet' }).binding).toBe('bound');
  });

  test('the unit of a count names no other number', () => {
    const sentence = 'It reaches 84.8% accuracy on LeafSet with 21M parameters, and uses 4.2 times fewer parameters than Oak-B.';
    expect(check(sentence, '84.8%', { metric: 'parameters' }).binding).toBe('unbound');
    expect(check(sentence, '4.2 times', { metric: 'parameters', against: 'Oak-B' }).binding).toBe('bound');
  });

  test('a share is of what it says, and of nothing else', () => {
    const sentence = 'Prompter obtains 77.6% on IntentSet and closes 80% of the gap to full supervision.';
    expect(check(sentence, '80%', { metric: 'gap closed', against: 'full supervision' }).binding).toBe('bound');
    expect(check(sentence, '77.6%', { metric: 'gap closed', against: 'full supervision' }).binding).not.toBe('bound');
  });
});

describe('baselines', () => {
  const level =
    'On the QuizSet test set, Gantry achieves an accuracy of 78.73%, outperforming the best earlier model COMPASS by 1.09%.';

  test('a level is compared with what stands behind its change', () => {
    const given = { subject: 'Gantry', metric: 'accuracy', dataset: 'QuizSet', against: 'COMPASS' };
    expect(
      bindings(level, [
        ['78.73%', given],
        ['1.09%', given],
      ]),
    ).toEqual(['bound', 'bound']);
    expect(check(level, '78.73%', { ...given, subject: 'COMPASS', against: 'Gantry' }).binding).toBe('unbound');
  });

  test('several levels with several changes behind them', () => {
    const sentence =
      'Orchid attains a sensitivity of 83.1% and a specificity of 91.4% on the Lund cohort, improving over the SOFI score by 14.2 and 5.6 points, respectively.';
    const given = { dataset: 'Lund cohort', against: 'SOFI score' };
    expect(
      bindings(sentence, [
        ['83.1%', { ...given, metric: 'sensitivity' }],
        ['91.4%', { ...given, metric: 'specificity' }],
        ['14.2', { ...given, metric: 'sensitivity' }],
        ['5.6 points', { ...given, metric: 'specificity gain' }],
      ]),
    ).toEqual(all('bound', [1, 2, 3, 4]));
    expect(check(sentence, '83.1%', { ...given, metric: 'specificity' }).binding).toBe('unbound');
    expect(check(sentence, '91.4%', { ...given, metric: 'specificity gain' }).binding).toBe('unbound');
  });

  test('at the end of the sentence, for all of it', () => {
    const sentence = 'Earnings grew by 6.3%, whereas employment fell by only 0.8%, compared with firms in neighbouring counties.';
    expect(check(sentence, '6.3%', { metric: 'earnings', against: 'neighbouring counties' }).binding).toBe('bound');
    expect(check(sentence, '0.8%', { metric: 'employment', against: 'firms in neighbouring counties' }).binding).toBe('bound');
  });

  test('each member of a list of them', () => {
    const sentence = 'It scores 47.3 on CodeRing, outperforming earlier models such as Plover-4 and Dunlin 3.5 by a large margin.';
    expect(check(sentence, '47.3', { dataset: 'CodeRing', against: 'Dunlin 3.5' }).binding).toBe('bound');
  });

  test('each comparison its own', () => {
    const sentence = 'Our method is 9.83% more accurate than the price method, and 3.03% more accurate than the mood method.';
    expect(check(sentence, '3.03%', { metric: 'accuracy', against: 'mood method' }).binding).toBe('bound');
    expect(check(sentence, '9.83%', { metric: 'accuracy', against: 'mood method' }).binding).toBe('unbound');
  });

  test('a description of one need only find a comparison', () => {
    expect(
      check('It matches Tern with 25x less text than random sampling of pages.', '25x', { against: 'random selection' }).binding,
    ).toBe('bound');
    expect(
      check('It reaches 0.45 AP, ahead of all other comparable methods.', '0.45', { metric: 'AP', against: 'all other methods' })
        .binding,
    ).toBe('bound');
    expect(
      check('The corpus has an accuracy of 91.2%.', '91.2%', { metric: 'accuracy', against: 'random selection' }).binding,
    ).toBe('ambiguous');
  });

  test('the subject of the clause is none', () => {
    const sentence = 'Brook reduces peak memory by 58% over full attention.';
    expect(check(sentence, '58%', { subject: 'Brook', metric: 'peak memory', against: 'full attention' }).binding).toBe('bound');
    expect(check(sentence, '58%', { subject: 'full attention', metric: 'peak memory', against: 'Brook' }).binding).toBe('unbound');
  });

  test('what the sentence compares another number with is no baseline of this one', () => {
    const sentence = 'It gains 2.2 points over the best rival (from 3.2 to 5.4 SDR).';
    expect(check(sentence, '5.4', { metric: 'SDR', from: '3.2' }).binding).toBe('bound');
    expect(check(sentence, '2.2 points', { metric: 'SDR', from: '3.2' }).binding).not.toBe('bound');
  });

  test('the second list of two, member by member', () => {
    const sentence =
      'It obtains mIoU scores of 71.2, 64.8 and 59.3 on FieldSet, RoofSet and RoadSet, exceeding the best known 68.9, 63.0 and 57.7.';
    const given = { metric: 'mIoU', against: 'prior SOTA' };
    expect(check(sentence, '71.2', { ...given, dataset: 'FieldSet', from: '68.9' }).binding).toBe('bound');
    expect(check(sentence, '64.8', { ...given, dataset: 'RoofSet', from: '63.0' }).binding).toBe('bound');
    expect(check(sentence, '64.8', { ...given, dataset: 'RoofSet', from: '68.9' }).binding).toBe('unbound');
  });

  test('a transition that leaves out its "from"', () => {
    const sentence = 'AUC improves from 0.78 to 0.83 for LungScan, 0.97 to 0.98 for OrganScan and 0.73 to 0.81 for SkullScan.';
    expect(check(sentence, '0.98', { metric: 'AUC', dataset: 'OrganScan', from: '0.97' }).binding).toBe('bound');
    expect(check(sentence, '0.81', { metric: 'AUC', dataset: 'SkullScan', from: '0.73' }).binding).toBe('bound');
    expect(check(sentence, '0.81', { metric: 'AUC', dataset: 'OrganScan', from: '0.73' }).binding).toBe('unbound');
  });

  test('numbers in parentheses pair with each other', () => {
    const sentence =
      'The band agrees with experts in 81% of epochs (kappa 0.72), compared to 74% (kappa 0.61) for the Nightly device.';
    expect(check(sentence, '81%', { metric: 'agreement with experts', against: 'Nightly', from: '74%' }).binding).toBe('bound');
    expect(check(sentence, '0.72', { metric: 'kappa', against: 'Nightly', from: '0.61' }).binding).toBe('bound');
    expect(check(sentence, '0.61', { metric: 'kappa', against: 'Nightly', from: '0.72' }).binding).toBe('unbound');
  });

  test('a subject behind "compared to A" is not compared with', () => {
    const sentence = 'Compared to a usual 7B model using 300B tokens, our Stacker model needs 194B tokens.';
    expect(check(sentence, '194B tokens', { subject: 'Stacker', metric: 'training tokens', from: '300B tokens' }).binding).toBe(
      'bound',
    );
  });
});

describe('metrics', () => {
  test('in related words', () => {
    expect(check('Our tokenizer shortens sequences by 18%.', '18%', { metric: 'sequence length reduction' }).binding).toBe('bound');
    expect(check('Mean arrival advanced by 9.2 days.', '9.2 days', { metric: 'arrival date advance' }).binding).toBe('bound');
    expect(check('It serves 4.48x more requests or a 10.2x tighter SLO.', '10.2x', { metric: 'SLO tightness' }).binding).toBe(
      'bound',
    );
    expect(check('Memory has grown by 5x.', '5x', { metric: 'growth' }).binding).toBe('bound');
    expect(check('It is 3x faster in training and 4x faster in inference.', '4x', { metric: 'inference speedup' }).binding).toBe(
      'bound',
    );
    expect(
      check('It is 3x faster in training and 4x faster in inference.', '3x', { metric: 'inference speedup' }).binding,
    ).not.toBe('bound');
  });

  test('a word of two letters is no pair of initials', () => {
    expect(check('The index is smaller and 40% cheaper to keep.', '40%', { metric: 'inference speedup' }).binding).not.toBe(
      'bound',
    );
  });

  test('that any result can go by need not be named', () => {
    expect(check('It costs 0.4 points on LongShelf.', '0.4 points', { dataset: 'LongShelf', metric: 'score' }).binding).toBe(
      'bound',
    );
  });

  test('the abstract never names are open, not contradicted', () => {
    expect(check('It obtains 77.6% on IntentSet.', '77.6%', { dataset: 'IntentSet', metric: 'accuracy' }).binding).toBe(
      'ambiguous',
    );
    expect(check('It obtains a recall of 77.6% on IntentSet.', '77.6%', { dataset: 'IntentSet', metric: 'accuracy' }).binding).toBe(
      'unbound',
    );
  });

  test('named before go on until another is named', () => {
    const before = 'Translation is measured in BLEU. All systems are small. Ours is the smallest. ';
    expect(check('It scores 36.2 on DanubeMT.', '36.2', { dataset: 'DanubeMT', metric: 'BLEU' }, before).binding).toBe('bound');
    expect(
      check('It scores 36.2 on DanubeMT.', '36.2', { dataset: 'DanubeMT', metric: 'BLEU' }, `${before}Latency is low. `).binding,
    ).toBe('ambiguous');
  });

  test('each with the unit of its own number', () => {
    const sentence = 'Willow achieves 0.888 AUC and 0.545 average precision.';
    expect(
      bindings(sentence, [
        ['0.888', { metric: 'AUC' }],
        ['0.545', { metric: 'average precision' }],
      ]),
    ).toEqual(['bound', 'bound']);
    expect(check(sentence, '0.545', { metric: 'AUC' }).binding).toBe('unbound');
  });

  test('go on by ellipsis', () => {
    const sentence = 'It wins 58.3% of comparisons against Pelican-Chat and 41.9% against the larger Albatross-70B.';
    expect(check(sentence, '41.9%', { metric: 'win rate', against: 'Albatross-70B' }).binding).toBe('bound');
    const relative =
      'Our model improves return by 19% over a baseline that has the same number of parameters and by 9% over a stronger one.';
    expect(check(relative, '9%', { metric: 'return' }).binding).toBe('bound');
  });

  test('of different units make no list', () => {
    const sentence = 'It yields a mean absolute error of 0.304, a 70.7% exact agreement ratio, and an 88.4% grading error ≤0.5.';
    expect(
      bindings(sentence, [
        ['0.304', { metric: 'mean absolute error' }],
        ['70.7%', { metric: 'exact agreement ratio' }],
        ['88.4%', { metric: 'grading error ≤0.5' }],
      ]),
    ).toEqual(all('bound', [1, 2, 3]));
    expect(check(sentence, '70.7%', { metric: 'mean absolute error' }).binding).not.toBe('bound');
  });

  test('shared words before a list of names belong to all of them', () => {
    const sentence = 'Grafter saves about 45% and 47% of the cost of pre-training WREN_S and FINCH_S.';
    expect(check(sentence, '47%', { metric: 'pre-training cost', conditions: 'FINCH_S' }).binding).toBe('bound');
    expect(check(sentence, '45%', { metric: 'pre-training cost', conditions: 'FINCH_S' }).binding).toBe('unbound');
  });

  test('a bound before the second number makes no comparison', () => {
    const sentence = 'It predicts up to 0.8 accuracy for locations, and with more than 0.9 accuracy for arguments.';
    expect(check(sentence, '0.9', { metric: 'accuracy', conditions: 'arguments' }).binding).toBe('bound');
  });

  test('behind an article and before "of" are the name of their number', () => {
    const sentence = 'It yields 99% recall and a Mean Best Coverage of 0.879.';
    expect(check(sentence, '0.879', { metric: 'Mean Best Coverage' }).binding).toBe('bound');
    expect(check(sentence, '0.879', { metric: 'recall' }).binding).not.toBe('bound');
  });

  test('in parentheses are not those before them', () => {
    const sentence =
      'Use of the drug went with a 23% lower risk of relapse in women (HR 0.77) and an 11% lower risk in men (HR 0.89).';
    expect(check(sentence, '0.89', { metric: 'hazard ratio', conditions: 'men' }).binding).toBe('bound');
    expect(check(sentence, '11%', { metric: 'risk of relapse', conditions: 'men' }).binding).toBe('bound');
    expect(check(sentence, '11%', { metric: 'hazard ratio', conditions: 'men' }).binding).not.toBe('bound');
    expect(check(sentence, '0.89', { metric: 'risk of relapse', conditions: 'men' }).binding).not.toBe('bound');
  });

  test('in parentheses bind their own number', () => {
    const sentence = 'Relapse occurred in 7.4% of treated patients and in 10.9% of those given placebo (hazard ratio 0.66).';
    expect(check(sentence, '0.66', { metric: 'hazard ratio', against: 'placebo' }).binding).toBe('bound');
    expect(check(sentence, '7.4%', { metric: 'hazard ratio', against: 'placebo' }).binding).not.toBe('bound');
  });
});

describe('names in several words', () => {
  test('stand where their most telling word stands', () => {
    const sentence = 'It gains 0.5 BLEU on the CoastMT 2031 Frisian-to-Basque task and 0.4 on the Frisian-to-Catalan task.';
    expect(check(sentence, '0.4', { metric: 'BLEU', dataset: 'CoastMT 2031 Frisian-to-Catalan' }).binding).toBe('bound');
    expect(check(sentence, '0.5', { metric: 'BLEU', dataset: 'CoastMT 2031 Frisian-to-Catalan' }).binding).not.toBe('bound');
    const sizes = 'Compressed PlumCode and GraphPlum are 4.31× and 4.15× faster, respectively.';
    expect(check(sizes, '4.15×', { subject: 'compressed GraphPlum', metric: 'speed' }).binding).toBe('bound');
    expect(check(sizes, '4.31×', { subject: 'compressed GraphPlum', metric: 'speed' }).binding).not.toBe('bound');
  });

  test('and numbers: a share of the labels, a size of the model', () => {
    const shares = 'It reaches 30.3% and 65.5% accuracy when trained on 1% and 10% of the labels of LeafSet.';
    expect(check(shares, '65.5%', { metric: 'accuracy', dataset: 'LeafSet', conditions: '10% of labels' }).binding).toBe('bound');
    expect(check(shares, '65.5%', { metric: 'accuracy', dataset: 'LeafSet', conditions: '1% of the labels' }).binding).not.toBe(
      'bound',
    );
    const variants = 'The 7B variant obtains 52.4% accuracy, while the 34B variant obtains 61.0%.';
    expect(check(variants, '61.0%', { metric: 'accuracy', conditions: '7B' }).binding).not.toBe('bound');
  });

  test('with their preposition', () => {
    const sentence = 'Arrival advanced by 9.2 days in the north and by 3.1 days in the south.';
    expect(check(sentence, '3.1 days', { metric: 'arrival', conditions: 'in the south' }).binding).toBe('bound');
    expect(check(sentence, '9.2 days', { metric: 'arrival', conditions: 'in the south' }).binding).not.toBe('bound');
  });
});

describe('levels and changes', () => {
  const sentence = 'Gantry achieves 58.1% accuracy on ClipSet, 14.5% higher than Viewer-4.';

  test('a change without its baseline beside a level is open', () => {
    const given = { metric: 'accuracy', dataset: 'ClipSet' };
    expect(check(sentence, '14.5%', { ...given, against: 'Viewer-4' }).binding).toBe('bound');
    expect(check(sentence, '14.5%', given).binding).toBe('ambiguous');
  });

  test('a level is no value of an improvement', () => {
    expect(check(sentence, '58.1%', { metric: 'accuracy improvement', dataset: 'ClipSet' }).binding).toBe('unbound');
  });

  test('a difference goes with no level of the baseline', () => {
    const pairs = 'It obtains an 11.48% (73.10% vs. 65.57%) improvement of accuracy on TaskSet.';
    expect(check(pairs, '73.10%', { metric: 'accuracy', dataset: 'TaskSet', from: '65.57%' }).binding).toBe('bound');
    expect(check(pairs, '11.48%', { metric: 'accuracy', dataset: 'TaskSet', from: '65.57%' }).binding).toBe('ambiguous');
  });
});

describe('numbers that belong together', () => {
  const formOf = (text: string, value: string): string | undefined => check(text, value, { metric: 'accuracy' }).value?.form;

  test('later members of a list have the form of the first', () => {
    expect(formOf('The filter improves accuracy by 25% and 28%, respectively.', '28%')).toBe('delta_abs');
    expect(formOf('It outperforms Oriole in accuracy by 0.5%, 1.0%, and 0.7%.', '0.7%')).toBe('delta_abs');
    expect(formOf('It brings 2.3% and 1.2% accuracy improvement.', '2.3%')).toBe('delta_abs');
    expect(formOf('It scores an accuracy of 71.2% and 64.8%.', '64.8%')).toBe('absolute');
  });

  test('a count of a whole is a count', () => {
    const found = check('The detector finds 9 of 11 lesions.', '9 of 11', {});
    expect(found.value).toMatchObject({ number: 9, low: null, high: null, form: 'count' });
    expect(found.binding).toBe('bound');
  });

  test('a change and the level it leads to are two numbers', () => {
    for (const text of ['On LakeSet, mAP rises by 3.3 points to 58.1.', 'On LakeSet, mAP rises by 3.3 to 58.1.']) {
      expect(check(text, '58.1', { metric: 'mAP' }).binding).toBe('bound');
      expect(check(text, '58.1', { metric: 'mAP' }).value?.form).toBe('absolute');
      expect(check(text, '3.3', { metric: 'mAP' }).value?.form).toBe('delta_abs');
    }
  });

  test.each([
    ['The solver runs 14 to 22 times faster than Merle.', '14 to 22 times'],
    ['It gives 6x to 20x increases in throughput.', '6x to 20x'],
    ['It outperforms the best models with +1.8% to +4.4% improvement in accuracy.', '+1.8% to +4.4%'],
  ])('a range is one value: %s', (text, value) => {
    const found = check(text, value, {});
    expect(found.binding).toBe('bound');
    expect(found.value?.low).toBeLessThan(found.value?.high ?? 0);
  });

  test('a range cannot have one end twice', () => {
    const text = 'It outperforms Plier by 1%-7% in accuracy.';
    expect(check(text, '1%-7%', { metric: 'accuracy' }).binding).toBe('bound');
    expect(check(text, '7%-7%', { metric: 'accuracy' }).valueCheck.check).toBe('missing');
  });

  test('what is counted once is counted twice', () => {
    expect(check('Our sampler needs 12 steps instead of 50.', '12 steps', { from: '50' }).binding).toBe('bound');
    const tokens = 'It raises throughput from 1,150 to 2,930 tokens per second.';
    expect(check(tokens, '2,930 tokens per second', { metric: 'throughput', from: '1,150' }).binding).toBe('bound');
  });

  test('a factor may touch its word', () => {
    expect(check('Basilisk provides a 4.45×speed-up over Tuner.', '4.45×', { metric: 'speed-up', against: 'Tuner' }).binding).toBe(
      'bound',
    );
  });
});
