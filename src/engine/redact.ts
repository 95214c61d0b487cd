/**
 * Keeps a key out of everything that is shown or stored. Servers echo headers and keys in their errors, whole, cut short or
 * escaped; an error of precis passes through here before anybody sees it.
 */
import { PrecisError } from '../domain/errors.ts';

/** What stands in place of a key. */
export const MASK = '***';
/** A longer common beginning gives a key away; shorter words (`EMPTY`, `ollama`) are placeholders that many servers ask for. */
const SHORTEST_SECRET = 8;

/** Replaces a secret in a text. */
export type Redact = (text: string) => string;

/** Makes the function that masks a key, also cut short, in JSON, in a URL or in Base64. */
export function redactor(key: string | null): Redact {
  if (key === null || key.length < SHORTEST_SECRET) return (text) => text;
  const spellings = new Set([key, key.replaceAll('/', '\\/'), JSON.stringify(key).slice(1, -1), encodeURIComponent(key)]);
  spellings.add(btoa(key).replace(/=+$/, ''));
  return (text) => [...spellings].reduce((masked, spelling) => maskFrom(masked, spelling), text);
}

/** Masks every run that starts like the secret and goes on like it for at least `SHORTEST_SECRET` characters. */
function maskFrom(text: string, secret: string): string {
  const opening = secret.slice(0, SHORTEST_SECRET);
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, from)) {
    let end = at + opening.length;
    while (end < text.length && end - at < secret.length && text[end] === secret[end - at]) end++;
    parts.push(text.slice(from, at), MASK);
    from = end;
  }
  return from === 0 ? text : parts.join('') + text.slice(from);
}

/** The same error without the key: message, advice, excerpt and issues; a cause is dropped, it may hold headers. */
export function redactError(error: PrecisError, redact: Redact): PrecisError {
  const { cause: _cause, excerpt, issues, next, ...facts } = error.facts;
  return new PrecisError(error.code, redact(error.message), {
    ...facts,
    ...(next === undefined ? {} : { next: redact(next) }),
    ...(excerpt === undefined ? {} : { excerpt: redact(excerpt) }),
    ...(issues === undefined ? {} : { issues: issues.map(redact) }),
  });
}
