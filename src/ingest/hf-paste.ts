/**
 * Text copied from a Hugging Face Papers page or search: furniture, then titles and abstracts. There is no mark to hold on to, so
 * the reader looks at shape and order, says how sure it is, and reports every block it could not place.
 */
import { type Ignored, type Malformed, NO_FACTS, type RawListing } from '../domain/listing.ts';
import type { Head, Parsed, Reader, Source, Survey } from '../ports.ts';
import { MAX_RAW, readLines } from './decode.ts';
import { isUnmistakable } from './hf-furniture.ts';
import { Pairer, type Pairing } from './hf-pair.ts';
import { Segmenter } from './hf-segments.ts';

const NAME = 'hf-paste';
/** Shortest abstract that speaks for a paste, in characters. */
const MIN_PAIRED = 60;
/** Unknown blocks a survey shows. */
const MAX_SHOWN = 5;

/** Reader of pasted title and abstract pairs. */
export const hfPaste: Reader = {
  name: NAME,
  description: 'text copied from a Hugging Face Papers page: titles and abstracts',
  detect,
  read,
  survey,
};

/** How sure: the share of texts that pair up; lines that only this page has make it certain. */
function detect(head: Head): number {
  const seen = new Tally();
  const segmenter = new Segmenter();
  const pairer = new Pairer();
  let unmistakable = 0;
  // the last line of the head may be cut
  for (const text of head.text.split(/\r\n|[\r\n]/)) {
    if (isUnmistakable(text)) unmistakable++;
    for (const segment of segmenter.push({ kind: 'line', text, start: 0, end: text.length }))
      for (const pairing of pairer.push(segment)) seen.add(pairing);
  }
  for (const segment of segmenter.end()) for (const pairing of pairer.push(segment)) seen.add(pairing);
  for (const pairing of pairer.end()) seen.add(pairing);
  if (unmistakable > 0) return seen.unknown * 5 <= seen.texts + seen.furniture ? 0.95 : 0.6;
  if (seen.texts === 0) return 0;
  const share = (2 * seen.pairs) / seen.texts;
  // a licence or a letter has a heading and a paragraph too: one or two pairs count when there is nothing else
  return seen.pairs >= 3 || share === 1 ? 0.8 * share : 0.4 * share;
}

/** What a stretch of a paste holds. */
class Tally {
  /** Titles, blocks of abstracts and unknown blocks. */
  texts = 0;
  furniture = 0;
  unknown = 0;
  /** Titles of three words and more with an abstract; section headings of a text are mostly shorter. */
  pairs = 0;

  add(pairing: Pairing): void {
    if (pairing.kind === 'furniture') this.furniture++;
    else if (pairing.kind === 'paper') {
      this.texts += 1 + pairing.abstract.length;
      const [abstract] = pairing.abstract;
      if (abstract && abstract.text.length >= MIN_PAIRED && pairing.title.text.trim().split(/\s+/).length >= 3) this.pairs++;
    } else {
      this.texts++;
      this.unknown++;
    }
  }
}

async function* pairings(source: Source): AsyncIterable<Pairing> {
  const segmenter = new Segmenter();
  const pairer = new Pairer();
  for await (const line of readLines(source)) for (const segment of segmenter.push(line)) yield* pairer.push(segment);
  for (const segment of segmenter.end()) yield* pairer.push(segment);
  yield* pairer.end();
}

async function* read(source: Source): AsyncIterable<Parsed> {
  let index = 0;
  for await (const pairing of pairings(source)) yield parsed(pairing, index++);
}

async function survey(source: Source): Promise<Survey> {
  let blocks = 0;
  let unknownBlocks = 0;
  const unknown: { text: string; start: number; end: number }[] = [];
  for await (const pairing of pairings(source)) {
    blocks += pairing.kind === 'paper' ? 1 + pairing.abstract.length + (pairing.summary ? 1 : 0) : 1;
    if (pairing.kind !== 'unknown') continue;
    unknownBlocks++;
    const { text, start, end } = pairing.segment;
    if (unknown.length < MAX_SHOWN) unknown.push({ text: text.slice(0, MAX_RAW), start, end });
  }
  return { blocks, unknownBlocks, unknown };
}

function parsed(pairing: Pairing, index: number): Parsed {
  if (pairing.kind === 'paper') return listing(pairing, index);
  if (pairing.kind === 'furniture') {
    const { what, start, end } = pairing;
    return { kind: 'ignored', what, locator: { index, start, end } } satisfies Ignored;
  }
  if (pairing.kind === 'broken') {
    const { code, reason, raw, start, end } = pairing;
    return { kind: 'malformed', code, reason, raw, locator: { index, start, end } } satisfies Malformed;
  }
  const { text, start, end } = pairing.segment;
  const reason = 'neither a title, an abstract nor a known part of the page';
  return { kind: 'malformed', code: 'listing.malformed', reason, raw: text.slice(0, MAX_RAW), locator: { index, start, end } };
}

function listing({ title, abstract, summary }: Extract<Pairing, { kind: 'paper' }>, index: number): RawListing {
  const end = Math.max(title.end, abstract.at(-1)?.end ?? 0, summary?.end ?? 0);
  return {
    ...NO_FACTS,
    kind: 'listing',
    sourceFormat: NAME,
    locator: { index, start: title.start, end },
    title: title.text,
    abstract: abstract.length === 0 ? null : abstract.map(({ text }) => text).join('\n\n'),
    abstractSource: abstract.length > 0 ? 'author' : summary ? 'hf_ai_summary' : 'none',
    upstreamAi: summary ? { summary: summary.text } : null,
    damaged: true,
  };
}
