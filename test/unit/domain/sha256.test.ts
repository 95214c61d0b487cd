import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../src/domain/sha256.ts';

const node = (input: string | Uint8Array): string => createHash('sha256').update(input).digest('hex');

describe('sha256Hex', () => {
  test('gives the digests of FIPS 180-4', () => {
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
  });

  test('equals the digest of Node at every length around the block borders', () => {
    for (let length = 0; length <= 260; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) & 255);
      expect(sha256Hex(bytes)).toBe(node(bytes));
    }
  });

  test('equals the digest of Node for any bytes and any text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4_096 }), (bytes) => {
        expect(sha256Hex(bytes)).toBe(node(bytes));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sha256Hex(text)).toBe(node(text.toWellFormed()));
      }),
    );
  });

  test('reads only its part of a larger buffer', () => {
    const bytes = new Uint8Array(200).fill(7);
    expect(sha256Hex(bytes.subarray(50, 150))).toBe(node(new Uint8Array(100).fill(7)));
  });
});
