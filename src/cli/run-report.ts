/**
 * What came out of a run: the object `run --json` prints, the sentences a person reads, and the exit code. All three from the same
 * counts, so that they cannot disagree.
 */
import { marksOf } from '../domain/check.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { ImportLedger } from '../domain/ledger.ts';
import type { Run, RunLedger } from '../domain/run.ts';
import type { Store } from '../ports.ts';
import type { Selection } from '../store-port.ts';
import type { Worked } from './work-run.ts';

/** Current claim rows of a selection, by what the checks say. */
export interface ClaimCounts {
  readonly rows: number;
  readonly grounded: number;
  readonly ungrounded: number;
  readonly numbersVerified: number;
  readonly numbersMissing: number;
  readonly bound: number;
  readonly ambiguous: number;
  readonly unbound: number;
}

/** Counts beside the JSON's, for the sentences. */
export interface PaperCounts {
  readonly papers: number;
  readonly withClaims: number;
  readonly verifiedRows: number;
  readonly tags: number;
  readonly proposals: number;
}

export interface RunReport {
  readonly imports: readonly ImportLedger[];
  readonly run: Run;
  readonly ledger: RunLedger;
  readonly claims: ClaimCounts;
  readonly papers: PaperCounts;
  readonly seconds: number;
  readonly worked: Worked | null;
  readonly db: string;
}

/** Reads what is current for a selection. */
export async function countCurrent(store: Store, selection: Selection): Promise<{ claims: ClaimCounts; papers: PaperCounts }> {
  const claims = { rows: 0, grounded: 0, ungrounded: 0, numbersVerified: 0, numbersMissing: 0, bound: 0, ambiguous: 0, unbound: 0 };
  const papers = { papers: 0, withClaims: 0, verifiedRows: 0, tags: 0, proposals: 0 };
  for await (const { view, enrichments } of store.bundles(selection)) {
    papers.papers++;
    papers.tags += view.tags.length;
    papers.proposals += view.tags.filter((tag) => tag.status === 'proposed').length;
    if (view.claims.length > 0) papers.withClaims++;
    for (const claim of view.claims) {
      const from = enrichments.find((one) => one.key === claim.key && one.checksRevision === claim.revision);
      const check = from?.checks.claims?.[claim.at];
      if (!check) continue;
      claims.rows++;
      claims[check.alignment.grounding === 'none' ? 'ungrounded' : 'grounded']++;
      for (const { check: found } of [check.valueCheck, check.baselineCheck]) {
        if (found === 'missing') claims.numbersMissing++;
        else if (found !== 'not_applicable') claims.numbersVerified++;
      }
      if (check.binding !== 'not_applicable') claims[check.binding]++;
      if (marksOf(check).numberBound && claim.review !== 'rejected') papers.verifiedRows++;
    }
  }
  return { claims, papers };
}

/** The object of `run --json`. */
export function toJson({ imports, run, ledger, claims, seconds, db }: RunReport): unknown {
  return {
    imports: imports.map(({ importId: _id, encoding: _encoding, ...counts }) => counts),
    run: {
      id: run.id,
      engine: run.recipe.engine,
      model: run.recipe.model,
      prompt: run.recipe.prompts.map((prompt) => prompt.name).join('+'),
      tickets: ledger.tickets,
      done: ledger.done,
      failed: ledger.failed,
      waiting: ledger.waiting,
      wanted: ledger.wanted,
      handedOver: ledger.handedOver,
      calls: ledger.calls,
      replayed: ledger.replayed,
      promptTokens: ledger.promptTokens,
      cachedTokens: ledger.cachedTokens,
      completionTokens: ledger.completionTokens,
      costUsd: ledger.costUsd,
      seconds: Math.round(seconds * 10) / 10,
    },
    claims,
    db,
  };
}

/** Exit code of a run (CONTRACTS 2). */
export function exitOf({ imports, run, ledger, worked }: Pick<RunReport, 'imports' | 'run' | 'ledger' | 'worked'>): number {
  if (worked?.end === 'interrupted') return 75;
  if (run.state === 'parked') return PARKED[run.code ?? 'engine.quota'] ?? 75;
  if (sum(ledger.waiting) + ledger.wanted > 0) return 75;
  const rejected = imports.reduce((total, one) => total + one.rejected, 0);
  return sum(ledger.failed) + rejected > 0 ? 4 : 0;
}

const PARKED: Readonly<Partial<Record<ErrorCode, number>>> = {
  'budget.spent': 5,
  'engine.unauthorised': 3,
  'engine.rejected': 4,
  'engine.format_unsupported': 4,
  'engine.context_too_long': 4,
};

/** Total of a count by code or reason. */
export function sum(counts: Readonly<Partial<Record<string, number>>>): number {
  return Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);
}
