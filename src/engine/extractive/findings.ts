/**
 * Findings of one sentence: which of its numbers are results, and which stand beside them as a baseline. Pairs ("from A to B",
 * "A vs B") are settled first, then single numbers, then the rest of a list one member of which was accepted.
 */
import { BEAT_VERB, CHANGE_VERB } from './cues.ts';
import { type Evidence, evidenceFor, type Form } from './evidence.ts';
import { findMentions, type Mention, UNCERTAINTY } from './mentions.ts';
import { metricBeside } from './metric-beside.ts';
import { isAsserted } from './stance.ts';

/** A number that is a result. */
export interface Finding {
  readonly mention: Mention;
  readonly form: Form;
  readonly metric: string | null;
  /** The number it is compared with in the same breath. */
  readonly baseline: Mention | null;
  /** How baseline and value are joined. */
  readonly pair: 'from_to' | 'versus' | null;
  /** Set where the words themselves say that something was found. */
  readonly isPlain?: true;
  /** Place in a list of numbers such as "2.4, 9.0 and 12.6 percent". */
  readonly list?: ListPlace;
}

/** Where a number stands in a list. */
export interface ListPlace {
  readonly position: number;
  readonly size: number;
  /** Text after the last member. */
  readonly tail: string;
  readonly sentence: string;
}

const NUMBERS_BETWEEN = /\d/;
/** RTX 4090, ViT-B/16: digits of a name. */
const NAMED_NUMBER = /\p{Lu}[\p{L}-]*[- /]?\d[\w./-]*/gu;
const FROM = /\bfrom(?: (?!\d)[^.;,]{1,50})?$/i;
const MOVES = new RegExp(
  String.raw`\b(?:${CHANGE_VERB}|${BEAT_VERB}|bring(?:s|ing)?|brought|push(?:es|ed|ing)?|mov(?:e[sd]?|ing)|went|goes|tak(?:es|ing)|performance|improvements?|increases?|reductions?|decreases?|declines?|drops?|gains?)\b[^;]{0,130}$`,
  'i',
);
const RANGES = /\b(?:rang\w+|var(?:y|ies|ied|ying)|anywhere|scal(?:e|es|ed|ing)|span\w*|sizes?|test\w*|evaluat\w*) (?:\w+ )?from$/i;
const JOINED_TO =
  /^(?: \([^()]{1,40}\)| [^.;,()\d]{1,40}?)? (?:up |down )?to(?: (?:about|around|over|nearly|only|just|a|an|approximately|roughly|as \w+ as))*\s?$/i;
const JOINED_FROM =
  /^[\s,(]*(?:[^.;,()\d]{1,40} )?(?:up |down |improved |improving |reduced )?from(?: (?:a|an|the)?[^.;,\d]{0,40})?\s?$/i;
const JOINED_VERSUS =
  /^(?: \([^()]{1,40}\)|[^.;()]{0,60}?)?[\s,;(]+(?:vs\.?|(?:versus|compared (?:to|with)|in comparison (?:to|with)|against|as opposed to|rather than|relative to)\b|than\b(?! (?:while|when)\b)|(?:whereas|while)\b(?=[^.;]{0,40}\b(?:only )?(?:achiev|reach|attain|obtain|score|get|yield)\w*\s?(?:only|just|a|an)?\s*$))(?:(?!\b(?:while|using|by|requir\w+)\b)[^.;]){0,60}$/i;

/** Results stated in a sentence, in order. */
export function findFindings(sentence: string): Finding[] {
  const mentions = findMentions(sentence);
  const found = new Map<number, Finding>();
  const baselines = new Set<number>();
  for (let n = 0; n < mentions.length; n++) {
    const first = mentions[n] as Mention;
    const second = mentions[n + 1];
    if (!second || baselines.has(n)) continue;
    const pair = pairOf(sentence, first, second);
    if (!pair) {
      if (repeatsFromTo(sentence, mentions, n, found)) {
        found.set(n + 1, {
          mention: second,
          form: 'absolute',
          metric: found.get(n - 1)?.metric ?? null,
          baseline: first,
          pair: 'from_to',
        });
        baselines.add(n);
      }
      continue;
    }
    const [value, baseline] = pair.valueFirst ? [n, n + 1] : [n + 1, n];
    const mention = mentions[value] as Mention;
    found.set(value, { mention, form: pair.form, metric: pair.metric, baseline: mentions[baseline] as Mention, pair: pair.kind });
    baselines.add(baseline);
  }
  const shared = shareContext(sentence, mentions);
  mentions.forEach((mention, n) => {
    if (found.has(n) || baselines.has(n)) return;
    const owner = found.get(n - 1);
    if (owner && OF_ANOTHER.test(mention.before) && owner.mention.quantity === mention.quantity) {
      if (owner.baseline === null && owner.form === 'absolute') found.set(n - 1, { ...owner, baseline: mention, pair: 'versus' });
      baselines.add(n);
      return;
    }
    if (owner?.form === 'delta' && mention.decimals >= 0 && /^ to $/.test(sentence.slice(owner.mention.end, mention.start))) {
      found.set(n, { mention, form: 'absolute', metric: owner.metric, baseline: null, pair: null });
      return;
    }
    if (OF_BEATEN.test(mention.before)) return;
    const evidence = evidenceFor(mention, sentence);
    const inList = shared[n] as Mention;
    const listEvidence = evidence ?? evidenceFor(inList, sentence);
    if (listEvidence) found.set(n, single(evidence ? mention : inList, listEvidence));
  });
  joinLists(sentence, mentions, found, baselines);
  for (const [n, { mention }] of found) if (!isAsserted(sentence, mention.start)) found.delete(n);
  return placeInLists(sentence, mentions, found);
}

/** Findings in order, those of one list numbered. */
function placeInLists(sentence: string, mentions: readonly Mention[], found: ReadonlyMap<number, Finding>): Finding[] {
  const order = [...found.keys()].sort((a, b) => a - b);
  const placed: Finding[] = [];
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && isLinked(sentence, mentions, order[to - 1] as number, order[to] as number)) to++;
    const last = mentions[order[to - 1] as number] as Mention;
    const tail = sentence.slice(last.end, last.end + 200);
    for (let n = from; n < to; n++) {
      const finding = found.get(order[n] as number) as Finding;
      placed.push(to - from > 1 ? { ...finding, list: { position: n - from, size: to - from, tail, sentence } } : finding);
    }
    from = to;
  }
  return placed;
}

