/** One class per record, the first that fits; what is stored and what becomes the newest text. */
import { expect, test } from 'vitest';
import { judge, type KnownPaper, type LedgerClass, withdrawnAfter } from '../../../src/domain/ledger.ts';
import type { Listing } from '../../../src/domain/listing.ts';
import { samplePaper } from '../../support/store-samples.ts';

const known = (more: Partial<KnownPaper> = {}): KnownPaper => ({
  lastImportId: 'before',
  formats: ['hf-paste'],
  withdrawn: false,
  version: null,
  rawHash: samplePaper().rawHash,
  hasAbstract: true,
  ...more,
});

const NOTHING = [false, false];
const STORED = [true, false];
const NEWEST = [true, true];

test.each<[string, Partial<Listing>, KnownPaper | null, LedgerClass, boolean[]]>([
  ['never seen', {}, null, 'new', NEWEST],
  ['never seen, without abstract', { abstract: null }, null, 'noAbstract', NEWEST],
  ['never seen, withdrawn', { withdrawn: true }, null, 'withdrawn', NEWEST],
  ['withdrawn and without abstract', { withdrawn: true, abstract: null }, null, 'withdrawn', NEWEST],
  ['retracted', { retracted: true }, known(), 'withdrawn', NOTHING],
  ['seen before, as it was', {}, known(), 'same', NOTHING],
  ['seen in this very import', {}, known({ lastImportId: 'now' }), 'duplicate', NOTHING],
  ['seen in this import with another text', { abstract: 'New.' }, known({ lastImportId: 'now' }), 'duplicate', NEWEST],
  ['known from another format', { sourceFormat: 'bibtex' }, known(), 'duplicate', NOTHING],
  ['changed', { abstract: 'New.' }, known(), 'changed', NEWEST],
  ['changed by another format', { abstract: 'New.', sourceFormat: 'bibtex' }, known(), 'changed', NEWEST],
  ['newer version', { abstract: 'New.', version: 3 }, known({ version: 2 }), 'changed', NEWEST],
  ['older version', { abstract: 'Old.', version: 1 }, known({ version: 2 }), 'same', STORED],
  [
    'older version from a new source',
    { abstract: 'Old.', version: 1, sourceFormat: 'bibtex' },
    known({ version: 2 }),
    'same',
    STORED,
  ],
  ['without the abstract that is known', { abstract: null }, known(), 'noAbstract', NOTHING],
  ['with an abstract that was missing', {}, known({ hasAbstract: false, rawHash: 'other' }), 'changed', NEWEST],
])('a record %s', (_what, listing, before, ledgerClass, [storeVersion, becomesNewest]) => {
  expect(judge(samplePaper(listing), before, 'now')).toEqual({ ledgerClass, storeVersion, becomesNewest });
});

test.each([
  ['a newer version decides: withdrawn', true, 3, 2, false, true],
  ['a newer version decides: not any more', false, 3, 2, true, false],
  ['an older version says nothing', true, 1, 2, false, false],
  ['an older version takes nothing back', false, 1, 2, true, true],
  ['between equals a withdrawal stays', false, 2, 2, true, true],
  ['without versions a withdrawal stays', false, null, null, true, true],
  ['without versions a withdrawal counts', true, null, 2, false, true],
])('%s', (_what, now, version, knownVersion, before, after) => {
  expect(withdrawnAfter(now, version, { version: knownVersion }, before)).toBe(after);
});
