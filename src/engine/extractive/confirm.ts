/**
 * The last step of the claims: what the checks of precis would not call verified is not said. A row first loses the field its
 * sentence leaves open, then narrows to its clause, and is left out when nothing of it holds.
 * Invariant: every row returned is verified by the same checks that will look at it later.
 */
import { isVerified, type Texts } from '../../domain/check.ts';
import type { WireClaim } from '../../domain/draft.ts';
import { verifyClaims } from '../../verify/verify.ts';

/** A row, and weaker versions of it for when it does not hold: the least loss first. */
export interface Proposal {
  readonly claim: WireClaim;
  readonly weaker: () => readonly WireClaim[];
}

/** Weaker versions are tried this many at a time, because each look reads the whole paper. */
const AT_ONCE = 6;

/** Rows that are verified, each in its strongest version that is, in the order given. */
export function confirmClaims(proposals: readonly Proposal[], texts: Texts): WireClaim[] {
  if (proposals.length === 0) return [];
  const chosen = keepVerified(
    proposals.map(({ claim }) => [claim]),
    texts,
  );
  let open = proposals.flatMap(({ weaker }, n) => (chosen[n] ? [] : [{ n, versions: weaker() }]));
  while (open.length > 0) {
    const found = keepVerified(
      open.map(({ versions }) => versions.slice(0, AT_ONCE)),
      texts,
    );
    open.forEach(({ n }, i) => {
      chosen[n] = found[i];
    });
    open = open.flatMap(({ n, versions }) =>
      chosen[n] || versions.length <= AT_ONCE ? [] : [{ n, versions: versions.slice(AT_ONCE) }],
    );
  }
  return chosen.filter((claim) => claim !== undefined);
}

/** First verified version of each row; one look at the paper for all of them. */
function keepVerified(rows: readonly (readonly WireClaim[])[], texts: Texts): (WireClaim | undefined)[] {
  const tried = rows.flat();
  const checks = verifyClaims(
    tried,
    tried.map((_, i) => String(i)),
    texts,
  );
  let at = 0;
  return rows.map((versions) => {
    const from = at;
    at += versions.length;
    return versions.find((_, i) => {
      const check = checks[from + i];
      return check !== undefined && isVerified(check);
    });
  });
}

/**
 * Weaker versions of a row, the least loss first.
 * @param clause a shorter quote around the number
 * @param condition words of the sentence the number may hold under, or null
 */
export function weaken(claim: WireClaim, clause: string, condition: string | null): WireClaim[] {
  const conditioned: WireClaim = condition ? { ...claim, conditions: condition } : claim;
  const bare: WireClaim = { ...claim, conditions: null };
  const versions: WireClaim[] = [
    conditioned,
    unnamed(conditioned),
    anywhere(claim),
    anonymous(conditioned),
    bare,
    unnamed(anonymous(conditioned)),
    anywhere(unnamed(bare)),
    anonymous(bare),
    unnamed(anonymous(bare)),
    anywhere(unnamed(anonymous(bare))),
    { ...conditioned, metric: null },
    unnamed(anonymous({ ...conditioned, metric: null })),
    unnamed(anonymous({ ...bare, metric: null })),
    { ...anonymous(bare), baseline: null },
    { ...claim, quote: clause },
  ];
  const seen = new Set([JSON.stringify(claim)]);
  return versions.filter((version) => {
    const key = JSON.stringify(version);
    return !seen.has(key) && seen.add(key);
  });
}

const anonymous = (claim: WireClaim): WireClaim => ({ ...claim, subject: 'this paper' });
const anywhere = (claim: WireClaim): WireClaim => ({ ...claim, dataset: null, split: null });
const unnamed = (claim: WireClaim): WireClaim => ({
  ...claim,
  baseline: claim.baseline?.value ? { name: null, value: claim.baseline.value } : null,
});
