/** Two ways of enriching the same papers, side by side. */
import { CHECKS_REVISION, isVerified } from '../domain/check.ts';
import type { Enrichment } from '../domain/enrichment.ts';
import { enrichmentKey, type Hash } from '../domain/hash.ts';
import { flattenTags } from '../domain/tag.ts';
import type { Store } from '../ports.ts';
import type { StoredPin } from '../store-port.ts';
import type { RunPlan } from './plan-run.ts';

interface Side {
  claims: number;
  verified: number;
  /** Numbers of TL;DRs that the texts do not hold. */
  missing: number;
}

export interface Comparison {
  readonly papers: number;
  readonly sameTldr: number;
  readonly tagsAdded: number;
  readonly tagsRemoved: number;
  readonly before: Readonly<Side>;
  readonly after: Readonly<Side>;
}

/** Compares papers that have an Enrichment both under the pin and under the plan. */
export async function compareEnrichments(store: Store, pks: readonly number[], pin: StoredPin, plan: RunPlan): Promise<Comparison> {
  const before: Side = { claims: 0, verified: 0, missing: 0 };
  const after: Side = { claims: 0, verified: 0, missing: 0 };
  let papers = 0;
  let sameTldr = 0;
  let tagsAdded = 0;
  let tagsRemoved = 0;
  for await (const { newest } of store.bundles({ pks })) {
    const old = await read(store, newest.contentHash, pin.promptHashes, pin.engineHash);
    const fresh = await read(
      store,
      newest.contentHash,
      plan.prompts.map((prompt) => prompt.hash),
      plan.engine.hash,
    );
    if (old.length === 0 || fresh.length === 0) continue;
    papers++;
    count(old, before);
    count(fresh, after);
    if (tldrOf(old) === tldrOf(fresh)) sameTldr++;
    const had = tagsOf(old);
    const has = tagsOf(fresh);
    tagsAdded += [...has].filter((tag) => !had.has(tag)).length;
    tagsRemoved += [...had].filter((tag) => !has.has(tag)).length;
  }
  return { papers, sameTldr, tagsAdded, tagsRemoved, before, after };
}

async function read(store: Store, content: Hash, prompts: readonly Hash[], engine: Hash): Promise<Enrichment[]> {
  const found = await Promise.all(
    prompts.map((prompt) => store.enrichment(enrichmentKey(content, prompt, engine), CHECKS_REVISION)),
  );
  return found.filter((one) => one !== null);
}

const tldrOf = (enrichments: readonly Enrichment[]): string | undefined =>
  enrichments.find((one) => one.draft.tldr !== undefined)?.draft.tldr;

const tagsOf = (enrichments: readonly Enrichment[]): Set<string> =>
  new Set(
    enrichments.flatMap((one) => (one.draft.tags ? flattenTags(one.draft.tags) : [])).map((tag) => `${tag.facet}:${tag.label}`),
  );

function count(enrichments: readonly Enrichment[], side: Side): void {
  for (const { checks } of enrichments) {
    side.claims += checks.claims?.length ?? 0;
    side.verified += checks.claims?.filter(isVerified).length ?? 0;
    side.missing += checks.tldr?.numbers.filter((number) => number.check === 'missing').length ?? 0;
  }
}
