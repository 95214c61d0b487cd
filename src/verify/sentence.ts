/** The sentence around a place: binding looks no further, because a number means what its own sentence says. */
import type { Span } from '../domain/codepoints.ts';

const BOUNDARY = /[.!?]["')\]]{0,2}\s+(?=["'([]{0,2}[\p{Lu}\d])|\n+/gu;
const ABBREVIATION =
  /(?:\b(?:e\.g|i\.e|vs|cf|w\.r\.t|approx|Fig|Figs|Eq|Sec|Tab|No|Dr|Prof|St|resp|etc|al|ca|[A-Z])|\b\p{Lu}\.\p{Lu})\.$/u;

/** Units at which a new sentence begins, ascending, 0 first. */
export function sentenceStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(BOUNDARY)) {
    const stop = match.index + 1;
    const before = text.slice(Math.max(0, match.index - 12), stop);
    if (ABBREVIATION.test(before)) continue;
    // "97. 42%" is one number broken by a space
    if (/\d\.$/.test(before) && /^\d{1,2}\s?%/.test(text.slice(match.index + match[0].length, match.index + match[0].length + 4)))
      continue;
    starts.push(match.index + match[0].length);
  }
  return starts;
}

/** The sentences that a range touches, and the one before them (empty at the beginning). */
export function sentencesAround(
  starts: readonly number[],
  length: number,
  range: Span,
): { readonly window: Span; readonly before: Span } {
  let first = 0;
  while (first + 1 < starts.length && (starts[first + 1] ?? 0) <= range.start) first++;
  let last = first;
  while (last + 1 < starts.length && (starts[last + 1] ?? 0) < range.end) last++;
  const start = starts[first] ?? 0;
  return {
    window: { start, end: starts[last + 1] ?? length },
    before: { start: first > 0 ? (starts[first - 1] ?? 0) : start, end: start },
  };
}
