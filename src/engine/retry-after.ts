/**
 * How long a server asks to be left alone, from `retry-after-ms` or `Retry-After`. Values of any length count, because the wait
 * belongs to the ticket and not to a worker; the npm package drops everything above 60 s, which is why this is ours.
 */

/** A longer wait is a mistake of the server, and dates further off stop being dates. */
const LONGEST_MS = 366 * 24 * 3_600_000;

const NUMBER = /^[+-]?\d+(\.\d+)?$/;
/** The three forms of an HTTP date; anything else Date.parse would accept (`-1` is the year 2001) is garbage here. */
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? (?:\d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4}|[A-Z][a-z]{2} [ \d]\d) \d{2}:\d{2}:\d{2}(?: GMT| \d{4})$/;

/** Milliseconds to wait, never negative; undefined when the server does not say or says garbage. */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const ms = readNumber(headers.get('retry-after-ms'));
  if (ms !== undefined) return bounded(ms);
  const text = headers.get('retry-after')?.trim() ?? '';
  const seconds = readNumber(text);
  if (seconds !== undefined) return bounded(seconds * 1000);
  const at = readDate(text);
  if (at === undefined) return undefined;
  // the server's own clock, where it tells it, so that a skewed local one does not matter
  return bounded(at - (readDate(headers.get('date') ?? '') ?? nowMs));
}

function readNumber(text: string | null): number | undefined {
  return text !== null && NUMBER.test(text.trim()) ? Number(text) : undefined;
}

function readDate(text: string): number | undefined {
  if (!HTTP_DATE.test(text)) return undefined;
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : at;
}

const bounded = (ms: number): number => Math.round(Math.min(Math.max(ms, 0), LONGEST_MS));
