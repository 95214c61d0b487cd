/**
 * Hashes and short ids as bytes: 32 for `sha256:` + 64 hex digits, 16 for `e-` and `t-` + 32. They are repeated in every row, so
 * this is a tenth of the file. Anything else stays text, so that nothing is lost that came in another form.
 */
import { hashOf } from '../domain/hash.ts';

const LENGTH: Readonly<Record<Prefix, number>> = { 'sha256:': 64, 'e-': 32, 't-': 32 };

/** What stands before the digits; the column says which. */
export type Prefix = 'sha256:' | 'e-' | 't-';

/** A hash or short id as a row holds it: bytes on SQLite, text on Postgres. */
export type StoredKey = Uint8Array | string;

/** Stored form of a hash or short id. */
export function packKey(prefix: Prefix, text: string): StoredKey {
  const digits = text.slice(prefix.length);
  return text.startsWith(prefix) && digits.length === LENGTH[prefix] && /^[0-9a-f]+$/.test(digits)
    ? Buffer.from(digits, 'hex')
    : text;
}

/** The hash or short id a stored form stands for. */
export function unpackKey(prefix: Prefix, stored: StoredKey): string {
  return typeof stored === 'string'
    ? stored
    : prefix + Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength).toString('hex');
}

/** Half of a hash: enough to tell the few versions of one paper apart, and never shown to anybody. */
export function shortHash(hash: string): StoredKey {
  const packed = packKey('sha256:', hash);
  return typeof packed === 'string' ? packed : packed.subarray(0, 16);
}

/** The same where keys are text. */
export const shortText = (hash: string): string => hash.slice(0, 'sha256:'.length + 32);

/** Whether a stored half is that of a hash. */
export function isShortOf(stored: StoredKey | null, hash: string): boolean {
  const short = shortHash(hash);
  if (stored === null || typeof stored === 'string' || typeof short === 'string') return stored === short;
  return Buffer.compare(stored, short) === 0;
}

/** 48 bits of a hash as an integer: small, and good enough to find candidates by. */
export const smallHash = (text: string): number => Number.parseInt(hashOf(text).slice('sha256:'.length, 'sha256:'.length + 12), 16);
