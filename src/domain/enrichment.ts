/**
 * An Enrichment: the Draft as the engine gave it and what code found out about it, keyed by content, prompt and engine; no paper in
 * the key, so equal texts share one. A row is (key, checks revision); older revisions stay readable.
 */
import type { DraftChecks } from './check.ts';
import type { Rung } from './completion.ts';
import type { Draft, Section, WireClaim } from './draft.ts';
import { claimId, type Hash } from './hash.ts';
import { canonicalJson } from './json.ts';

export interface Enrichment {
  readonly key: string;
  readonly checksRevision: number;
  readonly contentHash: Hash;
  readonly promptHash: Hash;
  readonly promptName: string;
  readonly engineHash: Hash;
  readonly engine: string;
  readonly model: string | null;
  readonly servedModel: string | null;
  readonly rung: Rung | null;
  /** Language of the TL;DR. */
  readonly language: string;
  readonly yields: readonly Section[];
  readonly draft: Draft;
  readonly checks: DraftChecks;
  /** `c-` ids of the claims, in draft order. */
  readonly claimIds: readonly string[];
  /** Local repairs of the reply, in words. */
  readonly repairs: readonly string[];
  readonly flags: readonly string[];
  /** Call-log row it came from; null for engines without calls. */
  readonly callId: number | null;
  readonly runId: string;
  readonly createdAtMs: number;
}

/** Where a section of the current view comes from: `tldr`, `tldr:de`, `tags` or `claims`. */
export type SectionName = Section | `tldr:${string}`;

/** Sections an Enrichment yields by name. */
export function sectionsOf(enrichment: Pick<Enrichment, 'yields' | 'language'>): SectionName[] {
  return enrichment.yields.map((section) =>
    section === 'tldr' && enrichment.language !== 'en' ? (`tldr:${enrichment.language}` as const) : section,
  );
}

/** Ids of the claims of a Draft: the claim as given, and its n-th occurrence; they do not depend on checks. */
export function claimIdsOf(key: string, claims: readonly WireClaim[]): string[] {
  const seen = new Map<string, number>();
  return claims.map((claim) => {
    const text = canonicalJson(claim);
    const occurrence = seen.get(text) ?? 0;
    seen.set(text, occurrence + 1);
    return claimId(key, claim, occurrence);
  });
}
