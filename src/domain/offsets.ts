/**
 * The way back from a cleaned text to the raw one. A map is a list of break points: from each on, both texts advance code point
 * by code point until the next. An absent map means that the two texts are the same.
 */
import type { Span } from './codepoints.ts';

/**
 * Break points `[cleanedAt, rawAt]` in code points, ascending, the first at [0, n]. Two points may share a cleaned offset: the
 * first says where the character before it ends in the raw text, the second where the next one begins.
 */
export type OffsetMap = readonly (readonly [cleaned: number, raw: number])[];

/** Raw offset of one cleaned offset. */
function toRaw(map: OffsetMap, cleaned: number): number {
  let low = 0;
  let high = map.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((map[middle]?.[0] ?? 0) <= cleaned) low = middle;
    else high = middle - 1;
  }
  const [from, raw] = map[low] ?? [0, 0];
  return raw + (cleaned - from);
}

/** First break point at exactly this cleaned offset: where the raw text of the character before it ends. */
function rawEndAt(map: OffsetMap, cleaned: number): number {
  let low = 0;
  let high = map.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((map[middle]?.[0] ?? 0) < cleaned) low = middle + 1;
    else high = middle;
  }
  const found = map[low];
  return found && found[0] === cleaned ? found[1] : 0;
}

/**
 * Span over the raw text of a span over the cleaned one; identity without a map. The last character decides the end: what was
 * removed after it stays outside, and a character that stands for several raw ones takes all of them.
 */
export function toRawSpan(map: OffsetMap | null, span: Span): Span {
  if (!map || map.length === 0 || span.end <= span.start) return span;
  const end = Math.max(toRaw(map, span.end - 1) + 1, rawEndAt(map, span.end));
  return { start: toRaw(map, span.start), end };
}
