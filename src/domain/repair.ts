/**
 * What copying and feeds do to a text, undone: backslashes lost (`sim3x`, `4.31times`), escaped code points glued into words
 * (`x2013`), font macros around words. Only outside `$..$`, and only where no ordinary word or name could stand: `sim2real`,
 * `3 pm`, `4 times` and `Linux2013` stay. Everything else is `clean`; a factor has one form, `4.31×`.
 */
import { type Cleaned, type Rule, type Shape, settle } from './clean.ts';
import { isInside, mathRanges } from './tex.ts';
import type { Edit } from './traced-text.ts';

/** Cleans a text from a paste or feed; flag `repaired` when damage was found. Repairing twice is repairing once. */
export function repair(raw: string, shape: Shape = 'text'): Cleaned {
  const { cleaned, extraEdits } = settle(raw, shape, RULES);
  return extraEdits === 0 ? cleaned : { ...cleaned, flags: [...cleaned.flags, 'repaired'] };
}

/** A pattern and what one match becomes; null leaves it. */
interface Mend {
  readonly pattern: RegExp;
  readonly with: (match: RegExpExecArray) => string | null;
}

/** Code points that text is full of and that escaping turns into debris. Digits only: they could be years or sizes. */
const LIKE_NUMBERS = /^(?:201[0-5]|201[89]|2022|2026|203[23]|2009|2192|2212|2248|226[45])$/;
const LIKE_HEX = /^(?:201[acde]|200b|202f|00a0|00ad|00b[01579]|00d7)$/i;
/** Words that end in x and are followed by a year now and then. */
const WORD_IN_X = /(?:^|[^\p{L}])(?:linu|uni|posi|matri|inde|ma|mi|bo|vo|fa|fi|ta|late|netfli|phoeni|suffi|prefi|verte|ide)$/iu;

const codePoint = (hex: string): string => String.fromCodePoint(Number.parseInt(hex, 16));
const isPunctuation = (hex: string): boolean => LIKE_NUMBERS.test(hex) || LIKE_HEX.test(hex);

/** `&#x2013;`, `&#8211;`, `\u2013`: escapes that nothing else looks like. */
const ESCAPED: Mend = {
  pattern: /&#(?:x([0-9a-f]{2,4})|(\d{3,4}));|\\u([0-9a-f]{4})(?![0-9a-f])/gi,
  with: ([, hex, decimal, unicode]) => {
    const found = (hex ?? unicode ?? Number(decimal).toString(16)).padStart(4, '0');
    return isPunctuation(found) ? codePoint(found) : null;
  },
};

/** `scratchx2013even`: the escape without its mark, between letters; `x201c` also at the edge of a word. */
const GLUED: Mend = {
  pattern: /[xu]([0-9a-f]{4})/gi,
  with: (match) => {
    const hex = match[1] ?? '';
    if (!/^[xu]/.test(match[0])) return null;
    const before = match.input.slice(Math.max(0, match.index - 10), match.index);
    const after = match.input[match.index + match[0].length] ?? '';
    if (LIKE_HEX.test(hex) && /[a-f]/i.test(hex)) return /(?:^|[^\d])0$|[_\\]$/.test(before) ? null : codePoint(hex);
    if (!LIKE_NUMBERS.test(hex) || WORD_IN_X.test(before)) return null;
    return /[\p{Ll})\]"'”’%]$/u.test(before) && /[\p{L}("'“‘]/u.test(after) ? codePoint(hex) : null;
  },
};

const NUMBER = String.raw`\d+(?:[.,]\d+)*`;
/** What a number that was measured is followed by: a factor, a percent sign, a unit. */
const UNIT = String.raw`\s?(?:[x×%°]|\\%|\\?times|[kKMBGT]\b|[kKMGT]B\b|[mµn]?s\b|hours?\b|minutes?\b|seconds?\b|tokens?\b)`;

/** `sim3x`: about three times. `sim2real` and the group `sim3` are names. */
const SIM: Mend = {
  pattern: new RegExp(
    String.raw`\\sim(?![A-Za-z])\s?|(?<![\p{L}\p{N}_\\-])sim(?=(?:\d{2,}|\d+[.,]\d+)(?![\p{L}\d])|${NUMBER}${UNIT})`,
    'gu',
  ),
  with: () => '~',
};

/** `44.43 pm 0.17`; five o'clock stays. */
const PLUS_MINUS: Mend = {
  pattern: new RegExp(String.raw`\\pm(?![A-Za-z])|(?<=(${NUMBER})(\\?%)?(\s?))pm(?=\s?(${NUMBER}))|(?<=[(±]\s?)pm(?=\s?\d)`, 'g'),
  with: ([token, left, percent, space, right]) => {
    if (token === '\\pm' || left === undefined || percent) return '±';
    const isTime = space !== '' && /^\d{1,2}$/.test(left) && !/[.,]/.test(right ?? '');
    return isTime ? null : '±';
  },
};

/** `4.31times`, `2.4\times`, `224times224`; `4 times` is English. */
const TIMES: Mend = {
  pattern: new RegExp(
    String.raw`(?<=\d)\s?\\times(?![A-Za-z]|\s?\d)|\\times(?![A-Za-z])|(?<=(?<![\p{L}_.\d-])${NUMBER})times(?![\p{Ll}])`,
    'gu',
  ),
  with: () => '×',
};

