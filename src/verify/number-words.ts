/**
 * Numbers written as words: cardinals to the trillions, fractions, multiplicatives, and the small numbers of German, French and
 * Spanish that a translated TL;DR uses. "one" alone is a pronoun far more often than a number and is not read.
 */

/** A number read from words; `end` is where its words end. */
export interface WordNumber {
  readonly number: number;
  readonly end: number;
  /** Fractions and multiplicatives carry their unit: "a third of", "twice". */
  readonly isRatio: boolean;
  /** A fraction is exact, so any rounding of it is benign. */
  readonly isFraction: boolean;
}

const SMALL: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
};
const TENS: Readonly<Record<string, number>> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const SCALES: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  dozen: 12,
};
const DENOMINATORS: Readonly<Record<string, number>> = {
  half: 2,
  halves: 2,
  third: 3,
  thirds: 3,
  quarter: 4,
  quarters: 4,
  fifth: 5,
  fifths: 5,
  sixth: 6,
  eighth: 8,
  tenth: 10,
  tenths: 10,
  hundredth: 100,
};
const MULTIPLES: Readonly<Record<string, number>> = {
  twice: 2,
  thrice: 3,
  double: 2,
  doubles: 2,
  doubled: 2,
  doubling: 2,
  triple: 3,
  triples: 3,
  tripled: 3,
  tripling: 3,
  quadruple: 4,
  quadruples: 4,
  quadrupled: 4,
  halve: 0.5,
  halves: 0.5,
  halved: 0.5,
  halving: 0.5,
  twofold: 2,
  threefold: 3,
  fourfold: 4,
  fivefold: 5,
  sixfold: 6,
  sevenfold: 7,
  eightfold: 8,
  ninefold: 9,
  tenfold: 10,
  hundredfold: 100,
  thousandfold: 1000,
  doppelt: 2,
  verdoppelt: 2,
  zweimal: 2,
  dreimal: 3,
  zweifach: 2,
  dreifach: 3,
  zehnfach: 10,
  halbiert: 0.5,
  doble: 2,
  triplica: 3,
  duplica: 2,
};
/** Fractions of other languages, with the article where the bare word is something else. */
const FOREIGN_FRACTIONS: readonly (readonly [RegExp, number])[] = [
  [/^(?:die |der )?hälfte(?!\p{L})/iu, 1 / 2],
  [/^(?:ein|einem|einen|eines) drittel(?!\p{L})/iu, 1 / 3],
  [/^(?:ein|einem|einen|eines) viertel(?!\p{L})/iu, 1 / 4],
  [/^(?:zwei) drittel(?!\p{L})/iu, 2 / 3],
  [/^(?:la )?moitié(?!\p{L})/iu, 1 / 2],
  [/^un tiers(?!\p{L})/iu, 1 / 3],
  [/^deux tiers(?!\p{L})/iu, 2 / 3],
  [/^un quart(?!\p{L})/iu, 1 / 4],
  [/^la mitad(?!\p{L})/iu, 1 / 2],
  [/^un tercio(?!\p{L})/iu, 1 / 3],
  [/^dos tercios(?!\p{L})/iu, 2 / 3],
  [/^un cuarto(?!\p{L})/iu, 1 / 4],
];
const FOREIGN_SMALL: Readonly<Record<string, number>> = {
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  elf: 11,
  zwölf: 12,
  zwanzig: 20,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  huit: 8,
  neuf: 9,
  dix: 10,
  onze: 11,
  douze: 12,
  vingt: 20,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  diez: 10,
  once: 11,
  doce: 12,
  veinte: 20,
};
/** Words that are something else in English ("once") are read only in their own language. */
const ENGLISH_TOO = new Set(['once', 'six', 'elf', 'acht', 'dos', 'vier']);

const ENGLISH = [
  ...Object.keys(SMALL),
  ...Object.keys(TENS),
  ...Object.keys(SCALES),
  ...Object.keys(MULTIPLES),
  'half',
  'a',
  'an',
  'quarter',
];
const FOREIGN = [...Object.keys(FOREIGN_SMALL), 'hälfte', 'die', 'ein', 'einem', 'einen', 'eines', 'moitié', 'la', 'un'];
const pattern = (words: readonly string[]): string => [...new Set(words)].sort((a, b) => b.length - a.length).join('|');

