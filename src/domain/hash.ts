/**
 * Tagged hashes and every key of CONTRACTS section 1. A hash is `sha256:` + hex over canonical JSON; a short id is a prefix
 * and the first 32 hex digits. Nothing here knows where a value came from: equal inputs give equal keys on every machine.
 */
import { canonicalJson } from './json.ts';
import { sha256Hex } from './sha256.ts';

/** `sha256:` + 64 hex digits. */
export type Hash = string;

/** Version of the request hash; raised when what goes into it changes. */
const REQUEST_HASH_VERSION = 1;

/** Tagged hash of any JSON-like value. */
export function hashOf(value: unknown): Hash {
  return `sha256:${sha256Hex(canonicalJson(value))}`;
}

/** Prefix and the first 32 hex digits of a value's hash. */
export function shortId(prefix: string, value: unknown): string {
  return `${prefix}${sha256Hex(canonicalJson(value)).slice(0, 32)}`;
}

/** Hash of a stored version's cleaned title and abstract: what an Enrichment is an Enrichment of. */
export function contentHash(title: string, abstract: string | null): Hash {
  return hashOf([title, abstract]);
}

/** `e-` key of an Enrichment: no paper in it, so equal texts share one. */
export function enrichmentKey(content: Hash, prompt: Hash, engine: Hash): string {
  return shortId('e-', [content, prompt, engine]);
}

/** `t-` id of the one Ticket a paper can have for an Enrichment key. */
export function ticketId(paperPk: number, key: string): string {
  return shortId('t-', [paperPk, key]);
}

/** Hash of one exact request to one named engine; the endpoint is not part of it. */
export function requestHash(body: unknown, engine: Hash): Hash {
  return hashOf([REQUEST_HASH_VERSION, body, engine]);
}

/** `c-` id of a claim: the claim as the model gave it and its n-th occurrence (from 0), stable under re-validation. */
export function claimId(key: string, claim: unknown, occurrence: number): string {
  return shortId('c-', [key, claim, occurrence]);
}
