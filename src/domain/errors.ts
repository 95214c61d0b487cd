/**
 * The one error class and the one table of codes (CONTRACTS 3). A code decides what happens to the ticket, whether an attempt
 * is counted, how a command exits and what a person is told to do next; nothing else in precis makes that decision.
 */

/** What the ticket machine does about a code. */
export type RetryPolicy =
  | 'never' // the ticket fails
  | 'pause' // the endpoint pauses, no attempt is counted
  | 'park' // the whole run stops and can be resumed
  | 'transient' // up to four attempts with full jitter
  | 'raise_cap' // once more with twice the output cap
  | 'reask' // once more with the problems named
  | 'hand_back'; // the ticket is wanted again, nothing counted

interface Code {
  readonly retry: RetryPolicy;
  readonly exit: 0 | 2 | 3 | 4 | 5 | 75;
  /** Why the ticket waits, where it waits. */
  readonly waits?: WaitReason;
  /** What the reader of the message can do now. */
  readonly next: string;
}

/** Why a ticket waits (CONTRACTS 2). */
export const WAIT_REASONS = ['rate', 'capacity', 'transient', 'quota', 'auth', 'budget', 'batch', 'engine'] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

const code = (retry: RetryPolicy, exit: Code['exit'], next: string, waits?: WaitReason): Code =>
  waits ? { retry, exit, next, waits } : { retry, exit, next };

/** Every code precis can raise. */
export const CODES = {
  'engine.rate_limited': code('pause', 75, 'Run again later: the work continues where it stopped.', 'rate'),
  'engine.overloaded': code('pause', 75, 'Run again later: the work continues where it stopped.', 'capacity'),
  'engine.quota': code('park', 75, 'Top up the account, then run again: nothing finished is bought twice.', 'quota'),
  'engine.unauthorised': code('park', 3, 'Check OPENAI_API_KEY and OPENAI_BASE_URL, then run again.', 'auth'),
  'engine.unavailable': code(
    'transient',
    75,
    'Check that the server is running and OPENAI_BASE_URL names it, then run again.',
    'transient',
  ),
  'engine.timeout': code('transient', 75, 'Lower PRECIS_CONCURRENCY or use a faster model, then run again.', 'transient'),
  'engine.bad_reply': code(
    'transient',
    75,
    'Check that OPENAI_BASE_URL ends in the API root (often /v1), then run again.',
    'transient',
  ),
  'engine.format_unsupported': code('never', 4, 'Use a server and model that support strict json_schema output.'),
  'engine.rejected': code('never', 4, 'Read the reason the server gave, correct it, then `precis retry`.'),
  'engine.context_too_long': code('never', 4, 'Use a model with a longer context, then `precis retry`.'),
  'engine.not_served': code('hand_back', 3, 'Set the missing setting that `precis status` names.', 'engine'),
  'completion.truncated': code('raise_cap', 4, 'Use a model that answers more briefly, then `precis retry`.'),
  'completion.reasoning_only': code('raise_cap', 4, 'Use a model without long reasoning, then `precis retry`.'),
  'completion.refused': code('never', 4, 'Read the refusal with `precis show`; another model may accept the paper.'),
  'completion.filtered': code('never', 4, 'Another server or model may accept the paper.'),
  'draft.invalid': code('reask', 4, 'Try another model, or `precis retry`.'),
  'budget.spent': code('park', 5, 'Raise the budget, then run again.', 'budget'),
  'paper.poison': code('never', 4, 'This paper ended its worker five times; look at it with `precis show`.'),
  'listing.malformed': code('never', 4, 'Look at the rejected places the import named.'),
  'listing.too_large': code('never', 4, 'Split the oversized block; the rest of the file was taken.'),
  'listing.bad_encoding': code('never', 4, 'Save the file as UTF-8 and add it again.'),
  'listing.unknown_format': code('never', 2, 'Name the format with --format; `precis add --help` lists them.'),
  'listing.layout_drift': code('never', 2, 'Look at the blocks shown; --accept takes the file as it is.'),
  'listing.unreadable': code('never', 2, 'Name a readable file.'),
  'store.busy': code('hand_back', 75, 'Another process holds the database; run again.'),
  'store.full': code('hand_back', 75, 'Free disk space, then run again: what was finished is safe.'),
  'store.readonly': code('hand_back', 75, 'Make the database and its folder writable, or choose another with --db.'),
  'store.damaged': code('never', 75, 'Restore a backup, or choose another file with --db.'),
  'store.newer': code('never', 75, 'Use the precis version that wrote it, or choose another file with --db.'),
  'store.not_precis': code('never', 75, 'Choose another file with --db.'),
  'store.unavailable': code(
    'hand_back',
    75,
    'Check that the Postgres server runs and that DATABASE_URL names it, then run again: what was finished is safe.',
  ),
  'store.refused': code('hand_back', 3, 'Correct DATABASE_URL, then run again.'),
  'paper.unknown': code('never', 2, '`precis search` finds papers.'),
  'export.refused': code('never', 2, 'Choose an empty or new folder.'),
  'review.conflict': code('never', 4, 'Look at both values and decide again.'),
  'prompt.invalid': code('never', 3, 'Correct the prompt file.'),
  'vocabulary.invalid': code('never', 3, 'Correct the vocabulary file.'),
  'internal.unexpected': code('never', 4, 'Report it with the paper id; `precis retry` tries again.'),
  'json.invalid': code('never', 4, 'Correct the JSON.'),
  'config.invalid': code('never', 3, 'Correct the setting.'),
  usage: code('never', 2, '`precis --help` shows how.'),
  'queue.unreachable': code(
    'hand_back',
    75,
    'Check that Redis is running and REDIS_URL names it, then run again: what is stored waits in the database.',
  ),
  'lock.lost': code('hand_back', 75, 'Another worker owns the ticket now.'),
  shutdown: code('hand_back', 75, 'Run again: the work continues where it stopped.'),
} as const satisfies Record<string, Code>;

export type ErrorCode = keyof typeof CODES;

/** Facts about one failure, for the ticket machine and the call log; never a key, never a whole abstract. */
export interface ErrorFacts {
  readonly cause?: unknown;
  /** What to do next, where it is more specific than the code's own advice. */
  readonly next?: string;
  /** How long the server asked to wait, in ms; of any length. */
  readonly retryAfterMs?: number;
  readonly status?: number;
  /** First 500 characters of the offending text. */
  readonly excerpt?: string;
  /** What is wrong with an answer, one sentence each, at most eight, for a reask. */
  readonly issues?: readonly string[];
  /** True once the request left this machine: such a call is logged even when it failed. */
  readonly reached?: boolean;
  /** The retry its code allows would change nothing: a whitespace loop only grows with the cap. */
  readonly final?: true;
}

/** An error a person is meant to read: what was being done, to what, which number broke the rule, and what to do next. */
export class PrecisError extends Error {
  readonly code: ErrorCode;
  readonly next: string;
  readonly facts: ErrorFacts;

  constructor(errorCode: ErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'PrecisError';
    this.code = errorCode;
    this.next = facts.next ?? CODES[errorCode].next;
    this.facts = facts;
  }
}

/** Looks a code up in the table. */
export function policyOf(errorCode: ErrorCode): Code {
  return CODES[errorCode];
}

/** What the ticket machine does about an error: the policy of its code, unless the failure is known to repeat itself. */
export function retryOf(error: PrecisError): RetryPolicy {
  return error.facts.final ? 'never' : CODES[error.code].retry;
}

/** Whether a stored string is a code of this table. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(CODES, text);
}
