/**
 * A Draft as it is stored where no reply says it: canonical JSON without the nulls of claims and tags, a sixth of its size.
 * Invariant: what would not come back the same is stored in full.
 */
import type { Draft, WireClaim, WireTags } from '../domain/draft.ts';
import { canonicalJson, type Json, readOwnJson } from '../domain/json.ts';

/** What a claim may leave unsaid. */
const UNSAID_CLAIM = { task: null, dataset: null, split: null, metric: null, value: null, baseline: null, conditions: null };
const UNSAID_BASELINE = { name: null, value: null };
const UNSAID_TAG = { quote: null };
const WITH_QUOTES = ['task', 'method', 'dataset', 'model'] as const;

/** Stored form. */
export function encodeDraft(draft: Draft): string {
  const full = canonicalJson(draft);
  const short = canonicalJson(withoutNulls(readOwnJson<Json>(full)));
  return canonicalJson(decodeDraft(short)) === full ? short : full;
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNulls(member)]),
  );
}

/** The Draft of a stored form, or of a reply that says the same. */
export function decodeDraft(text: string): Draft {
  const draft = readOwnJson<Draft>(text);
  return {
    ...draft,
    ...(draft.tags && { tags: fillTags(draft.tags) }),
    ...(draft.claims && { claims: draft.claims.map(fillClaim) }),
  };
}

function fillTags(tags: WireTags): WireTags {
  const filled = WITH_QUOTES.map((facet) => [facet, tags[facet].map((tag) => ({ ...UNSAID_TAG, ...tag }))]);
  return { ...tags, ...Object.fromEntries(filled) };
}

function fillClaim(claim: WireClaim): WireClaim {
  const { baseline } = claim;
  return { ...UNSAID_CLAIM, ...claim, baseline: baseline ? { ...UNSAID_BASELINE, ...baseline } : null };
}
