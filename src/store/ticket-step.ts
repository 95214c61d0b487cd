/**
 * What becomes of a ticket when a run wants its Enrichment (CONTRACTS 2): one ticket per paper and key; done at once where the
 * Enrichment exists already; `failed` stays failed; what another open run is at work on stays with that run.
 */
import { PrecisError } from '../domain/errors.ts';
import type { TicketState } from '../domain/run.ts';
import type { Want } from '../store-port.ts';
import type { KnownRun } from './known-run.ts';

/** A want with its run looked up once. */
export interface OpenWant extends Want {
  readonly run: number;
  /** Position of each prompt in the recipe of the run. */
  readonly positions: readonly number[];
}

/** A want under its run. @throws when the run does not have the prompt */
export function wantUnder({ n, recipe }: KnownRun, want: Want): OpenWant {
  const positions = want.prompts.map(({ hash }) => recipe.prompts.findIndex((prompt) => prompt.hash === hash));
  if (positions.includes(-1)) throw new PrecisError('usage', `run ${want.runId} was not opened with every prompt that is wanted`);
  return { ...want, run: n, positions };
}

/** A ticket that exists already. */
export interface KnownTicket {
  readonly run: number;
  readonly state: TicketState;
}

/** Asked only where the answer matters. */
export interface TicketFacts {
  /** Whether the Enrichment exists under the checks revision of now. */
  hasCurrent(): boolean;
  /** Whether it exists under any. */
  hasAny(): boolean;
  isOpen(run: number): boolean;
}

/** The step to take; `leave` is the only one after which the ticket is not this run's. */
export type TicketStep = 'leave' | 'make_done' | 'make_wanted' | 'want_again';

/** Decides for a run. */
export function ticketStep(known: KnownTicket | null, run: number, facts: TicketFacts): TicketStep {
  if (!known) return facts.hasCurrent() ? 'make_done' : 'make_wanted';
  if (known.state === 'failed') return 'leave';
  if (known.state === 'done') return facts.hasAny() ? 'leave' : 'want_again';
  // left behind by a closed run
  return known.run !== run && !facts.isOpen(known.run) ? 'want_again' : 'leave';
}
