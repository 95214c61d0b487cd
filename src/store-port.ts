/**
 * The Store port: the record of what was seen, wanted, bought, found and decided. Every method is asynchronous on every back end
 * and resolves after its transaction is durable. Five transactions matter: import batch, claim, call log, persist, review.
 * Every adapter passes one contract suite.
 */
import type { PaperBundle, PaperVersion } from './domain/bundle.ts';
import type { Call, LoggedCall } from './domain/call.ts';
import type { Pin } from './domain/current.ts';
import type { Enrichment } from './domain/enrichment.ts';
import type { ErrorCode, WaitReason } from './domain/errors.ts';
import type { Hash } from './domain/hash.ts';
import type { ImportLedger } from './domain/ledger.ts';
import type { Ignored, Malformed } from './domain/listing.ts';
import type { Paper } from './domain/paper.ts';
import type { ReviewEvent } from './domain/review-event.ts';
import type { Recipe, RecipePrompt, Run, RunLedger, TicketNote, TicketState } from './domain/run.ts';
import type { Term, Vocabulary } from './domain/vocabulary.ts';
import type { QueuedTicket } from './ports.ts';

export type { PaperBundle, PaperVersion };

/** What a run wants of the papers it is given: one Enrichment per prompt. */
export interface Want {
  readonly runId: string;
  readonly engineHash: Hash;
  readonly prompts: readonly Pick<RecipePrompt, 'name' | 'hash'>[];
}

/** Up to 500 records of one import, stored in one transaction with their tickets. */
export interface ImportBatch {
  readonly importId: string;
  readonly records: readonly (Paper | Malformed | Ignored)[];
  /** Null when nothing is wanted yet. */
  readonly want: Want | null;
}

/** A leased ticket with what its worker needs. */
export interface Claim {
  readonly ticketId: string;
  readonly runId: string;
  readonly enrichmentKey: string;
  readonly promptHash: Hash;
  readonly engineHash: Hash;
  /** Attempts counted so far (transient failures). */
  readonly attempts: number;
  /** Logged calls up to this id are not replayed: a person asked for a new try. */
  readonly callsAfter: number;
  readonly paper: PaperVersion;
}

/** What can be left of a ticket after a worker had it, besides done. */
export type Outcome =
  | { readonly kind: 'handed_back' }
  | {
      readonly kind: 'waiting';
      readonly reason: WaitReason;
      readonly untilMs: number | null;
      readonly code: ErrorCode;
      readonly message: string;
      readonly countAttempt: boolean;
    }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

/** Which papers: all, or those of imports, or by pk. */
export interface Selection {
  readonly importIds?: readonly string[];
  readonly pks?: readonly number[];
}

/** Counts over the whole database. */
export interface StoreStatus {
  readonly papers: number;
  readonly withAbstract: number;
  readonly withdrawn: number;
  readonly enriched: number;
  readonly tickets: Readonly<Record<TicketState, number>>;
  readonly failed: Readonly<Partial<Record<ErrorCode, number>>>;
  readonly waiting: readonly {
    readonly reason: WaitReason;
    readonly count: number;
    readonly nextDueMs: number | null;
    readonly message: string | null;
  }[];
  /** Live leases by owner. */
  readonly leases: readonly { readonly owner: string; readonly count: number }[];
  readonly imports: readonly (ImportLedger & { readonly atMs: number })[];
  readonly runs: readonly (Run & { readonly ledger: RunLedger })[];
  readonly vocabularyVersion: string;
  readonly proposals: number;
  readonly bytes: number;
}

/** What the database was pinned to by its first run with a model. */
export interface StoredPin extends Pin {
  readonly prompts: readonly RecipePrompt[];
  readonly engine: string;
  readonly model: string | null;
  readonly vocabularyVersion: string;
}

export interface Store {
  /** Closes after everything that was asked for is durable. */
  close(): Promise<void>;

  // import
  openImport(file: string, format: string, encoding: string | null): Promise<string>;
  /** One transaction: ledger lines, papers, versions, ids, search index, tickets. */
  storeBatch(batch: ImportBatch): Promise<void>;
  closeImport(importId: string): Promise<ImportLedger>;
  /** Rejected records of an import with place and reason, at most `limit`. */
  rejects(importId: string, limit: number): Promise<readonly Malformed[]>;

