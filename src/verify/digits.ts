/**
 * Reads the digits of one number: thousands separators, decimals (point, comma, broken by a space), powers, fractions, and ranges
 * printed as one. Which sign separates what depends on the language; where both readings are possible the other one is kept.
 */

/** A number in digits. */
export interface Digits {
  readonly number: number;
  /** Upper end when two numbers are printed as one range. */
  readonly high: number | null;
  /** Scale of the lower end when it differs from the unit that follows: "500K-1M". */
  readonly lowFactor: number | null;
  readonly step: number;
  readonly digits: string;
  readonly end: number;
  readonly isFraction: boolean;
  /** "10+%": at least. */
  readonly isOpen: boolean;
  readonly rewrite: string | null;
  readonly otherwise: number | null;
}

const ENGLISH =
  /(?<thousands>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?)|(?<spaced>\d{1,3}(?: \d{3})+(?![\d.,]| \d))|(?<broken>\d{1,2}\. \d{1,2}(?=\s?%))|(?<comma>\d{1,3},\d{1,2}(?=\s?(?:%|percent)))|(?<plain>\d+(?:\.\d+)?|\.\d+)/y;
const CONTINENTAL =
  /(?<points>\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d+)?)|(?<spaced>\d{1,3}(?: \d{3})+(?![\d.,]| \d)(?:,\d+)?)|(?<english>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?)|(?<comma>\d+,\d+)|(?<plain>\d+(?:\.\d+)?|\.\d+)/y;

/** Reads the number that begins at `at`; null when there is none. */
export function readDigits(text: string, at: number, decimalComma: boolean): Digits | null {
  const root = text[at] === '√';
  const first = readOne(text, root ? at + 1 : at, decimalComma);
  if (!first) return null;
  if (root) return { ...first, number: Math.sqrt(first.number), isFraction: true, rewrite: 'square root' };
  return (
    readPower(text, first) ??
    readFraction(text, first, decimalComma) ??
    readRange(text, first, decimalComma) ??
    readOpen(text, first)
  );
}

function readOne(text: string, at: number, decimalComma: boolean): Digits | null {
  const pattern = decimalComma ? CONTINENTAL : ENGLISH;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (!match?.groups) return null;
  const { thousands, spaced, broken, comma, plain, points, english } = match.groups;
  const end = at + match[0].length;
  const make = (digits: string, rewrite: string | null, otherwise: number | null = null): Digits => {
    const decimals = digits.split('.')[1]?.length ?? 0;
    const step = Number((10 ** -decimals).toPrecision(12));
    return {
      number: Number(digits),
      high: null,
      lowFactor: null,
      step,
      digits,
      end,
      isFraction: false,
      isOpen: false,
      rewrite,
      otherwise,
    };
  };
  if (thousands) return make(thousands.replaceAll(',', ''), 'thousands separator');
  if (points) return make(points.replaceAll('.', '').replace(',', '.'), 'thousands separator', otherReading(points, '.'));
  if (spaced) return make(spaced.replaceAll(' ', '').replace(',', '.'), 'thousands separator');
  if (english) return make(english.replace(',', '.').replaceAll(',', ''), 'decimal comma', Number(english.replaceAll(',', '')));
  if (broken) return make(broken.replace(' ', ''), 'broken decimal');
  if (comma) return make(comma.replace(',', '.'), 'decimal comma');
  return plain ? make(plain.startsWith('.') ? `0${plain}` : plain, null) : null;
}

/** "1.300" is thirteen hundred in German and 1.3 in English. */
const otherReading = (printed: string, separator: string): number | null =>
  printed.split(separator).length === 2 && !printed.includes(',') ? Number(printed) : null;

/** `10^-3`, `2^10`, `3.2 × 10^-4`, `3e-4`. */
function readPower(text: string, first: Digits): Digits | null {
  const scientific = /^(?:\s?[×·x]\s?10\^|e)(-?\d{1,3})(?![\p{L}\d]|\.\d)/u.exec(text.slice(first.end, first.end + 16));
  if (scientific) {
    const factor = 10 ** Number(scientific[1]);
    return {
      ...first,
      number: Number((first.number * factor).toPrecision(12)),
      step: first.step * factor,
      end: first.end + scientific[0].length,
      rewrite: 'power of ten',
    };
  }
  const power = /^\^(-?\d{1,3})(?!\d|\.\d)/.exec(text.slice(first.end, first.end + 8));
  if (!power) return null;
  const number = first.number ** Number(power[1]);
  if (!Number.isFinite(number)) return null;
  return {
    ...first,
    number: Number(number.toPrecision(12)),
    step: number,
    digits: '',
    end: first.end + power[0].length,
    rewrite: 'power',
  };
}

/** `1/3`, `1,689/4,741`; dates and versions stay apart. */
function readFraction(text: string, first: Digits, decimalComma: boolean): Digits | null {
  if (text[first.end] !== '/' || !/\d/.test(text[first.end + 1] ?? '')) return null;
  const second = readOne(text, first.end + 1, decimalComma);
  if (!second || second.number === 0 || first.number > second.number || text[second.end] === '/') return null;
  return { ...first, number: first.number / second.number, digits: '', end: second.end, isFraction: true, rewrite: 'fraction' };
}

const RANGE = /^\s?(%|[kKMB](?=-)|x|×)?(?:\s?-\s?|\s?~\s?)(?=\+?\.?\d)/u;
const SCALES: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, B: 1e9 };

/** `43-165%`, `1%-7%`, `2.97~25.22x`. A dash with a space on one side only is no range. */
function readRange(text: string, first: Digits, decimalComma: boolean): Digits | null {
  const match = RANGE.exec(text.slice(first.end, first.end + 8));
  if (!match) return null;
  const at = first.end + match[0].length;
  const second = readOne(text, text[at] === '+' ? at + 1 : at, decimalComma);
  if (!second || /[-\d]/.test(text[second.end] ?? '')) return null;
  const ownScale = SCALES[match[1] ?? ''];
  const nextScale = SCALES[text[second.end] ?? ''];
  const lowFactor = ownScale !== undefined && nextScale !== undefined ? ownScale / nextScale : null;
  if (second.number <= first.number * (lowFactor ?? 1)) return null;
  const rewrite = first.rewrite ?? second.rewrite;
  return {
    ...first,
    high: second.number,
    lowFactor,
    step: Math.min(first.step, second.step),
    end: second.end,
    digits: `${first.digits}-${second.digits}`,
    rewrite,
  };
}

/** `10+%`, `10+ datasets`. */
function readOpen(text: string, first: Digits): Digits {
  return /^\+(?=[%\s,.;)])/.test(text.slice(first.end, first.end + 2)) ? { ...first, end: first.end + 1, isOpen: true } : first;
}
