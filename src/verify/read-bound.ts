/** Words and signs before a number that say it is approximate or a bound. They qualify the number, never change it. */
import type { Bound } from '../domain/check.ts';

const BEFORE: readonly (readonly [RegExp, Bound])[] = [
  [
    /(?:\bup to(?: a)?|\bas (?:much|high|many) as|\bat most|\bno more than|\ba maximum of|\bmaximum|\bup to an?|\bbis zu|\bjusqu'à|\bhasta)$/i,
    'up_to',
  ],
  [
    /(?:\bat least|\bmore than|\bexceeding|\babove|\bgreater than|\bno (?:less|fewer) than|\bupwards of|\bhigher than|\bbeyond|\bby over|\bof over|\bwell over|\bmehr als|\bplus de|\bmás de)$/i,
    'at_least',
  ],
  [
    /(?:\bless than|\bunder|\bbelow|\bfewer than|\bwithin|\blower than|\bno worse than|\bweniger als|\bmoins de|\bmenos de)$/i,
    'below',
  ],
  [
    /(?:\babout|\bapproximately|\bapprox\.?|\baround|\broughly|\bnearly|\balmost|\bclose to|\ban estimated|\bcirca|\bca\.|\bsome|\broughly an?|\betwa|\bungefähr|\brund|\benviron|\bunos|\bcerca de)$/i,
    'approx',
  ],
];

const SYMBOLS: Readonly<Record<string, Bound>> = {
  '~': 'approx',
  '≈': 'approx',
  '≤': 'up_to',
  '≥': 'at_least',
  '<': 'below',
  '>': 'at_least',
};

/** Bound of the number that begins at `start`, by its symbol, an open end, or the words before it. */
export function readBound(text: string, start: number, symbol: string, isOpen: boolean): Bound {
  const bySymbol = SYMBOLS[symbol];
  if (bySymbol) return bySymbol;
  if (isOpen) return 'at_least';
  const before = text.slice(Math.max(0, start - 24), start).trimEnd();
  for (const [words, bound] of BEFORE) if (words.test(before)) return bound;
  return 'exact';
}
