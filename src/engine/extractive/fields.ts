/**
 * The fields of a claim row, each from a pattern that leaves one reading. A wrong field is worse than none: where two names
 * compete, or a name is not printed in the sentence, the field stays null.
 */
import type { WireClaim } from '../../domain/draft.ts';
import { BEAT_VERB, CHANGE_VERB, REACH_VERB } from './cues.ts';
import { isSystemName } from './discourse.ts';
import type { Finding } from './findings.ts';
import { METRIC, polarityOf } from './metrics.ts';

const METRIC_NAME = new RegExp(`^(?:${METRIC})$`, 'i');

/** What the paper calls its own, and the datasets the vocabulary knows, in lower case. */
export interface Names {
  readonly own: readonly string[];
  /** The one name a paper is about; null where several could be it. */
  readonly primary: string | null;
  readonly datasets: ReadonlySet<string>;
}

const NAME = String.raw`[\p{Lu}\d][\p{L}\d&.+/@-]*[\p{L}\d+](?: (?:[\p{Lu}\d][\p{L}\d.+/@-]*[\p{L}\d+]|V\d|\d+[KMk]?))*`;
const HARDWARE_OR_MODEL =
  /(?<![\p{L}\d])(?:GPUs?|CPUs?|TPUs?|FPGAs?|[AVH]100|RTX|NVIDIA|Jetson|Raspberry|Snapdragon|iPhone|Pixel|LLa[Mm][Aa]|Llama|GPT|BERT|RoBERTa|ViT|T5|Qwen|Mistral|OPT|Falcon|ResNet|CLIP|Gemma|Swin|Phi|\d+(?:\.\d+)?[BM])(?![\p{L}\d])|^(?:The|A|An|In|On|Our|We|This|Transformers?)$/u;

const ON_AFTER = new RegExp(
  String.raw`^(?:[^.;:,()\d]{0,70}?)\s(?:on|for) (?:the )?(?<name>${NAME})(?<kind> (?:datasets?|benchmarks?|corpus|test set|test-std set|challenge|leaderboard|suite|task))?`,
  'u',
);
const ON_BEFORE = new RegExp(
  String.raw`(?:^|[,;:(] |\b(?:and|that|while) )[Oo]n (?:the )?(?<name>${NAME})(?<kind> (?:[a-z-]+ )?(?:datasets?|benchmarks?|corpus|test set|test-std set|challenge|leaderboard|suite))?,[^;]{0,160}$`,
  'u',
);

/** CIFAR10 and CIFAR-10 are one name. */
export const nameKey = (name: string): string => name.toLowerCase().replace(/[^\p{L}\d]/gu, '');

/** Dataset a value was measured on, as printed. */
export function datasetOf(finding: Finding, sentence: string, names: Names): string | null {
  const after = sentence.slice(finding.mention.end, finding.mention.end + 130);
  const before = sentence.slice(Math.max(0, finding.mention.start - 220), finding.mention.start);
  const match = ON_AFTER.exec(after) ?? ON_BEFORE.exec(before);
  const name = match?.groups?.name;
  if (!match || !name) return null;
  const known = names.datasets.has(nameKey(name));
  if (!known && HARDWARE_OR_MODEL.test(name)) return null;
  if (names.own.includes(name) && !match.groups?.kind) return null;
  // "on A and B": one value for two sets, or two values; neither is this set's alone.
  const rest = match.input.slice(match.index + match[0].length);
  if (ON_AFTER.test(after) && /^(?: \([^)]*\))?(?:,? and [\p{Lu}]|, [\p{Lu}]|&|\/)/u.test(rest)) return null;
  if (known || match.groups?.kind) return name;
  return finding.metric !== null && finding.form === 'absolute' && isSystemName(name) ? name : null;
}

/** Whether a member of a list is a dataset: known to the vocabulary, or written like one. */
export function isDataset(name: string, names: Names): boolean {
  return names.datasets.has(nameKey(name)) || (isSystemName(name) && !HARDWARE_OR_MODEL.test(name) && !names.own.includes(name));
}

