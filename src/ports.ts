/**
 * The ports: what the pipeline needs from the world, each with its promise in one line. Adapters implement them and are chosen at
 * the edge (cli, web, workers); tests wrap them to count and to fail.
 */
import type { Completion, Request } from './domain/completion.ts';
import type { Hash } from './domain/hash.ts';
import type { Ignored, Malformed, RawListing } from './domain/listing.ts';
import type { Row, TableName } from './domain/row.ts';

export type { Store } from './store-port.ts';

/** Time and randomness; the only way to either. */
export interface Clock {
  /** Milliseconds UTC. */
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
  /** Cryptographic random bytes. */
  bytes(length: number): Uint8Array;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** One line of what happened; never a key, never a whole abstract. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}

/** Crash points; a no-op in production, SIGKILL to the own process in torture tests. */
export interface Probe {
  at(point: CrashPoint): void;
}
export type CrashPoint =
  | 'before-call'
  | 'after-call'
  | 'after-log'
  | 'before-persist'
  | 'after-persist'
  | 'after-claim'
  | 'mid-import'
  | 'mid-export';

/** Bytes with a name; `stream()` may be called more than once and starts at the beginning each time. */
export interface Source {
  readonly name: string;
  readonly size?: number;
  stream(): AsyncIterable<Uint8Array>;
  slice?(start: number, end: number): Promise<Uint8Array>;
}

/** First 64 KiB of a source, as bytes and decoded. */
export interface Head {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** What a reader yields: every byte of the source belongs to one of the three, or to white space. */
export type Parsed = RawListing | Malformed | Ignored;

/** A first look at a paste, before anything is queued. */
export interface Survey {
  readonly blocks: number;
  /** How many blocks are neither title, abstract nor known furniture. */
  readonly unknownBlocks: number;
  /** The first of them, to be shown. */
  readonly unknown: readonly { readonly text: string; readonly start: number; readonly end: number }[];
}

/** One input format: says how sure it is, then yields every record with its byte range. */
export interface Reader {
  readonly name: string;
  /** One line for `--help`. */
  readonly description: string;
  /** 0 (cannot be) to 1 (certain). */
  detect(head: Head): number;
  read(source: Source): AsyncIterable<Parsed>;
  /** For formats whose layout can drift. */
  survey?(source: Source): Promise<Survey>;
}

/** One export format: rows of one table to bytes. */
export interface Writer {
  readonly name: string;
  /** File name of a table inside the export folder. */
  file(table: TableName): string;
  write(table: TableName, rows: AsyncIterable<Row>): AsyncIterable<Uint8Array>;
}

/** A named model; where it runs is merely an endpoint. */
export interface Engine {
  /** `openai` or `extractive`. */
  readonly name: string;
  /** Identity hash: model and sampling, never host or key. */
  readonly hash: Hash;
  /** Model as asked for; null for engines without one. */
  readonly model: string | null;
  /** Whether calls cost money and are logged. */
  readonly paid: boolean;
  /** Where it runs, for a person to read; never a key. */
  readonly endpoint: string | null;
  /** @throws PrecisError with an `engine.*` code; refusals, filters and truncation are for `validate` to tell. */
  complete(request: Request, signal: AbortSignal): Promise<Completion>;
  /** Exact bytes of the body that `complete` would send; null where nothing is sent. */
  body(request: Request): string | null;
}

/** Pace of one endpoint: a lease to start a call, settled with what it really used. */
export interface Limiter {
  acquire(tokens: number, signal: AbortSignal): Promise<Lease>;
  /** No call starts before `untilMs`; a later pause extends it, an earlier one changes nothing. */
  pause(untilMs: number): void;
  /** 0 when calls may start now, else when they may. */
  pausedUntil(): number;
}
export interface Lease {
  settle(usedTokens: number): void;
}

/** Hands ticket ids to workers, at most a window at a time; the Store stays the record. */
export interface Queue {
  /** Idempotent by ticket id. */
  add(tickets: readonly QueuedTicket[]): Promise<void>;
  /** Room left in the window. */
  room(): number;
  /** Resolves when room appears or the queue is idle. */
  changed(signal: AbortSignal): Promise<void>;
  /** Tickets inside: waiting to start, or running. */
  size(): number;
  /** Starts nothing new, waits for what runs up to `graceMs`, then aborts it. */
  close(graceMs: number): Promise<void>;
}
export interface QueuedTicket {
  readonly ticketId: string;
  readonly runId: string;
}
