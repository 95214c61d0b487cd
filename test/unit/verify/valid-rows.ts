/**
 * Invented abstracts in the styles abstracts are written in, each with rows that a careful reader would accept. They are the ground
 * every mutation test starts from: untouched they must all be verified.
 */
import type { Texts } from '../../../src/domain/check.ts';
import type { WireClaim } from '../../../src/domain/draft.ts';

/** An invented paper and its valid rows. */
export interface Sample {
  readonly texts: Texts;
  readonly claims: readonly WireClaim[];
}

type Given = Partial<Omit<WireClaim, 'quote' | 'value' | 'baseline'>>;

/** A row with everything not said left null. */
export function row(quote: string, value: string | null, given: Given = {}, baseline: WireClaim['baseline'] = null): WireClaim {
  return {
    quote,
    kind: 'result',
    attribution: 'this_paper',
    subject: 'the method',
    task: null,
    dataset: null,
    split: null,
    metric: null,
    value,
    baseline,
    outcome: 'improves',
    conditions: null,
    ...given,
  };
}

const against = (name: string | null, value: string | null = null): WireClaim['baseline'] => ({ name, value });

const paper = (title: string, abstract: string, ...claims: WireClaim[]): Sample => ({ texts: { title, abstract }, claims });

export const SAMPLES: readonly Sample[] = [
  paper(
    'Sieve-and-Settle: finding part numbers in maintenance logs',
    'Field engineers search maintenance logs of thousands of pages, and dense retrievers miss part numbers that occur only once. We present Sieve-and-Settle, which filters passages with a character n-gram index and re-ranks the rest with a 110M-parameter cross-encoder. On LogFind, our new benchmark of 4,200 questions over 1.3 million passages, it raises recall@10 from 71.4% to 78.9% over the dense retriever BiEnc-L with one third of its memory. On the PartsQA test set the gain is 2.3 points. It needs no training data from the target plant.',
    row(
      'it raises recall@10 from 71.4% to 78.9% over the dense retriever BiEnc-L',
      '78.9%',
      { subject: 'Sieve-and-Settle', metric: 'recall@10', dataset: 'LogFind' },
      against('BiEnc-L', '71.4%'),
    ),
    row(
      'On the PartsQA test set the gain is 2.3 points',
      '2.3 points',
      { subject: 'Sieve-and-Settle', dataset: 'PartsQA', split: 'test' },
      against(null),
    ),
    row(
      'with one third of its memory',
      'one third',
      { subject: 'Sieve-and-Settle', kind: 'efficiency', metric: 'memory' },
      against('BiEnc-L'),
    ),
    row('LogFind, our new benchmark of 4,200 questions over 1.3 million passages', '4,200 questions', {
      subject: 'LogFind',
      kind: 'resource_stat',
    }),
    row('LogFind, our new benchmark of 4,200 questions over 1.3 million passages', '1.3 million passages', {
      subject: 'LogFind',
      kind: 'resource_stat',
    }),
  ),
  paper(
    'Tidal adapters for frozen speech encoders',
    'Adapting speech encoders to rare dialects is expensive. Tidal inserts low-rank gates between frozen blocks. It lowers the word error rate from 18.6% to 14.2% on HarborSpeech and from 22.9% to 19.7% on FjordTalk, while training only 0.8% of the parameters.',
    row(
      'It lowers the word error rate from 18.6% to 14.2% on HarborSpeech',
      '14.2%',
      { subject: 'Tidal', metric: 'word error rate', dataset: 'HarborSpeech' },
      against(null, '18.6%'),
    ),
    row(
      'It lowers the word error rate from 18.6% to 14.2% on HarborSpeech and from 22.9% to 19.7% on FjordTalk',
      '19.7%',
      { subject: 'Tidal', metric: 'WER', dataset: 'FjordTalk' },
      against(null, '22.9%'),
    ),
    row('while training only 0.8% of the parameters', '0.8%', { subject: 'Tidal', kind: 'efficiency', metric: 'parameters' }),
  ),
  paper(
    'Lanternfish: pre-training on dim images',
    'We study recognition in low light. In zero-shot DuskNet classification, Lanternfish achieves 61.7% accuracy, surpassing BrightCLIP by 4.3 points. It runs at 38.5 frames per second on one GPU.',
    row('In zero-shot DuskNet classification, Lanternfish achieves 61.7% accuracy', '61.7%', {
      subject: 'Lanternfish',
      metric: 'accuracy',
      dataset: 'DuskNet',
      conditions: 'zero-shot',
    }),
    row(
      'Lanternfish achieves 61.7% accuracy, surpassing BrightCLIP by 4.3 points',
      '4.3 points',
      { subject: 'Lanternfish', metric: 'accuracy' },
      against('BrightCLIP'),
    ),
    row('It runs at 38.5 frames per second on one GPU', '38.5', {
      subject: 'Lanternfish',
      kind: 'efficiency',
      metric: 'frames per second',
    }),
  ),
  paper(
    'Mean gains of a surgical video model',
    'Compared with the best surgical model so far, OrchardNet shows mean improvements of 2.4, 8.1 and 13.6 percent for instrument segmentation, step recognition and safety classification, respectively. It was trained on 3.9 million frames.',
    row(
      'OrchardNet shows mean improvements of 2.4, 8.1 and 13.6 percent for instrument segmentation, step recognition and safety classification, respectively',
      '2.4 percent',
      { subject: 'OrchardNet', task: 'instrument segmentation' },
      against('the best surgical model'),
    ),
    row(
      'OrchardNet shows mean improvements of 2.4, 8.1 and 13.6 percent for instrument segmentation, step recognition and safety classification, respectively',
      '8.1 percent',
      { subject: 'OrchardNet', task: 'step recognition' },
      against('the best surgical model'),
    ),
    row(
      'OrchardNet shows mean improvements of 2.4, 8.1 and 13.6 percent for instrument segmentation, step recognition and safety classification, respectively',
      '13.6 percent',
      { subject: 'OrchardNet', task: 'safety classification' },
      against('the best surgical model'),
    ),
    row('It was trained on 3.9 million frames', '3.9 million', { subject: 'OrchardNet', kind: 'resource_stat' }),
  ),
  paper(
    'Pebble: sparse experts for phones',
    'Pebble routes each token to one of sixteen experts stored in flash. It is 3.4x faster than DenseTiny and uses 62% less energy. Its perplexity on WikiMoss falls to 11.83, compared to 12.47 for DenseTiny.',
    row(
      'It is 3.4x faster than DenseTiny and uses 62% less energy',
      '3.4x',
      { subject: 'Pebble', metric: 'speed', kind: 'efficiency' },
      against('DenseTiny'),
    ),
    row(
      'It is 3.4x faster than DenseTiny and uses 62% less energy',
      '62%',
      { subject: 'Pebble', metric: 'energy', kind: 'efficiency' },
      against('DenseTiny'),
    ),
    row(
      'Its perplexity on WikiMoss falls to 11.83, compared to 12.47 for DenseTiny',
      '11.83',
      { subject: 'Pebble', metric: 'perplexity', dataset: 'WikiMoss' },
      against('DenseTiny', '12.47'),
    ),
  ),
  paper(
    'Copperplate, a code repair model',
    'Copperplate edits abstract syntax trees directly. It resolves 47.2% of the issues in RepairBench, versus 39.8% for TokenFix, and reaches 81.5 BLEU on PatchNotes.',
    row(
      'It resolves 47.2% of the issues in RepairBench, versus 39.8% for TokenFix',
      '47.2%',
      { subject: 'Copperplate', dataset: 'RepairBench' },
      against('TokenFix', '39.8%'),
    ),
    row('reaches 81.5 BLEU on PatchNotes', '81.5 BLEU', { subject: 'Copperplate', metric: 'BLEU', dataset: 'PatchNotes' }),
  ),
  paper(
    'What remains after pruning: a study of attention heads',
    'Removing 35% of the heads of MiniLark costs 0.6 points of accuracy on ClozeGarden. Removing 70% costs 5.2 points. Training resumes after about 12 hours on eight GPUs.',
    row('Removing 70% costs 5.2 points', '5.2 points', { subject: 'pruning', outcome: 'degrades', conditions: 'removing 70%' }),
    row('Removing 35% of the heads of MiniLark costs 0.6 points of accuracy on ClozeGarden', '0.6 points', {
      subject: 'pruning',
      metric: 'accuracy',
      dataset: 'ClozeGarden',
      outcome: 'degrades',
    }),
    row('Training resumes after about 12 hours on eight GPUs', 'about 12 hours', { subject: 'MiniLark', kind: 'efficiency' }),
  ),
  paper(
    'Meadow: a vision transformer that scales',
    'Meadow-H attains 86.4% top-1 accuracy on PlantNet-2k, 54.8% AP on FieldDet and 49.6% mIoU on TerraSeg. Scaling the data from 20M to 90M images lifts PlantNet-2k accuracy by 1.7%.',
    row('Meadow-H attains 86.4% top-1 accuracy on PlantNet-2k, 54.8% AP on FieldDet and 49.6% mIoU on TerraSeg', '86.4%', {
      subject: 'Meadow-H',
      metric: 'top-1 accuracy',
      dataset: 'PlantNet-2k',
    }),
    row('Meadow-H attains 86.4% top-1 accuracy on PlantNet-2k, 54.8% AP on FieldDet and 49.6% mIoU on TerraSeg', '54.8%', {
      subject: 'Meadow-H',
      metric: 'AP',
      dataset: 'FieldDet',
    }),
    row('Meadow-H attains 86.4% top-1 accuracy on PlantNet-2k, 54.8% AP on FieldDet and 49.6% mIoU on TerraSeg', '49.6%', {
      subject: 'Meadow-H',
      metric: 'mIoU',
      dataset: 'TerraSeg',
    }),
    row(
      'lifts PlantNet-2k accuracy by 1.7%',
      '1.7%',
      { subject: 'Meadow', metric: 'accuracy', dataset: 'PlantNet-2k' },
      against(null),
    ),
  ),
  paper(
    'Quillback: expert parallelism revisited',
    'Quillback delivers 4.83x and 5.61x speedup of a single expert layer over 24 and 1,024 accelerators, respectively, over the previous state of the art. End to end, it cuts training time by up to 37%.',
    row(
      'Quillback delivers 4.83x and 5.61x speedup of a single expert layer over 24 and 1,024 accelerators, respectively',
      '4.83x',
      { subject: 'Quillback', metric: 'speedup', conditions: '24 accelerators' },
      against('previous state of the art'),
    ),
    row(
      'Quillback delivers 4.83x and 5.61x speedup of a single expert layer over 24 and 1,024 accelerators, respectively',
      '5.61x',
      { subject: 'Quillback', metric: 'speedup', conditions: '1,024 accelerators' },
      against('previous state of the art'),
    ),
    row(
      'it cuts training time by up to 37%',
      'up to 37%',
      { subject: 'Quillback', metric: 'training time', kind: 'efficiency' },
      against(null),
    ),
  ),
  paper(
    'Reading tables with pointers',
    'Our model, TablePointer, improves the F1 score of cell retrieval from 63.5 to 70.2 while using 15% of the training budget of the fully supervised approach, and the BLEU score of table captioning from 21.40 to 23.95.',
    row(
      'improves the F1 score of cell retrieval from 63.5 to 70.2',
      '70.2',
      { subject: 'TablePointer', metric: 'F1', task: 'cell retrieval' },
      against(null, '63.5'),
    ),
    row(
      'improves the F1 score of cell retrieval from 63.5 to 70.2 while using 15% of the training budget of the fully supervised approach, and the BLEU score of table captioning from 21.40 to 23.95',
      '23.95',
      { subject: 'TablePointer', metric: 'BLEU', task: 'table captioning' },
      against(null, '21.40'),
    ),
    row(
      'while using 15% of the training budget of the fully supervised approach',
      '15%',
      { subject: 'TablePointer', metric: 'training budget', kind: 'efficiency' },
      against('fully supervised approach'),
    ),
  ),
  paper(
    'Hush: fewer hallucinated objects',
    'For a 9B model, Hush and Hush+Tune reduce the rate of hallucinated objects in captioning by 26% and 31%, respectively, and improve the accuracy on PollyQA by 19% and 23%.',
    row(
      'Hush and Hush+Tune reduce the rate of hallucinated objects in captioning by 26% and 31%, respectively',
      '26%',
      { subject: 'Hush', metric: 'rate of hallucinated objects', task: 'captioning' },
      against(null),
    ),
    row(
      'Hush and Hush+Tune reduce the rate of hallucinated objects in captioning by 26% and 31%, respectively',
      '31%',
      { subject: 'Hush+Tune', metric: 'rate of hallucinated objects', task: 'captioning' },
      against(null),
    ),
    row(
      'improve the accuracy on PollyQA by 19% and 23%',
      '19%',
      { subject: 'Hush', metric: 'accuracy', dataset: 'PollyQA' },
      against(null),
    ),
    row(
      'improve the accuracy on PollyQA by 19% and 23%',
      '23%',
      { subject: 'Hush+Tune', metric: 'accuracy', dataset: 'PollyQA' },
      against(null),
    ),
  ),
  paper(
    'Kestrel: serving long prompts',
    'Within the desired latency, Kestrel improves serving throughput of Heron-7B by up to 2.7x on a single GPU and up to 6.3x for Heron-180B on eight GPUs over PageServe.',
    row(
      'Kestrel improves serving throughput of Heron-7B by up to 2.7x on a single GPU',
      'up to 2.7x',
      { subject: 'Kestrel', metric: 'throughput', conditions: 'Heron-7B' },
      against('PageServe'),
    ),
    row(
      'Kestrel improves serving throughput of Heron-7B by up to 2.7x on a single GPU and up to 6.3x for Heron-180B on eight GPUs over PageServe',
      'up to 6.3x',
      { subject: 'Kestrel', metric: 'throughput', conditions: 'Heron-180B' },
      against('PageServe'),
    ),
  ),
  paper(
    'Savings of a mixed-modal architecture',
    'Under a budget of one trillion tokens, the Marl 1.4B model achieves FLOPs savings of 3.7x overall, with 2.6x for text and 5.2x for images.',
    row('achieves FLOPs savings of 3.7x overall, with 2.6x for text and 5.2x for images', '3.7x', {
      subject: 'Marl',
      metric: 'FLOPs savings',
      conditions: 'overall',
    }),
    row('achieves FLOPs savings of 3.7x overall, with 2.6x for text and 5.2x for images', '2.6x', {
      subject: 'Marl',
      metric: 'FLOPs savings',
      conditions: 'text',
    }),
    row('achieves FLOPs savings of 3.7x overall, with 2.6x for text and 5.2x for images', '5.2x', {
      subject: 'Marl',
      metric: 'FLOPs savings',
      conditions: 'images',
    }),
  ),
  paper(
    'Spoken answers without text',
    'Our pre-training improves accuracy on spoken questions from the previous best of 14% (Murmur) to 33%, and the model answers within 0.42 seconds.',
    row(
      'improves accuracy on spoken questions from the previous best of 14% (Murmur) to 33%',
      '33%',
      { subject: 'our pre-training', metric: 'accuracy', task: 'spoken questions' },
      against('Murmur', '14%'),
    ),
    row('the model answers within 0.42 seconds', '0.42 seconds', { subject: 'the model', kind: 'efficiency' }),
  ),
  paper(
    'Ridgeline: fractal pre-training',
    'Networks pre-trained on Ridgeline attain 92.3-97.8% of the accuracy of a network pre-trained on photographs. The gap is at most 7.7 percentage points on any of nine datasets.',
    row(
      'attain 92.3-97.8% of the accuracy of a network pre-trained on photographs',
      '92.3-97.8%',
      { subject: 'Ridgeline', metric: 'accuracy' },
      against('network pre-trained on photographs'),
    ),
    row(
      'The gap is at most 7.7 percentage points on any of nine datasets',
      'at most 7.7 percentage points',
      { subject: 'Ridgeline', outcome: 'degrades' },
      against(null),
    ),
  ),
  paper(
    'Scaling a protein model',
    'FoldFinch has 2.8 billion parameters and was trained on 640 billion tokens. It reaches a TM-score of 0.87 on CasproTest, against 0.81 for FoldWren, and costs USD 1.2M to train.',
    row('FoldFinch has 2.8 billion parameters', '2.8 billion parameters', { subject: 'FoldFinch', kind: 'resource_stat' }),
    row('FoldFinch has 2.8 billion parameters and was trained on 640 billion tokens', '640 billion tokens', {
      subject: 'FoldFinch',
      kind: 'resource_stat',
    }),
    row(
      'It reaches a TM-score of 0.87 on CasproTest, against 0.81 for FoldWren',
      '0.87',
      { subject: 'FoldFinch', metric: 'TM-score', dataset: 'CasproTest' },
      against('FoldWren', '0.81'),
    ),
    row('costs USD 1.2M to train', 'USD 1.2M', { subject: 'FoldFinch', kind: 'efficiency' }),
  ),
  paper(
    'Deltas in several tasks',
    'On four datasets, GlideNet advances strong baselines in anticipation (+2.6% in Verb ED, +3.1% in Noun ED) and clearly improves forecasting (+5.3%) and planning (up to +2.28% in success rate and +0.91% in mIoU).',
    row(
      'advances strong baselines in anticipation (+2.6% in Verb ED, +3.1% in Noun ED)',
      '+2.6%',
      { subject: 'GlideNet', metric: 'Verb ED', task: 'anticipation' },
      against('strong baselines'),
    ),
    row(
      'advances strong baselines in anticipation (+2.6% in Verb ED, +3.1% in Noun ED)',
      '+3.1%',
      { subject: 'GlideNet', metric: 'Noun ED', task: 'anticipation' },
      against('strong baselines'),
    ),
    row(
      'planning (up to +2.28% in success rate and +0.91% in mIoU)',
      '+2.28%',
      { subject: 'GlideNet', metric: 'success rate', task: 'planning' },
      against('baselines'),
    ),
    row(
      'planning (up to +2.28% in success rate and +0.91% in mIoU)',
      '+0.91%',
      { subject: 'GlideNet', metric: 'mIoU', task: 'planning' },
      against('baselines'),
    ),
  ),
  paper(
    'Zero-shot and tuned accuracy of Bramble',
    'On vision-language pre-training, we achieve 82.6% zero-shot and 89.4% fine-tuning accuracy on HedgeNet, surpassing the previous best by 2.1% and 0.3%, respectively.',
    row('we achieve 82.6% zero-shot and 89.4% fine-tuning accuracy on HedgeNet', '82.6%', {
      subject: 'Bramble',
      metric: 'accuracy',
      dataset: 'HedgeNet',
      conditions: 'zero-shot',
    }),
    row('we achieve 82.6% zero-shot and 89.4% fine-tuning accuracy on HedgeNet', '89.4%', {
      subject: 'Bramble',
      metric: 'accuracy',
      dataset: 'HedgeNet',
      conditions: 'fine-tuning',
    }),
  ),
  paper(
    'Filtering captions for contrastive learning',
    'Specifically for HedgeNet zero-shot accuracy, LaBramble outperforms Bramble by 8.4% on CaptionSea and 2.5% on CaptionLake.',
    row(
      'LaBramble outperforms Bramble by 8.4% on CaptionSea and 2.5% on CaptionLake',
      '8.4%',
      { subject: 'LaBramble', metric: 'zero-shot accuracy', conditions: 'CaptionSea' },
      against('Bramble'),
    ),
    row(
      'LaBramble outperforms Bramble by 8.4% on CaptionSea and 2.5% on CaptionLake',
      '2.5%',
      { subject: 'LaBramble', metric: 'zero-shot accuracy', conditions: 'CaptionLake' },
      against('Bramble'),
    ),
  ),
  paper(
    'Exact sums on accelerators',
    'In our tests, the algorithm has median and maximum speedups of 41x and 5,200x for GPU and 16x and 3,100x for CPU, respectively. Errors stay below $10^{-3}$, and $\\frac{1}{3}$ of the kernels need no change.',
    row('the algorithm has median and maximum speedups of 41x and 5,200x for GPU', '41x', {
      subject: 'the algorithm',
      metric: 'median speedup',
      conditions: 'GPU',
    }),
    row('the algorithm has median and maximum speedups of 41x and 5,200x for GPU', '5,200x', {
      subject: 'the algorithm',
      metric: 'maximum speedup',
      conditions: 'GPU',
    }),
    row('Errors stay below $10^{-3}$', '10^{-3}', { subject: 'the algorithm', metric: 'errors' }),
  ),
  paper(
    'Tuning small language models for medicine',
    'Our strategies improve the average medical accuracy of the Wren-3B model from 36.2% to 40.7% with only 40% of the original training budget.',
    row(
      'improve the average medical accuracy of the Wren-3B model from 36.2% to 40.7%',
      '40.7%',
      { subject: 'Wren-3B', metric: 'accuracy' },
      against(null, '36.2%'),
    ),
    row('with only 40% of the original training budget', '40%', {
      subject: 'our strategies',
      metric: 'training budget',
      kind: 'efficiency',
    }),
  ),
  paper(
    'A small model for embedded vision',
    'Thimble reaches a top-1 accuracy of 79.3% on PlantNet-2k with only 4.6M parameters. Increasing the resolution, it reaches 81.9%, slightly better than Barrel while using only 9% of its parameters.',
    row('Thimble reaches a top-1 accuracy of 79.3% on PlantNet-2k with only 4.6M parameters', '79.3%', {
      subject: 'Thimble',
      metric: 'top-1 accuracy',
      dataset: 'PlantNet-2k',
    }),
    row('Thimble reaches a top-1 accuracy of 79.3% on PlantNet-2k with only 4.6M parameters', '4.6M parameters', {
      subject: 'Thimble',
      kind: 'resource_stat',
    }),
    row(
      'it reaches 81.9%, slightly better than Barrel',
      '81.9%',
      { subject: 'Thimble', metric: 'top-1 accuracy', dataset: 'PlantNet-2k' },
      against('Barrel'),
    ),
  ),
  paper(
    'Two gains in one phrase',
    'With the proposed shift, our model obtains 2.46% (90.72% vs. 88.26%) and 7.53% (73.10% vs. 65.57%) improvement on FeatherGC and TaskTab-1k in terms of top-1 accuracy.',
    row(
      'our model obtains 2.46% (90.72% vs. 88.26%) and 7.53% (73.10% vs. 65.57%) improvement on FeatherGC and TaskTab-1k',
      '90.72%',
      { subject: 'our model', dataset: 'FeatherGC', metric: 'top-1 accuracy' },
      against(null, '88.26%'),
    ),
    row(
      'our model obtains 2.46% (90.72% vs. 88.26%) and 7.53% (73.10% vs. 65.57%) improvement on FeatherGC and TaskTab-1k',
      '7.53%',
      { subject: 'our model', dataset: 'TaskTab-1k', metric: 'top-1 accuracy' },
    ),
  ),
  paper(
    'Results at a glance',
    'Clam sets new marks on three suites: 52.1 AP on CoastDet, 44.7 AP on ReefDet, and a FID of 2.73 on ShoreFaces. The speedup is $3.2\\times$ over the two-stage detector.',
    row('52.1 AP on CoastDet, 44.7 AP on ReefDet', '52.1 AP', { subject: 'Clam', metric: 'AP', dataset: 'CoastDet' }),
    row('52.1 AP on CoastDet, 44.7 AP on ReefDet', '44.7 AP', { subject: 'Clam', metric: 'AP', dataset: 'ReefDet' }),
    row('a FID of 2.73 on ShoreFaces', '2.73', { subject: 'Clam', metric: 'FID', dataset: 'ShoreFaces' }),
    row(
      'The speedup is $3.2\\times$ over the two-stage detector',
      '3.2x',
      { subject: 'Clam', metric: 'speedup' },
      against('two-stage detector'),
    ),
  ),
  paper(
    'Savings in data transfer',
    'Microbenchmarks show that Sluice reduces data transfer time by 47.1% on average and speeds up training by up to 1.6x. By lowering processor utilisation, Sluice saves power by 12.4% to 17.5%.',
    row(
      'Sluice reduces data transfer time by 47.1% on average',
      '47.1%',
      { subject: 'Sluice', metric: 'data transfer time', kind: 'efficiency' },
      against(null),
    ),
    row(
      'speeds up training by up to 1.6x',
      'up to 1.6x',
      { subject: 'Sluice', metric: 'training speed', kind: 'efficiency' },
      against(null),
    ),
    row(
      'Sluice saves power by 12.4% to 17.5%',
      '12.4% to 17.5%',
      { subject: 'Sluice', metric: 'power', kind: 'efficiency' },
      against(null),
    ),
  ),
  paper(
    'A survey of answers',
    'We asked 1,836 nurses in 27 hospitals. Seventy-two percent preferred the short summary, and reading time fell by 34 seconds. Agreement between raters is high, with a kappa of 0.79.',
    row('Seventy-two percent preferred the short summary', '72%', { subject: 'the short summary', kind: 'result' }),
    row('We asked 1,836 nurses in 27 hospitals', '1,836 nurses', { subject: 'the survey', kind: 'resource_stat' }),
    row('reading time fell by 34 seconds', '34 seconds', { subject: 'the short summary', metric: 'reading time' }),
    row('with a kappa of 0.79', '0.79', { subject: 'raters', metric: 'kappa' }),
  ),
  paper(
    'Growth of models and memory',
    'Over five years the largest models have grown over 800x, while memory has grown by only 4x (12 GB to 48 GB). ZeroGrow trains models of 1.5 trillion parameters and sustains 52% of peak throughput.',
    row('memory has grown by only 4x (12 GB to 48 GB)', '4x', { subject: 'memory', metric: 'memory', attribution: 'prior_work' }),
    row('ZeroGrow trains models of 1.5 trillion parameters', '1.5 trillion parameters', {
      subject: 'ZeroGrow',
      kind: 'resource_stat',
    }),
    row('sustains 52% of peak throughput', '52%', { subject: 'ZeroGrow', metric: 'peak throughput' }),
  ),
  paper(
    'Retrieval at long range',
    'On CaptionLake, FlamePair surpasses the web-scale BigPair by 44.4% in average image-to-text recall@1 across 36 languages, and by 34.6% in text-to-image recall@1 for long contexts on Town-1k.',
    row(
      'FlamePair surpasses the web-scale BigPair by 44.4% in average image-to-text recall@1 across 36 languages',
      '44.4%',
      { subject: 'FlamePair', metric: 'image-to-text recall@1', dataset: 'CaptionLake' },
      against('BigPair'),
    ),
    row(
      'by 34.6% in text-to-image recall@1 for long contexts on Town-1k',
      '34.6%',
      { subject: 'FlamePair', metric: 'text-to-image recall@1', dataset: 'Town-1k' },
      against('BigPair'),
    ),
  ),
  paper(
    'Robustness of a planner',
    'The planner Osier fails in 6.8% of the runs, whereas the reactive policy fails in 15.3%. With sensor noise its success rate is 88.1%, down from 94.0%.',
    row(
      'The planner Osier fails in 6.8% of the runs, whereas the reactive policy fails in 15.3%',
      '6.8%',
      { subject: 'Osier' },
      against('reactive policy', '15.3%'),
    ),
    row(
      'With sensor noise its success rate is 88.1%, down from 94.0%',
      '88.1%',
      { subject: 'Osier', metric: 'success rate', conditions: 'sensor noise', outcome: 'degrades' },
      against(null, '94.0%'),
    ),
  ),
  paper(
    'Reading comprehension with two scores',
    'On the held-out split of MossQA, our approach scores 64.2 EM and 71.8 F1, beating the strongest reader by 3.1 and 2.7 points.',
    row('our approach scores 64.2 EM and 71.8 F1', '64.2 EM', { metric: 'EM', dataset: 'MossQA' }),
    row('our approach scores 64.2 EM and 71.8 F1', '71.8', { metric: 'F1', dataset: 'MossQA' }),
    row(
      'beating the strongest reader by 3.1 and 2.7 points',
      '3.1',
      { metric: 'EM', dataset: 'MossQA' },
      against('strongest reader'),
    ),
    row(
      'beating the strongest reader by 3.1 and 2.7 points',
      '2.7 points',
      { metric: 'F1', dataset: 'MossQA' },
      against('strongest reader'),
    ),
  ),
  paper(
    'Memory and latency of sparse attention',
    'Compared to full attention, Brook reduces peak memory by 58% and latency by 41% at a sequence length of 64k tokens.',
    row(
      'Brook reduces peak memory by 58% and latency by 41%',
      '58%',
      { metric: 'peak memory', subject: 'Brook' },
      against('full attention'),
    ),
    row(
      'Brook reduces peak memory by 58% and latency by 41%',
      '41%',
      { metric: 'latency', subject: 'Brook' },
      against('full attention'),
    ),
  ),
  paper(
    'Few examples per class',
    'With just 8 examples per class the classifier matches a fully supervised one (91.4% vs 91.9% accuracy on ToneNews).',
    row(
      'the classifier matches a fully supervised one (91.4% vs 91.9% accuracy on ToneNews)',
      '91.4%',
      { metric: 'accuracy', dataset: 'ToneNews', subject: 'the classifier' },
      against('fully supervised', '91.9%'),
    ),
  ),
  paper(
    'Preference of readers',
    'Human evaluators preferred our summaries in 68% of cases, while the baseline was preferred in 21%.',
    row('Human evaluators preferred our summaries in 68% of cases', '68%', { subject: 'our summaries' }),
    row(
      'Human evaluators preferred our summaries in 68% of cases, while the baseline was preferred in 21%',
      '68%',
      { subject: 'our summaries' },
      against('the baseline', '21%'),
    ),
  ),
  paper(
    'Two sizes of a code model',
    'The 7B variant obtains a pass@1 of 52.4% on CodeNest and 38.0% on RepoFix, while the 34B variant obtains 61.0% and 47.5%, respectively.',
    row('The 7B variant obtains a pass@1 of 52.4% on CodeNest and 38.0% on RepoFix', '52.4%', {
      metric: 'pass@1',
      dataset: 'CodeNest',
      conditions: '7B',
    }),
    row('The 7B variant obtains a pass@1 of 52.4% on CodeNest and 38.0% on RepoFix', '38.0%', {
      metric: 'pass@1',
      dataset: 'RepoFix',
      conditions: '7B',
    }),
    row('while the 34B variant obtains 61.0% and 47.5%, respectively', '61.0%', {
      metric: 'pass@1',
      dataset: 'CodeNest',
      conditions: '34B',
    }),
  ),
  paper(
    'A detector beside radiologists',
    'Our detector achieves an AUROC of 0.943 (95% CI 0.92-0.96), compared with 0.871 for radiologists.',
    row('Our detector achieves an AUROC of 0.943', '0.943', { metric: 'AUROC', subject: 'our detector' }),
    row(
      'Our detector achieves an AUROC of 0.943 (95% CI 0.92-0.96), compared with 0.871 for radiologists',
      '0.943',
      { metric: 'AUROC' },
      against('radiologists', '0.871'),
    ),
  ),
  paper(
    'Cheaper translation',
    'We train for 3.2 days on 16 GPUs, a 5x reduction in training cost relative to Orchid, and still gain 1.4 BLEU on average over 12 language pairs.',
    row('a 5x reduction in training cost relative to Orchid', '5x', { metric: 'training cost' }, against('Orchid')),
    row('still gain 1.4 BLEU on average over 12 language pairs', '1.4 BLEU', { metric: 'BLEU' }, against('Orchid')),
  ),
  paper(
    'Rotated and blurred images',
    'Accuracy drops from 83.5% to 61.2% when the images are rotated, and to 55.0% when they are also blurred.',
    row(
      'Accuracy drops from 83.5% to 61.2% when the images are rotated',
      '61.2%',
      { metric: 'accuracy', outcome: 'degrades' },
      against(null, '83.5%'),
    ),
    row('and to 55.0% when they are also blurred', '55.0%', { metric: 'accuracy', outcome: 'degrades', conditions: 'blurred' }),
  ),
  paper(
    'Deblurring in rain',
    'Thrush reaches 35.1 dB PSNR on RainDeblur, outperforming WaveNetR by 0.8 dB with 4x fewer parameters.',
    row('Thrush reaches 35.1 dB PSNR on RainDeblur', '35.1 dB', { metric: 'PSNR', dataset: 'RainDeblur', subject: 'Thrush' }),
    row(
      'outperforming WaveNetR by 0.8 dB with 4x fewer parameters',
      '0.8 dB',
      { metric: 'PSNR', dataset: 'RainDeblur' },
      against('WaveNetR'),
    ),
    row('outperforming WaveNetR by 0.8 dB with 4x fewer parameters', '4x', { metric: 'parameters' }, against('WaveNetR')),
  ),
  paper(
    'Body pose at two sites',
    'The error of Gannet is 12.7 mm on BodyFit and 18.3 mm on StreetPose, a relative improvement of 9% and 14% over the best prior work.',
    row('The error of Gannet is 12.7 mm on BodyFit and 18.3 mm on StreetPose', '12.7 mm', {
      metric: 'error',
      dataset: 'BodyFit',
      subject: 'Gannet',
    }),
    row('The error of Gannet is 12.7 mm on BodyFit and 18.3 mm on StreetPose', '18.3 mm', {
      metric: 'error',
      dataset: 'StreetPose',
      subject: 'Gannet',
    }),
    row(
      'a relative improvement of 9% and 14% over the best prior work',
      '9%',
      { metric: 'error', dataset: 'BodyFit', subject: 'Gannet' },
      against('best prior work'),
    ),
  ),
  paper(
    'A study with participants',
    'In a user study with 48 participants, task completion time decreased by 27% (p < 0.01) and the number of errors halved.',
    row('task completion time decreased by 27%', '27%', { metric: 'task completion time' }),
    row('the number of errors halved', 'halved', { metric: 'number of errors' }),
  ),
  paper(
    'Sampling with few steps',
    'Using the proposed sampler, we obtain FID scores of 2.31 on FaceLab 64x64 and 3.87 on RoomSet with 8 steps, against 4.02 and 6.15 for the standard sampler.',
    row('we obtain FID scores of 2.31 on FaceLab 64x64 and 3.87 on RoomSet', '2.31', { metric: 'FID', dataset: 'FaceLab' }),
    row('we obtain FID scores of 2.31 on FaceLab 64x64 and 3.87 on RoomSet', '3.87', { metric: 'FID', dataset: 'RoomSet' }),
    row(
      'we obtain FID scores of 2.31 on FaceLab 64x64 and 3.87 on RoomSet with 8 steps, against 4.02 and 6.15 for the standard sampler',
      '2.31',
      { metric: 'FID', dataset: 'FaceLab' },
      against('standard sampler', '4.02'),
    ),
  ),
  paper(
    'Detection on lakes',
    'It boosts zero-shot mAP on LakeDet by +4.6, from 31.2 to 35.8, and few-shot mAP by +2.2.',
    row(
      'It boosts zero-shot mAP on LakeDet by +4.6, from 31.2 to 35.8',
      '35.8',
      { metric: 'mAP', dataset: 'LakeDet', conditions: 'zero-shot' },
      against(null, '31.2'),
    ),
    row('few-shot mAP by +2.2', '+2.2', { metric: 'mAP', conditions: 'few-shot' }),
  ),
  paper(
    'What annotation costs',
    'Annotation with our tool costs $0.04 per image, roughly 20 times less than manual labelling.',
    row('Annotation with our tool costs $0.04 per image', '$0.04', { metric: 'cost' }),
    row('roughly 20 times less than manual labelling', 'roughly 20 times', { metric: 'cost' }, against('manual labelling')),
  ),
  paper(
    'A loss for organs',
    'Adding the loss improves Dice by 1.9% on LiverCT; on the smaller KidneyMR set, it improves Dice by 3.4%.',
    row('Adding the loss improves Dice by 1.9% on LiverCT', '1.9%', { metric: 'Dice', dataset: 'LiverCT' }),
    row('on the smaller KidneyMR set, it improves Dice by 3.4%', '3.4%', { metric: 'Dice', dataset: 'KidneyMR' }),
  ),
  paper(
    'Charts and maps',
    'Ours vs. GPT-4: 77.3% vs. 74.1% on ChartRead and 69.8% vs. 70.2% on MapRead.',
    row('77.3% vs. 74.1% on ChartRead', '77.3%', { dataset: 'ChartRead' }, against('GPT-4', '74.1%')),
    row('69.8% vs. 70.2% on MapRead', '69.8%', { dataset: 'MapRead', outcome: 'degrades' }, against('GPT-4', '70.2%')),
  ),
];
