/** The stored row of a paper's current view: its body, and the counts that lists read without opening it. */
import { isVerified } from '../domain/check.ts';
import type { View } from '../domain/current.ts';
import type { Enrichment } from '../domain/enrichment.ts';
import { canonicalJson } from '../domain/json.ts';
import { labelKey } from '../domain/vocabulary.ts';
import { decodeView, EMPTY_VIEW, type EnrichmentName, encodeView, namesIn } from './view-codec.ts';

/** What lists and counts read of a view. */
export interface CurrentColumns {
  readonly engine: string | null;
  readonly n_claims: number;
  readonly n_verified: number;
  readonly review: 'partly' | 'reviewed' | null;
  readonly proposals: string | null;
  readonly body: string;
}

/** Stored form of a view, given the Enrichments it was computed from. */
export function encodeCurrent(view: View, enrichments: readonly Enrichment[]): CurrentColumns {
  const find = ([key, revision]: EnrichmentName): Enrichment | undefined =>
    enrichments.find((one) => one.key === key && one.checksRevision === revision);
  const [first] = namesIn(view);
  const verified = view.claims.filter((claim) => {
    const check = find([claim.key, claim.revision])?.checks.claims?.[claim.at];
    return check && isVerified(check) && claim.review !== 'rejected';
  });
  return {
    engine: first ? (find(first)?.engine ?? null) : null,
    n_claims: view.claims.length,
    n_verified: verified.length,
    review: reviewStatus(view),
    proposals: proposalsIn(view),
    body: encodeView(view, find),
  };
}

/** Null while every value is a suggestion, `reviewed` when none is. */
function reviewStatus(view: View): 'partly' | 'reviewed' | null {
  const states = [...(view.tldr ? [view.tldr] : []), ...view.tags, ...view.claims].map(({ review }) => review);
  const decided = states.filter((state) => state !== 'suggested').length;
  return decided === 0 ? null : decided < states.length ? 'partly' : 'reviewed';
}

function proposalsIn(view: View): string | null {
  const labels = view.tags.filter(({ status }) => status === 'proposed').map((tag) => `${tag.facet}/${labelKey(tag.label)}`);
  return labels.length > 0 ? canonicalJson(labels) : null;
}

/** A stored view and the Enrichments it names, of those that are still there. */
export function decodeCurrent(
  body: string | null,
  known: readonly Enrichment[],
): { readonly view: View; readonly enrichments: Enrichment[] } {
  const find = ([key, revision]: EnrichmentName): Enrichment | undefined =>
    known.find((one) => one.key === key && one.checksRevision === revision);
  const view = body === null ? EMPTY_VIEW : decodeView(body, find);
  return { view, enrichments: namesIn(view).flatMap((name) => find(name) ?? []) };
}
