/**
 * The border between JavaScript's UTF-16 units and the code points every span of precis counts in (CONTRACTS 6). Convert here
 * and nowhere else: counting units instead of code points is a bug class of its own (emoji, CJK extensions, mathematics).
 */

/** A half-open range of code points. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Number of code points. */
export function codePointLength(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    if (isPair(text, i)) i++;
    length++;
  }
  return length;
}

/** Text between two code point offsets, end exclusive. */
export function sliceCodePoints(text: string, start: number, end: number): string {
  return text.slice(toUnit(text, start), toUnit(text, end));
}

/** UTF-16 index of a code point offset. */
export function toUnit(text: string, codePoint: number): number {
  let unit = 0;
  for (let n = 0; n < codePoint && unit < text.length; n++) unit += isPair(text, unit) ? 2 : 1;
  return unit;
}

/** Code point offset of a UTF-16 index. */
export function toCodePoint(text: string, unit: number): number {
  let count = 0;
  for (let i = 0; i < unit && i < text.length; count++) i += isPair(text, i) ? 2 : 1;
  return count;
}

/** Span in code points of a range in UTF-16 units. */
export function toSpan(text: string, startUnit: number, endUnit: number): Span {
  const start = toCodePoint(text, startUnit);
  return { start, end: start + codePointLength(text.slice(startUnit, endUnit)) };
}

/** A lone surrogate counts as one code point, as Python and JSON count it; raw text may hold some. */
function isPair(text: string, unit: number): boolean {
  const high = text.charCodeAt(unit);
  if (high < 0xd800 || high >= 0xdc00 || unit + 1 >= text.length) return false;
  const low = text.charCodeAt(unit + 1);
  return low >= 0xdc00 && low < 0xe000;
}
