/**
 * A Run is a recipe and a budget; a Ticket is one wanted Enrichment for one paper (CONTRACTS 2).
 *
 * A ticket is `wanted` until a worker leases it and it ends as `done` or `failed(code)`, or is put off as `waiting(reason, until)`;
 * a `waiting` whose time has passed counts as wanted. Queued and leased are marks on a wanted ticket, not states. Nothing moves
 * backwards but by `retry` and by reconcile, which frees the lease of a worker that is gone.
 */
import type { ErrorCode, WaitReason } from './errors.ts';
import type { Hash } from './hash.ts';
import type { Json } from './json.ts';

/** One prompt of a recipe, with the file it was read from, so that any worker renders the same bytes. */
export interface RecipePrompt {
  readonly name: string;
  readonly hash: Hash;
  readonly language: string;
  readonly source: string;
}

/** Everything that decides what a run asks for; never a key. */
export interface Recipe {
  readonly prompts: readonly RecipePrompt[];
  readonly engine: string;
  readonly engineHash: Hash;
  readonly model: string | null;
  /** Sampling parameters as sent. */
  readonly parameters: Json;
  /** Address the run was started with; a worker uses only its own. */
  readonly endpoint: string | null;
  /** Hash of the JSON Schemas as sent. */
  readonly schemaHash: Hash;
  readonly precisVersion: string;
  readonly vocabularyVersion: string;
  /** Service tier, limits and budget: fixed defaults until the call layer reads them. */
  readonly tier: string | null;
  readonly budgetUsd: number | null;
}

export type RunState = 'open' | 'parked' | 'closed';

export interface Run {
  readonly id: string;
  readonly recipe: Recipe;
  readonly state: RunState;
  /** Why it is parked. */
  readonly code: ErrorCode | null;
  readonly openedAtMs: number;
  readonly closedAtMs: number | null;
}

/** States of a ticket. */
export type TicketState = 'wanted' | 'waiting' | 'done' | 'failed';

/** Conservation of one run: tickets = done + failed + waiting + wanted + handedOver. */
export interface RunLedger {
  readonly tickets: number;
  readonly done: number;
  readonly failed: Readonly<Partial<Record<ErrorCode, number>>>;
  readonly waiting: Readonly<Partial<Record<WaitReason, number>>>;
  readonly wanted: number;
  readonly handedOver: number;
  /** Calls that went to a server, failed ones included. */
  readonly calls: number;
  /** Tickets settled without a call of their own: from the call log, or because the Enrichment existed. */
  readonly replayed: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  /** Null when a price is unknown. */
  readonly costUsd: number | null;
  /** Earliest time a waiting ticket becomes due; null when none has a time. */
  readonly nextDueMs: number | null;
}

/** A failed or waiting ticket as a person sees it. */
export interface TicketNote {
  readonly paperId: string;
  readonly title: string;
  readonly prompt: string;
  readonly state: TicketState;
  readonly reason: WaitReason | null;
  readonly untilMs: number | null;
  readonly code: ErrorCode | null;
  readonly message: string | null;
}
