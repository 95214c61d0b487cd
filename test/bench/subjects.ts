/** What is measured: programs, listings, papers. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const BIN = at('../../bin/precis.js');
export const NAIVE = at('./naive.ts');
export const VOCABULARY = at('../../prompts/vocabulary.v1.json');
const EXAMPLE = at('../../examples/listing.txt');
/** A real listing of 145 papers beside the checkout; not everybody has it. */
const REAL = at('../../../shared/data/listings/huggingface-papers.txt');
export const MODEL = 'scripted-model';

/** The real listing where it exists, else the example. */
export function defaultListing(): string {
  return existsSync(REAL) ? REAL : EXAMPLE;
}

/** Title and abstract pairs of a clean paste: long blocks and the short ones above them. */
export function readPapers(listing: string): { title: string; abstract: string }[] {
  const blocks = readFileSync(listing, 'utf8')
    .split(/\n\s*\n/)
    .map((block) => block.trim());
  return blocks.flatMap((abstract, i) => (abstract.length > 300 ? [{ title: blocks[i - 1] ?? '', abstract }] : []));
}
