import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { PrecisError } from '../../../src/domain/errors.ts';
import { detect, MIN_CONFIDENCE } from '../../../src/ingest/detect.ts';
import { READERS } from '../../../src/ingest/readers.ts';
import { catchError } from '../../support/catch-error.ts';
import { memorySource } from '../../support/memory-source.ts';

const PAPER = '{"title":"Sorting Stones on a Moving Belt","abstract":"We sort stones."}\n';
const ABSTRACT =
  'Sorting stones by weight is slow when the scale is far away. We present a sorter that keeps a small scale on the belt and reaches 41 stones per minute. A trial with 1,200 stones shows that ties keep their order.';
const PASTE = `Sorting Stones on a Moving Belt\n\n${ABSTRACT}\n`;

const failure = (content: string | Uint8Array, name = 'dump.txt') => catchError(detect(memorySource(content, { name }), READERS));

describe('detect', () => {
  test.each([
    ['hf-paste', PASTE],
    ['hf-paste', `\ufeff${PASTE}`],
    ['hf-paste', Buffer.from(`\ufeff${PASTE}`, 'utf16le')],
    ['precis-jsonl', PAPER],
    ['precis-jsonl', `\ufeff\r\n${PAPER.repeat(3)}`],
    ['precis-jsonl', `not json\n${PAPER.repeat(3)}`],
    ['precis-jsonl', `{"title":"Long","abstract":"${'stone '.repeat(20_000)}"}`],
  ])('finds %s by content', async (name, content) => {
    const found = await detect(memorySource(content, { name: 'no-extension' }), READERS);
    expect(found.reader.name).toBe(name);
    expect(found.confidence).toBeGreaterThanOrEqual(MIN_CONFIDENCE);
  });

  test('tells the encoding for the ledger', async () => {
    const bytes = Buffer.from(PASTE.replace('Sorting Stones', 'Sort\xe9 Stones'), 'latin1');
    expect((await detect(memorySource(bytes), READERS)).encoding).toEqual({ name: 'windows-1252', bomLength: 0 });
  });

  test('takes text with a stray NUL', async () => {
    expect((await detect(memorySource(PASTE.replace('belt', 'be\0lt')), READERS)).reader.name).toBe('hf-paste');
  });

  test.each([
    ['nothing', '', 'dump.txt is empty'],
    ['white space', ' \n\n\t\u00a0\n', 'dump.txt holds nothing but white space'],
    ['a lone mark', '\ufeff', 'dump.txt holds nothing but white space'],
    ['a gzip archive', gzipSync(PASTE), 'dump.txt is a gzip archive'],
    ['a PDF', '%PDF-1.7\n%âãÏÓ', 'dump.txt is a PDF'],
    ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'dump.txt is a PNG image'],
    [
      'random bytes',
      Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * i * 31 + (i >> 3) * 7) & 255)),
      'dump.txt is no text',
    ],
    ['NUL bytes', new Uint8Array(1_000), 'dump.txt is no text'],
    [
      'UTF-16 without a mark',
      Buffer.from(PASTE, 'utf16le'),
      'dump.txt is no text in UTF-8: it looks like UTF-16 without a byte order mark',
    ],
  ])('refuses %s in one sentence that names the file', async (_name, content, message) => {
    const error = await failure(content);
    expect(error).toMatchObject({ code: 'listing.unreadable', message });
    expect(error.next).toMatch(/^[A-Zp].*\.$/);
  });

  test.each([
    ['a single title', 'Sorting Stones on a Moving Belt'],
    ['a table', 'stone,weight\nbasalt,3\ngneiss,4\n'],
    ['an array', '[1,2,3]'],
    ['JSON Lines of something else', '{"name":"basalt"}\n{"name":"gneiss"}\n'],
    ['a list of words', 'basalt\ngneiss\ngranite\n'],
    ['a page of HTML', '<!doctype html>\n<html><head><title>Stones</title></head><body><p>Stones</p></body></html>'],
  ])('does not guess at %s', async (_name, content) => {
    const error = await failure(content);
    expect(error.code).toBe('listing.unknown_format');
    expect(error.message).toBe('dump.txt is in no format precis recognises (it looked for precis-jsonl, hf-paste)');
    expect(error.next).toContain('--format');
  });

  test('never throws anything but a PrecisError on bytes of any kind', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const bytes = Uint8Array.from(
        { length: seed * 37 },
        (_, i) => (Math.imul(i + seed, 2_654_435_761) >>> 13) & (seed % 2 ? 127 : 255),
      );
      await detect(memorySource(bytes), READERS).catch((error: unknown) => expect(error).toBeInstanceOf(PrecisError));
    }
  });

  test('a new format is one more reader in the list', async () => {
    const pebbles = { name: 'pebbles', description: 'pebbles', detect: () => 0.99, read: async function* () {} };
    expect((await detect(memorySource(PASTE), [...READERS, pebbles])).reader).toBe(pebbles);
    expect(new Set(READERS.map(({ name }) => name)).size).toBe(READERS.length);
  });
});