/** Source of a pattern of the words a number can begin with. */
export const NUMBER_WORD = `(?<![\\p{L}\\p{N}@_-])(?:${pattern(ENGLISH)})(?![\\p{L}\\p{N}_])`;
/** The same with the words of other languages. */
export const NUMBER_WORD_FOREIGN = `(?<![\\p{L}\\p{N}@_-])(?:${pattern([...ENGLISH, ...FOREIGN])})(?![\\p{L}\\p{N}_])`;

const NEXT = /[\s-]{1,2}(\p{L}+)/uy;
const FIRST = /(\p{L}+)/uy;

/** Reads the number whose first word stands at `at`, or null when the words make none. */
export function readWordNumber(text: string, at: number, language: string): WordNumber | null {
  const words = following(text, at);
  const first = words[0];
  if (!first) return null;
  if (language !== 'en') {
    for (const [fraction, number] of FOREIGN_FRACTIONS) {
      const match = fraction.exec(text.slice(at, at + 24));
      if (match) return { number, end: at + match[0].length, isRatio: true, isFraction: true };
    }
    const small = FOREIGN_SMALL[first.word];
    if (small !== undefined) return { number: small, end: first.end, isRatio: false, isFraction: false };
  } else if (ENGLISH_TOO.has(first.word) && first.word !== 'six') return null;
  return readFraction(words) ?? readMultiple(words) ?? readCardinal(words);
}

interface Lower {
  readonly word: string;
  readonly end: number;
}

function following(text: string, at: number): Lower[] {
  const words: Lower[] = [];
  FIRST.lastIndex = at;
  let match = FIRST.exec(text);
  while (match && words.length < 8) {
    const end = match.index + match[0].length;
    words.push({ word: (match[1] ?? '').toLowerCase(), end });
    NEXT.lastIndex = end;
    match = NEXT.exec(text);
  }
  return words;
}

function readFraction(words: readonly Lower[]): WordNumber | null {
  const [first, second, third] = words;
  if (!first) return null;
  if (first.word === 'half' && second?.word !== 'precision') return fraction(1, 2, first.end);
  const count = first.word === 'a' || first.word === 'an' ? 1 : (SMALL[first.word] ?? null);
  const denominator = second && Object.hasOwn(DENOMINATORS, second.word) ? DENOMINATORS[second.word] : undefined;
  if (count === null || denominator === undefined || !second || count >= denominator) return null;
  // "a third party", "a second third"
  if (
    count === 1 &&
    first.word !== 'one' &&
    denominator > 2 &&
    third &&
    !/^(?:of|the|as|fewer|less|smaller|lower|more|to|its|that|than|reduction)$/.test(third.word)
  )
    return null;
  return fraction(count, denominator, second.end);
}

const fraction = (a: number, b: number, end: number): WordNumber => ({ number: a / b, end, isRatio: true, isFraction: true });

function readMultiple(words: readonly Lower[]): WordNumber | null {
  const first = words[0];
  const number = first && Object.hasOwn(MULTIPLES, first.word) ? MULTIPLES[first.word] : undefined;
  return first && number !== undefined ? { number, end: first.end, isRatio: true, isFraction: false } : null;
}

function readCardinal(words: readonly Lower[]): WordNumber | null {
  let total = 0;
  let current = 0;
  let end = -1;
  let used = 0;
  for (const { word, end: wordEnd } of words) {
    if (used === 0 && (word === 'a' || word === 'an')) current = 1;
    else if (Object.hasOwn(SMALL, word) && current % 10 === 0 && (current % 100 === 0 || current % 100 >= 20))
      current += SMALL[word] ?? 0;
    else if (Object.hasOwn(TENS, word) && current % 100 === 0) current += TENS[word] ?? 0;
    else if (Object.hasOwn(SCALES, word) && current > 0) {
      const scale = SCALES[word] ?? 1;
      if (scale >= 1e3) {
        total += current * scale;
        current = 0;
      } else current *= scale;
    } else if (!(word === 'and' && current >= 100)) break;
    used++;
    if (word !== 'and' && word !== 'a' && word !== 'an') end = wordEnd;
  }
  const number = total + current;
  if (end < 0 || used === 0) return null;
  const next = words[used]?.word ?? '';
  const isAlone = used === 1 && number === 1;
  if (isAlone && !/^(?:percent|order|orders|percentage)$/.test(next)) return null;
  return { number, end, isRatio: false, isFraction: false };
}
