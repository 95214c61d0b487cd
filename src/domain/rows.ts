/**
 * PaperBundle -> rows of the export tables. Pure, so that a page, `show` and every format say the same; what is left out under which
 * `--only` is decided here and nowhere else.
 * Invariant: a value a person rejected, a quote that was not found, or a number that was not bound never leaves as `verified`.
 */
import type { BundleTicket, PaperBundle, PaperVersion } from './bundle.ts';
import { claimRow } from './claim-row.ts';
import type { ViewTag } from './current.ts';
import type { Enrichment, SectionName } from './enrichment.ts';
import { exportedStatus, isoTime, pseudonym, textHash } from './exported.ts';
import type { ClaimRow, PaperRow, ReviewRow, TagRow } from './row.ts';

/** Which values leave: verified ones, only what a person took, or everything with its marks. */
export const ONLY = ['verified', 'reviewed', 'all'] as const;
export type Only = (typeof ONLY)[number];

/** Whether a person took the value. */
const isTaken = (review: string): boolean => review === 'accepted' || review === 'edited';

/** Claims of a paper that leave under `only`, in the order of the text. */
export function claimRows(bundle: PaperBundle, only: Only): ClaimRow[] {
  const rows = bundle.view.claims.flatMap((view) => {
    const enrichment = bundle.enrichments.find((one) => one.key === view.key && one.checksRevision === view.revision);
    const version = enrichment && (bundle.versions.get(enrichment.contentHash) ?? bundle.newest);
    return enrichment && version ? [claimRow(bundle, view, enrichment, version)] : [];
  });
  const kept = rows.filter((row) => {
    if (only === 'all') return true;
    if (row.review_status === 'rejected') return false;
    return isTaken(row.review_status) || (only === 'verified' && row.verified);
  });
  return kept.sort(byPlace);
}

/** In the order of the text; rows without a place come last. */
function byPlace(a: ClaimRow, b: ClaimRow): number {
  const order = (row: ClaimRow): number[] => [row.evidence_start ?? LAST, row.value_start ?? LAST];
  const [left, right] = [order(a), order(b)];
  return (
    (left[0] as number) - (right[0] as number) || (left[1] as number) - (right[1] as number) || (a.claim_id < b.claim_id ? -1 : 1)
  );
}

const LAST = Number.MAX_SAFE_INTEGER;

/** Tags of a paper that leave under `only`. */
export function tagRows(bundle: PaperBundle, only: Only): TagRow[] {
  const enrichment = chosen(bundle, 'tags');
  return bundle.view.tags
    .filter((tag) => {
      if (only === 'all') return true;
      if (tag.review === 'rejected') return false;
      return isTaken(tag.review) || (only === 'verified' && tag.status === 'active');
    })
    .map((tag) => tagRow(bundle, tag, enrichment));
}

function tagRow(bundle: PaperBundle, tag: ViewTag, enrichment: Enrichment | undefined): TagRow {
  const check = tag.at === null ? undefined : enrichment?.checks.tags?.[tag.at];
  const span = check?.alignment?.span ?? null;
  return {
    paper_id: bundle.paperId,
    facet: tag.facet,
    label: tag.label,
    vocab_id: tag.vocabId,
    role: tag.role,
    support: check?.support ?? null,
    quote: tag.quote,
    evidence_start: span?.start ?? null,
    evidence_end: span?.end ?? null,
    evidence_from: span?.field ?? null,
    status: tag.status,
    source: tag.at === null ? 'human' : 'model',
    engine: tag.at === null ? null : (enrichment?.engine ?? null),
    review_status: exportedStatus(tag.review),
  };
}

/** Whether a paper's TL;DR leaves under `only`: no number of it is missing, or a person took it. */
export function tldrLeaves(bundle: PaperBundle, only: Only): boolean {
  const { tldr } = bundle.view;
  if (!tldr) return false;
  if (only === 'all') return true;
  if (tldr.review === 'rejected') return false;
  return isTaken(tldr.review) || (only === 'verified' && tldrCheck(chosen(bundle, 'tldr')) !== 'missing');
}

/** `missing` when any number of the TL;DR was not found in title or abstract. */
export function tldrCheck(enrichment: Enrichment | undefined): 'verified' | 'missing' | 'not_applicable' | null {
  const numbers = enrichment?.checks.tldr?.numbers;
  if (!numbers) return null;
  const counted = numbers.filter((number) => number.check !== 'not_applicable');
  if (counted.some((number) => number.check === 'missing')) return 'missing';
  return counted.length > 0 ? 'verified' : 'not_applicable';
}

/** The Enrichment that counts for a section. */
export function chosen(bundle: PaperBundle, section: SectionName): Enrichment | undefined {
  const choice = bundle.view.sections[section];
  return choice && bundle.enrichments.find((one) => one.key === choice.key && one.checksRevision === choice.revision);
}

