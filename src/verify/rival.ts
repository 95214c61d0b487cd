/**
 * Rivals: other names of the same kind near a number. A number takes over a name from elsewhere in its sentence only when no rival
 * stands closer. `strong` rivals exclude it, `weak` ones leave it open.
 */
import type { Span } from '../domain/codepoints.ts';
import { findMetricMentions } from './metrics.ts';
import type { Region } from './region.ts';
import { wordKey } from './words.ts';

/** The kind of name that is bound. */
export type BoundKind = 'metric' | 'dataset' | 'baseline' | 'subject' | 'condition';

export type Rivalry = 'strong' | 'weak' | 'none';

/** What is known about the name whose rivals are looked for. */
export interface RivalContext {
  readonly text: string;
  /** Keys of all words the row uses for its own names: they are no rivals. */
  readonly own: ReadonlySet<string>;
  /** Preposition before the mention: "on", "for". */
  readonly preposition: string | null;
  /** The mention as printed, with the rest of its word. */
  readonly printed: string;
  /** True when the mention directly follows its number. */
  readonly followsNumber: boolean;
  /** Printed units of counts: "1 trillion parameters" names no metric of another number. */
  readonly counts: readonly Span[];
}

const GENERIC =
  /^(?:the|a|an|of|in|on|and|or|by|to|is|are|was|it|its|our|we|this|that|which|an|from|at|as|with|for|up|than|more|less|fewer|higher|lower|better|worse|larger|smaller|further|additional|additionally|also|only|just|even|about|around|approximately|nearly|roughly|over|improvement|improve|improving|gain|increase|increasing|reduction|reduce|reducing|decrease|drop|boost|boosting|absolute|relative|relatively|average|averaged|overall|respectively|point|points|percent|percentage|margin|factor|performance|result|results|score|scores|new|state|art|achieve|achieves|achieving|reach|reaches|reaching|obtain|obtains|attain|attains|attaining|get|gets|yield|yields|deliver|delivers|raise|raises|lift|lifts|cut|cuts|save|saves|saving|outperform|outperforms|surpass|surpasses|surpassing|exceed|exceeds|exceeding|while|whereas|respective|same|other|both|all|each|when|then|using|having|being|be|has|have|can|will|does|while|significant|significantly|substantial|substantially|notable|remarkable|considerable|clear|consistent|consistently|total|remains|remain|falls|fall|falling|rises|rise|drops|grows|grow|climbs|needs|requires|uses|runs|scores|up|down|still|compared|relation|terms|term|out|respect|above|below|beyond|against|thereafter|afterwards|respectively|most|least|some|several|many|different|various|existing|previous|prior|best|mere|around|ahead|those|these|them|they|he|she|who|if|not|no|does|did|been|were|had|its|their|latter|former|case|cases|setting|settings|first|second|third|last|whole|entire|full|only|cent|standard)$/i;

const PREPOSITIONAL =
  /\b(on|across|for|in|at|under|within|over|with)\s(?:the\s|a\s|an\s|our\s|its\s|both\s)?([^\s,;()]+(?:\s[^\s,;()]+){0,2})/gi;
const COMPARED =
  /\b(?:than|over|vs\.?|versus|against|compared (?:to|with)|relative to|surpass\w*|outperform\w*|exceed\w*|beat\w*)\s(?:the\s|a\s|an\s|by\s)?([^\s,;()]+(?:\s[^\s,;()]+)?)/gi;

/** The closest rivalry for a name of this kind in a region. */
export function findRival(kind: BoundKind, region: Region, context: RivalContext): Rivalry {
  if (kind === 'metric') return metricRival(region, context);
  if (hasSibling(region, context)) return 'strong';
  if (kind === 'dataset') return datasetRival(region, context);
  if (kind === 'baseline') return baselineRival(region, context);
  return kind === 'subject' ? subjectRival(region, context) : conditionRival(region, context);
}

const cut = (text: string, { start, end }: Span): string => text.slice(start, end);

/** Words that mean something here: neither generic nor the row's own. */
export function foreign(stretch: string, own: ReadonlySet<string>): string[] {
  return (stretch.match(/(?<![\p{L}\p{N}.])\p{L}[\p{L}\p{N}@.+-]*/gu) ?? []).filter(
    (word) => !GENERIC.test(word) && !isOwn(word, own),
  );
}

const isOwn = (word: string, own: ReadonlySet<string>): boolean =>
  own.has(wordKey(word)) || (word.match(/\p{L}+|\p{N}+/gu) ?? []).every((part) => own.has(wordKey(part)));

/** "Heron-180B" beside "Heron-7B": another name of the same family. */
function hasSibling({ left, right, inner }: Region, { text, own, printed }: RivalContext): boolean {
  // "the 34B variant" beside "the 7B variant"
  if (/^\d[\d.]*[BMK]$/.test(printed.trim()))
    return [left, right, inner].some((range) =>
      (cut(text, range).match(/(?<![\p{L}\p{N}.])\d[\d.]*[BMK](?![\p{L}\p{N}])/gu) ?? []).some((size) => size !== printed.trim()),
    );
  const family = (/\p{Lu}\p{L}{2,}|\p{L}+(?=[-@=]\d)/gu.exec(printed) ?? [])[0]?.toLowerCase();
  if (family === undefined) return false;
  return [left, right, inner].some((range) => foreign(cut(text, range), own).some((word) => word.toLowerCase().startsWith(family)));
}

