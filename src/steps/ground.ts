/**
 * ground: Draft + paper -> Enrichment. Pure: quotes become spans, numbers are looked for under them, and each number is bound to
 * what it is said to belong to. Nothing ungrounded is dropped; it is marked.
 */
import { CHECKS_REVISION } from '../domain/check.ts';
import type { Draft } from '../domain/draft.ts';
import { claimIdsOf, type Enrichment } from '../domain/enrichment.ts';
import { verifyDraft } from '../verify/verify.ts';

/** Everything about an Enrichment that is known before its Draft is looked at. */
export type Grounds = Omit<Enrichment, 'checksRevision' | 'draft' | 'checks' | 'claimIds' | 'flags'>;

/** Checks a Draft against the cleaned texts it was made from. `flags` are those of the paper version. */
export function ground(
  draft: Draft,
  paper: { readonly title: string; readonly abstract: string | null; readonly flags: readonly string[] },
  grounds: Grounds,
): Enrichment {
  const claimIds = claimIdsOf(grounds.key, draft.claims ?? []);
  const texts = { title: paper.title, abstract: paper.abstract ?? '' };
  return {
    ...grounds,
    checksRevision: CHECKS_REVISION,
    draft,
    checks: verifyDraft(draft, claimIds, texts, { language: grounds.language }),
    claimIds,
    flags: paper.flags.filter((flag) => flag === 'suspect' || flag === 'clipped'),
  };
}