/** Whether two numbers are neighbours of one list. */
function isLinked(sentence: string, mentions: readonly Mention[], left: number, right: number): boolean {
  const [a, b] = [mentions[left], mentions[right]];
  return (
    right === left + 1 &&
    a !== undefined &&
    b !== undefined &&
    a.quantity === b.quantity &&
    LIST_LINK.test(sentence.slice(a.end, b.start))
  );
}

const single = (mention: Mention, evidence: Evidence): Finding => ({ mention, ...evidence, baseline: null, pair: null });

/** "outperforms X, which achieves 3x": the number is what was beaten. */
const OF_BEATEN = new RegExp(
  String.raw`\b${BEAT_VERB} [^.;]*, which (?:only )?(?:achiev|reach|attain|obtain|scor|gets?)[^;]*$`,
  'i',
);
/** "surpassing CLIP's 68.3%": the number is another's. */
const OF_ANOTHER = new RegExp(String.raw`\b(?:${BEAT_VERB}|than|over|versus|vs\.|to) [^,;]{0,40}['’]s(?: [a-z-]+){0,2}$`, 'i');

/** Members of a list read with the words before the first and after the last of them. */
function shareContext(sentence: string, mentions: readonly Mention[]): Mention[] {
  const shared = [...mentions];
  for (let n = 1; n < shared.length; n++)
    if (isLinked(sentence, mentions, n - 1, n))
      shared[n] = { ...(shared[n] as Mention), before: (shared[n - 1] as Mention).before };
  for (let n = shared.length - 2; n >= 0; n--)
    if (isLinked(sentence, mentions, n, n + 1)) shared[n] = { ...(shared[n] as Mention), after: (shared[n + 1] as Mention).after };
  return shared;
}

/** "from 0.78 to 0.83 for A, 0.97 to 0.98 for B": the second pair leaves the words out. */
function repeatsFromTo(sentence: string, mentions: readonly Mention[], n: number, found: ReadonlyMap<number, Finding>): boolean {
  const [first, second, last] = [mentions[n] as Mention, mentions[n + 1] as Mention, found.get(n - 1)];
  if (last?.pair !== 'from_to' || last.mention.quantity !== second.quantity || first.quantity !== second.quantity) return false;
  return /^ to $/.test(sentence.slice(first.end, second.start)) && LINKED.test(sentence.slice(last.mention.end, first.start));
}

interface Pair {
  readonly kind: 'from_to' | 'versus';
  readonly valueFirst: boolean;
  readonly form: Form;
  readonly metric: string | null;
}

function pairOf(sentence: string, first: Mention, second: Mention): Pair | null {
  if (first.quantity !== second.quantity || (first.quantity === 'measure' && first.unit !== second.unit && first.unit !== ''))
    return null;
  if (first.isRange || second.isRange || first.quantity === 'ratio') return null;
  const between = sentence.slice(first.end, second.start).replace(UNCERTAINTY, '');
  if (between.length > 110 || NUMBERS_BETWEEN.test(between.replace(NAMED_NUMBER, ''))) return null;
  const metric = metricBeside(second) ?? metricBeside(first);
  if (JOINED_TO.test(between) && FROM.test(first.before) && !RANGES.test(first.before)) {
    const moved = metric ?? movedMetric(first.before);
    if ((!MOVES.test(first.before) && moved === null) || isChosen(first, second)) return null;
    return { kind: 'from_to', valueFirst: false, form: 'absolute', metric: moved };
  }
  const evidence = evidenceFor(first, sentence);
  if (JOINED_FROM.test(between) && !isChosen(first, second) && (evidence || MOVES.test(first.before)))
    return { kind: 'from_to', valueFirst: true, form: 'absolute', metric: metric ?? movedMetric(first.before) };
  if (!JOINED_VERSUS.test(between) || evidence?.form === 'delta' || isChosen(first, second)) return null;
  if (!evidence && !evidenceFor(second, sentence) && first.quantity !== 'percent' && first.decimals < 0) return null;
  if (first.quantity === 'bare' && metric === null && !/\b(?:vs\.?|versus)\s?$/i.test(between)) return null;
  return { kind: 'versus', valueFirst: true, form: 'absolute', metric };
}

