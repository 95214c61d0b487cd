/**
 * The little TeX that listings carry: which stretches are mathematics and must stay as they are, and which escapes and accents
 * stand for one plain character. No macro is expanded here; what is not certain stays untouched.
 */
import type { Edit } from './traced-text.ts';

/** A half-open range of UTF-16 units. */
export type UnitRange = readonly [start: number, end: number];

/** Longest `$..$` taken for mathematics; a stray dollar sign must not swallow an abstract. */
const MAX_MATH = 1_000;

/** Ranges of `$..$`, `$$..$$`, `\(..\)` and `\[..\]`; two prices are no mathematics (the rule Pandoc uses). */
export function mathRanges(text: string): UnitRange[] {
  if (!text.includes('$') && !text.includes('\\(') && !text.includes('\\[')) return [];
  const ranges: UnitRange[] = [];
  const marks = [...text.matchAll(/\\[\s\S]|\$\$?/g)].filter((mark) => /^(?:\$\$?|\\[()[\]])$/.test(mark[0]));
  for (let i = 0; i < marks.length; ) {
    const open = marks[i] as RegExpExecArray;
    const close = marks[i + 1];
    if (close && closes(text, open, close)) {
      ranges.push([open.index, close.index + close[0].length]);
      i += 2;
    } else i++;
  }
  return ranges;
}

function closes(text: string, open: RegExpExecArray, close: RegExpExecArray): boolean {
  const partner = ({ '\\(': '\\)', '\\[': '\\]' } as Record<string, string>)[open[0]] ?? open[0];
  const end = close.index + close[0].length;
  if (close[0] !== partner || open[0] === '\\)' || open[0] === '\\]' || end - open.index > MAX_MATH) return false;
  const inner = text.slice(open.index + open[0].length, close.index);
  if (inner === '' || /\n\s*\n/.test(inner)) return false;
  if (open[0] !== '$' || /[\\^_{}=]/.test(inner)) return true;
  return !/^\s|\s$/.test(inner) && !/\d/.test(text[end] ?? '');
}

/** Whether a unit lies in one of the ranges, which are ascending. */
export function isInside(ranges: readonly UnitRange[], unit: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.[1] ?? 0) <= unit) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.[0] ?? Number.POSITIVE_INFINITY) <= unit;
}

/** Accent macro -> combining character. */
const COMBINING: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  '"': '\u0308',
  r: '\u030a',
  H: '\u030b',
  v: '\u030c',
  d: '\u0323',
  c: '\u0327',
  k: '\u0328',
  b: '\u0331',
};

/** Letters that are macros of their own. */
const LETTERS: Readonly<Record<string, string>> = {
  aa: 'å',
  AA: 'Å',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  l: 'ł',
  L: 'Ł',
  ss: 'ß',
  i: 'ı',
  j: 'ȷ',
};

const BASE = String.raw`(?:\{(?:[A-Za-z]|\\[ij])\}|[A-Za-z]|\\[ij](?![A-Za-z]))`;
const ACCENT = String.raw`\\(?:['"\x60^~=.]${BASE}|[uvHckrdb](?:\{(?:[A-Za-z]|\\[ij])\}|\s[A-Za-z]))`;
const LETTER = String.raw`\\(?:aa|AA|ae|AE|oe|OE|o|O|l|L|ss|i|j)(?:\{\}|(?![A-Za-z_^({]))`;
/** `\\` first, so that a line break is never read as the start of an escape. */
const TOKEN = new RegExp(String.raw`\\\\|\\[%&$_#]|\{(?:${ACCENT}|${LETTER})\}|${ACCENT}|${LETTER}(?:\s(?=[a-z]))?`, 'g');
/** An apostrophe escaped for a program, not an acute accent: `model\'s`. */
const APOSTROPHE = /^\\'[stdm]$/;

/** Edits that decode accents and unescape `\% \& \$ \_ \#` outside mathematics. */
export function decodeTex(text: string): Edit[] {
  if (!text.includes('\\')) return [];
  const math = mathRanges(text);
  const quotesEscaped = /\\"(?![A-Za-z{\\])/.test(text);
  const edits: Edit[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    const start = match.index;
    const end = start + token.length;
    if (isInside(math, start)) continue;
    if (token.startsWith('\\"') && quotesEscaped) continue;
    const plain = APOSTROPHE.test(token) && isContraction(text, start, end) ? token.slice(1) : decode(token, math.length > 0);
    if (plain !== null) edits.push({ start, end, text: plain });
  }
  return edits;
}

const isContraction = (text: string, start: number, end: number): boolean =>
  /\p{L}/u.test(text[start - 1] ?? '') && !/\p{L}/u.test(text[end] ?? '');

/** One plain character of a token, or null where it has none. */
function decode(token: string, hasMath: boolean): string | null {
  if (token === '\\\\') return null;
  // among mathematics a bare dollar sign would open a formula
  if (token === '\\$' && hasMath) return null;
  if (/^\\[%&$_#]$/.test(token)) return token.slice(1);
  const parts = token.replace(/[{}\s]/g, '').slice(1);
  const letter = LETTERS[parts];
  if (letter) return letter;
  const mark = COMBINING[parts[0] ?? ''];
  const base = parts.slice(1).replace('\\', '');
  const composed = mark ? (base + mark).normalize('NFC') : '';
  return [...composed].length === 1 ? composed : null;
}