const ARROWS: Readonly<Record<string, string>> = {
  rightarrow: '→',
  leftarrow: '←',
  leftrightarrow: '↔',
  longrightarrow: '→',
  Rightarrow: '⇒',
  Leftarrow: '⇐',
  Leftrightarrow: '⇔',
  uparrow: '↑',
  downarrow: '↓',
};

/** No English word is called so, glued to others or not; `\xrightarrow{..}` is another macro. */
const ARROW: Mend = {
  pattern: /\\?(?<!x)((?:left|long|Left)?rightarrow|(?:left|Left|Right|up|down)arrow)(?![{[]|s\b)/g,
  with: ([, name]) => ARROWS[name ?? ''] ?? null,
};

const SYMBOLS: Readonly<Record<string, string>> = {
  approx: '≈',
  leq: '≤',
  le: '≤',
  geq: '≥',
  ge: '≥',
  gg: '≫',
  ll: '≪',
  neq: '≠',
  cdot: '·',
  infty: '∞',
  to: '→',
  ldots: '…',
  dots: '…',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  varepsilon: 'ε',
  lambda: 'λ',
  mu: 'μ',
  pi: 'π',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  theta: 'θ',
};

/** Symbols with their backslash, and comparisons that lost it between two quantities: `m gg n`, `p leq 0.05`. */
const SYMBOL: Mend = {
  pattern:
    /\\(approx|leq?|geq?|gg|ll|neq|cdot|infty|to|l?dots|alpha|beta|gamma|delta|(?:var)?epsilon|lambda|mu|pi|rho|sigma|tau|theta)(?![A-Za-z])|(?<=(?<![\p{L}\d.])(?:[A-Za-z]|\d+(?:\.\d+)?)\s)(approx|leq|geq|gg|ll|neq)(?=\s(?:[A-Za-z]|\d+(?:\.\d+)?)(?![\p{L}\d]))|(?<![\p{L}\\])(approx|leq|geq)(?=\d)/gu,
  with: ([, macro, word, glued]) => SYMBOLS[macro ?? word ?? glued ?? ''] ?? null,
};

/** A tie between words; `2.97~25.22x` is a range and ` ~3x` an estimate. */
const TIE: Mend = {
  pattern: /(?<=[\p{L}.,)])~(?=[\p{L}(\\]|--)|(?<=(?:\p{L}{3}|\.))~(?=\d)/gu,
  with: () => ' ',
};

/** `\href` that lost its macro: the address and once more in braces. */
const DOUBLED_ADDRESS: Mend = {
  pattern: /(?<=(https?:\/\/[^\s{}]{1,300}))\{\1\}/g,
  with: () => '',
};

const RULES: readonly Rule[] = [
  ...[ESCAPED, GLUED].map(ruleOf),
  outsideMath(unwrapFonts),
  ...[DOUBLED_ADDRESS, TIMES, SIM, PLUS_MINUS, ARROW, SYMBOL, TIE].map(ruleOf),
];

function ruleOf(mend: Mend): Rule {
  return outsideMath((text) => {
    const edits: Edit[] = [];
    for (const match of text.matchAll(mend.pattern)) {
      const replaced = mend.with(match);
      if (replaced !== null) edits.push({ start: match.index, end: match.index + match[0].length, text: replaced });
    }
    return edits;
  });
}

function outsideMath(rule: Rule): Rule {
  return (text) => {
    const edits = rule(text);
    const math = edits.length === 0 ? [] : mathRanges(text);
    return math.length === 0 ? edits : edits.filter((edit) => !isInside(math, edit.start) && !isInside(math, edit.end - 1));
  };
}

/** Font switches, with a backslash or without one: `\textbf{`, `textit{`, `mathcal{`, `{\em `, `{it `. */
const FONT =
  /\\?(?:text(?:bf|it|tt|sc|sf|rm|sl|up|md|normal)|emph|underline|math(?:cal|bf|rm|it|tt|sf|bb|frak|scr))\{|\\(?:text|mbox|url|boldsymbol|bm|operatorname)\{|\{(?:\\(?:em|it|bf|tt|sl|sc|sf|rm|bfseries|itshape)\b\s?|(?:em|it|bf|tt|sl|sc)\s)/g;
/** Longest argument of a font macro. */
const MAX_ARGUMENT = 2_000;

/** Takes the macro and its own two braces away and leaves the words; without a closing brace nothing happens. */
function unwrapFonts(text: string): Edit[] {
  if (!text.includes('{')) return [];
  const pairs = bracePairs(text);
  const edits: Edit[] = [];
  for (const match of text.matchAll(FONT)) {
    const [opening] = match;
    const glued = /^(?:text|math|emph|underline)/.test(opening) && /[\p{L}\\]/u.test(text[match.index - 1] ?? '');
    const start = match.index + opening.length;
    const close = pairs.get(match.index + opening.indexOf('{'));
    if (glued || close === undefined) continue;
    edits.push({ start: match.index, end: start, text: '' }, { start: close, end: close + 1, text: '' });
  }
  return edits.sort((a, b) => a.start - b.start);
}

/** Closing brace of each opening one, by their units; escaped braces are text. */
function bracePairs(text: string): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: mark, index } of text.matchAll(/\\[\s\S]|[{}]/g)) {
    if (mark === '{') open.push(index);
    else if (mark === '}') {
      const start = open.pop();
      if (start !== undefined && index - start <= MAX_ARGUMENT) pairs.set(start, index);
    }
  }
  return pairs;
}
