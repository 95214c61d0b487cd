/**
 * The TL;DR of an engine without a model: one sentence of the abstract, as printed. A sum of few weights over cue phrases, position,
 * title words and length picks it; nothing is rewritten, so it aligns exactly with the text it comes from.
 */
import { sentenceRanges } from '../../domain/sentences.ts';

/** Points per cue; part of the engine's identity. */
export const TLDR_WEIGHTS = {
  propose: 2.5,
  study: 2,
  here: 1.25,
  finding: 0.6,
  continues: -1.2,
  refersBack: -0.2,
  background: -0.5,
  contrast: -0.15,
  url: -2.5,
  titleRecall: 3.25,
  short: -1.5,
  long: -0.25,
  overlong: -1.5,
  endless: -2,
  first: 0.3,
  last: -0.3,
} as const;

const SELF = '(?:we|(?:this|the present) (?:paper|work|article|study|report|letter|review|survey|thesis))';
const CUES: readonly (readonly [keyof typeof TLDR_WEIGHTS, RegExp])[] = [
  [
    'propose',
    new RegExp(
      String.raw`\b${SELF}\b[^.]{0,40}?\b(?:propos|introduc|present|develop|describ|design|devis|releas|build|offer|provid|contribut)\w*`,
      'i',
    ),
  ],
  [
    'study',
    new RegExp(
      String.raw`\b${SELF}\b[^.]{0,30}?\b(?:stud(?:y|ies|ied)|investigat|analy[sz]|explor|examin|address|consider|compar|evaluat|assess|survey|review|test|aim)\w*`,
      'i',
    ),
  ],
  [
    'here',
    /\b(?:in this (?:paper|work|article|study|report|letter|review|survey)|^here\b|to this end|to address|the (?:aim|goal|purpose|objective) of this)/i,
  ],
  ['finding', /\b(?:outperform|surpass|state-of-the-art|improv|reduc|achiev|increas|significantly)\w*/i],
  [
    'continues',
    /^(?:specifically|in particular|moreover|furthermore|in addition|additionally|finally|further|also|notably|besides|for (?:example|instance)|next|then)\b/i,
  ],
  ['refersBack', /^(?:this|these|it|they|such|those|its)\b(?! (?:paper|work|article|study|report|letter|review|survey))/i],
  [
    'background',
    /\b(?:recent(?:ly)?|widely|ha(?:s|ve) (?:been|become|shown|emerged|achieved)|in recent years|important|challeng\w+|popular|ubiquitous|existing|remains?|traditional(?:ly)?)\b/i,
  ],
  ['contrast', /\b(?:however|but|although|despite|unfortunately)\b/i],
  ['url', /https?:|www\.|github\.com|\b(?:code|data|models?) (?:is|are|will be) (?:publicly |made |freely |open)/i],
];
const STOP = new Set(
  'a an and are as at be been by can do does for from has have how in into is it its may more not of on or our than that the their this through to towards toward under using via was we were what when which while with without your new novel based between'.split(
    ' ',
  ),
);

/** The sentence that says best what the paper is about; the whole abstract's start where it has none, the title without abstract. */
export function chooseTldr(title: string, abstract: string): string {
  const ranges = sentenceRanges(abstract).slice(0, 200);
  const titleWords = contentWords(title);
  let best: { text: string; score: number } | null = null;
  ranges.forEach((range, index) => {
    const text = abstract.slice(range.start, range.end);
    const score = scoreSentence(text, index, ranges.length, titleWords);
    if (!best || score > best.score + 1e-9) best = { text, score };
  });
  return (best as { text: string } | null)?.text ?? title;
}

function scoreSentence(text: string, index: number, count: number, titleWords: ReadonlySet<string>): number {
  const w = TLDR_WEIGHTS;
  const shown = text.slice(0, 1200);
  let score = 0;
  for (const [cue, pattern] of CUES) if (pattern.test(shown)) score += w[cue];
  const words = shown.split(/\s+/).length;
  if (words < 8) score += w.short;
  else if (words < 12) score += w.short / 3;
  if (words > 35) score += w.long;
  if (words > 40) score += w.overlong;
  if (words > 60) score += w.endless;
  const own = contentWords(shown);
  let shared = 0;
  for (const word of titleWords) if (own.has(word)) shared++;
  if (titleWords.size > 0) score += (w.titleRecall * shared) / titleWords.size;
  if (index === 0) score += w.first;
  if (index === count - 1 && count > 2) score += w.last;
  return score;
}

/** Lower-case words without function words, plural and verb endings taken off so that `models` meets `model`. */
function contentWords(text: string): Set<string> {
  const words = new Set<string>();
  for (const word of text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [])
    if (word.length > 1 && !STOP.has(word)) words.add(word.replace(/(?<=\w{3})(?:ing|ed|es|s|e)$/, ''));
  return words;
}
