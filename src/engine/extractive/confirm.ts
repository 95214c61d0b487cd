/**
 * The last step of the claims: what the checks of precis would not call verified is not said. A row first loses the field its
 * sentence leaves open, then narrows to its clause, and is left out when nothing of it holds.
 * Invariant: every row returned is verified by the same checks that will look at it later.
 */
import { isVerified, type Texts } from '../../domain/check.ts';
import type { WireClaim } from '../../domain/draft.ts';
import { verifyClaims } from '../../verify/verify.ts';

/** A row and weaker versions of it, strongest first. */
export type Variants = readonly WireClaim[];

/** Versions tried up to the end of each round; a round is one more look at the whole paper. */
const ROUNDS = [1, 7, 20];

/** Rows that are verified, each in its strongest version that is, in the order given. */
export function confirmClaims(rows: readonly Variants[], texts: Texts): WireClaim[] {
  const chosen: (WireClaim | undefined)[] = rows.map(() => undefined);
  let open = rows.map((_, n) => n);
  let from = 0;
  for (let round = 0; round < ROUNDS.length && open.length > 0; round++) {
    // The strongest version alone first, because most rows pass with it; then several at once.
    const to = ROUNDS[round] as number;
    const tried = open.flatMap((n) => (rows[n] ?? []).slice(from, to).map((claim) => ({ n, claim })));
    if (tried.length === 0) break;
    const checks = verifyClaims(
      tried.map(({ claim }) => claim),
      tried.map((_, i) => String(i)),
      texts,
    );
    tried.forEach(({ n, claim }, i) => {
      const check = checks[i];
      if (chosen[n] === undefined && check && isVerified(check)) chosen[n] = claim;
    });
    open = open.filter((n) => chosen[n] === undefined);
    from = to;
  }
  return chosen.filter((claim) => claim !== undefined);
}

/** Weaker versions of a row, the least loss first. */
export function weaken(claim: WireClaim, clause: string, condition: string | null): WireClaim[] {
  const noName = (row: WireClaim): WireClaim => ({
    ...row,
    baseline: row.baseline?.value ? { name: null, value: row.baseline.value } : null,
  });
  const plain: WireClaim = { ...claim, subject: 'this paper' };
  const conditioned: WireClaim = condition && claim.conditions !== condition ? { ...claim, conditions: condition } : claim;
  const anyDataset = (row: WireClaim): WireClaim => ({ ...row, dataset: null, split: null });
  const versions: WireClaim[] = [
    claim,
    conditioned,
    noName(conditioned),
    anyDataset(claim),
    { ...conditioned, subject: 'this paper' },
    { ...claim, conditions: null },
    noName({ ...conditioned, subject: 'this paper' }),
    anyDataset(noName({ ...claim, conditions: null })),
    { ...plain, conditions: null },
    noName({ ...plain, conditions: null }),
    anyDataset(noName({ ...plain, conditions: null })),
    noName({ ...plain, conditions: null, metric: null }),
    { ...noName({ ...plain, conditions: null }), baseline: null },
  ].filter((row) => row.quote !== '');
  const inClause = clause !== claim.quote ? [{ ...claim, quote: clause }] : [];
  const seen = new Set<string>();
  return [...versions, ...inClause].filter((row) => {
    const key = JSON.stringify(row);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
