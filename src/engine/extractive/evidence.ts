/**
 * Why a number is a result: the words right before and after it must say so. Every rule is a positive one, because what a number
 * may be otherwise (a size, a setting, a year, a share of the data) has no end. A number without a rule is no claim.
 */
import { BEAT_VERB, CHANGE_NOUN, CHANGE_VERB, COMPARATIVE, REACH_VERB, RESOURCE } from './cues.ts';
import type { Mention } from './mentions.ts';
import { metricAfterChange, metricBeside } from './metric-beside.ts';
import { METRIC } from './metrics.ts';
import { plainEvidence } from './plain-results.ts';
import { isSetting } from './settings.ts';

/** What a number says: a change, a level reached, a ratio, a resource used, a test statistic. */
export type Form = 'delta' | 'absolute' | 'ratio' | 'resource' | 'statistic';

/** Why a number is a result. */
export interface Evidence {
  readonly form: Form;
  /** Metric printed right beside the number. */
  readonly metric: string | null;
  /** Set where the words themselves say that something was found: "solves 37% of the tasks". */
  readonly isPlain?: true;
}

const ci = (source: string): RegExp => new RegExp(source, 'i');
/** Up to three plain words that may stand between a number and what it counts. */
const FEW_WORDS = String.raw`(?:(?!of\b|on\b|in\b|and\b|or\b|with\b|for\b|to\b|the\b|over\b|than\b|at\b|from\b|by\b|when\b|while\b|is\b|are\b)[\p{L}][\p{L}\d-]*\s){0,3}?`;
const ciu = (source: string): RegExp => new RegExp(source, 'iu');

const CHANGED_BY = ci(String.raw`\b(?:${CHANGE_VERB}|${BEAT_VERB})\b[^;]{0,120}?\bby$`);
const BEATEN_BY = ci(
  String.raw`\b(?:higher|lower|better|worse|faster|smaller|cheaper|more|less|ahead|superior|over|win(?:s|ning)?)\b[^;]{0,80}\bby$`,
);
const BY_FACTOR = ci(
  String.raw`\bby(?: up to| a| an| over| about)*(?: \w+)? factors?(?: of)?(?: between| ranging from| up to| about| over| more than| at least| times)*$`,
);
const ANY_CHANGE = ci(String.raw`\b(?:${CHANGE_VERB}|${BEAT_VERB}|faster|slower|fewer)\b`);
/** "increased 5-fold", "fell 12%". */
const MOVED_NOW =
  /\b(?:increas|decreas|declin|improv)(?:es|ed)$|\b[\p{L}-]+s (?:[^,;\d]{1,30} )?(?:drop|fall|rise|grow|shrink|improve|decrease|increase)$|\b(?:f[ae]ll(?:s|en)?|rose|rises?|drop(?:s|ped)|grew|grows|gain(?:s|ed)|shrank|jump(?:s|ed)|climb(?:s|ed))$/iu;
const CHANGE_OF = ci(
  String.raw`\b${CHANGE_NOUN}(?:\s?\([^()]{1,20}\))?(?: (?:in|on|of|over|to|across|for|from|between) [^,;]{1,70}?)?\s?(?:,?\s(?:of|is|was|were|are|by|reach(?:es|ed|ing)|rang(?:es|ed|ing) (?:from|between)|ranging|averag(?:es|ed|ing)|from|between)(?: between| from)?|:|=|,?\s?i\.e\.,?|,?\s?e\.g\.,?)$`,
);
const CHANGE_NEAR = ci(String.raw`\b(?:${CHANGE_NOUN}|${CHANGE_VERB}|${COMPARATIVE})[^;()]{0,60}$`);
const THEN_CHANGE = ciu(
  String.raw`^[\s-]${FEW_WORDS}(?:${CHANGE_NOUN}|${COMPARATIVE})(?![\p{L}])(?! than (?:about |around |some )?(?:\d|one|two|three|half)\b)`,
);
const THEN_SCALE = ciu(String.raw`^[\s-]${FEW_WORDS}(?:larger|bigger|longer|deeper|wider|as (?:large|long))(?![\p{L}])`);
const SCALE_MATTERS = ci(
  String.raw`\b(?:support|enabl|allow|handl|outperform|match|rival|surpass|beat|process|exceed|compet)\w*[^;,]{0,50}$`,
);
const REACHED = ci(String.raw`\b${REACH_VERB}\b[^;]{0,90}$`);
/** "reduces 77% of training parameters", "saves up to 5x the compute". */
const SAVES = ci(String.raw`\b(?:reduc|sav|cut|lower|decreas|eliminat|drop|prun|skip|avoid)(?:e[sd]?|s|ing|ting|ed|s?)$`);
const NUMBER_ON_NAME = /^ (?:on|for) (?:the )?[\p{Lu}\d][\p{L}\d+-]*/u;
const THE_SPEED =
  /^ (?:the|its) (?:[\w-]+ ){0,2}(?:speed|throughput|rate|efficiency|performance|accuracy|bandwidth|capacity|yield)\b/i;
