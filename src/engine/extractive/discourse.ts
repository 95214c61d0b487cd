/**
 * Which sentences of an abstract speak of the paper's own results. Background comes first and is told by what it lacks: a paper
 * that has not yet said "we", its own name or "Results:" has not reported anything yet.
 */
import { sentenceRanges, type UnitRange } from '../../domain/sentences.ts';
import { BACKGROUND, OWN, PRIOR } from './cues.ts';

/** One sentence in its place. */
export interface Sentence extends UnitRange {
  readonly text: string;
  readonly index: number;
  readonly role: 'background' | 'own' | 'prior';
}

/** No sentence of prose is longer, and rules are only run on prose. */
const LONGEST_SENTENCE = 1500;
/** An abstract has fewer sentences than this. */
const MOST_SENTENCES = 120;

/** Sentences of an abstract with the part they play. */
export function readSentences(abstract: string, names: readonly string[]): Sentence[] {
  const ranges = sentenceRanges(abstract)
    .slice(0, MOST_SENTENCES)
    .filter((range) => range.end - range.start <= LONGEST_SENTENCE);
  const texts = ranges.map((range) => abstract.slice(range.start, range.end));
  const isOwn = texts.map((text) => OWN.test(text) || names.some((name) => text.includes(name)));
  const firstOwn = isOwn.indexOf(true);
  return ranges.map((range, index) => {
    const text = texts[index] as string;
    return { ...range, text, index, role: roleOf(text, index, firstOwn, isOwn[index] === true) };
  });
}

/** What a study will do is no finding. */
const PLANNED =
  /\b(?:will (?:be|enrol|recruit|see|run|collect|test|take|use|include|last|receive|exclude|compare)|(?:we|authors) (?:will|plan|intend)|sample size (?:of|gives|was calculated|calculation)|\d+% (?:statistical )?power|power of \d+%|to detect a)\b/i;

function roleOf(text: string, index: number, firstOwn: number, own: boolean): Sentence['role'] {
  if (/^(?:background|introduction|context|importance|motivation)\s?[:.]/i.test(text)) return 'background';
  if (PRIOR.test(text) && !/\b(?:we|our|ours)\b/i.test(text)) return index < firstOwn || firstOwn < 0 ? 'background' : 'prior';
  if (index < firstOwn) return 'background';
  if (BACKGROUND.test(text) && !own) return 'background';
  if (PLANNED.test(text)) return 'background';
  return 'own';
}

const TITLE_NAME = /^([\p{L}\d][\p{L}\d.+-]*)\s?:/u;
const CALLED =
  /\b(?:called|named|dubbed|termed|coined|propos\w+|introduc\w+|present\w*|develop\w*|call(?:ed)?|namely|releas\w+|describ\w+|buil[dt])(?: it| as| the| a| an| our)* ["“'`]?([\p{Lu}\d][\p{L}\d]*(?:[-.+][\p{L}\d]+)*)["”'`]?(?! ?\p{Lu})(?=\s?[,.(:;)]|\s(?:which|that|to|for|a|an|and|as|is|in|on|by|with)\b)/gu;
const IN_PARENTHESES = /\b(?:propos|introduc|present|develop|call|describ)\w*[^.()]{3,120}\(([\p{Lu}][\p{L}\d-]{2,20})\)/gu;

/** Names a paper gives its own system. */
export interface OwnNames {
  readonly all: readonly string[];
  /** The name before the colon of the title, or the only one; null where several could be it. */
  readonly primary: string | null;
}

/** Names a paper gives its own system: before the colon of the title, or after "called". */
export function ownNames(title: string, abstract: string): OwnNames {
  const text = abstract.slice(0, 6000);
  const names = new Set<string>();
  const fromTitle = TITLE_NAME.exec(title)?.[1];
  const isTitled = fromTitle !== undefined && fromTitle !== fromTitle.toLowerCase() && text.includes(fromTitle);
  if (isTitled) names.add(fromTitle);
  for (const pattern of [CALLED, IN_PARENTHESES])
    for (const match of text.matchAll(pattern)) {
      const name = match[1] as string;
      // LLMs and SpeechLMs are kinds of things.
      if (isSystemName(name) && !/\p{Lu}s$/u.test(name)) names.add(name);
    }
  const all = [...names].slice(0, 6);
  return { all, primary: isTitled ? fromTitle : all.length === 1 ? (all[0] as string) : null };
}

const INTRODUCED =
  /\b(?:present|propose|introduce|develop|describe|release|build|call(?:ed)?|named?|dubbed)(?: it| the| a| an| our| new)* ["“']?(\p{Lu}[\p{L}\d][\p{L}\d-]*)/gu;

/** Capitalised words an abstract introduces; some may be ordinary ones, so they name no subject. */
export function introducedNames(abstract: string): string[] {
  return [...abstract.slice(0, 6000).matchAll(INTRODUCED)].map((match) => match[1] as string);
}

/** Two capitals, a digit, or a capital inside: a name no dictionary has. */
export function isSystemName(word: string): boolean {
  return (
    word.length >= 2 &&
    word.length <= 40 &&
    (/\p{Lu}.*\p{Lu}/u.test(word) || /\p{Lu}.*\d|\d.*\p{Lu}/u.test(word) || /\p{Ll}\p{Lu}/u.test(word))
  );
}
