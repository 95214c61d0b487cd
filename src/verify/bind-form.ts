/**
 * Levels and changes: "61.7%, surpassing A by 4.3 points" prints a level and a change under the same names. A metric that says
 * "improvement" takes no level where the sentence prints the change, and a change is measured against something.
 */
import type { BindingQuestion, Look, WindowScene } from './binding-scene.ts';
import { YES } from './binding-scene.ts';
import type { Cell } from './cells.ts';
import { isChange } from './change-words.ts';
import type { Quantity } from './quantity.ts';

const CHANGE_METRIC = /\b(?:improvements?|gains?|increases?|boosts?|uplift|reductions?|drops?|decreases?|savings?|speed-?ups?)\b/i;
const COMPARED =
  /\b(?:than(?!\s[\d~$≈])|over|above|below|surpass\w*|outperform\w*|exceed\w*|beat\w*|compared (?:to|with)|relative to|versus)\b/i;

/** Whether the number is of the form its row says. */
export function lookAtForm(at: number, place: Quantity, { claim, value }: BindingQuestion, scene: WindowScene): Look {
  const cell = scene.cells[at];
  if (!cell || value.check.check === 'derived' || !isMeasure(place)) return YES;
  const others = scene.cells.filter((other) => other !== cell);
  const metric = claim.metric ?? '';
  const role = cell.members.find(({ quantity }) => quantity === place)?.role;
  const isDelta = role === 'delta' || isDifference(place, at, scene);
  const hasDelta =
    cell.members.some((member) => member.role === 'delta' && member.quantity !== place) ||
    others.some((other) => isDifference(other.members[0]?.quantity, scene.cells.indexOf(other), scene));
  if (CHANGE_METRIC.test(metric) && !isDelta && hasDelta && isLevel(place, cell, scene))
    return { verdict: 'no', reason: `“${place.raw}” is a level, no value of “${metric}”.` };
  // a factor says by its sign that it is no level, and a row without a metric says nothing to be mistaken
  if (
    !isDelta ||
    place.unit === 'ratio_x' ||
    metric === '' ||
    CHANGE_METRIC.test(metric) ||
    claim.baseline?.name ||
    claim.baseline?.value
  )
    return YES;
  const block = scene.blocks[at] ?? { start: at, end: at };
  const clause = scene.text.slice(
    scene.cells[block.start - 1]?.end ?? scene.window.start,
    scene.cells[block.end + 1]?.start ?? scene.window.end,
  );
  const isBesideLevel = others.some((other) => isLevelBefore(other, cell, scene));
  return isBesideLevel && COMPARED.test(clause)
    ? { verdict: 'unclear', reason: `“${place.raw}” is a difference, and the row does not say from what.` }
    : YES;
}

const isMeasure = ({ unit }: Quantity): boolean => unit !== 'params' && unit !== 'tokens' && unit !== 'count' && unit !== 'bytes';

const LEVEL_LEAD =
  /\b(?:achiev\w*|reach\w*|obtain\w*|attain\w*|scor\w+|of|at|to|is|was|were|record\w*|report\w*)\s(?:an?\s|the\s)?(?:[\p{L}\p{N}@-]+\s){0,3}$/iu;

/** A number that its words plainly give as a level. */
function isLevel({ unit, words, digitsStart }: Quantity, cell: Cell, { text }: WindowScene): boolean {
  if (unit === 'ratio_x') return false;
  return (
    cell.members.length > 1 ||
    (unit === 'score' && words !== '') ||
    LEVEL_LEAD.test(text.slice(Math.max(0, digitsStart - 50), digitsStart))
  );
}

/** A change by its unit, its sign, or the words around it or around the list it stands in. */
function isDifference(quantity: Quantity | undefined, at: number, { cells, blocks, text }: WindowScene): boolean {
  if (!quantity) return false;
  if (quantity.unit === 'percentage_point' || quantity.sign === '+') return true;
  const { start = at, end = at } = blocks[at] ?? {};
  const [first, last] = [cells[start]?.start ?? quantity.start, cells[end]?.end ?? quantity.end];
  const around = (from: number, to: number): boolean => isChange(text.slice(Math.max(0, from - 60), from), text.slice(to, to + 40));
  return around(quantity.start, quantity.end) || around(first, last);
}

/** A level printed before a change, in the same clause: "61.7% accuracy, surpassing A by 4.3 points". */
const isLevelBefore = (level: Cell, change: Cell, scene: WindowScene): boolean =>
  level.end <= change.start &&
  level.members.length === 1 &&
  level.members.every(({ quantity }) => quantity.unit !== null || quantity.digits.includes('.')) &&
  !isDifference(level.members[0]?.quantity, scene.cells.indexOf(level), scene) &&
  !/[;]|\b(?:while|whereas|but)\b/i.test(scene.text.slice(level.end, change.start));