const CORRECTLY = /^ of (?:the |all )?(?:[\w-]+ ){1,2}(?:correctly|successfully)\b/i;
const BEST_RESULTS =
  /\b(?:state-of-the-art|results?|scores?|scoring|performance|achiev\w+|reach\w+|attain\w+|obtain\w+)\b[^;]{0,140}$/i;
const REACHED_SHARE = ci(
  String.raw`\b(?:achiev|reach|attain|retain|preserv|recover|maintain|solv|remov|detect|match|correctly|captur|reproduc|w[io]n|pass|complet|eliminat|explain|prefer|favou?r)\w*[^;:]{0,60}$`,
);
const ACHIEVED = /\b(?:prefer|achiev|attain|scor|solv|retain|preserv|outperform)\w*(?: [\w-]+){0,3}$/i;
const ON_PLACE = /^,? (?:on|in|for) (?:the )?\p{Lu}/u;
/** Words of a sentence that weighs how well something does. */
const PERFORMANCE =
  /\b(?:accura\w+|outperform\w*|surpass\w*|exceed\w*|state-of-the-art|compar\w+|improv\w*|baselines?|gains?|performance|scor\w+|success\w*|errors?|sensitiv\w+|specificity|recall|precision|efficien\w*|vs|versus|than|significant\w*|correct\w*)\b/i;
const SHARE = /^\s?of (?:the |all |our |their |its |these |those |total )?[\p{L}]/iu;
/** "10% of the texts were checked": the number opens a clause of its own. */
const SUBJECT_SHARE = /^\s?of (?:[\p{L}-]+ ){1,5}(?:were|was|are|is|had|have|has|received|did|came|come|carry|use)\b/iu;
const FOUND = ci(
  String.raw`\b(?:we|(?:our |the )?(?:results?|analys[ei]s|findings?|study|survey|experiments?|evaluations?)) (?:also |further |additionally |empirically )*(?:find|found|show(?:ed|s)?|observe[ds]?|reveal(?:ed|s)?|demonstrat\w+|indicat\w+|discover(?:ed)?|estimat\w+)(?: that\b|[^,;]{0,40}$)`,
);
const PHYSICAL =
  /^\s(?!(?:on|in|and|for|at|with|over|to|vs|by|from|as|but|when|than|per|of|the|or|out|is|are|was|were|up|if|so|we|via|mAP|BLEU|AUC|AP|F1|dB)\b)[\p{L}µ°]{1,3}\d?(?=[\s,.;)/]|$)|^\s?(?:[µnmck]m|[µmk]?g|[µm]?[lL]|°|[kmµ]?V|[kMG]?Hz|K|ppm)(?![\p{L}\d])/u;
