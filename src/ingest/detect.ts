/**
 * Which reader a source is for, by its content: file names lie. What is no text, or nothing at all, is told in one sentence that
 * names the source and what to do; a format that nobody is sure of is never guessed.
 */
import { PrecisError } from '../domain/errors.ts';
import type { Head, Reader, Source } from '../ports.ts';
import { decodeBytes, type Encoding, firstBytes, HEAD_BYTES, SNIFFED_BYTES, sniffEncoding } from './encoding.ts';

/** Below this nobody is sure enough. */
export const MIN_CONFIDENCE = 0.55;

/** The reader of a source. */
export interface Detected {
  readonly reader: Reader;
  /** 0 to 1. */
  readonly confidence: number;
  /** For the ledger. */
  readonly encoding: Encoding;
}

/**
 * Finds the reader of a source.
 * @throws PrecisError `listing.unreadable` for nothing or no text, `listing.unknown_format` when no reader is sure.
 */
export async function detect(source: Source, readers: readonly Reader[]): Promise<Detected> {
  const { head, encoding } = await readHead(source);
  let best: Detected | null = null;
  for (const reader of readers) {
    const confidence = reader.detect(head);
    if (confidence > (best?.confidence ?? 0)) best = { reader, confidence, encoding };
  }
  if (best && best.confidence >= MIN_CONFIDENCE) return best;
  const known = readers.map(({ name }) => name).join(', ');
  throw new PrecisError('listing.unknown_format', `${source.name} is in no format precis recognises (it looked for ${known})`, {
    excerpt: head.text.slice(0, 500),
    next: `Name the format with --format (${known}), or copy titles and abstracts into a text file, with a blank line between them.`,
  });
}

/**
 * First 64 KiB of a source, checked to be text, and its encoding.
 * @throws PrecisError `listing.unreadable` for nothing or no text.
 */
export async function readHead(source: Source): Promise<{ head: Head; encoding: Encoding }> {
  const first = await firstBytes(source, SNIFFED_BYTES);
  if (first.length === 0) throw unreadable(`${source.name} is empty`, 'Name a file that holds papers.');
  const encoding = sniffEncoding(first);
  if (encoding.bomLength === 0) refuseBinary(source.name, first);
  const bytes = first.subarray(0, HEAD_BYTES);
  const text = decodeHead(bytes.subarray(encoding.bomLength), encoding);
  if (text.trim() === '' && first.length < SNIFFED_BYTES && decodeHead(first.subarray(encoding.bomLength), encoding).trim() === '')
    throw unreadable(`${source.name} holds nothing but white space`, 'Name a file that holds papers.');
  return { head: { bytes, text }, encoding };
}

/** The head may end within a character, and bad lines are the reader's to reject. */
function decodeHead(bytes: Uint8Array, { name }: Encoding): string {
  return name === 'windows-1252'
    ? (decodeBytes(bytes, name) ?? '')
    : new TextDecoder(name, { ignoreBOM: true }).decode(bytes, { stream: true });
}

/** What files begin with that are no text, and what to do about them. */
const MAGIC: readonly (readonly [name: string, bytes: readonly number[], next: string])[] = [
  ['a gzip archive', [0x1f, 0x8b], 'Unpack it first, for instance with `gunzip`.'],
  ['a zip archive or an Office document', [0x50, 0x4b, 0x03, 0x04], 'Unpack it, or save the table as text.'],
  ['a zstd archive', [0x28, 0xb5, 0x2f, 0xfd], 'Unpack it first, for instance with `unzstd`.'],
  ['a bzip2 archive', [0x42, 0x5a, 0x68], 'Unpack it first, for instance with `bunzip2`.'],
  ['an xz archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a], 'Unpack it first, for instance with `unxz`.'],
  ['a PDF', [0x25, 0x50, 0x44, 0x46, 0x2d], 'precis reads listings, not papers: copy title and abstract into a text file.'],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47], 'Name a text file.'],
  ['a JPEG image', [0xff, 0xd8, 0xff], 'Name a text file.'],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31], 'Save the table as JSON Lines.'],
  ['an SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], 'If it is one of precis, name it with --db.'],
  ['a program', [0x7f, 0x45, 0x4c, 0x46], 'Name a text file.'],
];

function refuseBinary(name: string, bytes: Uint8Array): void {
  const magic = MAGIC.find(([, start]) => start.every((byte, i) => bytes[i] === byte));
  if (magic) throw unreadable(`${name} is ${magic[0]}`, magic[2]);
  const seen = bytes.subarray(0, HEAD_BYTES);
  let controls = 0;
  let zeros = 0;
  for (const byte of seen) {
    if (byte === 0) zeros++;
    if (byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)) controls++;
  }
  // a stray NUL in a text is cleaned away; one character in twenty is no accident
  if (controls < 2 || controls * 20 <= seen.length) return;
  const looksUtf16 = zeros * 3 > seen.length && zeros * 3 < seen.length * 2;
  throw unreadable(
    `${name} is no text${looksUtf16 ? ' in UTF-8: it looks like UTF-16 without a byte order mark' : ''}`,
    looksUtf16 ? 'Save it as UTF-8 and add it again.' : 'Name a text file.',
  );
}

const unreadable = (message: string, next: string): PrecisError => new PrecisError('listing.unreadable', message, { next });
