/**
 * Finds where a name that a row gives (metric, dataset, baseline, condition) is mentioned: as written, in another spelling, under an
 * alias, by its words near each other, or by its head word alone. A longer name that only begins with it ("ImageNet-1k") counts
 * when the name itself stands nowhere.
 */
import type { Span } from '../domain/codepoints.ts';
import { metricAliases } from './metrics.ts';
import { isNameLike } from './name-like.ts';
import type { SourceField } from './source-text.ts';
import { findWords, type Word, wordStem } from './words.ts';

/** What kind of name it is; it decides which words are fillers and which looser matches are allowed. */
export type NameKind = 'metric' | 'dataset' | 'baseline' | 'subject' | 'phrase';

/** A mention in units of the plain form of the field. */
export interface Mention extends Span {
  /** True when only some words of the name were found. */
  readonly isLoose: boolean;
}

const FILLERS: Readonly<Record<NameKind, RegExp>> = {
  metric:
    /^(?:score|rate|value|metric|average|mean|overall|the|a|of|in|on|improvement|gain|reduction|increase|relative|absolute|saving|total|number|percentage)$/,
  dataset:
    /^(?:dataset|benchmark|corpus|test|set|task|challenge|suite|split|validation|val|dev|train|training|the|data|leaderboard|evaluation|and|on|of)$/,
  baseline: /^(?:the|a|an|model|method|baseline|approach|system|variant|our|of|and|with|by|in|to)$/,
  subject: /^(?:the|a|an|model|method|approach|system|framework|our|proposed|of|and|with|by|in|to)$/,
  phrase: /^(?:the|a|an|of|in|on|for|with|at|by|and|setting|using|task|under|to)$/,
};

/** How far apart the words of one name may stand, in words. */
const NEAR = 24;

/** Mentions of a name within a range of the plain form, best kind only. */
export function findMentions(name: string, kind: NameKind, field: SourceField, range: Span): Mention[] {
  const words = wordsIn(field.words, range);
  const text = field.plain.text;
  // "in the south" stands where "south" does
  const full = keysOf(kind === 'phrase' ? name.replace(LEADING, '') : name);
  if (full.length === 0 || words.length === 0) return [];
  const mayFollowDigit = kind === 'metric';
  const whole = findRun(full, words, text, mayFollowDigit);
  if (whole.length > 0) return whole;
  if (kind === 'metric') {
    const aliases = metricAliases(name).flatMap((alias) => findRun(keysOf(alias), words, text, true));
    if (aliases.length > 0) return aliases;
  }
  const core = full.filter((key) => !FILLERS[kind].test(key));
  if (core.length === 0) return [];
  const run = core.length < full.length ? findRun(core, words, text) : [];
  if (run.length > 0) return run;
  const initials = findInitials(name, core, words, text);
  if (initials.length > 0) return initials;
  const spellings = kind === 'metric' && core.length > 1 ? headSpellings(core) : [core];
  const scattered = core.length > 1 ? spellings.flatMap((keys) => findScattered(keys, kind, name, words)) : [];
  if (scattered.length > 0) return scattered;
  const head = kind === 'phrase' ? [] : findHead(core, kind, name, words, text);
  if (head.length > 0 || kind === 'dataset' || kind === 'subject') return head;
  return findRelated(core, words);
}

/** Words related to those of the name, "grown" for "growth": enough of them, each in its sentence; the rarest says where. */
function findRelated(core: readonly string[], words: readonly Word[]): Mention[] {
  const stems = [...new Set(core.filter((key) => key.length > 2).map(wordStem))];
  const found = stems.map((stem) => words.filter(({ key }) => wordStem(key) === stem)).filter((list) => list.length > 0);
  if (found.length === 0 || found.length * 2 < stems.length) return [];
  const [rarest] = found.sort((a, b) => a.length - b.length);
  return (rarest ?? []).map(({ start, end }) => ({ start, end, isLoose: true }));
}

const LEADING = /^(?:(?:on|in|at|for|with|under|over|across|after|when|using|the|a|an)\s)+/i;

const keysOf = (name: string): string[] => findWords(name).map(({ key }) => key);

function wordsIn(words: readonly Word[], { start, end }: Span): Word[] {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const within: Word[] = [];
  for (let at = low; at < words.length && (words[at]?.end ?? 0) <= end; at++) within.push(words[at] as Word);
  return within;
}

/** Consecutive words with nothing but spaces, hyphens and the like between them. */
function findRun(keys: readonly string[], words: readonly Word[], text: string, mayFollowDigit = false): Mention[] {
  const plainOnes: Mention[] = [];
  const longer: Mention[] = [];
  for (let at = 0; at + keys.length <= words.length; at++) {
    if (!keys.every((key, i) => words[at + i]?.key === key)) continue;
    const first = words[at] as Word;
    const last = words[at + keys.length - 1] as Word;
    if (!/^[^.;:()]*$/.test(between(text, words, at, keys.length)) || isGlued(text, first.start, last.end, mayFollowDigit))
      continue;
    const isLonger =
      /^[-+][\p{L}\p{N}]/u.test(text.slice(last.end, last.end + 2)) ||
      /[\p{L}\p{N}]-$/u.test(text.slice(Math.max(0, first.start - 2), first.start));
    (isLonger ? longer : plainOnes).push({ start: first.start, end: last.end, isLoose: false });
  }
  return plainOnes.length > 0 ? plainOnes : longer;
}

