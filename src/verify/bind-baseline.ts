/**
 * Binding of the baseline's number: it must stand at the baseline's place of the measurement, or with the baseline's name, and never
 * in the place, or the list, of the value itself.
 */
import type { WireClaim } from '../domain/draft.ts';
import { type BindingQuestion, type Look, nearestNumber, type WindowScene, YES } from './binding-scene.ts';
import { isChange } from './change-words.ts';
import type { ValueFinding } from './check-value.ts';
import { governs, type Scene } from './governs.ts';
import { findMentions, type Mention } from './mention.ts';
import type { Quantity } from './quantity.ts';
import { isInRegion, regionOf } from './region.ts';
import type { SourceField } from './source-text.ts';

/** Whether the number of a row's baseline is one, for the value in this cell. */
export function lookAtBaselineValue(
  at: number,
  { claim, baseline, value }: BindingQuestion,
  scene: WindowScene,
  field: SourceField,
): Look {
  if (baseline.check.check === 'not_applicable') return YES;
  const raw = claim.baseline?.value ?? '';
  if (baseline.check.check === 'missing')
    return { verdict: 'no', reason: `The baseline “${raw}” does not stand in the quoted text.` };
  const looks = baseline.places.map((place) => lookAtBaselinePlace(place, raw, at, claim, value, scene, field));
  return looks.find(({ verdict }) => verdict === 'yes') ?? looks.find(({ verdict }) => verdict === 'unclear') ?? looks[0] ?? YES;
}

function lookAtBaselinePlace(
  place: Quantity,
  raw: string,
  at: number,
  claim: WireClaim,
  value: ValueFinding,
  scene: WindowScene,
  field: SourceField,
): Look {
  if (value.places.length === 1 && value.places[0] === place)
    return { verdict: 'no', reason: `Value and baseline are the same number “${raw}” of the sentence.` };
  if (isDifference(place, scene)) return { verdict: 'no', reason: `“${raw}” is a difference, not the level of the baseline.` };
  const cell = scene.cells[at];
  const inCell = cell?.members.find(({ quantity }) => quantity === place);
  if (inCell) {
    const isDelta = cell?.members.some(({ quantity, role }) => role === 'delta' && value.places.includes(quantity));
    if (isDelta) return { verdict: 'unclear', reason: `The value is a difference; “${raw}” is compared with a level.` };
    if (inCell.role === 'before') return YES;
    return { verdict: 'no', reason: `“${raw}” stands at the place of the value, not of the baseline.` };
  }
  const compared = cell?.members.find(({ role }) => role === 'before');
  const partner = partnerOf(at, scene);
  if (partner === place) return YES;
  if (partner) return { verdict: 'no', reason: `In order, the sentence compares with “${partner.raw}”, not with “${raw}”.` };
  const other = scene.cells.findIndex(({ members }) => members.some(({ quantity }) => quantity === place));
  const isOthers = scene.cells[other]?.members.some(({ quantity, role }) => quantity === place && role === 'before') ?? false;
  const comparedNo: Look = {
    verdict: 'no',
    reason: `The sentence compares with “${compared?.quantity.raw ?? ''}”, not with “${raw}”.`,
  };
  if (compared && isOthers) return comparedNo;
  const owner = scene.cells[other]?.members.find(({ role }) => role === 'value')?.quantity;
  const mine = cell?.members.find(({ role }) => role === 'value')?.quantity;
  if (isOthers && owner && owner.number !== mine?.number)
    return { verdict: 'no', reason: `“${raw}” is what the sentence compares “${owner.raw}” with.` };
  if (other < 0) return { verdict: 'unclear', reason: `The baseline “${raw}” stands in another sentence than the value.` };
  if (scene.blocks[at] !== undefined && scene.blocks[at]?.start === scene.blocks[other]?.start) {
    return { verdict: 'no', reason: `“${raw}” stands in the same list as the value, so it is no baseline of it.` };
  }
  const name = claim.baseline?.name ?? null;
  const mentions = name ? findMentions(name, 'baseline', field, scene.window) : [];
  if (mentions.length > 0) return lookAtOwner(mentions, place, other, name ?? '', scene);
  if (compared) return comparedNo;
  return lookAtSubjects(place, raw, at, other, claim, scene, field);
}

const isDifference = ({ unit, sign, start, end }: Quantity, { text }: Scene): boolean =>
  unit === 'percentage_point' ||
  sign === '+' ||
  (unit === 'percent' && isChange(text.slice(Math.max(0, start - 40), start), text.slice(end, end + 30)));

/** "2.31 on A and 3.87 on B, against 4.02 and 6.15": the number at the same place of the second list. */
function partnerOf(at: number, { cells, blocks, text }: Scene): Quantity | null {
  const list = blocks.find(({ start, end }) => start > at && end > start);
  if (!list) return null;
  const size = list.end - list.start + 1;
  const gap = text.slice(cells[list.start - 1]?.end, cells[list.start]?.start);
  if (list.start < size || at < list.start - size || !COMPARES.test(gap) || /\bby\b/.test(gap)) return null;
  return cells[list.start + (at - (list.start - size))]?.members[0]?.quantity ?? null;
}

/** A baseline's number stands with its name, and not on the other side of a comparison with it. */
function lookAtOwner(mentions: readonly Mention[], place: Quantity, other: number, name: string, scene: WindowScene): Look {
  const { cells, blocks, text, window } = scene;
  if (nearestNumber(mentions, scene) === place) return YES;
  const block = blocks[other] ?? { start: other, end: other };
  const region = regionOf(cells, block.start, block.end, text, window);
  const near = mentions.filter((mention) => isInRegion(mention, region));
  const isAcross = ({ start }: Mention): boolean => start > place.end && COMPARES.test(text.slice(place.end, start));
  if (near.length > 0 && !near.every(isAcross)) return YES;
  return { verdict: near.length > 0 ? 'no' : 'unclear', reason: `The sentence does not tie “${place.raw}” to “${name}”.` };
}

const COMPARES = /\b(?:than|over|vs|versus|against|compared|surpass\w*|outperform\w*|exceed\w*|beat\w*)\b/i;

/** Without a named baseline the subject decides which of two numbers is its own. */
function lookAtSubjects(
  place: Quantity,
  raw: string,
  at: number,
  other: number,
  claim: WireClaim,
  scene: WindowScene,
  field: SourceField,
): Look {
  const subjects = findMentions(claim.subject, 'subject', field, scene.window);
  if (subjects.length > 0) {
    const own = governs(subjects, at, 'subject', scene);
    const theirs = governs(subjects, other, 'subject', scene);
    if (own === 'yes' && theirs === 'no') return YES;
    if (own === 'no' && theirs === 'yes') return { verdict: 'no', reason: `“${place.raw}” belongs to “${claim.subject}” itself.` };
  }
  return { verdict: 'unclear', reason: `The sentence does not say that “${raw}” is the baseline.` };
}
