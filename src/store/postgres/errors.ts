/**
 * What a Postgres server refuses, as a PrecisError with advice. Decided by SQLSTATE, never by message text, because messages are
 * translated and change. Anything that is not listed is a mistake in precis and passes through as it is.
 */
import { type ErrorCode, PrecisError } from '../../domain/errors.ts';

/** What to do about a refusal besides telling it. */
export type Again =
  /** The transaction lost a race: at once. */
  | 'race'
  /** Something is away that is expected back: for a while. */
  | 'away'
  | 'never';

interface Known {
  readonly code: ErrorCode;
  readonly why: string;
  readonly again: Again;
  readonly next?: string;
}

const known = (code: ErrorCode, why: string, again: Again, next?: string): Known => ({ code, why, again, ...(next && { next }) });

const CHECK_SCHEMA = 'Put the table or column back: precis makes its tables once and changes them only with a new version.';
const FREE_DISK = 'Free disk space on the database server, then run again: what was finished is safe.';
const GRANT = 'Let the user of DATABASE_URL read and write the database; it must own the tables.';

/** By SQLSTATE, the most specific first; two characters stand for a class. */
const BY_STATE: Readonly<Record<string, Known>> = {
  '40001': known('store.busy', 'other processes kept changing the same rows', 'race'),
  '40P01': known('store.busy', 'other processes kept changing the same rows', 'race'),
  '55P03': known('store.busy', 'another process holds a lock', 'race'),
  '57014': known('store.busy', 'it took longer than its time limit', 'never'),
  '57P01': known('store.unavailable', 'the server ended the connection', 'away'),
  '57P02': known('store.unavailable', 'the server crashed and is starting again', 'away'),
  '57P03': known('store.unavailable', 'the server is starting or stopping', 'away'),
  '57P05': known('store.unavailable', 'the server ended an idle connection', 'away'),
  '25P03': known('store.unavailable', 'the server ended a transaction that stood idle', 'away'),
  '25P02': known('store.unavailable', 'an earlier statement of its transaction failed', 'away'),
  '25006': known('store.unavailable', 'the server is a replica that takes no writes', 'away'),
  '53100': known('store.full', 'its disk is full', 'never', FREE_DISK),
  '53200': known('store.unavailable', 'the server is out of memory', 'away'),
  '53300': known('store.unavailable', 'the server has no connection left', 'away'),
  '53': known('store.unavailable', 'the server is short of a resource', 'away'),
  '58': known('store.full', 'the disk of the server did not take or give the bytes', 'never', FREE_DISK),
  '08': known('store.unavailable', 'the connection broke', 'away'),
  XX: known('store.damaged', 'the server found its own data damaged', 'never', 'Restore a backup of the database.'),
  '42P01': known('store.unavailable', 'a table is missing', 'away', CHECK_SCHEMA),
  '42703': known('store.unavailable', 'a column is missing', 'away', CHECK_SCHEMA),
  '42501': known('store.readonly', 'the user may not do that', 'never', GRANT),
  '28': known('store.refused', 'user or password are not accepted', 'never'),
  '3D000': known('store.refused', 'the server has no such database', 'never', 'Make it with createdb, or correct DATABASE_URL.'),
};

/** SQLSTATE of what a server refused, or null. */
export function sqlState(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

function refusal(error: unknown): Known | null {
  const state = sqlState(error);
  return state === null ? null : (BY_STATE[state] ?? BY_STATE[state.slice(0, 2)] ?? null);
}

/** Whether trying again may help. */
export function againAfter(error: unknown): Again {
  if (error instanceof PrecisError) return error.code === 'store.unavailable' ? 'away' : 'never';
  return refusal(error)?.again ?? 'never';
}

/** The error to throw instead, naming the server and what was being done. */
export function storeError(error: unknown, where: string, doing: string): unknown {
  if (error instanceof PrecisError) return error;
  const found = refusal(error);
  if (!found) return error;
  const said = error instanceof Error ? ` (${error.message.split('\n')[0]})` : '';
  return new PrecisError(found.code, `${doing} the database ${where}: ${found.why}${said}`, {
    cause: error,
    ...(found.next && { next: found.next }),
  });
}
