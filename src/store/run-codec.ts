/**
 * Runs: rows to the domain, and the ledger from counted tickets. Invariant: tickets = done + failed + waiting + wanted + handedOver,
 * where every term but the last is counted from the tickets themselves.
 */
import type { ErrorCode, WaitReason } from '../domain/errors.ts';
import { enrichmentKey } from '../domain/hash.ts';
import { readOwnJson } from '../domain/json.ts';
import type { Recipe, Run, RunLedger, RunState, TicketNote, TicketState } from '../domain/run.ts';
import type { PaperBundle, StoreStatus } from '../store-port.ts';
import { type StoredKey, unpackKey } from './keys.ts';
import type { KnownRun } from './known-run.ts';

/** A run as it is stored. */
export interface RunRow {
  readonly n: number;
  readonly id: string;
  readonly state: RunState;
  readonly code: ErrorCode | null;
  readonly opened_at_ms: number;
  readonly closed_at_ms: number | null;
  readonly handed_over: number;
  readonly calls: number;
  readonly prompt_tokens: number;
  readonly cached_tokens: number;
  readonly completion_tokens: number;
  readonly cost_usd: number;
  readonly unpriced: number;
  readonly recipe: string;
}

/** The run again. */
export const decodeRun = (row: RunRow): Run => ({
  id: row.id,
  recipe: readOwnJson<Recipe>(row.recipe),
  state: row.state,
  code: row.code,
  openedAtMs: row.opened_at_ms,
  closedAtMs: row.closed_at_ms,
});

/** Tickets of a run, counted. A wait whose time has passed counts as wanted. */
export interface TicketTally {
  readonly done: number;
  readonly replayed: number;
  /** Wanted, waiting and failed tickets by their cause: a code or a reason. */
  readonly others: readonly { readonly state: TicketState; readonly cause: string | null; readonly n: number }[];
  readonly nextDueMs: number | null;
}

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, n) => total + n, 0);

/** The ledger of a run. */
export function ledgerOf(run: RunRow, { done, replayed, others, nextDueMs }: TicketTally): RunLedger {
  const failed: Partial<Record<ErrorCode, number>> = {};
  const waiting: Partial<Record<WaitReason, number>> = {};
  let wanted = 0;
  for (const { state, cause, n } of others) {
    if (state === 'failed') failed[cause as ErrorCode] = (failed[cause as ErrorCode] ?? 0) + n;
    else if (state === 'waiting') waiting[cause as WaitReason] = (waiting[cause as WaitReason] ?? 0) + n;
    else wanted += n;
  }
  return {
    tickets: done + sum(failed) + sum(waiting) + wanted + run.handed_over,
    done,
    failed,
    waiting,
    wanted,
    handedOver: run.handed_over,
    calls: run.calls,
    replayed,
    promptTokens: run.prompt_tokens,
    cachedTokens: run.cached_tokens,
    completionTokens: run.completion_tokens,
    costUsd: run.unpriced > 0 ? null : run.cost_usd,
    nextDueMs,
  };
}

/** Tickets of the whole database with one state and cause. */
export interface TicketGroup {
  readonly state: TicketState;
  readonly cause: string | null;
  readonly n: number;
  readonly due: number | null;
  readonly message: string | null;
}

/** The ticket counts of the status page. */
export function countTickets(groups: readonly TicketGroup[]): Pick<StoreStatus, 'tickets' | 'failed' | 'waiting'> {
  const tickets: Record<TicketState, number> = { wanted: 0, waiting: 0, done: 0, failed: 0 };
  for (const { state, n } of groups) tickets[state] += n;
  const failed = groups.filter(({ state }) => state === 'failed').map(({ cause, n }) => [cause as ErrorCode, n] as const);
  return {
    tickets,
    failed: Object.fromEntries(failed),
    waiting: groups
      .filter(({ state }) => state === 'waiting')
      .map(({ cause, n, due, message }) => ({ reason: cause as WaitReason, count: n, nextDueMs: due, message })),
  };
}

/** How a ticket stands, as it is stored. */
export interface TicketStanding {
  readonly run: number;
  readonly prompt: number;
  readonly state: TicketState;
  readonly reason: WaitReason | null;
  readonly until_ms: number | null;
  readonly code: ErrorCode | null;
  readonly message: string | null;
}

/** A ticket with the paper it is for. */
export type NoteRow = TicketStanding & { readonly paper_id: string; readonly title: string };

/** A ticket as a person sees it. */
export const decodeNote = (row: NoteRow, { recipe }: KnownRun): TicketNote => ({
  paperId: row.paper_id,
  title: row.title,
  prompt: recipe.prompts[row.prompt]?.name ?? '',
  state: row.state,
  reason: row.reason,
  untilMs: row.until_ms || null,
  code: row.code,
  message: row.message,
});

/** A ticket as it stands beside its paper. */
export const decodeTicket = (row: TicketStanding, { id: runId, recipe }: KnownRun): PaperBundle['tickets'][number] => ({
  runId,
  promptName: recipe.prompts[row.prompt]?.name ?? '',
  engineHash: recipe.engineHash,
  state: row.state,
  reason: row.reason,
  untilMs: row.until_ms || null,
  code: row.code,
  message: row.message,
});

/** Whether a ticket is for the text that a paper has now. */
export function isForText(
  ticket: { readonly prompt: number; readonly enrichment_key: StoredKey },
  { recipe }: KnownRun,
  contentHash: string,
): boolean {
  const prompt = recipe.prompts[ticket.prompt];
  return !!prompt && enrichmentKey(contentHash, prompt.hash, recipe.engineHash) === unpackKey('e-', ticket.enrichment_key);
}
