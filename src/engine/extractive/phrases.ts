/**
 * Words of the sentence that say what a number measures and under which condition, where no metric or dataset is named: "memory
 * usage" of "reduces memory usage by 65%", "training" and "inference" of "2x and 3x in training and inference".
 */
import { BEAT_VERB, CHANGE_VERB, REACH_VERB } from './cues.ts';
import type { Finding } from './findings.ts';
import { isMetricName, METRIC } from './metrics.ts';

const STOP =
  'the|a|an|its|their|our|his|of|on|in|at|to|for|from|by|with|and|or|nor|that|which|who|while|when|where|than|as|is|are|was|were|be|been|can|will|has|have|had|over|under|compared|without|within|across|between|during|after|before|using|but|not|only|also|it|we|they|this|these|respectively|up|further|even|both|all|per|via|through|against|relative|down|just|about|roughly|nearly|almost|more|less|fewer|higher|lower|better|respective|required|needed|due|thus|thereby|us|them';
const WORD = `(?!(?:${STOP}|${REACH_VERB}|${BEAT_VERB})(?![\\p{L}-]))[\\p{L}][\\p{L}\\d/@-]*`;
/** One to four words without function words. */
const NOUNS = `(?<nouns>${WORD}(?: ${WORD}){0,3})`;
const DETERMINERS = '(?:the |its |their |our |overall |total |average |mean |median )*';
/** Nouns of change that leave open what changed. */
const CHANGE =
  '(?:improvements?|gains?|increases?|boosts?|uplifts?|enhancements?|rises?|reductions?|decreases?|declines?|drops?|savings?|cuts?)';
const LOSS = '(?:loss|losses|degradation|overheads?)';
const SPEEDUP = '(?:speed-?\\s?ups?|accelerations?|compression)';

const u = (source: string): RegExp => new RegExp(source, 'u');
const AFTER: readonly RegExp[] = [
  u(
    String.raw`^[\s-](?:absolute |relative |average )*(?:less|fewer|more|lower|higher|better|smaller|improved|shorter|tighter) ${NOUNS}`,
  ),
  u(String.raw`^[\s-](?:[\p{Ll}-]+ ){0,2}?${CHANGE} (?:in|of) ${DETERMINERS}${NOUNS}`),
  u(String.raw`^[\s-](?<nouns>(?:${WORD} ){1,3}?)${CHANGE}(?![\p{L}])`),
  u(String.raw`^[\s-](?<nouns>(?:${WORD} ){1,2}?${LOSS})(?![\p{L}])`),
  u(String.raw`^[\s-](?:[\p{Ll}-]+ ){0,2}?(?<nouns>${SPEEDUP})(?![\p{L}])`),
];
const SPENT = u(`^ (?:of )?${DETERMINERS}(?:additional |original )*${NOUNS}`);
const MOVED = u(
  String.raw`\b(?<verb>${CHANGE_VERB}) ${DETERMINERS}${NOUNS}(?: (?:of|on|for|in|across|to|at|within) [^;,]{1,70}?)?(?: on average)?,? (?:by|from)$`,
);
const BEFORE: readonly RegExp[] = [
  // "cuts latency by 30% and energy by": the verb stands once.
  u(String.raw`\bby [^,;]*\d[^,;]* and ${DETERMINERS}${NOUNS} by$`),
  u(String.raw`\b${CHANGE} in ${DETERMINERS}${NOUNS} (?:of|by|is|was)$`),
  u(
    String.raw`(?:^|[,;:] |\b(?:and|the|an?|in|while|that) )(?<nouns>(?:${WORD} ){1,3}?)${CHANGE}(?: (?:of|by|is|was|from)|,? ranging)?$`,
  ),
  u(`(?<nouns>(?:${WORD} ){1,2}?${LOSS}|${SPEEDUP})(?: [^,;]{1,50}?)? (?:of|by)$`),
];
const SUBJECT_MOVED = u(
  String.raw`(?:^|[,;:] |\b(?:and|while|that|the) )${DETERMINERS}${NOUNS}(?: (?:of|in|for|among) [^,;]{1,40}?)? (?:is|was|are|were|f[ae]ll(?:s|en)?|rose|rises?|drop(?:s|ped)?|decreas(?:ed|es)|increas(?:ed|es)|declin(?:ed|es)|improv(?:ed|es)|grew|grows)(?: by| from| to)?$`,
);
const FASTER = /^[\s-](?:times )?(?:faster|quicker|slower|cheaper|better|worse|lighter)/;
/** "detects 99.2% of attacks": what the share is a share of. */
const SHARE_OF = u(String.raw`^\s?of (?:the |all |our |its |their )*${NOUNS}`);
const ADJECTIVES =
  /^(?:The|Its|Their|Our|Mean|Average|[Nn]egligible|[Ss]ignificant|[Ss]ubstantial|[Cc]onsiderable|[Ll]arge|[Hh]uge|[Rr]emarkable|[Nn]otable|[Gg]reat|[Ii]mpressive|[Ss]table|[Cc]onsistent|[Ff]urther|[Mm]inor|[Ss]light|[Mm]ajor|average|mean|total|overall|median|maximum|absolute|relative|clear|strong) ?/;
const VAGUE =
  /^(?:methods?|improvements?|gains?|approach(?:es)?|models?|points?|percent|number|percentage|amount|share|likely|often|times|state-of-the-art|baselines?|significantly|substantially|consistently|performance)$|results?$|ly$/i;
const WHOSE_SPEED = /^(?:accelerat|speed|sped)/i;

