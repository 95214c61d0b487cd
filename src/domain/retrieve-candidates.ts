/**
 * Which terms of the vocabulary a model is shown for one paper: the ones that stand in its text, then the ones whose words and
 * definitions overlap with it (BM25), balanced over the facets. Sending every term would double the bill (reference
 * enrichment-schema 2.2). Invariant: at most 12 active terms, the same for the same texts and vocabulary on every machine.
 */
import { OPEN_FACETS, type OpenFacet } from './facets.ts';
import { findTerms } from './find-terms.ts';
import { labelWords, singular, type Term, type Vocabulary } from './vocabulary.ts';

/** Most candidates in one request. */
export const MOST_CANDIDATES = 12;

/** Most terms of one facet that stand in the text, so that a list of baselines leaves room for tasks and methods. */
const MOST_LITERAL: Record<OpenFacet, number> = { task: 4, method: 4, dataset: 4, model: 3 };
/** Up to how many terms of a facet likeness fills. A dataset or model is only meant where it is named. */
const FILL_TO: Record<OpenFacet, number> = { task: 5, method: 4, dataset: 0, model: 0 };

/** BM25: saturation of repeated words and weight of the length, at their usual values. */
const K1 = 1.2;
const B = 0.75;
/** Weight of a word in a label or alias against one in a definition. */
const LABEL_WEIGHT = 3;
const TITLE_WEIGHT = 2;
/** A candidate by likeness reaches this share of the best one, else it is noise. */
const LEAST_SHARE = 0.33;

/** Words of a definition that must meet where no word of the name does: one or two alone are chance. */
const DEFINITION_WORDS = 3;

/** Weight of a term none of whose label stands in the text; one whose whole label does, in any order, has 1. */
const UNNAMED = 0.4;

interface Posting {
  readonly term: number;
  readonly weight: number;
  readonly inName: boolean;
  /** Share of its label that this word is. */
  readonly ofLabel: number;
}

interface LikenessIndex {
  readonly terms: readonly Term[];
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
}

/** Built once per Vocabulary, which is immutable. */
const indexes = new WeakMap<Vocabulary, LikenessIndex>();

/** At most 12 active terms for a paper, by facet and then by how well they fit. */
export function retrieveCandidates(vocabulary: Vocabulary, title: string, abstract: string): Term[] {
  const chosen = literal(vocabulary, title, abstract);
  const likely = byLikeness(vocabulary, title, abstract).filter((term) => !chosen.includes(term));
  for (const term of likely) {
    if (chosen.length >= MOST_CANDIDATES) break;
    if (countOf(chosen, term.facet) < FILL_TO[term.facet]) chosen.push(term);
  }
  return OPEN_FACETS.flatMap((facet) => chosen.filter((term) => term.facet === facet));
}

/** Terms that stand in the text, one of each facet in turn: those of the title first, then the oftener and the earlier named. */
function literal(vocabulary: Vocabulary, title: string, abstract: string): Term[] {
  const scores = new Map<Term, number>();
  for (const { term } of findTerms(vocabulary, title)) scores.set(term, (scores.get(term) ?? 0) + 3);
  for (const { term } of findTerms(vocabulary, abstract)) scores.set(term, (scores.get(term) ?? 0) + 1);
  const ranked = [...scores].sort(([, a], [, b]) => b - a).map(([term]) => term);
  // a general term says nothing beside its special case
  const special = ranked.filter(({ id }) => !ranked.some(({ parent }) => parent === id));
  const byFacet = OPEN_FACETS.map((facet) => special.filter((term) => term.facet === facet).slice(0, MOST_LITERAL[facet]));
  const rounds = Math.max(...Object.values(MOST_LITERAL));
  const inTurn = Array.from({ length: rounds }, (_, round) => byFacet.flatMap((terms) => terms[round] ?? [])).flat();
  return inTurn.slice(0, MOST_CANDIDATES);
}

