/**
 * The one place where JSON is read, and the canonical way to write it. Keys sorted by code unit, no spaces, so that equal
 * values have equal bytes: hashes, bodies in the database and exports all rest on it.
 */
import { PrecisError } from './errors.ts';

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Deepest nesting accepted from outside; deeper text makes JSON.stringify and Zod overflow later (measured at 200,000). */
const MAX_DEPTH = 64;

/** Deepest `{`/`[` nesting of a JSON text, strings skipped; stops counting once `limit` is passed. */
function depthOf(text: string, limit: number): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i++;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 || c === 91) {
      depth++;
      if (depth > deepest) deepest = depth;
      if (deepest > limit) return deepest;
    } else if (c === 125 || c === 93) depth--;
  }
  return deepest;
}

/**
 * Parses JSON text from outside.
 * @throws PrecisError `draft.invalid`-neutral code `json.invalid` when it is no JSON, nests deeper than 64 or carries `__proto__`.
 */
export function parseJson(text: string): Json {
  const depth = depthOf(text, MAX_DEPTH);
  if (depth > MAX_DEPTH) throw new PrecisError('json.invalid', `JSON nests deeper than ${MAX_DEPTH} levels`);
  try {
    return JSON.parse(text, (key, value) => {
      if (key === '__proto__') throw new SyntaxError('the key __proto__ is not accepted');
      return value;
    }) as Json;
  } catch (cause) {
    throw new PrecisError('json.invalid', `not valid JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** Reads a JSON text that precis itself wrote (a database body): no depth or key checks. */
export function readOwnJson<T>(text: string): T {
  return JSON.parse(text) as T;
}

/** Canonical JSON: sorted keys, no spaces; `undefined` members are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const sorted: [string, unknown][] = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => [key, sortKeys(member)]);
  return Object.fromEntries(sorted);
}
