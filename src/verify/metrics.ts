/**
 * The metric table: names, aliases and polarity. It tells code which direction is better, which words of a sentence are metrics
 * (and so rivals of the metric a row names), and that WER and word error rate are one thing.
 */
import type { Direction } from '../domain/check.ts';
import { findWords } from './words.ts';

interface Metric {
  readonly names: readonly string[];
  readonly direction: Direction;
  /** True when its values are shares, so that a change printed in percent is a change in points. */
  readonly isShare?: boolean;
}

const up = (...names: string[]): Metric => ({ names, direction: 'higher_better' });
const share = (...names: string[]): Metric => ({ names, direction: 'higher_better', isShare: true });
const down = (...names: string[]): Metric => ({ names, direction: 'lower_better' });
const rate = (...names: string[]): Metric => ({ names, direction: 'lower_better', isShare: true });

const METRICS: readonly Metric[] = [
  share('accuracy', 'acc', 'top-1', 'top-5', 'correctness'),
  share('precision'),
  share('recall', 'sensitivity'),
  share('specificity'),
  share('F1', 'F-score', 'F-measure', 'macro-F1', 'micro-F1'),
  share('exact match', 'EM'),
  share('AP', 'average precision', 'AP50', 'AP75'),
  share('mAP', 'mean average precision', 'mAP50'),
  share('mIoU', 'IoU', 'mean intersection over union', 'intersection over union', 'Jaccard'),
  share('Dice', 'DSC', 'dice score'),
  share('PQ', 'panoptic quality'),
  share('AUC', 'AUROC', 'ROC-AUC', 'AUPRC', 'area under the curve'),
  share('pass@1', 'pass@k', 'pass rate', 'pass@10', 'resolve rate', 'resolved rate'),
  share('success rate', 'completion rate', 'task success', 'success'),
  share('win rate', 'winrate', 'preference rate'),
  share('hit rate', 'hits@1', 'hits@10', 'MRR', 'nDCG', 'mean reciprocal rank', 'R@1', 'recall@1', 'precision@k'),
  share('coverage'),
  share('agreement'),
  share('sparsity'),
  share('utilization', 'utilisation', 'MFU'),
  up('BLEU', 'chrF', 'METEOR', 'COMET', 'CIDEr', 'SPICE', 'sacreBLEU', 'BERTScore', 'BLEURT'),
  up('ROUGE', 'ROUGE-1', 'ROUGE-2', 'ROUGE-L'),
  up('PSNR', 'SSIM', 'MS-SSIM', 'CLIPScore', 'CLIP score'),
  up('Elo', 'Kendall', 'Spearman', 'Pearson', 'correlation', 'kappa', 'MCC', 'R2', 'NSE'),
  up('MOS', 'mean opinion score', 'rating'),
  up('IS', 'inception score'),
  up('throughput', 'FPS', 'frames per second', 'QPS', 'goodput'),
  up('speedup', 'speed-up', 'speed', 'faster', 'acceleration', 'speeds up', 'speed up', 'accelerates'),
  up('efficiency'),
  up('compression ratio', 'compression', 'compression rate'),
  up('robustness', 'diversity', 'fidelity', 'reward', 'return', 'performance', 'score', 'quality'),
  down('perplexity', 'PPL'),
  down('loss', 'cross-entropy', 'NLL', 'bits per byte', 'bits per character'),
  down('FID', 'Fréchet inception distance', 'FVD', 'KID', 'LPIPS', 'FAD'),
  rate('WER', 'word error rate', 'CER', 'character error rate', 'error rate', 'error', 'errors', 'EER', 'equal error rate'),
  down(
    'RMSE',
    'MSE',
    'MAE',
    'MAPE',
    'mean absolute error',
    'mean squared error',
    'root mean squared error',
    'ADE',
    'FDE',
    'EPE',
    'ATE',
    'Chamfer distance',
    'ECE',
    'calibration error',
    'regret',
  ),
  down(
    'latency',
    'inference time',
    'response time',
    'time to first token',
    'TTFT',
    'runtime',
    'wall-clock time',
    'training time',
    'time',
    'delay',
  ),
  down('memory', 'memory usage', 'memory footprint', 'GPU memory', 'peak memory', 'VRAM', 'footprint'),
  down(
    'cost',
    'training cost',
    'price',
    'expense',
    'compute',
    'computational cost',
    'FLOPs',
    'MACs',
    'computation',
    'training compute',
    'overhead',
    'energy',
    'energy consumption',
    'power',
    'carbon',
  ),
  down(
    'parameters',
    'params',
    'model size',
    'storage',
    'bandwidth',
    'communication',
    'communication cost',
    'token usage',
    'token consumption',
    'traffic',
    'labels',
    'annotation effort',
  ),
  rate(
    'hallucination rate',
    'hallucination',
    'hallucinations',
    'attack success rate',
    'ASR',
    'false positive rate',
    'FPR',
    'false positives',
    'false negatives',
    'failure rate',
    'failures',
    'toxicity',
    'collision rate',
    'refusal rate',
    'drop',
    'forgetting',
    'bias',
    'mortality',
    'downtime',
    'dropout rate',
    'crash rate',
    'miss rate',
    'false alarms',
  ),
];

