/**
 * A text that is being rewritten and still knows where each of its characters came from. Every cleaning rule is a list of edits;
 * the way back is kept per UTF-16 unit and turned into an OffsetMap once, at the end.
 * Invariant: a character no edit touched maps to the same character of the raw text.
 */
import type { OffsetMap } from './offsets.ts';

/** Replaces units `start` to `end` (exclusive) of the current text, at least one: nothing is inserted without an origin. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Raw range each unit of the current text stands for. */
interface Origin {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** An immutable text with its way back to `raw`. */
export class TracedText {
  readonly raw: string;
  readonly text: string;
  /** Null while the text is still the raw one. */
  readonly #origin: Origin | null;

  constructor(raw: string, text: string = raw, origin: Origin | null = null) {
    this.raw = raw;
    this.text = text;
    this.#origin = origin;
  }

  /** The text after these edits, which are ascending and do not overlap; itself when there are none. */
  edited(edits: readonly Edit[]): TracedText {
    if (edits.length === 0) return this;
    const length = edits.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), this.text.length);
    const origin: Origin = { starts: new Int32Array(length), ends: new Int32Array(length) };
    const parts: string[] = [];
    let from = 0;
    let at = 0;
    for (const edit of edits) {
      parts.push(this.text.slice(from, edit.start), edit.text);
      at = this.#keep(origin, at, from, edit.start);
      at = this.#replace(origin, at, edit);
      from = edit.end;
    }
    parts.push(this.text.slice(from));
    this.#keep(origin, at, from, this.text.length);
    return new TracedText(this.raw, parts.join(''), origin);
  }

  #keep(into: Origin, at: number, from: number, to: number): number {
    for (let unit = from; unit < to; unit++, at++) {
      into.starts[at] = this.#start(unit);
      into.ends[at] = this.#end(unit);
    }
    return at;
  }

  #replace(into: Origin, at: number, edit: Edit): number {
    if (edit.text.length === edit.end - edit.start && !this.#hasPair(edit)) return this.#keep(into, at, edit.start, edit.end);
    const start = edit.start < this.text.length ? this.#start(edit.start) : this.raw.length;
    const end = edit.end > edit.start ? this.#end(edit.end - 1) : start;
    for (let unit = 0; unit < edit.text.length; unit++, at++) {
      into.starts[at] = start;
      into.ends[at] = end;
    }
    return at;
  }

  /** Equally many units are equally many characters only without surrogate pairs. */
  #hasPair({ start, end, text }: Edit): boolean {
    return /[\ud800-\udfff]/.test(text) || /[\ud800-\udfff]/.test(this.text.slice(start, end));
  }

  #start(unit: number): number {
    return this.#origin ? (this.#origin.starts[unit] ?? 0) : unit;
  }

  #end(unit: number): number {
    return this.#origin ? (this.#origin.ends[unit] ?? 0) : unit + 1;
  }

  /** The way back in code points; null when text and raw text are the same. */
  map(): OffsetMap | null {
    if (this.text === this.raw) return null;
    const toRaw = codePointCounter(this.raw);
    const map: [number, number][] = [];
    let cleaned = 0;
    let rawEnd = -1;
    let expected = -1;
    for (let unit = 0; unit < this.text.length; cleaned++) {
      const width = isPairAt(this.text, unit) ? 2 : 1;
      const start = toRaw(this.#start(unit));
      if (start !== expected || rawEnd !== expected) {
        if (cleaned > 0 && rawEnd < start) map.push([cleaned, rawEnd]);
        map.push([cleaned, start]);
      }
      rawEnd = toRaw(this.#end(unit + width - 1));
      expected = start + 1;
      unit += width;
    }
    if (rawEnd !== expected) map.push([cleaned, rawEnd]);
    return map.length === 0 ? [[0, 0]] : map;
  }
}

const isPairAt = (text: string, unit: number): boolean => (text.codePointAt(unit) ?? 0) > 0xffff;

/** Code point offsets of unit offsets that hardly ever go back: one walk over the text in all. */
function codePointCounter(text: string): (unit: number) => number {
  let at = 0;
  let count = 0;
  return (unit) => {
    if (unit < at) {
      // two neighbours can share a raw range, so at most a few steps back
      while (at > unit) {
        at -= at >= 2 && isPairAt(text, at - 2) ? 2 : 1;
        count--;
      }
    }
    while (at < unit) {
      at += isPairAt(text, at) ? 2 : 1;
      count++;
    }
    return count;
  };
}
