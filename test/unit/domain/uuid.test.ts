/** UUIDv7: the right bits, and later ids sort later. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UUID_RANDOM_BYTES, uuidV7 } from '../../../src/domain/uuid.ts';

const random = fc.uint8Array({ minLength: UUID_RANDOM_BYTES, maxLength: UUID_RANDOM_BYTES });
const time = fc.integer({ min: 0, max: 2 ** 48 - 2 });

test('the example of RFC 9562 comes out', () => {
  const bytes = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  expect(uuidV7(0x017f22e279b0, bytes)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
});

test('version and variant are set whatever the random bytes are', () => {
  fc.assert(
    fc.property(time, random, (now, bytes) => {
      expect(uuidV7(now, bytes)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }),
  );
});

test('a later id sorts after an earlier one', () => {
  fc.assert(
    fc.property(time, random, random, (now, a, b) => {
      expect(uuidV7(now, a) < uuidV7(now + 1, b)).toBe(true);
    }),
  );
});
