/** What the store contract works with: a place a store can be opened at, several times, and short cuts for its usual steps. */
import { expect } from 'vitest';
import type { ImportLedger } from '../../src/domain/ledger.ts';
import type { Ignored, Malformed } from '../../src/domain/listing.ts';
import type { Paper } from '../../src/domain/paper.ts';
import type { Recipe, Run, RunLedger } from '../../src/domain/run.ts';
import type { Clock, Store } from '../../src/ports.ts';
import type { Claim, PaperBundle } from '../../src/store-port.ts';
import { type ManualClock, manualClock } from '../support/clock.ts';
import { sampleEnrichment, sampleRecipe, wantOf } from '../support/store-samples.ts';

/** One database, wherever it lives. */
export interface Place {
  /** Another connection to it. */
  open(clock: Clock): Promise<Store>;
  /** A statement by hand, as a person with a database tool would do it. */
  sql(statement: string): Promise<void>;
}

/** A store with a clock of its own. */
export interface Kit {
  readonly place: Place;
  readonly clock: ManualClock;
  readonly store: Store;
  /** Another connection to the same database. */
  second(): Promise<Store>;
  /** Closes everything and opens the database again. */
  reopen(): Promise<Store>;
}

export const OWNER = 'host:1:1';
export const OTHER = 'host:2:2';

/** A kit whose stores are closed with the test. */
export async function openKit(place: Place, onEnd: (close: () => Promise<void>) => void): Promise<Kit> {
  const clock = manualClock();
  const opened: Store[] = [];
  const open = async (): Promise<Store> => {
    const store = await place.open(clock);
    opened.push(store);
    return store;
  };
  onEnd(async () => {
    for (const store of opened) await store.close();
  });
  return {
    place,
    clock,
    store: await open(),
    second: open,
    async reopen() {
      for (const store of opened.splice(0)) await store.close();
      return open();
    },
  };
}

/** Imports records as one file. */
export async function importAll(
  store: Store,
  records: readonly (Paper | Malformed | Ignored)[],
  run: Run | null = null,
  file = 'dump.txt',
): Promise<ImportLedger> {
  const importId = await store.openImport(file, 'hf-paste', null);
  for (let at = 0; at < Math.max(records.length, 1); at += 500)
    await store.storeBatch({ importId, records: records.slice(at, at + 500), want: run && wantOf(run) });
  return store.closeImport(importId);
}

/** Opens a run and imports papers it wants. */
export async function runOver(store: Store, papers: readonly Paper[], recipe: Recipe = sampleRecipe()): Promise<Run> {
  const run = await store.openRun(recipe);
  await importAll(store, papers, run);
  return run;
}

/** Leases the next ticket. */
export async function claimNext(store: Store, run: Run, owner = OWNER): Promise<Claim> {
  const [next] = await store.eligible([run.recipe.engineHash], 1, run.id);
  const claim = next && (await store.claim(next.ticketId, owner));
  if (!claim) throw new Error('there was no ticket to claim');
  return claim;
}

/** Works every ticket of a run to its end without a call. */
export async function workAll(store: Store, run: Run): Promise<void> {
  for (;;) {
    const tickets = await store.eligible([run.recipe.engineHash], 500, run.id);
    if (tickets.length === 0) return;
    await Promise.all(
      tickets.map(async ({ ticketId }) => {
        const claim = await store.claim(ticketId, OWNER);
        if (claim) await store.persist(sampleEnrichment(claim, run.recipe), ticketId, false);
      }),
    );
  }
}

/** Everything a stream yields. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
}

/** All bundles of a store. */
export async function bundlesOf(store: Store): Promise<PaperBundle[]> {
  return collect(store.bundles({}));
}

/** The single paper of a store. */
export async function onlyBundle(store: Store): Promise<PaperBundle> {
  const [bundle, ...others] = await bundlesOf(store);
  expect(others).toEqual([]);
  if (!bundle) throw new Error('there is no paper');
  return bundle;
}

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, n) => total + n, 0);

/** Conservation of an import. */
export function expectBalancedImport(ledger: ImportLedger, records: number): void {
  const { new: fresh, changed, same, duplicate, withdrawn, noAbstract, rejected } = ledger;
  expect(fresh + changed + same + duplicate + withdrawn + noAbstract + rejected).toBe(ledger.seen);
  expect(ledger.seen).toBe(records);
}

/** Conservation of a run. */
export function expectBalancedRun(ledger: RunLedger): void {
  expect(ledger.done + sum(ledger.failed) + sum(ledger.waiting) + ledger.wanted + ledger.handedOver).toBe(ledger.tickets);
}