const COSTLY = ci(
  String.raw`\b(?:latency|throughput|(?:inference |training |running |computation |processing |response |execution |wall-clock |decoding |reaction |transfer )(?:time|speed)|run-?time|memory(?: (?:usage|footprint|consumption|cost|requirements?))?|costs?|energy consumption|power (?:consumption|draw|usage)|delay|bandwidth)(?: (?:on|for|in|per|over) [^,;]{1,40}?)?(?: (?:is|are|was|were|f[ae]lls?|fell|drops?|dropped|reduced|lowered|cut|decreases?|decreased|stays?|remains?))?\s?(?:of|is|was|to|by|at|=|:|from|reach\w*|exceed\w*|below|under)$`,
);
const RUNS = ci(
  String.raw`\b(?:run(?:s|ning)?|operat\w+|render\w*|generat\w+|decod\w+|process\w*|perform\w*|execut\w+|train\w*|achiev\w+|reach\w*|attain\w*|tak(?:es|ing)|took|requir\w+|us(?:es|ing)|complet\w+|solv\w+|quanti[sz]\w+|converg\w+|deliver\w*|sustain\w*|finish\w*|speed\w*|fit\w*|infer\w*)\b[^,;]{0,70}$`,
);
const SPEED_UNIT = /fps|flop|frames?|tokens?|images?\/s|samples?\/s/;
const TIME_UNIT =
  /^(?:gpu|cpu|tpu|node|core|a100|h100|v100)?[- ]?(?:hours?|days?|minutes?|seconds?|milliseconds?|microseconds?)$|^(?:ms|µs|μs|ns|s|h|min|gb|mb|kb|gib|mib)$/;
const ONLY = /\b(?:only|mere|just|merely|less than|fewer than|under|as (?:little|few|low) as|at most)\b/i;
const PERFORMS =
  /\b(?:match\w*|compar\w+|outperform\w*|surpass\w*|achiev\w*|better|perform\w*|exceed\w*|equal\w*|on par|without|improv\w*|accura\w*|reach\w*|attain\w*|retain\w*|maintain\w*|state-of-the-art|competitive|efficien\w*|reduc\w*)\b/i;
const USED = ci(
  String.raw`\b(?:with|us(?:es?|ed|ing)|on|requir(?:es?|ed|ing)|need(?:s|ed|ing)?|utili[sz]\w+|consum\w+|updat\w+|(?:re-?)?train\w*|(?:fine-)?tun\w+|add\w*|introduc\w+|activat\w+|occup\w+|keep\w*|seeing|at|within|spend\w*|for|to)$`,
);
const RESOURCE_AFTER = ci(String.raw`^(?! of the time)(?:\s?of)?(?: (?:the|its|their|all|our))?(?: [\w-]+){0,2}? ${RESOURCE}\b`);
const ABOUT_LABELS =
  /^(?:\s?of)?(?: (?:the|all|its))?(?: [\w-]+){0,2}? (?:labels?|labell?ed|annotat\w+|data|samples?|examples?|dataset|training set)\b/i;

