/**
 * A raw abstract as edits of the cleaned one: most differ in a few characters, and the text is the largest thing a paper has.
 * `[from, to, raw]` replaces the code points from..to of the cleaned text; the rest is the same in both.
 * Invariant: edits are only kept when applying them gives back the very same raw text.
 */
import type { OffsetMap } from '../domain/offsets.ts';

/** One replaced stretch of the cleaned text. */
export type RawEdit = readonly [from: number, to: number, raw: string];

/** Edits from cleaned to raw; null when they would not give the raw text back. */
export function editsOf(cleaned: string, raw: string, map: OffsetMap | null): RawEdit[] | null {
  const from = Array.from(cleaned);
  const to = Array.from(raw);
  const points = [...(map ?? [[0, 0] as const]), [from.length, to.length] as const];
  const edits: RawEdit[] = [];
  const replace = (start: number, end: number, text: string): void => {
    const last = edits.at(-1);
    if (last && last[1] === start) edits[edits.length - 1] = [last[0], end, last[2] + text];
    else if (end > start || text !== '') edits.push([start, end, text]);
  };
  if (points[0]?.[1]) replace(0, 0, to.slice(0, points[0][1]).join(''));
  for (let i = 0; i + 1 < points.length; i++) {
    const [cleanStart, rawStart] = points[i] as readonly [number, number];
    const [cleanEnd, rawEnd] = points[i + 1] as readonly [number, number];
    let at = 0;
    for (; cleanStart + at < cleanEnd && rawStart + at < rawEnd; at++) {
      const mine = from[cleanStart + at] as string;
      const theirs = to[rawStart + at] as string;
      if (mine !== theirs) replace(cleanStart + at, cleanStart + at + 1, theirs);
    }
    if (cleanStart + at < cleanEnd || rawStart + at < rawEnd)
      replace(cleanStart + at, cleanEnd, to.slice(rawStart + at, rawEnd).join(''));
  }
  return applyEdits(cleaned, edits) === raw ? edits : null;
}

/** The raw text of a cleaned one. */
export function applyEdits(cleaned: string, edits: readonly RawEdit[]): string {
  const from = Array.from(cleaned);
  const parts: string[] = [];
  let at = 0;
  for (const [start, end, raw] of edits) {
    parts.push(from.slice(at, start).join(''), raw);
    at = end;
  }
  parts.push(from.slice(at).join(''));
  return parts.join('');
}
