/**
 * Names of metrics as abstracts print them, and which way is better. A name alone proves nothing: rules ask for it right beside
 * a number. Everyday words (error, yield, survival) count only in the form "NAME of N" or "NAME was N".
 */

/** Which way a metric is better; null where it depends. */
export type Polarity = 'higher' | 'lower' | null;

const HIGHER = [
  String.raw`(?:top[- ]?[15]|rank[- ]?1|mean|average|overall|balanced|classification|test|validation|zero-shot|linear(?:[- ]prob\w+)?|few-shot|per-class|task|diagnostic|prediction|answer|recognition|segmentation|pixel|exact[- ]match|execution|\d-shot)?\s?accurac(?:y|ies)`,
  String.raw`(?:macro|micro|weighted|mean|average|span|token|entity|joint|smatch)?[- ]?F-?1(?:[- ]?(?:scores?|measures?))?|F-?(?:scores?|measures?)|F(?:β|0\.5|2)[- ]scores?`,
  String.raw`(?:sacre)?BLEU(?:-?[1-4])?|ROUGE(?:-[12L](?:sum)?)?|METEOR|chrF(?:\+\+)?|CIDEr(?:-D)?|SPICE|BERTScore|COMET|BLEURT|BARTScore`,
  String.raw`mAP(?:@?\[?[\d.:]+\]?)?|mean average precision|average precision|AP(?:50|75|_?\w{1,2})?|mAR|PQ|AP`,
  'm?IoU|intersection[- ]over[- ]union|Dice(?: (?:similarity )?(?:scores?|coefficients?))?|DSC|J&F',
  '(?:ROC[- ]?)?AUC(?:-?ROC|-?PR)?|AUROC|AUPRC|AUPR|areas? under the (?:(?:receiver[- ]operating[- ]characteristic|ROC|precision[- ]recall) )?curve|c-?(?:index|statistic)|concordance index',
  'PSNR|(?:MS-)?SSIM|CLIP-?(?:I|T)?[- ]?[Ss]cores?|Inception Scores?|VMAF|PESQ|STOI|SI-?S[DN]Ri?|SNR',
  String.raw`n?DCG(?:@\d+)?|MRR(?:@\d+)?|mean reciprocal rank|(?:Hits?|Recall|Precision|R|P)@\d+|Hit[- ]?Rate(?:@\d+)?|pass@\d+|(?:recall|precision)(?: at \d+)?`,
  'exact[- ]match(?: scores?)?|EM|(?:task |overall |average |mean |attack )?success rates?|(?:average |mean )?win[- ]rates?|pass rates?|completion rates?|solve rates?',
  'sensitivit(?:y|ies)|specificit(?:y|ies)|(?:positive|negative) predictive values?|PPV|NPV|true positive rates?|TPR|detection rates?|coverage',
  String.raw`(?:Cohen['’]s |Fleiss['’]? )?kappa|κ|(?:Pearson|Spearman|Kendall)(?:['’]s)?(?: rank)?(?: correlations?)?(?: coefficients?)?|correlation coefficients?|correlations?|R(?:\^2|²|2)|R-squared|MCC|inter-?(?:annotator|rater) agreement|ICC`,
  'throughput|power conversion efficienc(?:y|ies)|(?:quantum|Faradaic|faradaic|coulombic|Coulombic|energy|conversion|removal|encapsulation|thermal|hardware|scaling|compute) efficienc(?:y|ies)|selectivit(?:y|ies)|capacity retention|model FLOPS utilization|MFU|GLUE score|MMLU',
] as const;

const LOWER = [
  String.raw`(?:phone|word|character|equal|token|top-[15]|classification|test|validation|relative|mean|median|average|prediction|localization|tracking|calibration|expected calibration|reconstruction|generalization|absolute|root[- ]mean[- ]squared?|mean[- ]absolute(?: percentage)?|mean[- ]squared?|percentage|forecast(?:ing)?|pose|translation|rotation|end-?point)?\s?(?<!\b(?:standard|type I|type II|rounding|trial and|human) ?)error(?: rates?)?(?!s? bars?)`,
  '[WCPEDS]ER|cpWER|TER|perplexit(?:y|ies)|PPL|bits[- ]per[- ](?:byte|character|dim(?:ension)?)|(?:r|R)?F?V?ID|FVD|KID|LPIPS|DISTS',
  '(?:R|N)?MSE|NRMSE|MAE|MAPE|sMAPE|MPJPE|PA-MPJPE|ADE|FDE|EPE|ECE|AbsRel|RMSD|MASE|CRPS|log[- ]loss|cross-entropy(?: loss)?|(?:validation|test|training) loss|Chamfer distance',
  '(?:false (?:positive|negative|alarm)|miss|hallucination|refusal|collision|toxicity|mortality|failure|dropout|recurrence|relapse|complication|readmission|error|crash|attack success) rates?|latency|FPR95|FPR|FNR',
] as const;

const NEUTRAL = [
  "(?:adjusted |pooled )?(?:odds|hazard|risk|rate|incidence rate) ratios?|a?[OHR]R|relative risk|SMD|(?:standardi[sz]ed )?mean difference|effect sizes?|Cohen['’]s d|Hedges['’]? g|η²|Elo(?: (?:score|rating))?s?",
] as const;

/** Words that are metrics only in "NAME of N" or "NAME was N". */
const EVERYDAY = String.raw`(?:overall |median |progression-free |disease-free |\d+-year )?survival(?: rates?)?|mortality|yields?|efficienc(?:y|ies)|(?:overall |objective |complete |clinical |treatment )response rates?|(?:remission|retention|cure|recovery|agreement|adherence|conversion|rejection|acceptance|engagement|compression) (?:rates?|ratios?)|scores?|performance|prevalence|incidence|efficacy|elasticity|(?:pooled |causal |treatment |average |overall |mean )effects?|approximation ratios?|competitive ratios?|(?:memory |compute |computational |runtime |storage )overheads?|adherence|agreement|reliability|Cronbach['’]s (?:alpha|α)|rank(?:ing)?|speed-?ups?|accelerations?|utili[sz]ation|removal|inhibition|weight loss|loss|reliability`;

const group = (names: readonly string[]): string => names.join('|');

/** Source of the pattern for a metric name that stands on its own. */
export const METRIC = `(?:${group(HIGHER)}|${group(LOWER)}|${group(NEUTRAL)})`;
/** Source of the pattern for any name a value can be stated of. */
export const STATED_METRIC = `(?:${group(HIGHER)}|${group(LOWER)}|${group(NEUTRAL)}|${EVERYDAY})`;

const HIGHER_NAME = new RegExp(`^(?:${group(HIGHER)})$`, 'i');
const LOWER_NAME = new RegExp(`^(?:${group(LOWER)})$`, 'i');

/** Which way a metric is better. */
export function polarityOf(metric: string): Polarity {
  const name = metric.trim();
  if (LOWER_NAME.test(name)) return 'lower';
  return HIGHER_NAME.test(name) ? 'higher' : null;
}

/** Acronyms that are English words, or nothing, in lower case. */
const NEEDS_CAPITAL =
  /^(?:[wcpeds]er|ter|a?[ohr]r|ap|em|pq|m?ar|r?f?v?id|kid|map|comet|meteor|spice|ade|fde|mae|r2|icc|mfu|coverage)$/;

/** Whether a match of `METRIC` is a metric as it is printed here: `or` is no odds ratio. */
export function isMetricName(printed: string): boolean {
  const name = printed.trim();
  return name !== '' && !NEEDS_CAPITAL.test(name);
}
