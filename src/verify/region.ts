/**
 * Which stretch of a sentence belongs to which measurement. The gap between two measurements is split at its strongest separator:
 * what stands before it belongs to the left one, what stands after it to the right one.
 */
import type { Span } from '../domain/codepoints.ts';
import type { Cell } from './cells.ts';

/** The stretches that belong to one block of cells. */
export interface Region {
  /** Text before the block that is its own, text between its cells and inside them, and text after it. */
  readonly left: Span;
  readonly inner: Span;
  readonly right: Span;
}

/** Strongest first. Of several equal ones the last counts, except for the weak ones, where the first does. */
const SEPARATORS: readonly { readonly pattern: RegExp; readonly takesFirst?: boolean }[] = [
  { pattern: /[;]\s|(?<!\bvs)\.\s/g },
  { pattern: /,?\s(?:while|whereas|but|yet)\s/gi },
  { pattern: /,\s(?:and|as well as|or|with)\s/gi },
  { pattern: /,\s/g },
  { pattern: /\s(?:and|as well as|or|&)\s/gi },
  { pattern: /\s?\(|\)\s|\s(?:with|using|when|including|plus|at)\s/gi, takesFirst: true },
];

/** Where a gap is split, in units of the text; null when nothing separates. */
export function splitGap(text: string, gap: Span): number | null {
  const stretch = text.slice(gap.start, gap.end);
  for (const { pattern, takesFirst } of SEPARATORS) {
    const found = [...stretch.matchAll(pattern)];
    const match = takesFirst ? found[0] : found.at(-1);
    if (match) return gap.start + match.index + match[0].length;
  }
  return null;
}

/** The region of cells `first` to `last` within a window. */
export function regionOf(cells: readonly Cell[], first: number, last: number, text: string, window: Span): Region {
  const from = cells[first]?.start ?? window.start;
  const to = cells[last]?.end ?? window.end;
  const previous = cells[first - 1];
  const next = cells[last + 1];
  const leftStart = previous ? (splitGap(text, { start: previous.end, end: from }) ?? previous.end) : window.start;
  const rightEnd = next ? (splitGap(text, { start: to, end: next.start }) ?? next.start) : window.end;
  return { left: { start: leftStart, end: from }, inner: { start: from, end: to }, right: { start: to, end: rightEnd } };
}

/** Whether a range lies in a region. */
export function isInRegion(range: Span, { left, right }: Region): boolean {
  return range.start >= left.start && range.end <= right.end;
}
