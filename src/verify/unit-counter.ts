/** Counts code points of UTF-16 units without walking a text again for each of them. */

/** Code point offset of UTF-16 units of a text; free of cost for a text without surrogate pairs. */
export function unitCounter(text: string): (unit: number) => number {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return (unit) => unit;
  const counts = new Uint32Array(text.length + 1);
  let count = 0;
  for (let unit = 0; unit < text.length; unit++) {
    counts[unit] = count;
    if ((text.codePointAt(unit) ?? 0) <= 0xffff || unit + 1 >= text.length) count++;
    else {
      counts[unit + 1] = count;
      unit++;
      count++;
    }
  }
  counts[text.length] = count;
  return (unit) => counts[unit] ?? count;
}
