import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Line, type LineFault, MAX_RAW, MAX_RECORD_BYTES, readLines } from '../../../src/ingest/decode.ts';
import { encodingOf } from '../../../src/ingest/encoding.ts';
import type { Source } from '../../../src/ports.ts';
import { collect, memorySource } from '../../support/memory-source.ts';

const lines = (content: string | Uint8Array, chunk?: number): Promise<(Line | LineFault)[]> =>
  collect(readLines(memorySource(content, chunk ? { chunk } : {})));
const texts = (all: readonly (Line | LineFault)[]): string[] => all.map((line) => (line.kind === 'line' ? line.text : line.code));
const utf16 = (text: string, bigEndian = false): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

describe('readLines', () => {
  test.each([
    ['\n', 'a\nb\n\nc'],
    ['\r\n', 'a\r\nb\r\n\r\nc'],
    ['\r', 'a\rb\r\rc'],
    ['a mixture', 'a\r\nb\n\rc'],
  ])('ends lines at %j', async (_name, text) => {
    for (const chunk of [1, 2, 3, 100]) expect(texts(await lines(text, chunk))).toEqual(['a', 'b', '', 'c']);
  });

  test('gives byte offsets into the source, without line ends', async () => {
    expect(await lines('ä\r\n\r\n🪨b', 1)).toEqual([
      { kind: 'line', text: 'ä', start: 0, end: 2 },
      { kind: 'line', text: '', start: 4, end: 4 },
      { kind: 'line', text: '🪨b', start: 6, end: 11 },
    ]);
  });

  test('keeps its own copy of chunks whose buffer is used again', async () => {
    async function* reusing() {
      const buffer = Buffer.from('abc');
      yield buffer;
      buffer.write('d\ne');
      yield buffer;
    }
    expect(texts(await collect(readLines({ name: 'x', stream: reusing, slice: async () => Buffer.from('abcd\ne') })))).toEqual([
      'abcd',
      'e',
    ]);
  });

  test('skips a byte order mark and counts it in the offsets', async () => {
    expect(await lines('\ufeffa\nb')).toEqual([
      { kind: 'line', text: 'a', start: 3, end: 4 },
      { kind: 'line', text: 'b', start: 5, end: 6 },
    ]);
    expect(await lines('\ufeff')).toEqual([]);
    expect(await lines('')).toEqual([]);
  });

  test('yields the same lines whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constantFrom('\n', '\r', '\r\n', 'ü', '🪨'), fc.string({ unit: 'binary', maxLength: 4 }))),
        fc.integer({ min: 1, max: 9 }),
        async (parts, chunk) => {
          const text = parts.join('').toWellFormed();
          const bytes = new TextEncoder().encode(text);
          const cut = await lines(bytes, chunk);
          expect(cut).toEqual(await lines(bytes));
          for (const line of cut)
            if (line.kind === 'line')
              expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(line.start, line.end))).toBe(line.text);
        },
      ),
    );
  });

  test.each([false, true])('reads UTF-16 with a mark (big endian: %s), even in odd chunks', async (bigEndian) => {
    for (const chunk of [1, 3, 4, 64]) {
      const all = await lines(utf16('äਊ\r\nb🪨\n\nlast', bigEndian), chunk);
      expect(texts(all)).toEqual(['äਊ', 'b🪨', '', 'last']);
      expect(all[1]).toMatchObject({ start: 10, end: 16 });
    }
  });

  test('rejects an odd byte at the end of UTF-16', async () => {
    const all = await lines(Buffer.concat([utf16('a\nb'), Buffer.from([0x41])]));
    expect(texts(all)).toEqual(['a', 'listing.bad_encoding']);
  });
});

