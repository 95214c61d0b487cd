/** A run as the parts of a store need it: looked up once, because its recipe never changes. */
import { PrecisError } from '../domain/errors.ts';
import { readOwnJson } from '../domain/json.ts';
import type { Recipe } from '../domain/run.ts';

/** Its inner number, its id and its recipe. */
export interface KnownRun {
  readonly n: number;
  readonly id: string;
  readonly recipe: Recipe;
}

/** A run from the columns that name it. */
export const knownRun = (row: { n: number; id: string; recipe: string }): KnownRun => ({
  n: row.n,
  id: row.id,
  recipe: readOwnJson<Recipe>(row.recipe),
});

/** What to say of a run that a caller names and nobody opened. */
export const noSuchRun = (id: string): PrecisError => new PrecisError('usage', `no run ${id} in this database`);

/** What to say of a run that a row names and that is not there. */
export const lostRun = (n: number): PrecisError =>
  new PrecisError('store.damaged', `a row names run number ${n}, which does not exist`);