const normal = (name: string): string =>
  findWords(name)
    .map(({ key }) => key)
    .join(' ');

const byName = new Map<string, Metric>();
for (const metric of METRICS) for (const name of metric.names) if (!byName.has(normal(name))) byName.set(normal(name), metric);

/** Single words that are metric names on their own and units when glued to a number: `23.29mAP`. */
const WORDS = new Set(
  METRICS.flatMap(({ names }) => names)
    .filter(
      (name) =>
        /^[\p{L}\p{N}@-]+$/u.test(name) &&
        !/^(?:is|success|speed|time|return|drop|power|faster|errors?|score|labels?|params|parameters|quality|performance|failures|hallucinations?|communication|cost|loss|memory|energy|bias|compression|computation|compute|storage|reward)$/i.test(
          name,
        ),
    )
    .map((name) => name.toLowerCase()),
);

/** Whether a word after a number names the metric it is a score of: BLEU, mAP, accuracy. */
export function isMetricWord(word: string): boolean {
  return WORDS.has(word.toLowerCase().replace(/@.*$/, ''));
}

const MAX_NAME_WORDS = Math.max(...[...byName.keys()].map((key) => key.split(' ').length));

/** The metric of the table that a name means: the whole name, else its last words, so that "top-5 test error" is an error. */
export function findMetric(name: string): Metric | null {
  const words = findWords(name).map(({ key }) => key);
  for (let length = Math.min(words.length, MAX_NAME_WORDS); length > 0; length--) {
    for (let from = words.length - length; from >= 0; from--) {
      const metric = byName.get(words.slice(from, from + length).join(' '));
      if (metric) return metric;
    }
  }
  return null;
}

/** Names of the same metric, the given one excluded; empty for one the table does not know. */
export function metricAliases(name: string): readonly string[] {
  const wanted = normal(name);
  return (byName.get(wanted)?.names ?? []).filter((alias) => normal(alias) !== wanted);
}

/** A metric of the table found in a text, in units of that text. */
export interface MetricMention {
  readonly metric: Metric;
  readonly start: number;
  readonly end: number;
}

/** Metrics named in a text, the longest names first at each place. */
export function findMetricMentions(text: string): MetricMention[] {
  const words = findWords(text);
  const mentions: MetricMention[] = [];
  for (let at = 0; at < words.length; at++) {
    for (let length = Math.min(MAX_NAME_WORDS, words.length - at); length > 0; length--) {
      const metric = byName.get(
        words
          .slice(at, at + length)
          .map(({ key }) => key)
          .join(' '),
      );
      const first = words[at];
      const last = words[at + length - 1];
      if (!metric || !first || !last) continue;
      // "is" is a verb, "IS" the inception score; "return" is a verb far more often
      if (length === 1 && /^(?:is|em|as)$/.test(text.slice(first.start, first.end))) continue;
      // "costs 0.24%" says what is lost
      if (length === 1 && /^(?:costs|drops|returns)(?:\s[~$]?\d|\s$)/.test(text.slice(first.start, last.end + 3))) continue;
      mentions.push({ metric, start: first.start, end: last.end });
      at += length - 1;
      break;
    }
  }
  return mentions;
}

/** Units that only some metrics take; everything else (percent, points, ratios, scores) fits any metric. */
const UNIT_METRICS: Readonly<Record<string, readonly string[]>> = {
  params: ['parameters', 'memory'],
  tokens: ['parameters', 'throughput', 'cost'],
  bytes: ['parameters', 'memory', 'compression ratio', 'throughput', 'cost'],
  usd: ['cost'],
  seconds: ['latency', 'cost', 'speedup'],
};

/** Whether values of a metric can have this unit; a metric the table does not know takes any. */
export function takesUnit(name: string, unit: string): boolean {
  const metric = findMetric(name);
  const takers = UNIT_METRICS[unit];
  // "4,200 questions" is neither a share nor a size nor a time
  if (metric && unit === 'count') return !metric.isShare && !metric.names.includes('memory') && !metric.names.includes('latency');
  if (!metric || !takers) return true;
  return takers.some((taker) => metric.names.includes(taker));
}

/** Direction of a metric by the table. */
export const metricDirection = (name: string): Direction => findMetric(name)?.direction ?? 'unknown';