const BASELINE = new RegExp(
  String.raw`\b(?:over|than|[Cc]ompared (?:to|with)|[Aa]gainst|[Rr]elative to|versus|vs\.|${BEAT_VERB}) (?:that of )?(?:(?:the|its|a|an|previous|prior|best|strong|strongest|existing|conventional|vanilla|original|standard|counterpart|baseline|model|method|optimizer|dense|retriever|state-of-the-art|architecture) )*(?<name>${NAME})`,
  'gu',
);

/** Nouns that go on after a name and belong to it: "BF16 baseline". */
const NAME_GOES_ON =
  /^(?: [\p{Ll}\d-]+)?? (?:baselines?|pre-?training|methods?|accelerators?|models?|variants?|optimi[sz]ers?|approach(?:es)?|systems?|decoders?|encoders?)(?![\p{L}-])/u;
const NAME_ENDS =
  /^(?:$|[,.;:)'’]| \(| (?:by|on|in|with|while|and|for|at|from|when|using|to|of|is|are|as|without|under|across|that|which|or|but)\b)/;
const GENERIC = new RegExp(
  String.raw`\b(?:over|than|[Cc]ompared (?:to|with)|[Aa]gainst|[Rr]elative to|${BEAT_VERB}) (?:the |a |an |its |our |all |other )*(?<name>(?:previous|prior|best|existing|strongest|earlier|state-of-the-art|conventional|vanilla|original|standard|dense|traditional|supervised|uncompressed|baseline)(?:[ -][\p{L}][\p{L}\d-]*){0,4}?)(?=[,.;)]| (?:by|on|in|with|while|and|for|at|from|when|to|of)\b|$)`,
  'gu',
);
const OWNED = new RegExp(`^['’]s (?<name>(?=\\p{Lu})${NAME})`, 'u');
/** "versus 45.3% for Heron": the holder of the baseline value. */
const HOLDER = new RegExp(
  String.raw`^(?:\s\([^()]{1,30}\))? (?:for|by|of|with|using|from) (?:the |a |an )?(?<name>${NAME}|(?:[\p{Ll}][\p{L}-]*\s){0,3}(?:baselines?|models?|methods?|groups?|controls?|placebo|care|treatment|arm|cohort|list|systems?|light|teacher|students?))(?=[\s,.;)]|$)`,
  'u',
);
const OWNER = new RegExp(`(?<name>${NAME})['’]s(?: [a-z-]+){0,2}$`, 'u');
const OTHER_CLAUSE = /, and |;|\b(?:while|that|which|whereas)\b/;

/** Baseline of a comparison as printed, when the number's own clause has exactly one. */
export function baselineName(finding: Finding, sentence: string, names: Names): string | null {
  if (finding.form === 'statistic') return null;
  const isNear = (start: number, end: number): boolean => {
    const [from, to] = start >= finding.mention.end ? [finding.mention.end, start] : [end, finding.mention.start];
    const between = sentence.slice(from, Math.max(from, to));
    return !OTHER_CLAUSE.test(finding.form === 'resource' ? between.replace(/\bwhile\b/, '') : between);
  };
  if (finding.baseline && finding.pair === 'versus') {
    const name =
      OWNER.exec(finding.baseline.before)?.groups?.name ?? HOLDER.exec(sentence.slice(finding.baseline.end))?.groups?.name;
    if (name) return name;
  }
  const found = new Set<string>();
  for (const match of sentence.matchAll(BASELINE)) {
    const name = readName(match, sentence);
    if (name === null) return null;
    if (name !== '' && !names.own.includes(name) && isNear(match.index, match.index + match[0].length)) found.add(name);
  }
  if (found.size === 0)
    for (const match of sentence.matchAll(GENERIC))
      if (isNear(match.index, match.index + match[0].length)) found.add((match.groups?.name ?? '').trim());
  return found.size === 1 ? ([...found][0] as string) : null;
}

/** Name of a baseline with the noun it goes on with; empty for no name, null where a second one follows. */
function readName(match: RegExpExecArray, sentence: string): string | null {
  const name = match.groups?.name ?? '';
  const rest = sentence.slice(match.index + match[0].length);
  if (/^(?: \([^)]*\))?(?:,? and|,) (?:[\p{Lu}]|\d)/u.test(rest) && !/^, (?:respectively|while|with)/.test(rest)) return null;
  const owner = OWNED.exec(rest)?.groups?.name;
  if (owner) return owner;
  const more = NAME_GOES_ON.exec(rest)?.[0] ?? '';
  if (more === '' && !NAME_ENDS.test(rest)) return '';
  return isSystemName(name) && /^\p{Lu}/u.test(name) && name !== 'SOTA' && name !== 'SoTA' ? name + more : '';
}

