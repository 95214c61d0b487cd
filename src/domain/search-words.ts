/**
 * Plain words of a text, the same for what is indexed and for what is looked for, so that both stores find the same papers.
 * Words are runs of letters and digits, lower case, accents dropped; nothing in them has a meaning to any search syntax.
 */

/** Longest word kept, in characters: a longer run is no word. */
const MAX_WORD = 64;

/** Distinct words of a text, in the order of their first occurrence. */
export function searchWords(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  const words = new Set<string>();
  for (const [word] of plain.matchAll(/[\p{L}\p{N}]+/gu)) words.add(word.slice(0, MAX_WORD));
  return [...words];
}