function metricRival({ left, right }: Region, context: RivalContext): Rivalry {
  const { own } = context;
  const before = withoutCounts(left, context);
  const after = phraseAfter(withoutCounts(right, context));
  const names = [...findMetricMentions(before), ...findMetricMentions(after).map((found) => ({ ...found, shifted: true }))];
  const printed = names.map((found) => ('shifted' in found ? after : before).slice(found.start, found.end));
  if (printed.some((name) => foreign(name, own).length > 0)) return 'strong';
  if (hasOtherModifier(before, context) || hasOtherModifier(after, context)) return 'strong';
  const inside = /^\s(in|of)\s(\S+(?:\s\S+)?)/i.exec(after);
  if (inside && foreign(inside[2] ?? '', own).length > 0)
    return inside[1]?.toLowerCase() === context.preposition ? 'strong' : 'weak';
  const slotAfter =
    /^[^,;:.()]*?(?=\s(?:on|for|in|over|than|across|at|with|using|compared|when|while|to|by|from|against|under|within|among|relative|versus|vs)\s|[,;:.()]|$)/i.exec(
      after,
    )?.[0] ?? '';
  const slotBefore = /([^,;:()]*)\s(?:by|of|to|is|at|from)(?:\s\S+){0,2}\s?$|([^,;()]*):\s?$/i.exec(before.slice(-80));
  // "outperforming the previous best model by": a baseline, no metric
  const nounsBefore = (slotBefore?.[1] ?? slotBefore?.[2] ?? '')
    .replace(/\b(?:outperform|surpass|exceed|beat)\w*\s.*$/i, '')
    .split(/\s/)
    .filter((word) => /^\p{Ll}/u.test(word));
  // "a Mean Best Overlap of 0.879"
  const ofNumber = /\b(?:an?|the)\s((?:[\p{L}@-]+\s){1,5})of\s(?:(?:about|around|over|only|up to)\s)?$/iu.exec(before)?.[1] ?? '';
  if (foreign(ofNumber, own).length > 0) return 'weak';
  return foreign(slotAfter, own).some((word) => /^\p{Ll}/u.test(word)) || foreign(nounsBefore.slice(-4).join(' '), own).length > 0
    ? 'weak'
    : 'none';
}

/** A stretch with the printed units of counts blanked. */
function withoutCounts(range: Span, { text, counts }: RivalContext): string {
  let stretch = cut(text, range);
  for (const { start, end } of counts) {
    const [from, to] = [Math.max(start, range.start) - range.start, Math.min(end, range.end) - range.start];
    if (from < to) stretch = stretch.slice(0, from) + ' '.repeat(to - from) + stretch.slice(to);
  }
  return stretch;
}

/** "top-5 accuracy" where "top-1 accuracy" is looked for, and "text-to-image recall" for "image-to-text recall". */
function hasOtherModifier(stretch: string, { printed }: RivalContext): boolean {
  const words = printed.trim().split(/\s+/);
  const head = words.at(-1) ?? '';
  if (words.length < 2 || !/^[\p{L}\p{N}@-]+$/u.test(head) || stretch.includes(printed)) return false;
  for (let at = stretch.indexOf(head); at >= 0; at = stretch.indexOf(head, at + 1)) {
    const modifier = /(\S+)\s$/.exec(stretch.slice(Math.max(0, at - 40), at))?.[1] ?? '';
    if (/^[\p{L}\p{N}-]+$/u.test(modifier) && !GENERIC.test(modifier) && !/^(?:with|for|and|per)$/i.test(modifier)) return true;
  }
  return false;
}

/** What follows a number up to the next clause: its own nouns. */
const phraseAfter = (stretch: string): string =>
  /^.*?(?=[,;:]|\s(?:with|while|using|when|and|but|whereas|without|compared|relative|than|versus|against|over|that|which)\s|$)/is.exec(
    stretch,
  )?.[0] ?? '';

const CARRIER = /\b(?:networks?|models?|backbones?|architectures?|GPUs?|CPUs?|TPUs?|phones?|machines?|cards?|devices?|hardware)\b/i;

