/**
 * The measure of the whole verifier: valid rows, broken on purpose. Every one-digit swap and every pair of transposed digits of a
 * value or baseline (in the value, in the quote, in both) must cost the row its badge; untouched rows must keep it. Swapping the
 * values of two rows that share a sentence is counted by outcome.
 */
import { describe, expect, it } from 'vitest';
import { isVerified, type Texts } from '../../../src/domain/check.ts';
import type { WireClaim } from '../../../src/domain/draft.ts';
import { findQuantities, type Quantity } from '../../../src/verify/quantity.ts';
import { verifyClaim, verifyClaims } from '../../../src/verify/verify.ts';
import { SAMPLES } from './valid-rows.ts';

/** A small seeded generator (mulberry32), so that every run tests the same cases. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Every text that differs in one digit or in the order of two neighbours. */
function swapDigits(printed: string): string[] {
  const swapped = new Set<string>();
  for (let at = 0; at < printed.length; at++) {
    const digit = printed[at] ?? '';
    if (!/\d/.test(digit)) continue;
    for (const other of '0123456789') swapped.add(printed.slice(0, at) + other + printed.slice(at + 1));
    const next = printed[at + 1] ?? '';
    if (/\d/.test(next)) swapped.add(printed.slice(0, at) + next + digit + printed.slice(at + 2));
  }
  swapped.delete(printed);
  return [...swapped];
}

type Place = 'value' | 'quote' | 'both';
interface Mutant {
  readonly texts: Texts;
  readonly claim: WireClaim;
  readonly what: string;
  readonly printed: string;
}

function mutate(claim: WireClaim, part: 'value' | 'baseline', swapped: string, place: Place): WireClaim | null {
  const printed = part === 'value' ? claim.value : (claim.baseline?.value ?? null);
  if (printed === null) return null;
  const quote = place === 'value' ? claim.quote : claim.quote.replace(printed, swapped);
  if (place !== 'value' && quote === claim.quote) return null;
  if (place === 'quote') return { ...claim, quote };
  return part === 'value'
    ? { ...claim, quote, value: swapped }
    : { ...claim, quote, baseline: { name: claim.baseline?.name ?? null, value: swapped } };
}

function* mutants(): Generator<Mutant> {
  for (const { texts, claims } of SAMPLES)
    for (const claim of claims)
      for (const part of ['value', 'baseline'] as const) {
        const printed = part === 'value' ? claim.value : (claim.baseline?.value ?? null);
        if (printed === null) continue;
        for (const swapped of swapDigits(printed))
          for (const place of ['value', 'quote', 'both'] as const) {
            const mutant = mutate(claim, part, swapped, place);
            if (mutant) yield { texts, claim: mutant, what: `${part} in ${place}: ${printed} -> ${swapped}`, printed: swapped };
          }
      }
}

/** Only numbers of the quote itself, in their own unit: no text check can tell them from the right one by their digits. */
function isAnotherOfTheQuote({ claim, printed }: Mutant): boolean {
  const quoted = findQuantities(claim.quote);
  const isQuoted = (one: Quantity): boolean =>
    quoted.some(
      ({ number, low, high, unit }) => number === one.number && low === one.low && high === one.high && unit === one.unit,
    );
  return findQuantities(printed).every(isQuoted);
}

describe('untouched rows', () => {
  it('are all verified, so the checks raise no false alarm', () => {
    const rows = SAMPLES.flatMap(({ texts, claims }) => {
      const checks = verifyClaims(
        claims,
        claims.map((_, i) => `c-${i}`),
        texts,
      );
      return checks.map((check, i) => ({
        title: texts.title,
        value: claims[i]?.value,
        verified: isVerified(check),
        reason: check.bindingReason,
      }));
    });
    expect(rows.filter(({ verified }) => !verified)).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(SAMPLES.length).toBeGreaterThanOrEqual(25);
  });
});

describe('one-digit swaps', () => {
  it('cost a row its badge in at least 99 % of 2,000 seeded cases or more', () => {
    const random = seeded(20_260_401);
    const all = [...mutants()].filter(() => random() < 0.95);
    const counted = all.filter((mutant) => !(mutant.what.includes('in value') && isAnotherOfTheQuote(mutant)));
    const excused = all.filter((mutant) => !counted.includes(mutant));
    const missed = counted.filter(({ claim, texts }) => isVerified(verifyClaim(claim, 'c-0', texts)));
    console.info(
      `digit swaps: ${counted.length} counted, ${counted.length - missed.length} caught, ${missed.length} missed, ${excused.length} give another number of the same unit in the quote`,
    );
    for (const { what } of excused) console.info(`  another number of the quote, ${what}`);
    for (const { what, claim } of missed) console.info(`  missed, ${what} in “${claim.quote}”`);
    expect(counted.length).toBeGreaterThanOrEqual(2_000);
    expect(missed.length / counted.length).toBeLessThanOrEqual(0.01);
  });
});