const SUBJECT = new RegExp(
  String.raw`(?<lead>^|[,;:] |\b(?:that|and|while|where|with|shows?|demonstrates?|the|our|proposed) )(?<name>[\p{Lu}\d][\p{L}\d.+-]*(?: (?:[\p{Lu}\d][\p{L}\d.+-]*|[a-z]\d[\d.]*))?)(?: \([^()]{1,30}\))?(?: (?:also|further|significantly|consistently|even|only|can|is able to|thus|substantially|not only|finally|reliably|already))* (?:${REACH_VERB}|${BEAT_VERB}|${CHANGE_VERB}|runs?|requires?|uses?|identifies|needs?)\b`,
  'gu',
);
const SELF = /\b(?:we|our|it|the proposed|this (?:method|approach|model|framework|system))\b/i;
const NO_SUBJECT =
  /^(?:The|This|These|That|It|Its|We|Our|They|Results?|Experiments?|Findings|Training|Using|Compared|Scaling|Here|In|On|For)$/;

/** System a claim is about; `this paper` where the sentence does not say. */
export function subjectOf(finding: Finding, sentence: string, names: Names): string {
  let nearest: string | null = null;
  for (const match of sentence.slice(0, finding.mention.start).matchAll(SUBJECT)) {
    const name = match.groups?.name ?? '';
    if (NO_SUBJECT.test(name) || METRIC_NAME.test(name)) continue;
    // A plain capitalised word is a name only where no sentence begins.
    if (names.own.includes(name) || isSystemName(name) || (match.groups?.lead !== '' && /^\p{Lu}/u.test(name))) nearest = name;
  }
  if (nearest) return nearest;
  return names.primary !== null && SELF.test(sentence) ? names.primary : 'this paper';
}

const GOOD =
  /\b(?:improv\w*|enhanc\w*|boost\w*|gain\w*|outperform\w*|surpass\w*|exceed\w*|beat\w*|better|faster|quicker|cheaper|lighter|fewer|sav(?:e[sd]?|ings?)|accelerat\w*|speed\w*[- ]?ups?|speeds? up|shorter|lift\w*|uplift\w*|advanc\w*|compress\w*|smaller|tops?)\b/i;
const DOWN = /\b(?:reduc\w*|decreas\w*|lower\w*|cut\w*|less|declin\w*|drop\w*|f[ae]ll\w*|shrink\w*|loss|minimi[sz]\w*)\b/i;
const UP = /\b(?:increas\w*|higher|rais\w*|ris(?:e|es|ing|en)|rose|more|greater|grew|grow\w*)\b/i;
const BAD = /\b(?:degrad\w*|worse\w*|slow(?:er|s|down)\w*|underperform\w*|deteriorat\w*|trail\w*|lag\w*|overhead|impair\w*)\b/i;
const LOST_QUALITY = /\b(?:accuracy|performance|quality) (?:loss|drop|degradation|decrease)(?: of)?\s*$/i;
/** Words for which less is better, whether or not they are metrics. */
const COST =
  /\b(?:error\w*|loss(?:es)?|latency|memory|computation\w*|compute|costs?|parameters?|FLOPs?|time|energy|power|overhead|perplexity|hallucinat\w*|bubbles|training|epochs|tokens?|token consumption|footprint|usage|mortality|risk|pain|symptoms|burden|emissions|WER|bias|toxicity|communication|failures?|transfer time|budget|size)\b/i;

/** Where the words about another number begin. */
const OUTCOME_END = /[,;]| (?:while|and|at the)\b.*$/;