  // runs
  /**
   * Opens a run, takes over every unfinished ticket with one of its prompts and its engine, and closes the runs left with none.
   */
  openRun(recipe: Recipe): Promise<Run>;
  run(runId: string): Promise<Run | null>;
  openRuns(): Promise<readonly Run[]>;
  /** Makes tickets for the papers of a selection that are wanted (CONTRACTS 2); returns how many became this run's. */
  want(want: Want, selection: Selection): Promise<number>;
  parkRun(runId: string, code: ErrorCode): Promise<void>;
  /**
   * Makes the wanted tickets of a run wait for an engine that these settings do not serve; `message` names the missing setting.
   * Whoever serves it resumes the run. Returns how many.
   */
  holdRun(runId: string, message: string): Promise<number>;
  /** Opens a parked or held run again. */
  resumeRun(runId: string): Promise<void>;
  closeRun(runId: string): Promise<void>;
  runLedger(runId: string): Promise<RunLedger>;
  /**
   * Heals differences: leases of owners that are gone are freed, tickets whose Enrichment exists become done, done tickets without
   * one become wanted again. Returns how many tickets it touched.
   */
  reconcile(isGone: (owner: string) => boolean): Promise<number>;
  /** Failed tickets become wanted under a run again; returns how many. `code` limits it to one cause. */
  retry(selection: Selection, code: ErrorCode | null): Promise<number>;

  // work
  /** Tickets of open runs that may start now, in order of (until, seq); leased ones are left out. */
  eligible(engineHashes: readonly Hash[], limit: number, runId?: string): Promise<readonly QueuedTicket[]>;
  /** Leases one ticket and counts a start; null when it is taken, finished, or failed just now as `paper.poison`. */
  claim(ticketId: string, owner: string): Promise<Claim | null>;
  /** Renews every lease of an owner. */
  renew(owner: string): Promise<void>;
  /** Ends a lease without an Enrichment; ignored when the lease is not the owner's any more. */
  settle(ticketId: string, owner: string, outcome: Outcome): Promise<void>;

  // calls
  logCall(call: Call): Promise<number>;
  /** Calls of an Enrichment key with ids above `afterId`, oldest first. */
  callsOf(enrichmentKey: string, afterId: number): Promise<readonly LoggedCall[]>;
  /** Calls of keys that have no Enrichment under the given revision, for re-validation. */
  callsToRevalidate(
    checksRevision: number,
  ): AsyncIterable<{ readonly call: LoggedCall; readonly paper: PaperVersion; readonly promptHash: Hash }>;

  // enrichments
  enrichment(key: string, checksRevision: number): Promise<Enrichment | null>;
  /**
   * One transaction: keyed upsert, every ticket of the key that was leased by `owner` or unfinished becomes done, the current view
   * of every paper with that text is stored. `replayed` marks a ticket settled without a call.
   */
  persist(enrichment: Enrichment, ticketId: string | null, replayed: boolean): Promise<'written' | 'already'>;

  // review
  /** Appends events and stores the current view; a second copy of an event id is ignored. @throws review.conflict */
  review(events: readonly ReviewEvent[], lastSeqSeen: number | null): Promise<void>;

  // vocabulary and pin
  /** Seeds an empty database, asking for the terms only then; the database is the record afterwards. */
  seedVocabulary(terms: () => readonly Term[]): Promise<void>;
  vocabulary(): Promise<Vocabulary>;
  pin(): Promise<StoredPin | null>;
  setPin(pin: StoredPin): Promise<void>;

  // reading
  /** Inner key of an outer id, an inner-looking prefix or a `work:` id. */
  findPaper(id: string): Promise<number | null>;
  /** Bundles ordered by paper id, streamed in pages. */
  bundles(selection: Selection): AsyncIterable<PaperBundle>;
  /** Papers whose title or abstract contain every plain word; best first. */
  search(
    words: string,
    limit: number,
  ): Promise<readonly { readonly pk: number; readonly paperId: string; readonly title: string }[]>;
  notes(states: readonly TicketState[], limit: number): Promise<readonly TicketNote[]>;
  status(): Promise<StoreStatus>;
  runs(): Promise<readonly (Run & { readonly ledger: RunLedger })[]>;
  /** Opaque values such as the installation's pseudonym salt. */
  meta(key: string): Promise<string | null>;
  setMeta(key: string, value: string): Promise<void>;
  /** Integrity and version checks; one line per finding, empty when all is well. */
  check(): Promise<readonly string[]>;
}

/** Rows of one statement, and how many it wrote. */
export interface PostgresAnswer {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly count: number;
}

/**
 * One connection as the Postgres store is handed it. What the server refuses is thrown as it came, with its SQLSTATE as `code`;
 * a connection that is gone is thrown as PrecisError `store.unavailable`.
 */
export interface PostgresConnection {
  query(sql: string, values: readonly unknown[]): Promise<PostgresAnswer>;
  /** Several statements without values, in one message; the rows of the last one. */
  script(sql: string): Promise<PostgresAnswer>;
  /** Gives the connection back; one that is in an unknown state is closed instead. */
  release(isSound: boolean): void;
}

/** Connections to one database. */
export interface PostgresPool {
  /** Server and database for a message; never a password. */
  readonly where: string;
  /** @throws PrecisError `store.unavailable`, `store.refused` */
  connect(): Promise<PostgresConnection>;
  end(): Promise<void>;
}
