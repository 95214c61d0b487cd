/** Queues of different databases and engines never meet, and any name is one that Redis and BullMQ take. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashOf } from '../../../src/domain/hash.ts';
import { uuidV7 } from '../../../src/domain/uuid.ts';
import { queueNameOf } from '../../../src/queue/bullmq.ts';

const databaseIds = fc.uint8Array({ minLength: 10, maxLength: 10 }).map((bytes) => uuidV7(1_700_000_000_000, bytes));

it('is one name per database and engine, of letters, digits and dashes', () => {
  fc.assert(
    fc.property(databaseIds, databaseIds, fc.string(), fc.string(), (one, other, engine, second) => {
      const name = queueNameOf(one, hashOf(engine));
      expect(name).toMatch(/^enrich-[0-9a-f]{12}-[0-9a-f]{12}$/);
      expect(queueNameOf(one, hashOf(engine))).toBe(name);
      if (engine !== second) expect(queueNameOf(one, hashOf(second))).not.toBe(name);
      if (one !== other) expect(queueNameOf(other, hashOf(engine))).not.toBe(name);
    }),
  );
});