function byLikeness(vocabulary: Vocabulary, title: string, abstract: string): Term[] {
  const { terms, postings } = indexOf(vocabulary);
  const query = new Map<string, number>();
  for (const stem of contentStems(abstract)) query.set(stem, 1);
  for (const stem of contentStems(title)) query.set(stem, TITLE_WEIGHT);
  const hits = terms.map((term) => ({ term, score: 0, words: 0, inName: 0, ofLabel: 0 }));
  for (const [stem, weight] of query)
    for (const posting of postings.get(stem) ?? []) {
      const hit = hits[posting.term] as (typeof hits)[number];
      hit.score += weight * posting.weight;
      hit.words++;
      if (posting.inName) hit.inName++;
      hit.ofLabel += posting.ofLabel;
    }
  const likely = hits
    .filter(({ words, inName }) => (inName > 0 && words > 1) || words >= DEFINITION_WORDS)
    .map((hit) => ({ ...hit, score: hit.score * (UNNAMED + (1 - UNNAMED) * hit.ofLabel) }));
  const best = Math.max(0, ...likely.map(({ score }) => score));
  return likely
    .filter(({ score }) => score >= best * LEAST_SHARE)
    .sort((a, b) => round(b.score) - round(a.score) || (a.term.id < b.term.id ? -1 : 1))
    .map(({ term }) => term);
}

function indexOf(vocabulary: Vocabulary): LikenessIndex {
  const known = indexes.get(vocabulary);
  if (known) return known;
  const terms = vocabulary.terms.filter(({ status, facet }) => status === 'active' && FILL_TO[facet] > 0);
  const index = { terms, postings: postingsOf(terms) };
  indexes.set(vocabulary, index);
  return index;
}

/** A term as the words it is known by. */
function bagOf(term: Term): { label: Set<string>; names: Set<string>; counts: Map<string, number> } {
  const counts = new Map<string, number>();
  for (const stem of contentStems(term.definition)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const names = new Set([term.label, ...term.aliases].flatMap(contentStems));
  for (const stem of names) counts.set(stem, (counts.get(stem) ?? 0) + LABEL_WEIGHT);
  return { label: new Set(contentStems(term.label)), names, counts };
}

/** BM25 weight of each word in each term, so that a query only adds. */
function postingsOf(terms: readonly Term[]): Map<string, Posting[]> {
  const bags = terms.map(bagOf);
  const lengths = bags.map(({ counts }) => [...counts.values()].reduce((sum, count) => sum + count, 0));
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, bags.length);
  const frequency = new Map<string, number>();
  for (const { counts } of bags) for (const stem of counts.keys()) frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
  const postings = new Map<string, Posting[]>();
  for (const [term, { label, names, counts }] of bags.entries())
    for (const [stem, count] of counts) {
      const df = frequency.get(stem) as number;
      const rarity = Math.log(1 + (bags.length - df + 0.5) / (df + 0.5));
      const length = 1 - B + (B * (lengths[term] as number)) / average;
      const list = postings.get(stem) ?? [];
      const weight = (rarity * count * (K1 + 1)) / (count + K1 * length);
      list.push({ term, weight, inName: names.has(stem), ofLabel: label.has(stem) ? 1 / label.size : 0 });
      postings.set(stem, list);
    }
  return postings;
}

/** Words that stand in any abstract. */
const STOP = new Set(
  `a about above across after ahead all also among an and any are as at based be because been between both but by can could data dataset
  day different do does each easy few for from further general given good has have high hour how however if in into is it its large
  learn learning less long low made make making many may method minute model more most much must need new no not of often on one only
  open or other our out over own paper part per performance possibly present problem propose real result same several show simple single
  small so some state step such system task than that the their them then there these they this those through time to train training two
  under up use used using usually very was way we well were what when where whether which while who whose will with within without work
  world wrong year approach novel existing art benchmark evaluation experiment introduce study first set multiple achieve outperform
  improve significant demonstrate human people answer write written`.split(/\s+/),
);

/** Suffixes that make another word of the same stem, longest first. */
const SUFFIX = /(?:ations?|ating|ated|ates?|ative|ators?|ional|ions?|ings?|ed|ers?|ors?|als?|ments?|es?)$/;

/** Stems of the words that can tell one paper from another. */
function contentStems(text: string): string[] {
  return labelWords(text).flatMap(({ word }) => {
    const plain = singular(word.toLowerCase());
    return plain.length < 2 || STOP.has(plain) || /^[\d.]+$/.test(plain) ? [] : [stemOf(plain)];
  });
}

/** "distilling", "distillation" and "distil" are one; a stem keeps at least four letters. */
function stemOf(word: string): string {
  const stem = word.replace(SUFFIX, '');
  return stem.length < 4 ? word : stem.replace(/([^aeiou])\1$/, '$1');
}

const countOf = (terms: readonly Term[], facet: OpenFacet): number => terms.filter((term) => term.facet === facet).length;

/** Sums of floating point numbers may differ in their last digits between machines; an order must not. */
const round = (score: number): number => Math.round(score * 1e6) / 1e6;
