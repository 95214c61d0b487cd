/**
 * What the driver throws, as a PrecisError with advice. Decided by result code, never by message text, because messages change and
 * codes do not. Anything that is not listed is a mistake in precis and passes through as it is.
 */
import { type ErrorCode, PrecisError } from '../../domain/errors.ts';

/** SQLite primary result codes. */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

const CODE_OF: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  [BUSY]: ['store.busy', 'another process is writing'],
  [LOCKED]: ['store.busy', 'another process is writing'],
  [READONLY]: ['store.readonly', 'it cannot be written'],
  [CANTOPEN]: ['store.readonly', 'it cannot be opened'],
  [IOERR]: ['store.full', 'the disk did not take or give the bytes'],
  [FULL]: ['store.full', 'the disk is full'],
  [CORRUPT]: ['store.damaged', 'its pages contradict each other'],
  [NOTADB]: ['store.not_precis', 'it is not an SQLite database'],
};

/** Codes of the file system, for the folder that is made before the database. */
const CODE_OF_ERRNO: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOSPC: ['store.full', 'the disk is full'],
  EDQUOT: ['store.full', 'the disk quota is used up'],
  EACCES: ['store.readonly', 'its folder cannot be written'],
  EPERM: ['store.readonly', 'its folder cannot be written'],
  EROFS: ['store.readonly', 'its folder cannot be written'],
  ENOENT: ['store.readonly', 'its folder cannot be made'],
  ENOTDIR: ['store.readonly', 'a file stands where its folder should be'],
  EEXIST: ['store.readonly', 'a file stands where its folder should be'],
};

/** Primary result code of a driver error, or null. */
export function resultCode(error: unknown): number | null {
  const errcode = error instanceof Error && 'errcode' in error ? error.errcode : null;
  return typeof errcode === 'number' ? errcode & 0xff : null;
}

/** The error to throw instead, naming the file and what was being done. */
export function storeError(error: unknown, file: string, doing: string): unknown {
  if (error instanceof PrecisError) return error;
  const primary = resultCode(error);
  const errno = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = primary === null ? CODE_OF_ERRNO[errno] : CODE_OF[primary];
  if (!known) return error;
  return new PrecisError(known[0], `${doing} ${file}: ${known[1]}`, { cause: error });
}
