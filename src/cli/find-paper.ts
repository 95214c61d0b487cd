/** A paper by what a person types: any id it ever had, an arXiv link, or a word of its title when only one paper has it. */
import { PrecisError } from '../domain/errors.ts';
import type { Store } from '../ports.ts';
import { printable } from './terminal.ts';

/** @throws PrecisError `paper.unknown`, naming what comes near */
export async function findPaper(store: Store, word: string): Promise<number> {
  for (const id of spellings(word)) {
    const pk = await store.findPaper(id);
    if (pk !== null) return pk;
  }
  const near = await store.search(word, 3);
  const [only] = near;
  if (only && near.length === 1) return only.pk;
  const names = near.map(({ paperId, title }) => `${paperId} "${printable(title, 50)}"`).join(', ');
  throw new PrecisError(
    'paper.unknown',
    `looking for the paper ${printable(word, 80)}: ${near.length > 0 ? `several hold these words: ${names}` : 'no paper has this id or these words'}`,
  );
}

function spellings(word: string): string[] {
  const arxiv = /(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?$/.exec(word)?.[1];
  const doi = /(10\.\d{4,9}\/\S+)$/.exec(word)?.[1];
  return [word, ...(arxiv ? [`arxiv:${arxiv}`] : []), ...(doi ? [`doi:${doi.toLowerCase()}`] : []), `work:${word}`];
}