/** What a change or a resource is a change or a share of, as printed; null where the sentence does not say it in plain words. */
export function quantityOf(finding: Finding): string | null {
  const { before, after } = contextOf(finding);
  const spends = finding.form === 'resource' || /\b(?:reduc|sav|cut|lower)\w*$/i.test(before);
  const moved = MOVED.exec(before)?.groups;
  const found =
    first(AFTER, after) ??
    (spends ? SPENT.exec(after)?.groups?.nouns : undefined) ??
    (moved && !(WHOSE_SPEED.test(moved.verb ?? '') && !isRate(moved.nouns)) ? moved.nouns : undefined) ??
    first(BEFORE, before) ??
    (FASTER.test(after) ? undefined : SUBJECT_MOVED.exec(before)?.groups?.nouns);
  return tidy(found);
}

const isRate = (nouns: string | undefined): boolean => /(?:throughput|speed|rate|time|latency)$/.test(nouns ?? '');

/** From A to B: the words stand before A. */
function contextOf({ mention, baseline, pair }: Finding): { before: string; after: string } {
  const isSecond = pair === 'from_to' && baseline !== null && baseline.start < mention.start;
  return { before: isSecond ? baseline.before : mention.before, after: mention.after };
}

function first(patterns: readonly RegExp[], text: string): string | undefined {
  for (const pattern of patterns) {
    const nouns = pattern.exec(text)?.groups?.nouns;
    if (nouns) return nouns;
  }
  return undefined;
}

function tidy(nouns: string | undefined): string | null {
  let words = nouns?.trim() ?? '';
  while (ADJECTIVES.test(words)) words = words.replace(ADJECTIVES, '');
  return words.length < 3 || VAGUE.test(words) ? null : words;
}

const PHRASE = String.raw`(?<phrase>(?!the\b)[\p{L}\d][\p{L}\d/+.@-]*(?: (?!(?:and|or|compared|over|while|when|with|without|than|respectively|using|on|for|in|by|to|which|that|but|is|are)(?![\p{L}-]))[\p{L}\d][\p{L}\d/+@-]*){0,4})`;
const FOLLOWS = u(
  String.raw`^(?:[\s-]${WORD}){0,5}(?: \([^()]{1,30}\))? (?:for|on|in|at|when|under|during) (?:the |a |an )?${PHRASE}`,
);
const LABEL = /(?:^|[(,;] ?)(?<phrase>[\p{L}][\p{L}\d -]{1,30}):$/u;
const IN_BRACKETS = /^ \((?<phrase>[\p{L}][\p{L}\d -]{2,30})\)/u;
const HAS_METRIC = new RegExp(`(?<![\\p{L}\\d])(?<metric>${METRIC})(?![\\p{L}\\d])`, 'iu');

/** Condition a number holds under: the member of a parallel list that is its own, else the phrase right after it. */
export function conditionPhrase(finding: Finding): string | null {
  if (finding.list) return parallelMember(finding)?.text ?? null;
  const { before, after } = finding.mention;
  const moved = MOVED.exec(before)?.groups;
  const phrase =
    LABEL.exec(before)?.groups?.phrase ??
    IN_BRACKETS.exec(after)?.groups?.phrase ??
    FOLLOWS.exec(after)?.groups?.phrase ??
    (moved && WHOSE_SPEED.test(moved.verb ?? '') ? moved.nouns : undefined) ??
    (FASTER.test(after) ? SUBJECT_MOVED.exec(before)?.groups?.nouns : undefined) ??
    SHARE_OF.exec(after)?.groups?.nouns;
  if (!phrase || phrase.length < 3 || /^\d/.test(phrase)) return null;
  const metric = HAS_METRIC.exec(phrase)?.groups?.metric;
  return metric && isMetricName(metric) ? null : phrase.replace(/[.,]+$/, '');
}

const MEMBERS = u(
  String.raw`^(?:[\s-]${WORD}){0,5}?(?: of a single [^,;]{1,30})? (?<joint>for|on|in|over|across|of) (?<members>[^;.]{3,160})`,
);
const HEAD = /^(?<joint>On|For|In) (?<members>[^;.]{3,120}?), /;
const TWO_OF = u(
  String.raw`(?:^| )(?<members>[\p{L}][\p{L}\d-]*(?:, [\p{L}][\p{L}\d-]*)*,? and [\p{L}][\p{L}\d-]*)(?: ${SPEEDUP}| scores?| values?)? of$`,
);
const MEMBER_END =
  /(?:,? respectively|,? (?:compared|over|while|when|with|without|which|than|by|using|in|on|for|at|suggesting|relative|respective)\b|[.;(]|, (?![^;.]*\band )).*$/s;

/** Member of a parallel list, and the word that joins the list to its numbers. */
export interface Member {
  readonly text: string;
  /** `on` for datasets; `head` where the list stands right before the numbers: "precision and recall of A and B". */
  readonly joint: string;
}

/** "A, B and C": as many members as the list has numbers, and this number's own. */
export function parallelMember({ list, mention }: Finding): Member | null {
  if (!list) return null;
  const tail = MEMBERS.exec(list.tail)?.groups;
  const head = HEAD.exec(list.sentence)?.groups;
  const two = TWO_OF.exec(mention.before)?.groups;
  const lists = [
    { joint: 'head', text: two?.members },
    { joint: tail?.joint ?? '', text: tail?.members?.replace(MEMBER_END, '') },
    { joint: (head?.joint ?? '').toLowerCase(), text: head?.members },
  ];
  for (const { joint, text } of lists) {
    const members = text?.split(/,? and |, | & /).map((member) => member.trim().replace(/^the /, ''));
    const fits =
      members?.length === list.size && members.every((member) => /^\p{L}.+$/u.test(member) && member.split(' ').length <= 5);
    if (fits) return { text: members[list.position] as string, joint };
  }
  return null;
}
