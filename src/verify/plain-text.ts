/**
 * A text in the plain form that alignment, numbers and binding read, with the way back. `whitespace` unifies spaces, dashes,
 * quotation marks and Unicode form; `latex` also resolves mathematics and simple macros.
 * Invariant: every unit of `text` knows the code points of the source it stands for, so a span never needs to be guessed.
 */
import type { Span } from '../domain/codepoints.ts';
import { mathRanges } from '../domain/tex.ts';
import { FORMATTING, FRACTION, SYMBOLS } from './tex-symbols.ts';

/** How much is unified. */
export type PlainLevel = 'whitespace' | 'latex';

/** The plain form; `starts` and `ends` hold, per UTF-16 unit of `text`, the code points of the source it stands for. */
export interface PlainText {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/;
const SINGLE_QUOTES = /[\u2018\u2019\u201a\u201b\u00b4\u02bc\u2032`]/;
const DOUBLE_QUOTES = /[\u201c-\u201f\u00ab\u00bb\u2033]/;
const UNSEEN = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/;
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const SPACE = /\s/;

/** Plain form of a text. Linear in its length; never throws. */
export function plainText(source: string, level: PlainLevel): PlainText {
  return new Folder(source, level).fold();
}

/** Code points of the source under a range of the plain text. */
export function sourceSpan(plain: PlainText, start: number, end: number): Span {
  return { start: plain.starts[start] ?? 0, end: plain.ends[end - 1] ?? plain.starts[start] ?? 0 };
}

/** The range of the plain text that lies under a span of the source. */
export function plainRange(plain: PlainText, span: Span): Span {
  return { start: firstAtLeast(plain.starts, span.start), end: firstAtLeast(plain.starts, span.end) };
}

function firstAtLeast(ascending: readonly number[], wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One walk over a source; state is the position in units and in code points. */
class Folder {
  readonly #source: string;
  readonly #latex: boolean;
  readonly #mathMarks: ReadonlySet<number>;
  readonly #parts: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #unit = 0;
  #codePoint = 0;
  #last = '';

  constructor(source: string, level: PlainLevel) {
    this.#source = source;
    this.#latex = level === 'latex';
    this.#mathMarks = this.#latex ? markUnits(source) : new Set();
  }

  fold(): PlainText {
    while (this.#unit < this.#source.length) {
      if (this.#latex && this.#foldTex()) continue;
      this.#foldCharacter();
    }
    return { text: this.#parts.join(''), starts: this.#starts, ends: this.#ends };
  }

  /** Takes `units` of the source, which are `codePoints` long, as `text`. */
  #take(units: number, codePoints: number, text: string): void {
    const start = this.#codePoint;
    this.#unit += units;
    this.#codePoint += codePoints;
    const shown = text === ' ' || text === '-' ? (this.#last === text ? '' : text) : text;
    if (text !== '' && shown === '') {
      this.#ends[this.#ends.length - 1] = this.#codePoint;
      return;
    }
    if (shown === '') return;
    this.#parts.push(shown);
    this.#last = shown[shown.length - 1] ?? '';
    for (let i = 0; i < shown.length; i++) {
      this.#starts.push(start);
      this.#ends.push(this.#codePoint);
    }
  }

  #foldCharacter(): void {
    const code = this.#source.codePointAt(this.#unit) ?? 0;
    const units = code > 0xffff ? 2 : 1;
    const character = this.#source.slice(this.#unit, this.#unit + units);
    this.#take(units, 1, code > 0x20 && code < 0x7f && code !== 0x60 ? character : this.#unified(character));
  }

  #unified(character: string): string {
    if (SPACE.test(character)) return ' ';
    if (DASHES.test(character)) return '-';
    if (SINGLE_QUOTES.test(character)) return "'";
    if (DOUBLE_QUOTES.test(character)) return '"';
    if (UNSEEN.test(character)) return '';
    if (character === '⁻') return '^-';
    const superscript = SUPERSCRIPTS.indexOf(character);
    if (superscript >= 0)
      return /[\^\d-]/.test(this.#last) && this.#parts.at(-1)?.startsWith('^') ? String(superscript) : `^${superscript}`;
    return character.normalize('NFKC').replace('\u2044', '/');
  }

  /** Folds one piece of TeX; false when there is none here. */
  #foldTex(): boolean {
    const character = this.#source[this.#unit];
    if (character === '$') return this.#foldDollar();
    if (character === '{' || character === '}') {
      this.#take(1, 1, '');
      return true;
    }
    if (character === '~' && /[\p{L},.]/u.test(this.#last)) {
      this.#take(1, 1, ' ');
      return true;
    }
    return character === '\\' && this.#foldMacro();
  }

  #foldDollar(): boolean {
    const isPrice = !this.#mathMarks.has(this.#unit) && /\d/.test(this.#source[this.#unit + 1] ?? '');
    if (isPrice) return false;
    this.#take(1, 1, '');
    return true;
  }

  #foldMacro(): boolean {
    FRACTION.lastIndex = this.#unit;
    const fraction = FRACTION.exec(this.#source);
    if (fraction) {
      // "2\frac{1}{2}" is no 21/2
      const before = /[\d./,^-]/.test(this.#last) ? ' ' : '';
      const end = this.#unit + fraction[0].length;
      const after = /^(?:[\d/^]|[.,]\d)/.test(this.#source.slice(end, end + 2)) ? ' ' : '';
      const text = `${before}${fraction[1] ?? fraction[3]}/${fraction[2] ?? fraction[4]}${after}`;
      this.#take(fraction[0].length, [...fraction[0]].length, text);
      return true;
    }
    MACRO.lastIndex = this.#unit;
    const macro = MACRO.exec(this.#source);
    if (!macro) {
      this.#take(1, 1, '');
      return true;
    }
    const [whole, name = '', single = ''] = macro;
    this.#take(whole.length, [...whole].length, name ? macroText(name, this.#last) : (SYMBOLS[single] ?? single));
    return true;
  }
}

const MACRO = /\\(?:([A-Za-z]{1,24})|(\\|[^\sA-Za-z0-9])|\s)/uy;

function macroText(name: string, before: string): string {
  const symbol = SYMBOLS[name];
  if (symbol !== undefined) return symbol;
  if (FORMATTING.has(name)) return '';
  return /\p{L}/u.test(before) ? ` ${name}` : name;
}

/** Units at which a dollar sign, or the backslash of `\(`, opens or closes mathematics. */
function markUnits(source: string): Set<number> {
  const marks = new Set<number>();
  for (const [start, end] of mathRanges(source)) for (const unit of [start, start + 1, end - 2, end - 1]) marks.add(unit);
  return marks;
}
