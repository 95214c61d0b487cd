/**
 * Words of the sentence that say what a number measures and under which condition, where no metric or dataset is named: "memory
 * usage" of "reduces memory usage by 65%", "training" and "inference" of "2x and 3x in training and inference".
 */
import { CHANGE_NOUN, CHANGE_VERB, COMPARATIVE } from './cues.ts';
import type { Finding } from './findings.ts';

const STOP =
  'the|a|an|its|their|our|his|of|on|in|at|to|for|from|by|with|and|or|nor|that|which|who|while|when|where|than|as|is|are|was|were|be|been|can|will|has|have|had|over|under|compared|without|within|across|between|during|after|before|using|but|not|only|also|it|we|they|this|these|respectively|up|further|even|both|all|per|via|through|against|relative|down|just|about|roughly|nearly|almost|more|less|fewer|higher|lower|better|respective';
const WORD = String.raw`(?!(?:${STOP})(?![\p{L}-]))[\p{L}][\p{L}\d/@-]*`;
/** One to four words without function words. */
const NOUNS = String.raw`(?<nouns>${WORD}(?: ${WORD}){0,3})`;
const DETERMINERS = String.raw`(?:the |its |their |our |overall |total |average |mean |median )*`;

const u = (source: string): RegExp => new RegExp(source, 'u');
const AFTER: readonly RegExp[] = [
  u(
    String.raw`^[\s-](?:absolute |relative |average )*(?:less|fewer|more|lower|higher|better|smaller|improved|shorter|tighter) ${NOUNS}`,
  ),
  u(String.raw`^[\s-](?:[\p{Ll}-]+ ){0,2}?${CHANGE_NOUN} (?:in|of|on|to) ${DETERMINERS}${NOUNS}`),
  u(String.raw`^[\s-](?<nouns>(?:${WORD} ){1,3}?)${CHANGE_NOUN}(?![\p{L}])`),
];
const SPENT = u(String.raw`^ (?:of )?${DETERMINERS}(?:additional |local |original )*${NOUNS}`);
const SPEEDUP_AFTER = u(String.raw`^[\s-](?:[\p{Ll}-]+ )?(?<nouns>speed-?\s?ups?|compression|acceleration)(?![\p{L}])`);
const BEFORE: readonly RegExp[] = [
  u(
    String.raw`\b(?:${CHANGE_VERB}) ${DETERMINERS}${NOUNS}(?: (?:of|on|for|in|across|to|at|within) [^;,]{1,70}?)?(?: on average)?(?:,)? (?:by|from)$`,
  ),
  u(String.raw`\b${CHANGE_NOUN} (?:in|of) ${DETERMINERS}${NOUNS} (?:of|by|is|was)$`),
  u(
    String.raw`(?:^|[,;:] |\b(?:and|the|an?|in|while|that) )(?<nouns>(?:${WORD} ){1,3}?)${CHANGE_NOUN}(?: (?:of|by|is|was|from)|,? ranging)?$`,
  ),
  u(
    String.raw`(?:^|[,;:] |\b(?:and|while|that|the) )${DETERMINERS}${NOUNS}(?: (?:of|in|for|among) [^,;]{1,40}?)? (?:is|was|are|were|f[ae]ll(?:s|en)?|rose|rises?|drop(?:s|ped)?|decreas(?:ed|es)|increas(?:ed|es)|declin(?:ed|es)|improv(?:ed|es)|grew|grows)(?: by| from| to)?$`,
  ),
  u(String.raw`\b(?<nouns>speed-?\s?ups?|compression|acceleration)(?: [^,;]{1,50}?)? of$`),
];