/** Whether the paper says it got better. */
export function outcomeOf(finding: Finding, sentence: string): WireClaim['outcome'] {
  const { mention, form, metric } = finding;
  const before = finding.pair === 'from_to' && finding.baseline ? finding.baseline.before : mention.before;
  const near = `${before.slice(-110)} ${mention.after.slice(0, 45).replace(OUTCOME_END, '')}`;
  if (form === 'resource' && !finding.baseline)
    return /\b(?:match\w*|comparabl\w*|on par|same|without|equal\w*)\b/i.test(sentence) ? 'ties' : 'not_compared';
  if (form === 'absolute' && !finding.baseline) return 'not_compared';
  if (form === 'statistic') return 'not_compared';
  if (LOST_QUALITY.test(near) || (BAD.test(near) && !GOOD.test(near))) return 'degrades';
  const polarity = metric ? polarityOf(metric) : null;
  if (finding.baseline && polarity !== null) return byNumbers(finding, sentence, polarity);
  if (DOWN.test(near) && !GOOD.test(near) && !UP.test(near)) {
    if (polarity === 'lower' || (polarity === null && COST.test(near))) return 'improves';
    return polarity === 'higher' ? 'degrades' : 'not_compared';
  }
  if (GOOD.test(near)) return 'improves';
  if (UP.test(near)) return polarity === 'higher' ? 'improves' : polarity === 'lower' ? 'degrades' : 'not_compared';
  return 'not_compared';
}

function byNumbers(finding: Finding, sentence: string, polarity: 'higher' | 'lower' | null): WireClaim['outcome'] {
  if (!polarity || !finding.baseline) return 'not_compared';
  const read = (start: number, end: number): number => Number.parseFloat(sentence.slice(start, end).replace(/,/g, ''));
  const value = read(finding.mention.start, finding.mention.end);
  const baseline = read(finding.baseline.start, finding.baseline.end);
  if (Number.isNaN(value) || Number.isNaN(baseline)) return 'not_compared';
  if (value === baseline) return 'ties';
  return value > baseline === (polarity === 'higher') ? 'improves' : 'degrades';
}

const EFFICIENCY =
  /\b(?:faster|slower|speed\w*[- ]?ups?|speeds? up|accelerat\w*|throughput|latency|memory|comput(?:e|ation\w*)|FLOPs?|TFLOPS|pet[a]?flops?|parameters?|costs?|training time|epochs|(?:less|fewer) (?:data|tokens)|token consumption|energy|power|budget|model size|communication|overhead|fps|hours?|days?|seconds?|ms|bubbles|requests|storage)\b/i;

const COST_METRIC = /(?:^|\s)(?:data|tokens|labels|samples|steps|time|requests|SLO|frames)$/i;

/** Kind of a claim. */
export function kindOf(finding: Finding, outcome: WireClaim['outcome']): WireClaim['kind'] {
  const { mention, form, metric } = finding;
  const near = `${mention.before.slice(-45)} ${mention.after.slice(0, 28)}`;
  if (form === 'resource') return 'efficiency';
  if (metric && /throughput|latency|speed-?up/i.test(metric)) return 'efficiency';
  if (
    (form === 'ratio' || form === 'delta') &&
    (metric === null ? EFFICIENCY.test(near) : EFFICIENCY.test(metric) || COST_METRIC.test(metric))
  )
    return 'efficiency';
  return form === 'delta' || form === 'ratio' || finding.baseline || (outcome !== 'not_compared' && form !== 'statistic')
    ? 'comparison'
    : 'result';
}

/** Split named right beside the value. */
export function splitOf(finding: Finding): string | null {
  const near = `${finding.mention.before.slice(-60)} ${finding.mention.after.slice(0, 60)}`;
  const split = /\b(test-std|test-dev|validation|val|dev|test)(?: (?:set|split))\b/i.exec(near);
  return split?.[1] ?? null;
}

const SHOTS = /\b(?:zero-shot|few-shot|one-shot|\d{1,2}-shot)\b/i;

/** The shot setting said right after a value, or for the whole sentence at its beginning. */
export function conditionsOf(finding: Finding, sentence: string): string | null {
  const after = SHOTS.exec(finding.mention.after.slice(0, 24));
  const opening = /^(?:In|Under|With|For) [^,]{0,40},/.exec(sentence)?.[0];
  return after?.[0] ?? (opening && SHOTS.exec(opening)?.[0]) ?? null;
}