/** "0.08 standard deviations higher". */
const IN_DEVIATIONS = ci(`^ (?:standard deviations?|SDs?|log points?|logits?|nats?|bits?) ${COMPARATIVE}`);
/** "It survives when the audio is cut in half": what was halved is a condition of the result. */
const UNDER_CONDITION = /\b(?:when|whenever|if|where|once|although|even with)\b[^,;.]*$/i;
const HALVED = ci(String.raw`\b(?:${CHANGE_VERB})\b[^;,]{0,60}\b(?:by|in)$`);
const METRIC_NAME = ci(`^(?:${METRIC})$`);
const P_VALUE = /(?:^|[\s(,;])(?:[pP](?:[- ]?values?)?|[pP]-?adj\w*)(?: (?:of|was|is))?\s?[=<>≤]?\s?$/;
const EFFECT = /(?:^|[\s(,;])(?:[rRρβdgτηκχ](?:2|²|\^2)?|AUC|[ra]?OR|[a]?HR|RR|IRR|SMD|MD|ICC|ES|Δ\w*)\s?(?:=|:|,|\sof|\swas)\s?$/;
const SIGNIFICANCE_SET =
  /\b(?:significance (?:was|is|level)|(?:consider\w*|deem\w*|regard\w*|defin\w*|treat\w*)\b[^;]{0,40}\bsignificant|alpha)\b/i;

/** The rule under which a mention is a result in its sentence, or null. */
export function evidenceFor(mention: Mention, sentence: string): Evidence | null {
  if (isSetting(mention, sentence)) return null;
  const metric = metricBeside(mention);
  return namedEvidence(mention, sentence, metric) ?? plainEvidence(mention, metric);
}

function namedEvidence(mention: Mention, sentence: string, metric: string | null): Evidence | null {
  switch (mention.quantity) {
    case 'percent':
      return percentEvidence(mention, sentence, metric);
    case 'points':
      // "a 21-point questionnaire" is an instrument, "a 3-point gain" a result.
      if (/-points?$/.test(sentence.slice(mention.start, mention.end)) && !THEN_CHANGE.test(mention.after)) return null;
      return isChange(mention) || reached(mention) || metric !== null ? { form: 'delta', metric } : null;
    case 'ratio':
      return ratioEvidence(mention, metric);
    case 'fraction':
      return fractionEvidence(mention, sentence);
    case 'measure':
    case 'money':
      return measureEvidence(mention, sentence, metric);
    case 'bare':
      return bareEvidence(mention, sentence, metric);
  }
}

/** Whether the words around say that something moved by this much. */
export function isChange(mention: Mention): boolean {
  return (
    CHANGED_BY.test(mention.before) ||
    BEATEN_BY.test(mention.before) ||
    CHANGE_OF.test(mention.before) ||
    MOVED_NOW.test(mention.before) ||
    (THEN_CHANGE.test(mention.after) && !THEN_SCALE.test(mention.after))
  );
}

function reached(mention: Mention): boolean {
  if (!REACHED.test(mention.before) || SUBJECT_SHARE.test(mention.after)) return false;
  return SHARE.test(mention.after) ? REACHED_SHARE.test(mention.before) : true;
}

function percentEvidence(mention: Mention, sentence: string, metric: string | null): Evidence | null {
  if (isChange(mention)) return { form: 'delta', metric: metric ?? metricAfterChange(mention) };
  if (mention.signed) return { form: 'delta', metric: metric ?? metricAfterChange(mention) };
  if (metric) return { form: 'absolute', metric };
  if (CORRECTLY.test(mention.after)) return { form: 'absolute', metric: null };
  if (SAVES.test(mention.before) && RESOURCE_AFTER.test(mention.after)) return { form: 'delta', metric: null };
  const resource = resourceEvidence(mention, sentence);
  if (resource) return resource;
  if (RESOURCE_AFTER.test(mention.after)) return null;
  if (reached(mention) && (ACHIEVED.test(mention.before) || ON_PLACE.test(mention.after) || PERFORMANCE.test(sentence)))
    return { form: 'absolute', metric: metricAfterChange(mention) };
  const isPlace = /\b(?:at|with|using|from|between|in|for|to|until|after|within)$/i.test(mention.before);
  return !isPlace && FOUND.test(mention.before) ? { form: 'absolute', metric: null } : null;
}

function ratioEvidence(mention: Mention, metric: string | null): Evidence | null {
  const { before, after } = mention;
  if ((SAVES.test(before) && RESOURCE_AFTER.test(after)) || (THE_SPEED.test(after) && REACHED.test(before)))
    return { form: 'ratio', metric };
  if (/\($/.test(mention.lead) && /^\)/.test(after) && CHANGE_NEAR.test(before)) return { form: 'ratio', metric: null };
  if (THEN_SCALE.test(after)) return SCALE_MATTERS.test(before) ? { form: 'ratio', metric: null } : null;
  if (isChange(mention) || (BY_FACTOR.test(before) && ANY_CHANGE.test(before))) return { form: 'ratio', metric };
  if (mention.unit === 'word') return null;
  if (/^ (?:on|in|over|compared|relative|for|at|that of|while|without|with)\b|^[,.;)]|^$/.test(after) && reached(mention))
    return { form: 'ratio', metric };
  return null;
}

function fractionEvidence(mention: Mention, sentence: string): Evidence | null {
  if (mention.unit === 'word' && /^(?:half|a \w+)$/i.test(sentence.slice(mention.start, mention.end)))
    return HALVED.test(mention.before) && !UNDER_CONDITION.test(mention.before)
      ? { form: 'ratio', metric: null }
      : resourceEvidence(mention, sentence);
  return resourceEvidence(mention, sentence);
}

/** "with only 10% of the compute budget": a result when performance is kept, a condition when another value is reached with it. */
function resourceEvidence(mention: Mention, sentence: string): Evidence | null {
  if (!RESOURCE_AFTER.test(mention.after) || !USED.test(mention.before)) return null;
  const rest = sentence.slice(0, mention.start) + sentence.slice(mention.end);
  if (!PERFORMS.test(rest)) return null;
  const only = ONLY.test(mention.lead);
  const opens = /^(?:with|using|when|given|for|on)\b/i.test(sentence) && sentence.indexOf(',') > mention.start;
  if (opens) return null;
  if (ABOUT_LABELS.test(mention.after) && /\d(?:\.\d+)?\s?%/.test(rest)) return null;
  if (!only && !/\b(?:match\w*|compar\w+|outperform\w*|surpass\w*|exceed\w*|on par|equal\w*)\b/i.test(rest)) return null;
  return { form: 'resource', metric: null };
}

function measureEvidence(mention: Mention, sentence: string, metric: string | null): Evidence | null {
  const { before, unit, lead } = mention;
  if (/[kmµ]?v$|rpm|^k$|°|degree|[kmg]hz|^hz$|year|month/.test(unit) && !isChange(mention)) return null;
  if (isChange(mention)) return { form: 'delta', metric };
  if (metric !== null && !/^(?:accuracy|precision|error)$/i.test(metric)) return { form: 'absolute', metric };
  if (COSTLY.test(before)) return { form: 'resource', metric: null };
  if (SPEED_UNIT.test(unit)) return RUNS.test(before) ? { form: 'resource', metric: null } : null;
  if (TIME_UNIT.test(unit) && /\bcan\b[^,;]*\b(?:in|within)$/i.test(before)) return { form: 'resource', metric: null };
  if (mention.quantity === 'measure' && TIME_UNIT.test(unit) && RUNS.test(before) && ONLY.test(lead))
    return PERFORMS.test(sentence) || /\b(?:using|within|in|requir\w+|tak\w+|took)$/i.test(before)
      ? { form: 'resource', metric: null }
      : null;
  return null;
}

function bareEvidence(mention: Mention, sentence: string, metric: string | null): Evidence | null {
  const { before, after, decimals } = mention;
  if (PHYSICAL.test(after)) return null;
  if (P_VALUE.test(before)) return decimals >= 0 && !SIGNIFICANCE_SET.test(sentence) ? { form: 'statistic', metric: 'p' } : null;
  if (BY_FACTOR.test(before) && ANY_CHANGE.test(before)) return { form: 'ratio', metric: null };
  if (decimals >= 0 && EFFECT.test(before))
    return { form: 'statistic', metric: metric ?? EFFECT.exec(before)?.[0].replace(/[\s(,;=:]|of|was/g, '') ?? null };
  if (metric !== null) {
    const everyday = !METRIC_NAME.test(metric);
    if (decimals < 0 && (everyday || /accurac|error|precision|recall|sensitiv|specific|correlation/i.test(metric))) return null;
    if (everyday && !reached(mention)) return null;
    return { form: CHANGED_BY.test(before) || CHANGE_OF.test(before) ? 'delta' : 'absolute', metric };
  }
  if (decimals >= 0 && (CHANGED_BY.test(before) || CHANGE_OF.test(before) || (mention.signed && CHANGE_NEAR.test(before))))
    return { form: 'delta', metric: metricAfterChange(mention) };
  if (decimals >= 0 && IN_DEVIATIONS.test(after)) return { form: 'delta', metric: metricAfterChange(mention) };
  if (decimals >= 0 && NUMBER_ON_NAME.test(after) && BEST_RESULTS.test(before)) return { form: 'absolute', metric: null };
  return null;
}
