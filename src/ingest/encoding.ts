/**
 * Which encoding a source is in (CONTRACTS 10): a byte order mark decides; else UTF-8 unless 1 line in 100 of the first MiB is
 * no UTF-8; else windows-1252 for the whole file. The choice is made once per source and said in the ledger.
 */
import type { Source } from '../ports.ts';

/** The encodings precis reads. */
export type EncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** An encoding, and how many bytes its mark takes at the start. */
export interface Encoding {
  readonly name: EncodingName;
  readonly bomLength: number;
}

/** How much of a source a reader sees when it is asked, in bytes. */
export const HEAD_BYTES = 64 * 1024;

/** How much of a source decides its encoding, in bytes. */
export const SNIFFED_BYTES = 1 << 20;

/** Reads the first MiB and tells the encoding. */
export async function encodingOf(source: Source): Promise<Encoding> {
  return sniffEncoding(await firstBytes(source, SNIFFED_BYTES));
}

/** Tells the encoding from the first bytes of a source. */
export function sniffEncoding(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { name: 'utf-8', bomLength: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { name: 'utf-16le', bomLength: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { name: 'utf-16be', bomLength: 2 };
  return { name: isMostlyUtf8(bytes) ? 'utf-8' : 'windows-1252', bomLength: 0 };
}

/**
 * Fewer than 1 bad line in 100; in a short file with one bad byte, whole characters of several bytes elsewhere speak for UTF-8
 * as well: windows-1252 text does not hold any.
 */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let lines = 0;
  let bad = 0;
  let beyondAscii = 0;
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    const line = bytes.subarray(start, end);
    lines++;
    try {
      // the last line of a longer source may be cut within a character
      const text = decoder.decode(line, { stream: feed < 0 && bytes.length >= SNIFFED_BYTES });
      if (text.length !== line.length) beyondAscii++;
    } catch {
      bad++;
    }
    start = end + 1;
  }
  return bad === 0 || bad * 100 < lines || beyondAscii > bad;
}

/** Decodes a whole stretch; null when it is not in that encoding. */
export function decodeBytes(bytes: Uint8Array, encoding: EncodingName): string | null {
  if (encoding === 'windows-1252') return decodeWindows1252(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** 0x80 to 0x9f; the five bytes without a character become the control characters that cleaning removes. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Ours because the decoder of older Node versions reads latin-1 under this name. */
function decodeWindows1252(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (c) => HIGH[c.charCodeAt(0) - 0x80] ?? c);
}

/** First bytes of a source, at most `limit`. */
export async function firstBytes(source: Source, limit: number): Promise<Uint8Array> {
  if (source.slice) return source.slice(0, limit);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.stream()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}
