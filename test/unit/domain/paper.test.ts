/** Which ids a record brings, what they are worth, and when two records are one paper. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestId, idsConflict, kindOf, normaliseTitle, paperOf } from '../../../src/domain/paper.ts';
import { sampleListing } from '../../support/store-samples.ts';

const idsOf = (more: Parameters<typeof sampleListing>[0]) => paperOf(sampleListing(more)).ids;

test('outer ids come strongest first, work ids last', () => {
  const ids = idsOf({ ids: { s2: '9', doi: '10.1/a', arxiv: '2601.1' }, authors: [{ name: 'Ada Tide' }] });
  expect(ids.map(kindOf)).toEqual(['arxiv', 'doi', 's2', 'work', 'work']);
  expect(bestId(ids)).toBe('arxiv:2601.1');
});

test('every record has an id, even one that is only a title', () => {
  const [id, ...others] = idsOf({ abstract: null });
  expect(id).toMatch(/^work:[0-9a-f]{16}$/);
  expect(others).toEqual([]);
});

test('an equal title alone never makes two records one paper', () => {
  const a = idsOf({ title: 'Tides', abstract: 'One text.' });
  const b = idsOf({ title: 'Tides', abstract: 'Another text.' });
  expect(a.filter((id) => b.includes(id))).toEqual([]);
});

test('a paste without authors is found again when the same text comes with them', () => {
  const pasted = idsOf({ title: 'Tides', abstract: 'One text.' });
  const full = idsOf({
    title: 'TIDES ',
    abstract: 'One  text.',
    authors: [{ name: 'Ada Tide', family: 'Tide' }],
    published: '2026-01-02',
  });
  expect(full).toEqual(expect.arrayContaining([...pasted]));
});

test.each([
  ['Ada Tide', undefined],
  ['A. B. Tide', 'Tide'],
])('the first author counts by family name (%s)', (name, family) => {
  const author = family === undefined ? { name } : { name, family };
  const other = idsOf({ authors: [{ name: 'Bo Tide', family: 'Tide' }], abstract: null });
  expect(idsOf({ authors: [author], abstract: null })).toEqual(other);
});

test.each([
  ['Tide-Water: A "Study"', 'tidewaterastudy'],
  ['  Naïve  Ångström ', 'naivea\u030angstrom'.normalize('NFKD').replace(/\p{M}/gu, '')],
  ['ＴＩＤＥ', 'tide'],
])('the title %j is compared as %j', (title, normal) => {
  expect(normaliseTitle(title)).toBe(normal);
});

test.each<[string, string[], string[], boolean]>([
  ['two arXiv ids', ['arxiv:1'], ['arxiv:2'], true],
  ['an equal arXiv id', ['arxiv:1'], ['arxiv:1'], false],
  ['two DOIs under an equal arXiv id, as preprint and journal have', ['arxiv:1', 'doi:a'], ['arxiv:1', 'doi:b'], false],
  ['an equal DOI under two arXiv ids', ['arxiv:1', 'doi:a'], ['arxiv:2', 'doi:a'], true],
  ['two DOIs', ['doi:a'], ['doi:b'], true],
  ['one of two DOIs', ['doi:a', 'doi:b'], ['doi:b'], false],
  ['kinds that do not meet', ['arxiv:1'], ['doi:b'], false],
  ['work ids only', ['work:1'], ['work:2'], false],
  ['nothing', [], [], false],
])('%s: conflict is decided by the strongest kind both name', (_what, known, incoming, conflict) => {
  expect(idsConflict(known, incoming)).toBe(conflict);
  expect(idsConflict(incoming, known)).toBe(conflict);
});

test('the best id is of the strongest kind, and the first among equals', () => {
  expect(bestId(['work:1', 's2:2', 'doi:b', 'doi:a'])).toBe('doi:b');
});

test('white space in the raw text makes no other version, a letter does', () => {
  const raw = (abstractRaw: string) => paperOf(sampleListing({ abstractRaw })).rawHash;
  expect(raw('One  text.\n')).toBe(raw(' One text.'));
  expect(raw('One text')).not.toBe(raw('One text.'));
});

test('a listing never conflicts with itself, and identity does not depend on anything but ids, title, text, author and year', () => {
  const listing = fc.record({ title: fc.string(), abstract: fc.option(fc.string()), comment: fc.string() });
  fc.assert(
    fc.property(listing, ({ title, abstract, comment }) => {
      const ids = idsOf({ title, abstract, ids: { arxiv: '1' } });
      expect(idsConflict(ids, ids)).toBe(false);
      expect(idsOf({ title, abstract, ids: { arxiv: '1' }, comment, categories: ['cs.CL'] })).toEqual(ids);
    }),
  );
});
