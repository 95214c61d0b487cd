import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expandSources } from '../../../src/ingest/expand.ts';
import { fileSource } from '../../../src/ingest/file-source.ts';
import { spool } from '../../../src/ingest/spool-source.ts';
import type { Source } from '../../../src/ports.ts';
import { catchError } from '../../support/catch-error.ts';
import { collect } from '../../support/memory-source.ts';
import { tempDir } from '../../support/temp-dir.ts';

const contentOf = async (source: Source): Promise<string> => Buffer.concat(await collect(source.stream())).toString();

function folder(files: Readonly<Record<string, string>>): string {
  const path = tempDir();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

describe('fileSource', () => {
  test('gives name, size, the same bytes each time, and slices', async () => {
    const path = join(folder({ 'a.txt': 'stones' }), 'a.txt');
    const source = await fileSource(path);
    expect(source).toMatchObject({ name: path, size: 6 });
    expect([await contentOf(source), await contentOf(source)]).toEqual(['stones', 'stones']);
    expect(Buffer.from((await source.slice?.(2, 4)) ?? []).toString()).toBe('on');
    expect(Buffer.from((await source.slice?.(4, 99)) ?? []).toString()).toBe('es');
    expect((await source.slice?.(99, 120))?.length).toBe(0);
  });

  test('refuses a directory, and says how to name its files', async () => {
    const path = tempDir();
    const error = await catchError(fileSource(path));
    expect(error).toMatchObject({
      code: 'listing.unreadable',
      message: `${path} is a directory`,
      next: `Name the files in it, for instance '${path}/*.txt'.`,
    });
  });

  test('refuses what does not exist', async () => {
    const path = join(tempDir(), 'nothing.txt');
    expect(await catchError(fileSource(path))).toMatchObject({ code: 'listing.unreadable', message: `${path} does not exist` });
  });

  test('refuses an endless device', async () => {
    expect(await catchError(fileSource('/dev/zero'))).toMatchObject({
      code: 'listing.unreadable',
      message: '/dev/zero is a device, not a file',
    });
  });

  test('refuses a file this user may not read', async () => {
    const path = join(folder({ 'a.txt': 'x' }), 'a.txt');
    chmodSync(path, 0);
    const isRoot = process.geteuid?.() === 0;
    // root may read anything: be nobody for a moment
    if (isRoot) process.seteuid?.(65_534);
    const error = await catchError(fileSource(path)).finally(() => isRoot && process.seteuid?.(0));
    expect(error).toMatchObject({ code: 'listing.unreadable', message: `${path} may not be read by this user` });
  });

  test('spools a named pipe', async () => {
    const path = join(tempDir(), 'pipe');
    execFileSync('mkfifo', [path]);
    execFileSync('sh', ['-c', 'printf stones > "$0" &', path], { stdio: 'ignore' });
    const source = await fileSource(path);
    expect([await contentOf(source), await contentOf(source)]).toEqual(['stones', 'stones']);
  });

  test('tells when the file changed while it was read', async () => {
    const path = join(folder({ 'a.txt': 'x'.repeat(200_000) }), 'a.txt');
    const source = await fileSource(path);
    const reading = async (): Promise<void> => {
      for await (const _ of source.stream()) appendFileSync(path, 'y');
    };
    expect(await catchError(reading())).toMatchObject({
      code: 'listing.unreadable',
      message: expect.stringContaining('changed while it was read'),
    });
  });
});

describe('spool', () => {
  async function* chunks(...pieces: (Uint8Array | string)[]) {
    yield* pieces;
  }

  test.each([
    ['memory', 100],
    ['a temporary file', 3],
    ['a temporary file from the start', 0],
  ])('reads a stream once and gives it again from %s', async (_name, limit) => {
    const source = await spool('standard input', chunks('sto', Buffer.from('ne'), 's'), limit);
    expect(source).toMatchObject({ name: 'standard input', size: 6 });
    expect([await contentOf(source), await contentOf(source)]).toEqual(['stones', 'stones']);
    expect(Buffer.from((await source.slice?.(1, 4)) ?? []).toString()).toBe('ton');
    expect((await source.slice?.(9, 12))?.length).toBe(0);
  });

  test('keeps its own copy of chunks whose buffer is used again', async () => {
    const buffer = Buffer.from('ab');
    async function* reusing() {
      yield buffer;
      buffer.write('cd');
      yield buffer;
    }
    expect(await contentOf(await spool('standard input', reusing()))).toBe('abcd');
  });

  test('tells when the stream breaks off', async () => {
    async function* broken() {
      yield 'abc';
      throw new Error('EPIPE');
    }
    expect(await catchError(spool('standard input', broken()))).toMatchObject({
      code: 'listing.unreadable',
      message: 'standard input broke off after 3 bytes (EPIPE)',
    });
  });
});

describe('expandSources', () => {
  test('takes files, patterns and standard input in the order they are named, each file once', async () => {
    const path = folder({ 'b.txt': 'b', 'a.txt': 'a', 'c.md': 'c' });
    mkdirSync(join(path, 'sub.txt'));
    const sources = await expandSources(
      [join(path, 'c.md'), '-', join(path, '*.txt'), join(path, 'a.txt')],
      (async function* () {
        yield 'in';
      })(),
    );
    expect(await Promise.all(sources.map(contentOf))).toEqual(['c', 'in', 'a', 'b']);
  });

  test('takes a file whose name looks like a pattern', async () => {
    const path = folder({ 'a[1].txt': 'odd', 'a1.txt': 'plain' });
    expect(await Promise.all((await expandSources([join(path, 'a[1].txt')])).map(contentOf))).toEqual(['odd']);
  });

  test('follows links', async () => {
    const path = folder({ 'a.txt': 'a' });
    symlinkSync(join(path, 'a.txt'), join(path, 'link'));
    expect(await Promise.all((await expandSources([join(path, 'link')])).map(contentOf))).toEqual(['a']);
  });

  test('tells when a pattern matches nothing', async () => {
    const pattern = join(tempDir(), '*.txt');
    expect(await catchError(expandSources([pattern]))).toMatchObject({
      code: 'listing.unreadable',
      message: `no file matches ${pattern}`,
    });
  });

  test('tells which of several names is missing', async () => {
    const path = folder({ 'a.txt': 'a' });
    expect((await catchError(expandSources([join(path, 'a.txt'), join(path, 'no.txt')]))).message).toContain(
      'no.txt does not exist',
    );
    expect((await catchError(expandSources(['']))).message).toBe('an empty file name was given');
  });
});
