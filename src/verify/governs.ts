/**
 * Whether a name governs a number of its sentence: the name stands in the number's own stretch, is paired with it in a parallel
 * list, or is shared and no rival stands closer.
 */
import type { Span } from '../domain/codepoints.ts';
import type { Cell, Cells } from './cells.ts';
import type { Mention } from './mention.ts';
import { findMetricMentions } from './metrics.ts';
import { listPosition, MAX_EDGE_WORDS } from './parallel-list.ts';
import { isInRegion, type Region, regionOf, splitGap } from './region.ts';
import { type BoundKind, findRival, type RivalContext, type Rivalry } from './rival.ts';

/** Answer of one look. */
export type Verdict = 'yes' | 'no' | 'unclear';

/** A sentence as binding sees it. */
export interface Scene extends Cells {
  readonly text: string;
  readonly window: Span;
  /** Keys of all words the row uses for its own names. */
  readonly own: ReadonlySet<string>;
  /** Printed units of the counts that do not compete here. */
  readonly counts: readonly Span[];
}

/** Whether one of these mentions governs a cell; `yes` when any does. */
export function governs(mentions: readonly Mention[], cell: number, kind: BoundKind, scene: Scene): Verdict {
  const verdicts = mentions.map((mention) => governsOne(mention, cell, kind, scene));
  if (verdicts.includes('yes')) return 'yes';
  return verdicts.includes('unclear') ? 'unclear' : 'no';
}

function governsOne(mention: Mention, cell: number, kind: BoundKind, scene: Scene): Verdict {
  const { cells, blocks, text, window } = scene;
  const block = blocks[cell] ?? { start: cell, end: cell };
  const size = block.end - block.start + 1;
  if (size > 1) {
    const numbers = { start: cells[block.start]?.start ?? 0, end: cells[block.end]?.end ?? 0 };
    const maxEdge = kind === 'subject' ? 0 : MAX_EDGE_WORDS;
    const position = listPosition(mention, size, { text, window, numbers: cells, block: numbers, maxEdge });
    if (position !== null) return position === cell - block.start ? 'yes' : 'no';
  }
  const paired = kind === 'metric' && size > 1 ? levelPosition(mention, block, scene) : null;
  if (paired !== null) return paired === cell - block.start ? 'yes' : 'no';
  const region = regionOf(cells, block.start, block.end, text, window);
  const context = contextOf(mention, scene);
  const inside = cells.findIndex(({ start, end }) => mention.start >= start && mention.end <= end);
  // "0.888 AUC and 0.545 average precision": in one list, but each with a unit of its own
  if (kind === 'metric' && inside >= block.start && inside <= block.end && size > 1) {
    if (inside === cell || hasBareUnit(cells[cell])) return 'yes';
    return findRival(kind, regionOf(cells, cell, cell, text, window), context) === 'none' ? 'yes' : 'no';
  }
  if (isInRegion(mention, region)) return ownVerdict(mention, kind, region, context, scene);
  // "64.2 EM and 71.8 F1": a unit belongs to its own number
  const unitOf = kind === 'metric' ? blocks[inside] : undefined;
  if (unitOf && unitOf.end > unitOf.start && unitOf.end - unitOf.start + 1 === size && !hasBareUnit(cells[cell])) {
    return inside - unitOf.start === cell - block.start ? 'yes' : 'no';
  }
  if (mention.start >= region.inner.start && mention.end <= region.inner.end) return 'yes';
  const rival = findRival(kind, region, context);
  if (rival === 'strong') return 'no';
  const between = rivalBetween(mention, block, kind, context, scene);
  if (between === 'strong') return 'no';
  // nouns on the way are no rivals of a metric: "wins 58% of comparisons against A and 42% against B"
  const weakest = kind === 'metric' ? rival : worse(rival, between);
  if (mention.end <= region.left.start) return sharedForward(mention, kind, weakest, context, block, scene);
  return sharedBackward(mention, block.end, kind, worse(rival, between), scene);
}

/**
 * "a sensitivity of 83% and a specificity of 91%, better by 14 and 6 points, respectively": as many levels before the list as it has
 * members, each with its metric. Position of the level a mention stands with; null when there is no such pairing.
 */
