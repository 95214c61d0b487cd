/** What a Store promises about imports: one ledger line per record, and papers that do not depend on the order of records. */
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Listing } from '../../src/domain/listing.ts';
import type { Paper } from '../../src/domain/paper.ts';
import { paperNumber, sampleFurniture, samplePaper, sampleReject } from '../support/store-samples.ts';
import { bundlesOf, expectBalancedImport, importAll, onlyBundle, openKit, type Place } from './store-kit.ts';

export function importPromises(makePlace: () => Place): void {
  const kit = () => openKit(makePlace(), onTestFinished);

  describe('an import', () => {
    it('counts every record once, and page furniture outside the sum', async () => {
      const { store } = await kit();
      const records = [
        paperNumber(1),
        paperNumber(2),
        paperNumber(1),
        paperNumber(3, { abstract: null }),
        paperNumber(4, { withdrawn: true }),
        sampleReject(),
        sampleFurniture(),
      ];
      const ledger = await importAll(store, records);
      expect(ledger).toMatchObject({ seen: 6, new: 2, duplicate: 1, noAbstract: 1, withdrawn: 1, rejected: 1, ignored: 1 });
      expectBalancedImport(ledger, 6);
    });

    it('of the same file again calls everything the same and stores nothing', async () => {
      const { store } = await kit();
      await importAll(store, [paperNumber(1), paperNumber(2)]);
      const before = await bundlesOf(store);
      const again = await importAll(store, [paperNumber(1), paperNumber(2)]);
      expect(again).toMatchObject({ seen: 2, same: 2, new: 0 });
      expect(await bundlesOf(store)).toEqual(before);
    });

    it('calls a paper that another format delivers again a duplicate', async () => {
      const { store } = await kit();
      await importAll(store, [paperNumber(1)]);
      expect(await importAll(store, [paperNumber(1, { sourceFormat: 'precis-jsonl' })])).toMatchObject({ duplicate: 1 });
    });

    it('keeps rejects with their place, reason and raw block', async () => {
      const { store } = await kit();
      const { importId } = await importAll(store, [
        sampleReject(),
        sampleReject({ reason: 'another', locator: { index: 4, start: 300, end: 310 } }),
      ]);
      const rejects = await store.rejects(importId, 10);
      expect(rejects.map(({ reason, raw, code }) => ({ reason, raw, code }))).toEqual([
        { reason: 'a title without an abstract', raw: 'A Title Alone', code: 'listing.malformed' },
        { reason: 'another', raw: 'A Title Alone', code: 'listing.malformed' },
      ]);
      expect(rejects.map(({ locator: { start, end } }) => [start, end])).toEqual([
        [210, 240],
        [300, 310],
      ]);
      expect(await store.rejects(importId, 1)).toHaveLength(1);
    });

    it('gives back exactly the text, raw text, map and facts it was given', async () => {
      const { store } = await kit();
      const listing: Partial<Listing> = {
        title: 'Émile’s "Tide"',
        titleRaw: 'Émile’s  "Tide"',
        abstract: 'It is 3× faster; 100% 😀.',
        abstractRaw: 'It is x20133× faster; 100% 😀.',
        abstractMap: [
          [0, 0],
          [6, 6],
          [6, 11],
        ],
        flags: ['repaired'],
        authors: [{ name: 'Ada Tide', family: 'Tide' }, { name: 'Bo' }],
        categories: ['cs.CL'],
        urls: { pdf: 'https://example.org/1' },
        published: '2026-01-02',
        version: 2,
        extra: { votes: 12, nested: { list: [1, null] } },
      };
      const paper = samplePaper(listing);
      await importAll(store, [paper]);
      const { newest } = await onlyBundle(store);
      const { title, titleRaw, abstract, abstractRaw, abstractMap, flags, kind: _kind, ...facts } = paper.listing;
      expect(newest).toMatchObject({
        title,
        titleRaw,
        abstract,
        abstractRaw,
        abstractMap,
        flags,
        version: 2,
        contentHash: paper.contentHash,
      });
      expect(newest.facts).toEqual(facts);
    });

    it.each([
      ['quotes and semicolons', `'; DROP TABLE papers; -- " \\ %_`],
      ['what looks like markup', '<script>alert(1)</script>\u2028 &amp;'],
      ['emoji and scripts without spaces', '👩‍👩‍👧‍👦 你好世界 مرحبا'],
      ['a megabyte', `${'A long tide. '.repeat(80_000)}`],
    ])('stores and finds a text of %s unchanged', async (_what, text) => {
      const { store } = await kit();
      await importAll(store, [samplePaper({ title: `Tide ${text.slice(0, 60)}`, abstract: text })]);
      const { newest } = await onlyBundle(store);
      expect(newest.abstract).toBe(text);
      expect(newest.abstractRaw).toBe(text);
      expect(await store.search('tide', 5)).toHaveLength(1);
    });

    it('of an older version stores it, calls it the same, and keeps the newest text', async () => {
      const { store } = await kit();
      await importAll(store, [paperNumber(1, { version: 2, abstract: 'Second.' })]);
      expect(await importAll(store, [paperNumber(1, { version: 1, abstract: 'First.' })])).toMatchObject({ same: 1 });
      expect((await onlyBundle(store)).newest.abstract).toBe('Second.');
    });

    it('of a changed text makes it the newest', async () => {
      const { store } = await kit();
      await importAll(store, [paperNumber(1)]);
      expect(await importAll(store, [paperNumber(1, { abstract: 'Rewritten.' })])).toMatchObject({ changed: 1 });
      expect((await onlyBundle(store)).newest.abstract).toBe('Rewritten.');
      expect(await store.search('rewritten', 5)).toHaveLength(1);
      expect(await store.search('accuracy', 5)).toHaveLength(0);
    });

    it('keeps a withdrawal until a newer version says otherwise', async () => {
      const { store } = await kit();
      await importAll(store, [paperNumber(1, { version: 2, withdrawn: true }), paperNumber(1, { version: 1 })]);
      expect((await onlyBundle(store)).withdrawn).toBe(true);
      await importAll(store, [paperNumber(1, { version: 3 })]);
      expect((await onlyBundle(store)).withdrawn).toBe(false);
    });
  });

  describe('a paper', () => {
    it('is found by every id it ever had, and goes by the best one', async () => {
      const { store } = await kit();
      const pasted = samplePaper();
      await importAll(store, [pasted]);
      const pk = await store.findPaper(pasted.ids[0] ?? '');
      await importAll(store, [samplePaper({ ids: { arxiv: '2601.00042' }, authors: [{ name: 'Ada Tide' }] })]);
      const bundle = await onlyBundle(store);
      expect(bundle.pk).toBe(pk);
      expect(bundle.paperId).toBe('arxiv:2601.00042');
      for (const id of bundle.ids) expect(await store.findPaper(id)).toBe(pk);
    });

    it.each(['2601.00042', 'arXiv:2601.00042v3', 'arxiv:2601.0004', 'ARXIV:2601.00042'])('is found as %s', async (spelling) => {
      const { store } = await kit();
      await importAll(store, [samplePaper({ ids: { arxiv: '2601.00042' } })]);
      expect(await store.findPaper(spelling)).toBe((await onlyBundle(store)).pk);
    });

    it('is not found by a prefix that two papers share, nor by nothing', async () => {
      const { store } = await kit();
      await importAll(store, [paperNumber(1), paperNumber(2)]);
      for (const id of ['arxiv:2601.0000', '', 'arxiv:', "' OR 1=1 --"]) expect(await store.findPaper(id)).toBeNull();
    });

    it('stays apart from one with the same text and another arXiv id', async () => {
      const { store } = await kit();
      await importAll(store, [samplePaper({ ids: { arxiv: '2601.00001' } }), samplePaper({ ids: { arxiv: '2601.00002' } })]);
      expect((await bundlesOf(store)).map(({ paperId }) => paperId)).toEqual(['arxiv:2601.00001', 'arxiv:2601.00002']);
    });

    it('stays one paper under an equal arXiv id with another DOI', async () => {
      const { store } = await kit();
      await importAll(store, [
        paperNumber(1, { ids: { arxiv: '2601.1', doi: '10.1/a' } }),
        paperNumber(1, { ids: { arxiv: '2601.1', doi: '10.2/b' } }),
      ]);
      expect((await onlyBundle(store)).ids).toEqual(expect.arrayContaining(['doi:10.1/a', 'doi:10.2/b']));
    });

    it('joins two papers that a later source shows to be one', async () => {
      const { store } = await kit();
      await importAll(store, [paperNumber(1), paperNumber(2, { ids: { doi: '10.1/a' } })]);
      expect(await bundlesOf(store)).toHaveLength(2);
      await importAll(store, [paperNumber(1, { ids: { arxiv: '2601.00001', doi: '10.1/a' } })]);
      const bundle = await onlyBundle(store);
      expect(bundle.paperId).toBe('arxiv:2601.00001');
      expect(await store.findPaper('doi:10.1/a')).toBe(bundle.pk);
      expect(await store.check()).toEqual([]);
    });

    it('is the same whatever the order and the files in which its records arrive', async () => {
      const works = fc.integer({ min: 1, max: 5 });
      const record = fc.record({
        work: works,
        version: fc.integer({ min: 1, max: 3 }),
        ids: fc.subarray(['arxiv', 'doi', 's2'] as const, { minLength: 1 }),
      });
      const paperOfRecord = ({
        work,
        version,
        ids,
      }: {
        work: number;
        version: number;
        ids: readonly ('arxiv' | 'doi' | 's2')[];
      }): Paper =>
        paperNumber(work, {
          title: `Work ${work}`,
          abstract: `Text ${version} of work ${work}.`,
          version,
          ids: Object.fromEntries(ids.map((kind) => [kind, `${kind === 'doi' ? '10.1/' : ''}${work}`])),
        });
      const papersOf = async (files: readonly (readonly Paper[])[]): Promise<unknown> => {
        const { store } = await kit();
        for (const file of files) expectBalancedImport(await importAll(store, file), file.length);
        expect(await store.check()).toEqual([]);
        return (await bundlesOf(store)).map(({ paperId, ids, newest }) => ({ paperId, ids, abstract: newest.abstract }));
      };
      await fc.assert(
        fc.asyncProperty(
          fc.array(record, { minLength: 1, maxLength: 12 }),
          fc.infiniteStream(fc.nat()),
          fc.nat(12),
          async (records, random, cut) => {
            const papers = records.map(paperOfRecord);
            const shuffled = papers
              .map((paper) => ({ paper, at: random.next().value as number }))
              .sort((a, b) => a.at - b.at)
              .map(({ paper }) => paper);
            expect(await papersOf([shuffled.slice(0, cut), shuffled.slice(cut)])).toEqual(await papersOf([papers]));
          },
        ),
        { numRuns: 60 },
      );
    }, 120_000);
  });

  describe('search', () => {
    it('finds papers that contain every plain word, accents and case aside, titles first', async () => {
      const { store } = await kit();
      await importAll(store, [
        samplePaper({ title: 'Naïve tides', abstract: 'On Résumé parsing.' }),
        samplePaper({ title: 'Other', abstract: 'A naive resume, and a tide.' }),
        samplePaper({ title: 'Unrelated', abstract: 'Nothing of it.' }),
      ]);
      expect((await store.search('NAIVE résumé', 10)).map(({ title }) => title)).toEqual(['Naïve tides', 'Other']);
      expect(await store.search('naive missing', 10)).toEqual([]);
      expect(await store.search('naive', 1)).toHaveLength(1);
    });

    it.each([
      '"',
      "'",
      '*',
      'AND',
      'a OR b NEAR',
      '(',
      'title:x',
      '-x',
      '',
      '   ',
      '\u0000',
      '^',
      'x"y',
      '😀',
      'ß',
      'state-of-the-art',
    ])('takes %j as words, never as a query language', async (words) => {
      const { store } = await kit();
      await importAll(store, [samplePaper({ abstract: 'Plain state of the art.' })]);
      const found = await store.search(words, 10);
      expect(found).toHaveLength(words === 'state-of-the-art' ? 1 : 0);
    });
  });
}