/** The paper's row; only its values are filtered, the paper itself always leaves. */
export function paperRow(bundle: PaperBundle, only: Only, vocabularyVersion: string, claims: number): PaperRow {
  const { newest } = bundle;
  const { facts } = newest;
  const enrichment = chosen(bundle, 'tldr') ?? chosen(bundle, 'claims') ?? chosen(bundle, 'tags');
  const claimsFrom = chosen(bundle, 'claims');
  const tldrFrom = chosen(bundle, 'tldr');
  const leaves = tldrLeaves(bundle, only);
  const last = bundle.events.at(-1);
  return {
    paper_id: bundle.paperId,
    ids: [...bundle.ids],
    title: newest.title,
    abstract: newest.abstract,
    abstract_raw: newest.abstractRaw,
    abstract_source: newest.abstract === null ? 'none' : newest.abstractSource,
    abstract_sha256: textHash(newest.abstract),
    authors: facts.authors.map((author) => author.name),
    categories: [...facts.categories],
    published: facts.published,
    updated: facts.updated,
    license: facts.license,
    urls: Object.entries(facts.urls).map(([kind, url]) => ({ kind, url })),
    source: facts.sourceFormat,
    source_version: newest.version,
    ...stateOf(bundle),
    tldr: leaves ? (bundle.view.tldr?.text ?? tldrFrom?.draft.tldr ?? null) : null,
    model_tldr: only === 'all' || leaves ? (tldrFrom?.draft.tldr ?? null) : null,
    tldr_number_check: tldrCheck(tldrFrom),
    tldr_review_status: exportedStatus(bundle.view.tldr?.review ?? 'suggested'),
    tldr_translations: translations(bundle, only),
    tags: tagRows(bundle, only)
      .filter((tag) => tag.review_status !== 'rejected')
      .map((tag) => `${tag.facet}:${tag.label}`),
    model_tags: tagRows(bundle, only)
      .filter((tag) => tag.source === 'model')
      .map((tag) => `${tag.facet}:${tag.label}`),
    n_claims: claims,
    claims_status: !claimsFrom ? 'not_requested' : (claimsFrom.draft.claims?.length ?? 0) > 0 ? 'stated' : 'none_stated',
    review_status: reviewStatusOf(bundle),
    review_mode: last?.mode ?? null,
    reviewer_id: last ? pseudonym(last.actor) : null,
    reviewed_at: last ? isoTime(last.atMs) : null,
    engine: enrichment?.engine ?? null,
    model: enrichment?.servedModel ?? enrichment?.model ?? null,
    prompt_id: enrichment?.promptName ?? null,
    prompt_sha256: enrichment?.promptHash ?? null,
    run_id: enrichment?.runId ?? null,
    enriched_at: enrichment ? isoTime(enrichment.createdAtMs) : null,
    input_sha256: enrichment?.contentHash ?? null,
    vocabulary_version: vocabularyVersion,
    stale: Object.values(bundle.view.sections).some((choice) => choice?.stale),
    withdrawn: bundle.withdrawn,
    retracted: bundle.retracted,
    flags: [...newest.flags],
  };
}

/** State of a paper for its readers: why there is, or is not, an Enrichment of its newest text. */
export function stateOf(bundle: PaperBundle): Pick<PaperRow, 'state' | 'state_reason'> {
  if (bundle.withdrawn || bundle.retracted) return { state: 'withdrawn', state_reason: null };
  if (bundle.newest.abstract === null) return { state: 'no_abstract', state_reason: null };
  const open = bundle.tickets.filter((ticket) => ticket.state !== 'done');
  const enriched = Object.values(bundle.view.sections).some((choice) => choice && !choice.stale);
  const [first] = [...open].sort((a, b) => RANK[a.state] - RANK[b.state]);
  if (enriched || !first) return { state: enriched ? 'done' : 'wanted', state_reason: null };
  return { state: first.state === 'done' ? 'wanted' : first.state, state_reason: reasonOf(first) };
}

const RANK = { failed: 0, waiting: 1, wanted: 2, done: 3 } as const;
const reasonOf = (ticket: BundleTicket): string | null => (ticket.state === 'failed' ? ticket.code : ticket.reason);

function translations(bundle: PaperBundle, only: Only): PaperRow['tldr_translations'] {
  return (Object.keys(bundle.view.sections) as SectionName[])
    .filter((section) => section.startsWith('tldr:'))
    .sort()
    .flatMap((section) => {
      const enrichment = chosen(bundle, section);
      const check = tldrCheck(enrichment);
      if (!enrichment?.draft.tldr || (only !== 'all' && (check === 'missing' || only === 'reviewed'))) return [];
      return [{ lang: enrichment.language, tldr: enrichment.draft.tldr, number_check: check ?? 'not_applicable' }];
    });
}

function reviewStatusOf(bundle: PaperBundle): PaperRow['review_status'] {
  const { tldr, tags, claims } = bundle.view;
  const all = [...(tldr ? [tldr.review] : []), ...tags.map((tag) => tag.review), ...claims.map((claim) => claim.review)];
  if (all.includes('edited')) return 'edited';
  if (all.length > 0 && all.every((review) => review === 'rejected')) return 'rejected';
  return all.some((review) => review !== 'suggested') ? 'accepted' : 'unreviewed';
}

/** The event log of a paper. */
export function reviewRows(bundle: PaperBundle): ReviewRow[] {
  return bundle.events.map((event) => ({
    event_id: event.eventId,
    paper_id: bundle.paperId,
    field: event.field,
    action: event.action,
    before: event.before,
    after: event.after,
    actor: pseudonym(event.actor),
    at: isoTime(event.atMs),
    guideline_version: event.guidelineVersion,
    review_mode: event.mode,
    undoes: event.undoes,
    reason: event.reason,
  }));
}

/** The text an Enrichment was made from. */
export function versionOf(bundle: PaperBundle, enrichment: Enrichment): PaperVersion {
  return bundle.versions.get(enrichment.contentHash) ?? bundle.newest;
}
