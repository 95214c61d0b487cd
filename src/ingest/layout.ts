/**
 * The layout-drift rule: a paste whose page looks different now is stopped before anything is queued, with the blocks shown.
 * A silent misreading of a changed page would pair titles with the wrong abstracts.
 */
import { PrecisError } from '../domain/errors.ts';
import type { Survey } from '../ports.ts';

/** Share of unknown blocks beyond which a layout has drifted. */
export const MAX_UNKNOWN_SHARE = 0.1;
const SHOWN = 5;
const SHOWN_CHARACTERS = 120;

/** @throws PrecisError `listing.layout_drift` when more than 10 % of the blocks are neither title, abstract nor known furniture. */
export function checkLayout(survey: Survey, fileName: string): void {
  const { blocks, unknownBlocks, unknown } = survey;
  if (unknownBlocks <= blocks * MAX_UNKNOWN_SHARE) return;
  const shown = unknown.slice(0, SHOWN).map(({ text, start }) => `  byte ${start}: ${excerpt(text)}`);
  const percent = Math.round((100 * unknownBlocks) / blocks);
  throw new PrecisError(
    'listing.layout_drift',
    `${unknownBlocks} of ${blocks} blocks of ${fileName} (${percent} %) are neither title, abstract nor a known part of the page, more than the 10 % allowed:\n${shown.join('\n')}`,
  );
}

function excerpt(text: string): string {
  const flat = text.replace(/[\s\p{C}]+/gu, ' ').trim();
  return flat.length > SHOWN_CHARACTERS ? `${flat.slice(0, SHOWN_CHARACTERS)}...` : flat;
}
