/**
 * The numbers of a sentence grouped into measurements. "from A to B", "A vs B", "D (A vs B)" are one measurement whose members play
 * parts; everything else is one number. Lists of measurements ("2.4, 9.0 and 12.6 percent") are noted, because their names may
 * stand in a parallel list.
 */
import type { Span } from '../domain/codepoints.ts';
import { isChange } from './change-words.ts';
import type { Quantity } from './quantity.ts';

/** The part a number plays in its measurement. */
export type Role = 'value' | 'before' | 'delta' | 'low' | 'high';

/** One number of a measurement. */
export interface Member {
  readonly quantity: Quantity;
  readonly role: Role;
}

/** One measurement. */
export interface Cell extends Span {
  readonly members: readonly Member[];
}

/** The measurements of a sentence in order, and for each the first and last cell of the list it stands in. */
export interface Cells {
  readonly cells: readonly Cell[];
  readonly blocks: readonly Span[];
}

/** A stop ends a sentence; the point of a decimal does not. */
const BEFORE_TRANSITION = /\bfrom\b(?:[^.;]|\.(?=\d)){0,60}$/i;
const RANGE_LEAD =
  /(?:\b(?:rang\w+|vary\w*|varies|anywhere) from|\bbetween|\bby|\bby factors between|\bof)(?:\s(?:about|around|up to|factors between|an average of))?\s?[~≈+$]?$/i;
const CHANGE_VERB = /\b(?:improv|increas|rais|boost|reduc|decreas|drop|lift|cut|lower|bring|push|advanc)\w*\b[^.;]{0,60}$/i;
const TO = /^(?:[^.;,()]{0,40}\s)?(?<!\b(?:and|or)\sup\s)(?<!\band\s)(?:to|→)\s(?:[^.;,\d()]{0,30}\s)?[$~≈]?$|^\s?→\s?$/i;
const DIRECT_TO = /^\s(?:\([^()]{1,40}\)\s)?to\s[$~≈]?$/i;
const PURE_TO = /^\s?(?:to|and|→|-)\s?[$~≈]?$/i;
const VERSUS =
  /(?:\bvs\b\.?|\bversus\b|\bcompared (?:to|with)\b|\bthan\b|\bagainst\b|\bsurpass\w*|\boutperform\w*|\bexceed\w*|\bbeat\w*|\b(?:up|down) from\b|\binstead of\b|\brather than\b|\bin contrast to\b|\bover\b|\brelative to\b|\b(?:improv\w+|advanc\w+) (?:on|over|upon)\b)/i;
const BY_NUMBER =
  /\bby(?:\s(?:an?|up to|about|around|over|more than|nearly|almost|roughly|approximately|as much as|average|of|at least)){0,4}\s?[~≈≤≥<>+$]*$/i;
/** "…, over 10% higher": a bound, no comparison. */
const BOUND_ONLY = /(?:^|,)\s?(?:and\s)?(?:over|exceeding|(?:by )?more than)\s$/i;
/** What follows is about something else: "better than Barrel while using only 9%". */
const OTHER_CLAUSE = /\b(?:while|whereas|but|using|and|with|when)\b/i;
/** "and with more than 0.9": a bound of the second number. */
const BOUND_LEAD =
  /(?:\b(?:with|of|to|by|in|and|at|reach\w*|achiev\w*|attain\w*|exceed\w*|is|are|was|were)|,)\s(?:more|less|fewer|greater|no (?:more|less|worse)) than\s$/i;
const CLAUSE = /[;]|(?<!\bvs)\.\s/;
const MAX_GAP = 110;

/** Groups the numbers of a window, which are in order. */
export function groupCells(quantities: readonly Quantity[], text: string, window: Span): Cells {
  const cells: Cell[] = [];
  for (let at = 0; at < quantities.length; ) {
    const members = readCell(quantities, at, text, window, isTransition(cells.at(-1)));
    at += members.length;
    cells.push({ members, start: members[0]?.quantity.start ?? 0, end: members.at(-1)?.quantity.end ?? 0 });
  }
  return { cells, blocks: findBlocks(cells, text) };
}

/** "from 0.78 to 0.83": what follows may leave out its "from". */
const isTransition = (cell: Cell | undefined): boolean => cell?.members.length === 2 && cell.members[0]?.role === 'before';