/** What a change or a resource is a change or a share of, as printed; null where the sentence does not say it in plain words. */
export function quantityOf({ mention, form }: Finding): string | null {
  const { before, after } = mention;
  const spent = form === 'resource' || /\b(?:reduc|sav|cut|lower)\w*$/i.test(before) ? SPENT.exec(after) : null;
  const nouns =
    AFTER.map((pattern) => pattern.exec(after)).find(Boolean)?.groups?.nouns ??
    spent?.groups?.nouns ??
    BEFORE.map((pattern) => pattern.exec(before)).find(Boolean)?.groups?.nouns ??
    SPEEDUP_AFTER.exec(after)?.groups?.nouns;
  const words = nouns?.trim().replace(/^(?:The|Its|Their|Our|Mean|Average) /, '') ?? '';
  return words.length < 3 || VAGUE.test(words) ? null : words;
}

const VAGUE =
  /^(?:improvements?|gains?|results?|methods?|approach(?:es)?|models?|we|it|them|average|absolute|relative|points?|percent|number|percentage|amount|share|likely|often|times|state-of-the-art|baselines?|significantly|substantially|consistently)$|^(?:achiev|outperform|surpass)/i;

const PHRASE = String.raw`(?<phrase>(?!the\b)[\p{L}\d][\p{L}\d/+.@-]*(?: (?!(?:and|or|compared|over|while|when|with|without|than|respectively|using|on|for|in|by|to|which|that|but|is|are)(?![\p{L}-]))[\p{L}\d][\p{L}\d/+@-]*){0,4})`;
const FOLLOWS = u(
  String.raw`^(?:[\s-]${WORD}){0,5}(?: \([^()]{1,30}\))? (?:for|on|in|at|when|under|during) (?:the |a |an )?${PHRASE}`,
);
const LABEL = /(?:^|[(,;] ?)(?<phrase>[\p{L}][\p{L}\d -]{1,30}):$/u;
const IN_BRACKETS = /^ \((?<phrase>[\p{L}][\p{L}\d -]{2,30})\)/u;

/** Condition a number holds under: the member of a parallel list that is its own, else the phrase right after it. */
export function conditionPhrase(finding: Finding): string | null {
  const own = parallelMember(finding);
  if (own) return own;
  if (finding.list) return null;
  const { before, after } = finding.mention;
  const phrase =
    LABEL.exec(before)?.groups?.phrase ?? IN_BRACKETS.exec(after)?.groups?.phrase ?? FOLLOWS.exec(after)?.groups?.phrase;
  return phrase && phrase.length > 2 ? phrase.replace(/[.,]+$/, '') : null;
}

const MEMBERS = u(
  String.raw`^(?:[\s-]${WORD}){0,5}?(?: of a single [^,;]{1,30})? (?:for|on|in|over|across|of) (?<members>[^;.]{3,160})`,
);
const HEAD = /^(?:On|For|In) (?<members>[^;.]{3,120}?), /;
const MEMBER_END =
  /(?:,? respectively|,? (?:compared|over|while|when|with|without|which|than|by|using|in|on|for|at|suggesting|relative|respective)\b|[.;(]|, (?!(?:[^,]*,)* ?and )).*$/s;

/** "A, B and C": as many members as the list has numbers, and this number's own. */
export function parallelMember({ list }: Finding): string | null {
  if (!list) return null;
  const tail = MEMBERS.exec(list.tail)?.groups?.members;
  const head = HEAD.exec(list.sentence)?.groups?.members;
  for (const text of [tail?.replace(MEMBER_END, ''), head]) {
    const members = text?.split(/,? and |, | & /).map((member) => member.trim().replace(/^the /, ''));
    if (members?.length === list.size && members.every((member) => member.length > 1 && member.split(' ').length <= 5))
      return members[list.position] ?? null;
  }
  return null;
}

const FASTER = u(String.raw`^[\s-]${COMPARATIVE} (?:at|in|for|during) ${NOUNS}`);

/** "4x faster at inference": what became faster. */
export function fasterAt({ mention }: Finding): string | null {
  return FASTER.exec(mention.after)?.groups?.nouns ?? null;
}
