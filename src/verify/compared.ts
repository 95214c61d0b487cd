/**
 * What a level is compared with where the sentence prints only the difference: "achieves 78.7%, outperforming METER by 1.1%". The
 * baseline stands behind the level, with the change, and goes for both.
 */
import type { WindowScene } from './binding-scene.ts';
import type { Mention } from './mention.ts';
import { foreign } from './rival.ts';

const COMPARES =
  /\b(?:than|over|above|below|versus|vs|against|compared (?:to|with)|relative to|surpass\w*|outperform\w*|exceed\w*|beat\w*|improv\w+ (?:on|over|upon))\b/gi;
const TRAILING = /,\s(?:all\s)?(?:compared (?:to|with)|relative to|versus|vs\.?)\s(?:[^\s,;]+\s){0,4}$/i;
const OTHER_CLAUSE = /;|\b(?:while|whereas|but)\b/i;

/** Whether a baseline named behind a cell is what that cell is compared with as well. */
export function sharesComparison(mention: Mention, at: number, { cells, text, own, window }: WindowScene): boolean {
  const cell = cells[at];
  if (!cell || mention.start < cell.end) return false;
  const between = text.slice(cell.end, mention.start);
  if (TRAILING.test(between) && /^[^,;\d]{0,40}\W*$/.test(text.slice(mention.end, window.end))) return true;
  if (OTHER_CLAUSE.test(between)) return false;
  const compared = [...between.matchAll(COMPARES)];
  const last = compared.at(-1);
  if (!last) return false;
  // no one else is compared with on the way, and nothing but small words stand before the name
  return compared.every(({ index, 0: words }) => {
    const object = between.slice(index + words.length).split(/[,;]|\sby\s/)[0] ?? '';
    return index === last.index
      ? true
      : foreign(object, own).every((word) => !/[\p{Lu}\p{N}]/u.test(word)) && /\d/.test(object) === false;
  });
}