function readCell(quantities: readonly Quantity[], at: number, text: string, window: Span, afterTransition: boolean): Member[] {
  const first = quantities[at] as Quantity;
  if (first.low !== null) return [{ quantity: first, role: 'value' }];
  const pair = readPair(quantities, at, text, window, afterTransition);
  if (pair) return pair;
  const second = quantities[at + 1];
  if (second && /^\s?\(\s?$/.test(text.slice(first.end, second.start))) {
    const inner = readPair(quantities, at + 1, text, window, false);
    if (inner) return [{ quantity: first, role: 'delta' }, ...inner];
    if (second.sign !== '' && second.low === null) return [member(first, 'value'), member(second, 'delta')];
  }
  return [member(first, 'value')];
}

const member = (quantity: Quantity, role: Role): Member => ({ quantity, role });

function readPair(
  quantities: readonly Quantity[],
  at: number,
  text: string,
  window: Span,
  afterTransition: boolean,
): Member[] | null {
  const first = quantities[at];
  const second = quantities[at + 1];
  if (!first || !second || first.low !== null || second.low !== null) return null;
  const gap = text.slice(first.end, second.start);
  if (gap.length > MAX_GAP || CLAUSE.test(gap) || !isSameUnit(first, second)) return null;
  const lead = text.slice(Math.max(window.start, first.start - 80), first.start);
  if (isPlainRange(first, second, gap, lead, text.slice(second.end, second.end + 40)))
    return [member(first, 'low'), member(second, 'high')];
  if (afterTransition && DIRECT_TO.test(gap)) return [member(first, 'before'), member(second, 'value')];
  // "rises by 3.3 to 58.1": a change and the level it leads to
  if (/\bby\s[~≈+]?$/i.test(lead) && DIRECT_TO.test(gap) && isBare(first) && isBare(second)) return null;
  if (PURE_TO.test(gap) && RANGE_LEAD.test(lead) && (!/\band\b/.test(gap) || /\bbetween|factors/i.test(lead))) {
    return [member(first, 'low'), member(second, 'high')];
  }
  if ((TO.test(gap) && (BEFORE_TRANSITION.test(lead) || gap.includes('→'))) || (DIRECT_TO.test(gap) && CHANGE_VERB.test(lead)))
    return [member(first, 'before'), member(second, 'value')];
  if (/^(?:\s?\([^()]{1,40}\))?\sto\s$/.test(gap) && BEFORE_TRANSITION.test(lead))
    return [member(first, 'before'), member(second, 'value')];
  const after = text.slice(second.end, second.end + 40);
  const compared = VERSUS.exec(gap);
  const tail = compared ? gap.slice(compared.index + compared[0].length) : '';
  if (
    compared &&
    !OTHER_CLAUSE.test(tail) &&
    !BY_NUMBER.test(gap) &&
    !BOUND_ONLY.test(gap) &&
    !BOUND_LEAD.test(gap) &&
    second.sign === '' &&
    !opensList(quantities, at + 1, text) &&
    !isChange('', after)
  ) {
    return [member(first, 'value'), member(second, 'before')];
  }
  if (/\bcompared (?:to|with)\s[^,.;]{0,50}$/i.test(lead) && /^[^.;,]{0,40},\s[^.;]{0,60}$/.test(gap))
    return [member(first, 'before'), member(second, 'value')];
  return null;
}

const isBare = ({ unit, words }: Quantity): boolean => unit === null && words === '';

/** "14 to 22 times faster", "3x to 13x", "+1.8% to +4.4% improvement": one factor or one change, its ends joined by "to". */
const isPlainRange = (first: Quantity, second: Quantity, gap: string, lead: string, after: string): boolean =>
  DIRECT_TO.test(gap) &&
  !/\bfrom\s[^,;]{0,20}$/i.test(lead) &&
  (first.number ?? 0) < (second.number ?? 0) &&
  (second.unit === 'ratio_x' || (first.sign !== '' && second.sign !== '') || isChange('', after));

/** "against 4.02 and 6.15": the second list of two, not one number to compare with. */
function opensList(quantities: readonly Quantity[], at: number, text: string): boolean {
  const here = quantities[at];
  const next = quantities[at + 1];
  return (
    here !== undefined && next !== undefined && isSameUnit(here, next) && /^,?\s(?:and\s)?$/.test(text.slice(here.end, next.start))
  );
}

const isSameUnit = (a: Quantity, b: Quantity): boolean =>
  a.unit === b.unit || ((a.unit === null || a.unit === 'score') && (b.unit === null || b.unit === 'score'));

const LIST_GAP =
  /^(?:\s|[,()]|and|or|&|\/|respectively|from|by|to|of|an?|about|around|approximately|up|over|nearly|roughly|only|just|both|\+|~|further|additional|a)+$/i;
const LIST_MARK = /,|\band\b|\bor\b|&|\//i;

/** Runs of cells with nothing but list marks between them; a repeated word after each number does not break a run. */
function findBlocks(cells: readonly Cell[], text: string): Span[] {
  const blocks: Span[] = [];
  for (let first = 0; first < cells.length; ) {
    let last = first;
    while (last + 1 < cells.length && isListGap(cells[last] as Cell, cells[last + 1] as Cell, text)) last++;
    for (let at = first; at <= last; at++) blocks.push({ start: first, end: last });
    first = last + 1;
  }
  return blocks;
}

function isListGap(a: Cell, b: Cell, text: string): boolean {
  const gap = text.slice(a.end, b.start);
  // "an error of 0.304, a 70.7% agreement": no list, unless the sentence says so
  const [first, second] = [a.members[0]?.quantity, b.members[0]?.quantity];
  if (first && second && !isSameUnit(first, second) && !/^[^.;]{0,80}\brespectively\b/i.test(text.slice(b.end, b.end + 100)))
    return false;
  if (gap.length > 60 || !LIST_MARK.test(gap)) return false;
  if (LIST_GAP.test(gap)) return true;
  const repeated = /^\s(\p{L}[\p{L}\p{N}-]{0,20})(?=[\s,])/u.exec(gap);
  return repeated !== null && LIST_GAP.test(gap.slice(repeated[0].length)) && text.slice(b.end, b.end + 24).startsWith(repeated[0]);
}

/** From the first to the last number of the list this one stands in; itself where it stands in none. */
export function listAround(quantity: Quantity, quantities: readonly Quantity[], text: string): Span {
  const at = quantities.indexOf(quantity);
  const alone = (one: Quantity): Cell => ({ members: [member(one, 'value')], start: one.start, end: one.end });
  const goesOn = (a: Quantity | undefined, b: Quantity | undefined): boolean =>
    a !== undefined && b !== undefined && isListGap(alone(a), alone(b), text);
  let first = at;
  let last = at;
  if (at >= 0) {
    while (goesOn(quantities[first - 1], quantities[first])) first--;
    while (goesOn(quantities[last], quantities[last + 1])) last++;
  }
  return { start: quantities[first]?.start ?? quantity.start, end: quantities[last]?.end ?? quantity.end };
}