describe('values of two rows that share a sentence, swapped', () => {
  it('are caught or called ambiguous in at least 95 % of the pairs', () => {
    const outcomes = { caught: 0, ambiguous: 0, missed: 0 };
    const missed: string[] = [];
    for (const { texts, claims } of SAMPLES)
      for (let i = 0; i < claims.length; i++)
        for (let j = i + 1; j < claims.length; j++) {
          const a = claims[i] as WireClaim;
          const b = claims[j] as WireClaim;
          if (!shareSentence(a, b, texts) || a.value === b.value || sameNames(a, b)) continue;
          const quote =
            a.quote.length >= b.quote.length && a.quote.includes(b.quote)
              ? a.quote
              : b.quote.includes(a.quote)
                ? b.quote
                : sentenceOf(a, texts);
          const checks = verifyClaims(
            [
              { ...a, quote, value: b.value },
              { ...b, quote, value: a.value },
            ],
            ['c-0', 'c-1'],
            texts,
          );
          const verified = checks.filter(isVerified).length;
          const outcome = checks.some(({ binding }) => binding === 'unbound') ? 'caught' : verified < 2 ? 'ambiguous' : 'missed';
          outcomes[outcome]++;
          if (outcome === 'missed' || verified > 0)
            missed.push(`${outcome}, ${verified} of 2 still verified: ${a.value} <-> ${b.value} in “${quote}”`);
        }
    const pairs = outcomes.caught + outcomes.ambiguous + outcomes.missed;
    console.info(`swapped values in one sentence: ${JSON.stringify(outcomes)} of ${pairs}`);
    for (const line of missed) console.info(`  ${line}`);
    expect(pairs).toBeGreaterThanOrEqual(20);
    expect(outcomes.missed / pairs).toBeLessThanOrEqual(0.05);
  });
});

describe('parts of one row, exchanged', () => {
  const rows = SAMPLES.flatMap(({ texts, claims }) => claims.map((claim) => ({ texts, claim })));
  const missedOf = (mutants: readonly { texts: Texts; claim: WireClaim }[]): WireClaim[] =>
    mutants.filter(({ texts, claim }) => isVerified(verifyClaim(claim, 'c-0', texts))).map(({ claim }) => claim);

  it('value and baseline exchanged are always caught', () => {
    const exchanged = rows.flatMap(({ texts, claim }) =>
      claim.value && claim.baseline?.value
        ? [{ texts, claim: { ...claim, value: claim.baseline.value, baseline: { name: claim.baseline.name, value: claim.value } } }]
        : [],
    );
    expect(exchanged.length).toBeGreaterThanOrEqual(10);
    expect(missedOf(exchanged)).toEqual([]);
  });

  it('subject and baseline exchanged are caught in at least 90 %', () => {
    const exchanged = rows.flatMap(({ texts, claim }) =>
      claim.baseline?.name
        ? [{ texts, claim: { ...claim, subject: claim.baseline.name, baseline: { ...claim.baseline, name: claim.subject } } }]
        : [],
    );
    const missed = missedOf(exchanged);
    console.info(`subject and baseline exchanged: ${exchanged.length - missed.length} of ${exchanged.length} caught`);
    expect(missed.length / exchanged.length).toBeLessThanOrEqual(0.1);
  });

  it('a dataset of another row of the paper is always caught', () => {
    const moved = SAMPLES.flatMap(({ texts, claims }) =>
      claims.flatMap((claim) => {
        const others = new Set(
          claims.flatMap(({ dataset }) => (dataset && claim.dataset && dataset !== claim.dataset ? [dataset] : [])),
        );
        return [...others].map((dataset) => ({ texts, claim: { ...claim, dataset } }));
      }),
    );
    expect(moved.length).toBeGreaterThanOrEqual(20);
    expect(missedOf(moved)).toEqual([]);
  });
});

/** Rows that differ in nothing but the value: swapping them gives the same two rows. */
function sameNames(a: WireClaim, b: WireClaim): boolean {
  const names = ({ metric, dataset, task, split, conditions, subject, baseline }: WireClaim): string =>
    JSON.stringify([metric, dataset, task, split, conditions, subject, baseline?.name]);
  return names(a) === names(b);
}

const sentenceOf = ({ quote }: WireClaim, { abstract }: Texts): string => {
  const at = abstract.indexOf(quote);
  const start = abstract.slice(0, at).lastIndexOf('. ');
  const stop = /\.\s|\.$/.exec(abstract.slice(at + quote.length));
  return abstract.slice(start < 0 ? 0 : start + 2, at + quote.length + (stop?.index ?? 0));
};

function shareSentence(a: WireClaim, b: WireClaim, texts: Texts): boolean {
  return sentenceOf(a, texts) !== '' && (sentenceOf(a, texts).includes(b.quote) || sentenceOf(b, texts).includes(a.quote));
}