function between(text: string, words: readonly Word[], at: number, length: number): string {
  let gaps = '';
  for (let i = at; i < at + length - 1; i++) gaps += text.slice(words[i]?.end, words[i + 1]?.start);
  return gaps;
}

/** "GPT-4" is not "GPT-4o"; a metric may be glued to its value, "23.29mAP". */
function isGlued(text: string, start: number, end: number, mayFollowDigit: boolean): boolean {
  if (/[\p{L}\p{N}]/u.test(text[end] ?? '')) return true;
  const before = text[start - 1] ?? '';
  if (/\p{Script=Han}/u.test(text[start] ?? '')) return false;
  return /\p{L}/u.test(before) || (!mayFollowDigit && /\p{N}/u.test(before));
}

/** "word error rate" where the text says WER, and the other way round where it defines the letters. */
function findInitials(name: string, core: readonly string[], words: readonly Word[], text: string): Mention[] {
  // letters printed as letters: "is" is no inference speed
  if (core.length >= 2)
    return findRun([core.map((key) => key[0] ?? '').join('')], words, text).filter(({ start, end }) =>
      /^\p{Lu}[\p{L}\p{N}]*\p{Lu}s?$/u.test(text.slice(start, end)),
    );
  if (!/^\p{Lu}{2,6}s?$/u.test(name.trim())) return [];
  const letters = [...name.trim().replace(/s$/, '').toLowerCase()];
  for (let at = 0; at + letters.length <= words.length; at++) {
    if (!letters.every((letter, i) => words[at + i]?.key.startsWith(letter))) continue;
    return [{ start: words[at]?.start ?? 0, end: words[at + letters.length - 1]?.end ?? 0, isLoose: false }];
  }
  return [];
}

/**
 * All words of the name within a short stretch, in any order. The mention is where its most telling word stands.
 */
function findScattered(core: readonly string[], kind: NameKind, name: string, words: readonly Word[]): Mention[] {
  const head = headOf(core, kind, name, words);
  const mentions: Mention[] = [];
  for (let at = 0; at < words.length; at++) {
    if (words[at]?.key !== head) continue;
    const near = new Set(words.slice(Math.max(0, at - NEAR), at + NEAR + 1).map(({ key }) => key));
    if (core.every((key) => near.has(key)))
      mentions.push({ start: words[at]?.start ?? 0, end: words[at]?.end ?? 0, isLoose: true });
  }
  return mentions;
}

/**
 * The word that tells a name from its neighbours: of those the sentence holds most rarely the first of a metric ("median speedup" in
 * "median and maximum speedups"), the last of a name ("WMT 2014 English-to-French").
 */
function headOf(core: readonly string[], kind: NameKind, name: string, words: readonly Word[]): string | undefined {
  const count = (wanted: string): number => words.filter(({ key }) => key === wanted).length;
  const named = core.filter((key) => /\d/.test(key) || isCapitalised(key, name));
  const isNamed = kind !== 'metric' && named.length > 0;
  const candidates = isNamed ? named : core;
  const least = Math.min(...candidates.map(count));
  const rarest = candidates.filter((key) => count(key) === least);
  return isNamed ? rarest.at(-1) : rarest[0];
}

const isCapitalised = (key: string, name: string): boolean =>
  findWords(name).some((word) => word.key === key && word.end - word.start > 1 && isNameLike(name.slice(word.start, word.end)));

/** A metric of several words under each name of its last: "training speed" is "faster in training". */
const headSpellings = (core: readonly string[]): string[][] => [
  [...core],
  ...metricAliases(core.at(-1) ?? '').map((alias) => [...core.slice(0, -1), ...keysOf(alias)]),
];

/** The head of a metric, or the most telling word of a name: the longest with a capital or a digit. */
function findHead(core: readonly string[], kind: NameKind, name: string, words: readonly Word[], text: string): Mention[] {
  if (core.length < 2) return [];
  if (kind === 'metric') {
    const head = core.at(-1) ?? '';
    const aliases = [[head], ...metricAliases(head).map(keysOf)];
    for (const keys of aliases) {
      const found = findRun(keys, words, text);
      if (found.length > 0) return found.map((mention) => ({ ...mention, isLoose: true }));
    }
    return [];
  }
  const isTelling = (key: string): boolean => key.length > 2 && (/\d/.test(key) || isCapitalised(key, name));
  const telling = headOf(
    core.filter((key) => isTelling(key) && words.some((word) => word.key === key)),
    kind,
    name,
    words,
  );
  return telling ? findRun([telling], words, text).map((mention) => ({ ...mention, isLoose: true })) : [];
}