/** Bare whole numbers and physical units are chosen, not measured, unless a metric stands beside them. */
function isChosen(first: Mention, second: Mention): boolean {
  if (
    /\b(?:temperatures?|concentrations?|voltages?|pressure of|learning rates?|batch sizes?|loadings?|noise|context (?:length|window)|sequence lengths?|resolution|model sizes?|parameters?|dose|number of)\b/i.test(
      first.before.slice(-70),
    )
  )
    return true;
  if (second.quantity === 'measure') return /[kmµ]?v$|rpm|^k$|°|degree|[kmg]hz|^hz$|^m[gl]$|nm$/.test(second.unit);
  return (
    second.quantity === 'bare' &&
    first.decimals < 0 &&
    second.decimals < 0 &&
    metricBeside(second) === null &&
    movedMetric(first.before) === null
  );
}

const MOVED = new RegExp(
  String.raw`\b(?:${CHANGE_VERB}|brings?|brought|pushe[sd]|pushing)(?: the| their| its| our| average| mean| overall)* (?<object>[^,;]{2,70}?)(?: (?:on|for|of|in|at|over) [^,;]{1,60})? from\b`,
  'i',
);
const SUBJECT_MOVED =
  /(?:^|[,;:] |\b(?:while|and|that) )(?:the |mean |median |average )*(?<subject>[\p{L}][\p{L}\d@ -]{1,40}?) (?:significantly |further |also )?(?:improved|increased|rose|fell|dropped|decreased|declined|grew) from\b/iu;

/** What moved "from A to B", when it is one metric by name. */
function movedMetric(before: string): string | null {
  const text = `${before} from`.replace(/ from from$/, ' from');
  const words = MOVED.exec(text)?.groups?.object ?? SUBJECT_MOVED.exec(text)?.groups?.subject ?? null;
  if (!words) return null;
  return metricBeside({ before: `${words} of`, after: '' } as Mention);
}

/** Members of a list share what one of them shows: "3x and 5x", "99.1% on A, 86.1% on B". */
function joinLists(
  sentence: string,
  mentions: readonly Mention[],
  found: Map<number, Finding>,
  baselines: ReadonlySet<number>,
): void {
  for (const step of [1, -1]) {
    const order = mentions.map((_, n) => (step > 0 ? n : mentions.length - 1 - n));
    for (const n of order) {
      const neighbour = found.get(n - step);
      const mention = mentions[n] as Mention;
      if (!neighbour || found.has(n) || baselines.has(n) || mention.quantity !== neighbour.mention.quantity) continue;
      const [left, right] = step > 0 ? [neighbour.mention, mention] : [mention, neighbour.mention];
      const between = sentence.slice(left.end, right.start);
      const linked = step > 0 ? LINKED.test(between) : LIST_LINK.test(between);
      if (!linked || NUMBERS_BETWEEN.test(between.replace(/\([^()]*\)/g, '').replace(NAMED_NUMBER, ''))) continue;
      if (mention.quantity === 'bare' && !LIST_LINK.test(between)) continue;
      const metric = metricBeside(mention) ?? (LIST_LINK.test(between) ? neighbour.metric : null);
      const isList = LIST_LINK.test(between);
      // The verbs stand once, before the first of them.
      const context = {
        ...mention,
        before: isList || step > 0 ? neighbour.mention.before : mention.before,
        after: isList ? neighbour.mention.after : mention.after,
      };
      found.set(n, { mention: context, form: neighbour.form, metric, baseline: null, pair: null });
    }
  }
}

const LIST_LINK = /^(?:\s?[,/&]\s?|,?\s(?:and|or|&)\s)(?:(?:by |up to |about |over |a |an |even )*)[~(+-]?$/i;
const LINKED =
  /^(?:\s?\([^()]{1,40}\))?(?:\s?[,/&;]\s?|,?\s(?:and|or|&)\s|\s(?:on|in|for|over|with|at|when|using|to) [^.;]{1,70}?(?:,|,? and|;) |\s[\p{Ll}][\p{Ll} -]{0,40} (?:and|or) |,? with |\) and [^().;]{1,40} \()(?:(?:and |by |up to |about |over |a |an |even |around |another |text: |image: )*)[~(+-]?$/iu;
