/**
 * Bytes to lines of text, each with its byte range, as a stream. Invariant: memory is bounded by the cap per line whatever the
 * source holds, and a line that cannot be read is a fault with its place while everything around it is read.
 */
import type { Malformed } from '../domain/listing.ts';
import type { Source } from '../ports.ts';
import { decodeBytes, type EncodingName, encodingOf } from './encoding.ts';

/** Most bytes one record may have (CONTRACTS 10). */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;

/** Characters of a raw block that a reject keeps. */
export const MAX_RAW = 2_000;

/** One line without its line end; bytes from `start` to `end` (exclusive). */
export interface Line {
  readonly kind: 'line';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A line that cannot be read. */
export interface LineFault {
  readonly kind: 'fault';
  readonly code: Malformed['code'];
  readonly reason: string;
  /** What can be shown of it. */
  readonly raw: string;
  readonly start: number;
  readonly end: number;
}

/** The lines of a source in its own encoding; `\n`, `\r\n` and `\r` end a line. */
export async function* readLines(source: Source): AsyncIterable<Line | LineFault> {
  const encoding = await encodingOf(source);
  const width = encoding.name.startsWith('utf-16') ? 2 : 1;
  for await (const piece of splitLines(source.stream(), encoding.name, encoding.bomLength, width)) {
    if ('bytes' in piece) yield lineOf(piece.bytes, piece.start, piece.end, encoding.name);
    else yield tooLarge(piece, encoding.name);
  }
}

/** A line as bytes, or the beginning of one that is over the cap. */
type Piece = { readonly start: number; readonly end: number } & (
  | { readonly bytes: Uint8Array }
  | { readonly beginning: Uint8Array }
);

async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  encoding: EncodingName,
  skip: number,
  width: 1 | 2,
): AsyncIterable<Piece> {
  const held = new HeldLine(skip);
  let offset = 0;
  let afterReturn = false;
  for await (const chunk of width === 2 ? inPairs(chunks) : chunks) {
    let from = Math.min(chunk.length, Math.max(0, skip - offset));
    while (from < chunk.length) {
      if (afterReturn && isUnit(chunk, from, 0x0a, encoding)) {
        from += width;
        held.restart(offset + from);
      }
      afterReturn = false;
      const end = findBreak(chunk, from, encoding);
      held.add(chunk.subarray(from, end));
      if (end === chunk.length) break;
      yield held.take(offset + end);
      afterReturn = isUnit(chunk, end, 0x0d, encoding);
      from = end + width;
      held.restart(offset + from);
    }
    offset += chunk.length;
  }
  if (!held.isEmpty) yield held.take(offset);
}

/** The bytes of the line being read, up to the cap; beyond it only its beginning and its length. */
class HeldLine {
  #start: number;
  #parts: Uint8Array[] = [];
  #length = 0;
  #beginning: Uint8Array | null = null;

  constructor(start: number) {
    this.#start = start;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  restart(start: number): void {
    this.#start = start;
    this.#parts = [];
    this.#length = 0;
    this.#beginning = null;
  }

  add(bytes: Uint8Array): void {
    this.#length += bytes.length;
    if (this.#beginning || bytes.length === 0) return;
    // a copy: streams may use their buffer again
    this.#parts.push(new Uint8Array(bytes));
    if (this.#length <= MAX_RECORD_BYTES) return;
    this.#beginning = new Uint8Array(Buffer.concat(this.#parts).subarray(0, MAX_RAW * 2));
    this.#parts = [];
  }

  take(end: number): Piece {
    const place = { start: this.#start, end };
    if (this.#beginning) return { ...place, beginning: this.#beginning };
    return { ...place, bytes: this.#parts.length === 1 ? (this.#parts[0] as Uint8Array) : Buffer.concat(this.#parts) };
  }
}

/** Index of the next line end from `from`, or the length. */
function findBreak(chunk: Uint8Array, from: number, encoding: EncodingName): number {
  if (encoding.startsWith('utf-16')) {
    let at = from;
    while (at < chunk.length && !isUnit(chunk, at, 0x0a, encoding) && !isUnit(chunk, at, 0x0d, encoding)) at += 2;
    return Math.min(at, chunk.length);
  }
  const feed = chunk.indexOf(0x0a, from);
  const end = feed < 0 ? chunk.length : feed;
  const back = chunk.subarray(from, end).indexOf(0x0d);
  return back < 0 ? end : from + back;
}

function isUnit(chunk: Uint8Array, at: number, code: number, encoding: EncodingName): boolean {
  if (encoding === 'utf-16le') return chunk[at] === code && chunk[at + 1] === 0;
  if (encoding === 'utf-16be') return chunk[at] === 0 && chunk[at + 1] === code;
  return chunk[at] === code;
}

/** The same bytes in chunks of even length; an odd last byte comes by itself. */
async function* inPairs(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let left: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const joined = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    const even = joined.length & ~1;
    if (even > 0) yield joined.subarray(0, even);
    left = new Uint8Array(joined.subarray(even));
  }
  if (left.length > 0) yield left;
}

function lineOf(bytes: Uint8Array, start: number, end: number, encoding: EncodingName): Line | LineFault {
  const text = decodeBytes(bytes, encoding);
  if (text !== null) return { kind: 'line', text, start, end };
  const at = start + validLength(bytes, encoding);
  const reason = `byte ${at} is no ${encoding.toUpperCase()}`;
  return { kind: 'fault', code: 'listing.bad_encoding', reason, raw: excerpt(bytes, encoding), start, end };
}

function tooLarge(piece: Piece & { readonly beginning: Uint8Array }, encoding: EncodingName): LineFault {
  const length = piece.end - piece.start;
  const reason = `one line of ${length.toLocaleString('en-GB')} bytes at byte ${piece.start}; at most ${MAX_RECORD_BYTES.toLocaleString('en-GB')} are read`;
  const raw = excerpt(piece.beginning, encoding);
  return { kind: 'fault', code: 'listing.too_large', reason, raw, start: piece.start, end: piece.end };
}

/** How many bytes from the start can be decoded. */
function validLength(bytes: Uint8Array, encoding: EncodingName): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startsWell(bytes.subarray(0, middle), encoding)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function startsWell(bytes: Uint8Array, encoding: EncodingName): boolean {
  try {
    new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The part of bytes that can be shown; what is no character as `\x??`, never as U+FFFD. */
function excerpt(bytes: Uint8Array, encoding: EncodingName): string {
  const shown = bytes.subarray(0, MAX_RAW * 2);
  const text = encoding === 'windows-1252' ? decodeBytes(shown, encoding) : new TextDecoder(encoding).decode(shown);
  return (text ?? '').replaceAll('\ufffd', '\\x??').slice(0, MAX_RAW);
}