describe('invalid UTF-8', () => {
  const good = Array.from({ length: 300 }, (_, i) => `line ${i}`);

  test('rejects that line with the offset of the bad byte, and reads on', async () => {
    const bytes = Buffer.from(good.join('\n'));
    const at = bytes.indexOf('line 150') + 4;
    bytes[at] = 0xff;
    const all = await lines(bytes, 7);
    const faults = all.filter((line) => line.kind === 'fault');
    expect(all).toHaveLength(300);
    expect(faults).toEqual([
      {
        kind: 'fault',
        code: 'listing.bad_encoding',
        reason: `byte ${at} is no UTF-8`,
        raw: String.raw`line\x??150`,
        start: at - 4,
        end: at + 4,
      },
    ]);
  });

  test.each([
    ['cut short', [0xc3]],
    ['overlong', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a stray continuation', [0x80]],
  ])('is %s', async (_name, bad) => {
    const bytes = Buffer.concat([Buffer.from(`${good.join('\n')}\nab`), Buffer.from(bad), Buffer.from('\nend')]);
    const all = await lines(bytes, 1);
    expect(all.filter((line) => line.kind === 'fault')).toHaveLength(1);
    expect(texts(all).at(-1)).toBe('end');
    expect(JSON.stringify(all)).not.toContain('\ufffd');
  });
});

describe('encoding', () => {
  const many = (line: string, count: number): string => `${line}\n`.repeat(count);

  test.each([
    ['plain ASCII', Buffer.from('abc'), 'utf-8'],
    ['UTF-8', Buffer.from('Röhre'), 'utf-8'],
    ['1 bad line in 200', Buffer.concat([Buffer.from(many('abc', 199)), Buffer.from([0xe9])]), 'utf-8'],
    [
      '1 bad line in 50 without other characters',
      Buffer.concat([Buffer.from(many('abc', 49)), Buffer.from([0xe9])]),
      'windows-1252',
    ],
    [
      '1 bad line in 50 beside lines that can only be UTF-8',
      Buffer.concat([Buffer.from(many('Röhre', 49)), Buffer.from([0xe9])]),
      'utf-8',
    ],
    ['a mark of UTF-16', utf16('abc'), 'utf-16le'],
    ['a mark of UTF-16, big endian', utf16('abc', true), 'utf-16be'],
    ['a mark of UTF-8 before bad lines', Buffer.from([0xef, 0xbb, 0xbf, 0xe9, 0x0a, 0xe9]), 'utf-8'],
  ])('of %s', async (_name, bytes, name) => {
    expect((await encodingOf(memorySource(bytes))).name).toBe(name);
  });

  test('a character cut by the first MiB is no bad line', async () => {
    const bytes = Buffer.concat([Buffer.from('a'.repeat((1 << 20) - 1)), Buffer.from('ü')]);
    expect((await encodingOf(memorySource(bytes))).name).toBe('utf-8');
  });

  test('windows-1252 reads every byte as one character', async () => {
    const all = await lines(Buffer.from([0x93, 0x80, 0x20, 0x96, 0x20, 0xe9, 0x94, 0x0a, 0x9f]));
    expect(texts(all)).toEqual(['“€ – é”', 'Ÿ']);
  });
});

/** A line of any length that never exists as a whole, between two short ones. */
function giant(bytes: number, chunk = new Uint8Array(64 * 1024).fill(0x61)): Source {
  return {
    name: 'giant.txt',
    async *stream() {
      yield Buffer.from('first\n');
      for (let left = bytes; left > 0; left -= chunk.length) yield left < chunk.length ? chunk.subarray(0, left) : chunk;
      yield Buffer.from('\nlast');
    },
  };
}

describe('a giant line', () => {
  test('is rejected at the cap, with its place and beginning, and the rest is read', async () => {
    const all = await collect(readLines(giant(MAX_RECORD_BYTES + 1)));
    expect(texts(all)).toEqual(['first', 'listing.too_large', 'last']);
    expect(all[1]).toMatchObject({
      start: 6,
      end: 6 + MAX_RECORD_BYTES + 1,
      reason: 'one line of 4,194,305 bytes at byte 6; at most 4,194,304 are read',
    });
    expect(all[1]?.kind === 'fault' && all[1].raw).toBe('a'.repeat(MAX_RAW));
  });

  test('of exactly the cap is read', async () => {
    expect((await collect(readLines(giant(MAX_RECORD_BYTES))))[1]).toMatchObject({ kind: 'line' });
  });

  test('of 600 MiB is read past in bounded memory', async () => {
    const before = process.memoryUsage().rss;
    let peak = 0;
    const source = giant(600 * 1024 * 1024);
    const watched: Source = {
      ...source,
      async *stream() {
        let n = 0;
        for await (const chunk of source.stream()) {
          if (n++ % 256 === 0) peak = Math.max(peak, process.memoryUsage().rss);
          yield chunk;
        }
      },
    };
    const all = await collect(readLines(watched));
    expect(texts(all)).toEqual(['first', 'listing.too_large', 'last']);
    expect((peak - before) / 1024 / 1024).toBeLessThan(100);
  });
});