function levelPosition(mention: Mention, block: Span, { cells, text, window }: Scene): number | null {
  const size = block.end - block.start + 1;
  const first = block.start - size;
  if (first < 0 || !/^[^.;]{0,60}\brespectively\b/i.test(text.slice(cells[block.end]?.end ?? 0))) return null;
  const regions = cells.slice(first, block.start).map((_, i) => regionOf(cells, first + i, first + i, text, window));
  const isNamed = ({ left, right }: Region): boolean =>
    findMetricMentions(text.slice(left.start, left.end)).length > 0 ||
    findMetricMentions(text.slice(right.start, right.end)).length > 0;
  const position = regions.findIndex((region) => isInRegion(mention, region));
  return position >= 0 && regions.every(isNamed) ? position : null;
}

/** A number of a list whose unit is printed at a neighbour. */
const hasBareUnit = (cell: Cell | undefined): boolean => cell?.members.some(({ quantity }) => quantity.sharesUnit) ?? false;

const worse = (a: Rivalry, b: Rivalry): Rivalry => (a === 'weak' || b === 'weak' ? 'weak' : 'none');

/** A name in the number's own stretch, unless another clause of it holds a closer one: "Trained on A, it reaches 88% on B". */
function ownVerdict(mention: Mention, kind: BoundKind, region: Region, context: RivalContext, scene: Scene): Verdict {
  if (kind !== 'dataset' && kind !== 'metric') return 'yes';
  const { text } = scene;
  if (mention.end <= region.inner.start) {
    const split = splitGap(text, { start: mention.end, end: region.inner.start });
    const clause = split !== null && /,\s|;\s/.test(text.slice(mention.end, region.inner.start));
    if (!clause) return 'yes';
    const near: Region = {
      left: { start: split, end: region.inner.start },
      inner: region.inner,
      right: beforeSplit(region.right, text),
    };
    if (kind === 'dataset' && !TRAINED.test(text.slice(Math.max(scene.window.start, mention.start - 40), mention.start)))
      return 'yes';
    return findRival(kind, near, context) === 'strong' ? (kind === 'metric' ? 'no' : 'unclear') : 'yes';
  }
  if (mention.start >= region.right.start) {
    const direct = beforeSplit(region.right, text);
    if (mention.start < direct.end || isOneList(text.slice(region.right.start, mention.start))) return 'yes';
    const near: Region = { left: { start: region.inner.start, end: region.inner.start }, inner: region.inner, right: direct };
    return findRival(kind, near, context) === 'strong' ? 'no' : 'yes';
  }
  return 'yes';
}

/** "Trained on A": the name of what was learned from, not of what was measured on. */
const TRAINED = /\b(?:(?:pre-?)?train\w*|fine-?tun\w*|learn\w*|transfer\w*)\b[^,.;]*$/i;

/** "on A, B and " before a name: it is a further member of the same list. */
const isOneList = (between: string): boolean =>
  !/\b(?:is|are|was|were|has|have|achiev\w*|remain\w*|match\w*|competitive|comparable|similar|outperform\w*|on|making|enabling|which|that|it|we|while|with)\b/i.test(
    between.replace(/^[^,]*?\b(?:on|across|for|in)\b/i, ''),
  );

const beforeSplit = (range: Span, text: string): Span => {
  const match = /,\s|;\s|\.\s|\s(?:and|while|but|whereas)\s/i.exec(text.slice(range.start, range.end));
  return match ? { start: range.start, end: range.start + match.index } : range;
};

/** Rivals that stand between a name and the block, in the stretches of other blocks. */
function rivalBetween(mention: Mention, block: Span, kind: BoundKind, context: RivalContext, scene: Scene): Rivalry {
  const { cells, text, window } = scene;
  let found: Rivalry = 'none';
  for (let at = 0; at < cells.length; at++) {
    if (at >= block.start && at <= block.end) continue;
    const region = regionOf(cells, at, at, text, window);
    // "91.1% fine-tuning accuracy": what stands between is part of the name
    if (mention.start >= region.right.start && mention.end <= region.right.end) continue;
    // "throughput within a latency of X by 2.6x": up to its own number a name has no rival in its clause
    const first = cells[at];
    if (
      first &&
      mention.end <= first.start &&
      mention.start >= region.left.start &&
      !/[,;]/.test(text.slice(mention.end, first.start))
    )
      continue;
    const clipped = clip(region, mention, cells[block.start]?.start ?? 0, cells[block.end]?.end ?? 0);
    if (!clipped) continue;
    const rival = findRival(kind, clipped, context);
    if (rival === 'strong') return 'strong';
    if (rival === 'weak') found = 'weak';
  }
  return found;
}

