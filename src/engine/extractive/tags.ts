/**
 * Tags by rule: closed facets from cue words, open facets only from vocabulary terms that stand literally in title or abstract.
 * Invariant: an open tag's label is a Term's label, and where the text prints an alias instead, the alias is its quote.
 */
import { toUnit } from '../../domain/codepoints.ts';
import type { WireTags } from '../../domain/draft.ts';
import type { OpenFacet } from '../../domain/facets.ts';
import { findTerms } from '../../domain/find-terms.ts';
import type { Term, Vocabulary } from '../../domain/vocabulary.ts';
import { ownNames } from './discourse.ts';
import { CONTRIBUTION_CUES, DOMAIN_CUES, LANGUAGES, MODALITY_CUES, SETTING_CUES } from './facet-cues.ts';

/** Most tags of one open facet. */
const MOST_OPEN = 6;
/** Most fields of study. */
const MOST_DOMAINS = 2;
/** How far before a name its role is looked for, in units. */
const ROLE_WINDOW = 70;

/** Tags of a paper. */
export function chooseTags(vocabulary: Vocabulary, title: string, abstract: string): WireTags {
  const text = `${title}\n${abstract}`;
  const own = ownNames(title, abstract).all;
  const hits = firstHits(vocabulary, text);
  const of = (facet: OpenFacet): TermHit[] => hits.filter((hit) => hit.term.facet === facet).slice(0, MOST_OPEN);
  const open = (hit: TermHit) => ({ label: hit.term.label, quote: quoteOf(hit, text) });
  return {
    contribution: contributionOf(title, abstract),
    modality: valuesOf(MODALITY_CUES, title, abstract, 2, 4),
    domain: valuesOf(DOMAIN_CUES, title, abstract, 2, MOST_DOMAINS),
    setting: valuesOf(SETTING_CUES, title, abstract, 1, 5),
    language: languagesOf(text),
    task: of('task').map(open),
    method: of('method').map(open),
    dataset: of('dataset').map((hit) => ({ label: hit.term.label, role: datasetRole(hit, text, own), quote: quoteOf(hit, text) })),
    model: of('model').map((hit) => ({ label: hit.term.label, role: modelRole(hit, text, own), quote: quoteOf(hit, text) })),
  };
}

/** A Term and where the text prints it first, in UTF-16 units. */
interface TermHit {
  readonly term: Term;
  readonly start: number;
  readonly printed: string;
}

function firstHits(vocabulary: Vocabulary, text: string): TermHit[] {
  const hits = new Map<string, TermHit>();
  for (const { term, start, end } of findTerms(vocabulary, text)) {
    if (hits.has(term.id)) continue;
    const from = toUnit(text, start);
    const length = toUnit(text.slice(from), end - start);
    hits.set(term.id, { term, start: from, printed: text.slice(from, from + length) });
  }
  return [...hits.values()];
}

/** Null where the label itself stands in the text, else the alias as printed. */
function quoteOf(hit: TermHit, text: string): string | null {
  return text.includes(hit.term.label) ? null : hit.printed;
}

function contributionOf(title: string, abstract: string): WireTags['contribution'] {
  const scored = CONTRIBUTION_CUES.map(({ value, title: inTitle, text }) => ({
    value,
    points: 2 * Math.min(1, inTitle ? count(inTitle, title) : 0) + (text ? Math.min(3, count(text, abstract)) : 0),
  }));
  // Stable: the table lists the telling kinds before the common ones, which need more to win.
  const ranked = scored.filter(({ value, points }) => points >= (value === 'method' ? 1 : 2)).sort((a, b) => b.points - a.points);
  const [first, ...rest] = ranked;
  return {
    primary: first?.value ?? 'unspecified',
    also: rest
      .filter(({ points }) => points >= 3)
      .slice(0, 2)
      .map(({ value }) => value),
  };
}

/** Values whose cues are in the title, or often enough in the abstract; most cues first. */
function valuesOf<Value extends string>(
  cues: readonly (readonly [Value, RegExp])[],
  title: string,
  abstract: string,
  least: number,
  most: number,
): Value[] {
  return cues
    .map(([value, pattern]) => ({ value, points: 2 * count(pattern, title) + count(pattern, abstract) }))
    .filter(({ points }) => points >= least)
    .sort((a, b) => b.points - a.points)
    .slice(0, most)
    .map(({ value }) => value);
}

function count(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}

const CAPITALISED = /\b\p{Lu}\p{Ll}{2,12}(?![\p{L}\d])/gu;

function languagesOf(text: string): string[] {
  const found = new Set<string>();
  for (const [word] of text.matchAll(CAPITALISED)) {
    const tag = Object.hasOwn(LANGUAGES, word) ? LANGUAGES[word] : undefined;
    if (tag) found.add(tag);
  }
  return [...found];
}

const before = (hit: TermHit, text: string): string =>
  text.slice(Math.max(0, hit.start - ROLE_WINDOW), hit.start).replace(/^[\s\S]*[.!?]\s/, '');

function datasetRole(hit: TermHit, text: string, own: readonly string[]): 'introduced' | 'train' | 'eval' {
  const lead = before(hit, text);
  if (own.includes(hit.printed)) return 'introduced';
  if (/\b(?:introduc|present|releas|propos|construct|build|creat|collect|curat)\w*[^,;]*$/i.test(lead)) return 'introduced';
  return /\b(?:pre-?train(?:ed|ing)?|train(?:ed|ing)?|fine-?tun(?:ed|ing)|learn(?:ed|ing)?)\b[^,;]*\b(?:on|from|with|using)\b[^,;]*$/i.test(
    lead,
  )
    ? 'train'
    : 'eval';
}

function modelRole(hit: TermHit, text: string, own: readonly string[]): 'introduced' | 'base' | 'baseline' {
  const lead = before(hit, text);
  if (own.includes(hit.printed)) return 'introduced';
  return /\b(?:than|over|outperform\w*|surpass\w*|exceed\w*|beat\w*|against|compared (?:to|with)|comparable to|versus|vs\.?|relative to|on par with|rival\w*|match\w*)\s[^;]*$/i.test(
    lead,
  )
    ? 'baseline'
    : 'base';
}
