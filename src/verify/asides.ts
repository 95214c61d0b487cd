/**
 * Asides: numbers in parentheses that name what they are, "81% (kappa 0.72)", "71.5% (95% CI 66.0 to 76.2)". They measure something
 * else than the number they follow, so they neither pair nor compete with it.
 */
import type { Span } from '../domain/codepoints.ts';
import { findMetricMentions } from './metrics.ts';
import type { Quantity } from './quantity.ts';

const LEADS_WITH_NAME =
  /^\s?(?:\d+(?:\.\d+)?%\s)?(?!(?:up|about|around|only|over|from|by|vs|versus|compared|improv\w*|an?|the|and|or|with|at|in|for|to)\b)\p{L}[\p{L}\p{N}@-]*(?:\s[\p{L}@-]+){0,3}\s?[=:<>≤≥~]?\s?[-+]?$/u;

/** The parentheses of an aside that this number stands in; null when it stands in none. */
export function asideOf(number: Quantity, numbers: readonly Quantity[], text: string): Span | null {
  const open = text.lastIndexOf('(', number.start);
  if (open < 0 || number.start - open > 60 || text.slice(open, number.start).includes(')')) return null;
  const close = text.indexOf(')', number.end);
  if (close < 0 || close - number.end > 80) return null;
  const follows = numbers.some(({ end }) => end <= open && open - end < 40 && !/[.;,(]\s?/.test(text.slice(end, open)));
  const first = numbers.find(({ start, end }) => start > open && !/^\s?CI\b/.test(text.slice(end, end + 4)));
  if (!follows || !first) return null;
  return LEADS_WITH_NAME.test(text.slice(open + 1, first.digitsStart)) ? { start: open + 1, end: close } : null;
}

const STATISTIC = /\b(?:CI|HR|a?OR|RR|IRR|IQR|SDs?|SEs?|SEM|ICC|kappa|ratio|interval|deviation|p|r|n|d|t|F|R2|AUC)\b/u;

/** Whether the parentheses name what they measure: a metric or a statistic, not a model or a data set. */
export function namesMeasure(aside: Span, text: string): boolean {
  const inside = text.slice(aside.start, aside.end);
  return STATISTIC.test(inside) || findMetricMentions(inside).length > 0;
}