function datasetRival({ left, right, inner }: Region, context: RivalContext): Rivalry {
  const { text, own, preposition } = context;
  let best: Rivalry = 'none';
  for (const [side, stretch] of [left, right, inner].map((range) => cut(text, range)).entries()) {
    for (const [, word = '', phrase = ''] of stretch.matchAll(PREPOSITIONAL)) {
      // "trained on VGG16 networks", "on an A100 GPU"
      if (CARRIER.test(phrase)) continue;
      const names = foreign(phrase, own);
      if (names.length === 0) continue;
      const isNamed = names.some((name) => /[\p{Lu}\p{N}]/u.test(name) && !isMetric(name));
      const isSame = word.toLowerCase() === preposition;
      if (isNamed && (isSame || /^(?:on|across|for|in|at)$/i.test(word))) return 'strong';
      // "On dialogue tasks, ..." opens a sentence about something wider than a dataset
      if (isSame && side > 0) best = /^on$/i.test(word) && !names.every(isMetric) ? 'strong' : 'weak';
    }
  }
  if (best !== 'none') return best;
  // "PlantNet accuracy by 1.7%"
  const compounds = cut(text, left).matchAll(/(?<![\p{L}\p{N}-])(\p{Lu}[\p{L}\p{N}-]+)\s([\p{L}\p{N}@-]+)/gu);
  for (const [, name = '', head = ''] of compounds)
    if (isMetric(head) && !isMetric(name) && /[\p{Lu}\d]/u.test(name.slice(1)) && foreign(name, own).length > 0) return 'strong';
  if (preposition !== null) return 'none';
  const names = foreign(cut(text, left).replace(COMPARED, ''), own).filter((name) => /^[\p{Lu}]/u.test(name) && !isMetric(name));
  return names.length > 0 ? 'strong' : 'none';
}

const isMetric = (word: string): boolean => findMetricMentions(word).length > 0;

/** "over 12 language pairs" compares nothing, so a phrase with a number is passed over. */
function baselineRival({ left, right, inner }: Region, { text, own }: RivalContext): Rivalry {
  for (const stretch of [cut(text, left), cut(text, right), cut(text, inner)]) {
    for (const [, phrase = ''] of stretch.matchAll(COMPARED))
      if (!/^\d/.test(phrase) && foreign(phrase, own).some((word) => !isMetric(word))) return 'strong';
  }
  // "outperforms A by 2% and B by 3%"
  return /\bby\s\S{0,12}\s?$/.test(cut(text, left)) && names(left, text, own).length > 0 ? 'strong' : 'none';
}

const OBJECT =
  /\b(?:of|by|to|from|via|on|across|for|in|at|under|within|over|with|than|against)\s(?:the\s|a\s|an\s|our\s|its\s|both\s)?[^\s,;()]+/gi;

/** Names in capitals that are neither the row's own, nor metrics, nor objects of a preposition. */
const names = (range: Span, text: string, own: ReadonlySet<string>): string[] =>
  foreign(
    cut(text, range)
      .replace(/(?:^|[.!?]\s)$/.test(text.slice(Math.max(0, range.start - 2), range.start)) ? /^\s*\p{Lu}\p{Ll}+,?\s/u : /^$/, ' ')
      .replace(COMPARED, ' ')
      .replace(OBJECT, ' '),
    own,
  ).filter((word) => /^\p{Lu}/u.test(word) && !isMetric(word));

const OTHERS =
  /\b(?:baselines?|previous|prior|existing|competitors?|counterparts?|original|vanilla|standard|others?|alternatives?)\b/i;

function subjectRival({ left, right }: Region, context: RivalContext): Rivalry {
  const { text, own, preposition } = context;
  const before = cut(text, left).replace(OBJECT, ' ').replace(COMPARED, ' ');
  if (OTHERS.test(before) && ![...own].some((key) => /baseline|previous|prior|existing|original|vanilla|standard/.test(key)))
    return 'strong';
  if (names(left, text, own).length > 0) return 'strong';
  return preposition === null ? 'none' : prepositionRival([cut(text, right), cut(text, left)], context);
}

function conditionRival({ left, right }: Region, context: RivalContext): Rivalry {
  const { text, own, preposition, followsNumber, printed } = context;
  const after = cut(text, right);
  if (/^\s?(?:overall|on average|in total)\b/i.test(after)) return 'strong';
  // "6.9x for Falcon-180B" is no value for Mistral-7B
  const [, named = ''] = /^\s(?:for|with|of)\s((?:the\s)?\S+)/i.exec(after) ?? [];
  const isName = (word: string): boolean => /\p{L}/u.test(word) && /[\p{Lu}\p{N}]/u.test(word);
  if (isName(printed) && foreign(named, own).some((word) => isName(word) && !isMetric(word))) return 'strong';
  if (preposition !== null) return prepositionRival([after, cut(text, left)], context);
  if (!followsNumber) {
    const nouns = foreign(cut(text, left), own).filter((word) => !isMetric(word));
    return nouns.length > 0 ? 'weak' : 'none';
  }
  const slot = /^[^,;:.()]*?(?=\s(?:on|for|in|over|than|across|at|with|using|compared)\s|[,;:.()]|$)/i.exec(after)?.[0] ?? '';
  return foreign(slot, own).filter((word) => !isMetric(word)).length > 0 ? 'strong' : 'none';
}

function prepositionRival(stretches: readonly string[], { own, preposition }: RivalContext): Rivalry {
  for (const stretch of stretches) {
    for (const [, word = '', phrase = ''] of stretch.matchAll(PREPOSITIONAL)) {
      if (word.toLowerCase() === preposition && foreign(phrase, own).some((name) => !isMetric(name))) return 'strong';
    }
  }
  return 'none';
}