/** The parts of a region between the mention and the block. */
function clip(region: Region, mention: Mention, blockStart: number, blockEnd: number): Region | null {
  const from = mention.end <= blockStart ? mention.end : blockEnd;
  const to = mention.end <= blockStart ? blockStart : mention.start;
  if (region.right.end <= from || region.left.start >= to) return null;
  const limit = ({ start, end }: Span): Span => ({
    start: Math.min(Math.max(start, from), to),
    end: Math.max(Math.min(end, to), from),
  });
  // what is tied to an earlier number behind it does not reach the later one
  const right = mention.end <= blockStart ? { start: from, end: from } : limit(region.right);
  return { left: limit(region.left), inner: limit(region.inner), right };
}

/** A name before: one in front of a number goes on; metric and baseline do by ellipsis; other names behind an earlier number do not. */
function sharedForward(
  mention: Mention,
  kind: BoundKind,
  rival: Rivalry,
  context: RivalContext,
  block: Span,
  scene: Scene,
): Verdict {
  if (rival === 'weak') return 'unclear';
  if (kind === 'metric' || kind === 'baseline' || isHeading(mention, scene)) return 'yes';
  // "48.0 on CaseQA, 2.7 points above A": the nearest name before, and none here
  const previous = scene.cells[block.start - 1];
  const isNearest =
    previous !== undefined &&
    block.start === block.end &&
    mention.start >= previous.end &&
    !/;|\b(?:while|whereas|but)\b/i.test(scene.text.slice(mention.end, scene.cells[block.start]?.start));
  if (kind === 'dataset' && isNearest) return 'yes';
  return kind === 'dataset' && isUnrivalled(mention, kind, context, scene) ? 'yes' : 'unclear';
}

/** No other number of the sentence has a name of this kind, so the only one there is goes for all. */
function isUnrivalled(mention: Mention, kind: BoundKind, context: RivalContext, { cells, text, window }: Scene): boolean {
  return cells.every((_, at) => {
    const region = regionOf(cells, at, at, text, window);
    return isInRegion(mention, region) || findRival(kind, region, context) === 'none';
  });
}

/** A name in front of a number stands over the numbers that follow as well. */
function isHeading(mention: Mention, { cells, text, window }: Scene): boolean {
  const next = cells.findIndex(({ start }) => start >= mention.end);
  if (next <= 0) return next === 0;
  return mention.start >= regionOf(cells, next, next, text, window).left.start;
}

/** A name after a later number covers the numbers before it when they are coordinated with it. */
function sharedBackward(mention: Mention, cell: number, kind: BoundKind, rival: Rivalry, scene: Scene): Verdict {
  const { cells, text } = scene;
  if (rival === 'weak' && kind !== 'metric') return 'unclear';
  const next = cells[cell + 1];
  const here = cells[cell];
  if (!next || !here || next.start > mention.start || isLeadOfLater(mention, scene)) return 'unclear';
  const gap = text.slice(here.end, next.start);
  if (/[;.]\s|\b(?:while|whereas|but)\b/i.test(gap) || (kind === 'condition' && /\bwith\b/.test(gap))) return 'unclear';
  return rival === 'weak' ? 'unclear' : 'yes';
}

/** "and closes 80% of the gap": words that lead to a later number do not reach back. */
function isLeadOfLater(mention: Mention, { cells, text, window }: Scene): boolean {
  const later = cells.findIndex(({ start }) => start >= mention.end);
  return later > 0 && mention.start >= regionOf(cells, later, later, text, window).left.start;
}

/** What rivals of a mention are judged by. */
export function contextOf(mention: Mention, { text, own, cells, counts }: Scene): RivalContext {
  const before = text.slice(Math.max(0, mention.start - 40), mention.start);
  const preposition =
    /\b(on|across|for|in|at|under|within|over|with)\s(?:(?:the|a|an|our|its|both)\s)?(?:\S+\s){0,2}$/i
      .exec(before)?.[1]
      ?.toLowerCase() ?? null;
  const followsNumber = cells.some(({ end }) => mention.start >= end && /^\s?(?:\S+\s)?$/.test(text.slice(end, mention.start)));
  const printed = text.slice(mention.start, mention.end);
  return { text, own, preposition, printed, followsNumber, counts };
}
