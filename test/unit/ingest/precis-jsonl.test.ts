import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RawListing } from '../../../src/domain/listing.ts';
import { MAX_RECORD_BYTES } from '../../../src/ingest/decode.ts';
import { precisJsonl } from '../../../src/ingest/precis-jsonl.ts';
import type { Parsed } from '../../../src/ports.ts';
import { collect, memorySource } from '../../support/memory-source.ts';

const read = (text: string): Promise<Parsed[]> => collect(precisJsonl.read(memorySource(text)));

async function one(fields: object): Promise<RawListing> {
  const [parsed] = await read(JSON.stringify(fields));
  if (parsed?.kind !== 'listing') throw new Error(parsed?.kind === 'malformed' ? parsed.reason : 'nothing read');
  return parsed;
}

async function reasonOf(line: string): Promise<string> {
  const [parsed] = await read(line);
  if (parsed?.kind !== 'malformed') throw new Error('it was read');
  expect(parsed.code).toBe('listing.malformed');
  return parsed.reason;
}

const TITLE = 'Sorting Stones on a Moving Belt';

describe('a line', () => {
  test('of title and abstract is a paper, with its place', async () => {
    const first = `{"title":"${TITLE}","abstract":"Ä"}`;
    const end = Buffer.byteLength(first);
    const text = `${first}\n\n{"title":"B"}`;
    expect(await read(text)).toMatchObject([
      {
        kind: 'listing',
        title: TITLE,
        abstract: 'Ä',
        abstractSource: 'author',
        damaged: false,
        locator: { index: 0, start: 0, end },
      },
      { kind: 'listing', title: 'B', abstract: null, abstractSource: 'none', locator: { index: 1, start: end + 2, end: end + 15 } },
    ]);
  });

  test('keeps everything it knows in its field and the rest in extra', async () => {
    const listing = await one({
      paper_id: 'arxiv:3103.01234',
      title: TITLE,
      abstract: 'We sort.',
      doi: 'https://doi.org/10.1234/AbC.',
      authors: [
        'Ada Rock',
        { name: 'Ben Sand', affiliation: 'Pond Institute', orcid: 'https://orcid.org/0000-0001-2345-678X' },
        { family: 'Clay', given: 'Cy' },
      ],
      categories: ['cs.RO', 'cs.CV'],
      primary_category: 'cs.RO',
      comments: '12 pages',
      'journal-ref': 'J. Stones 3',
      venue: 'StoneConf',
      date: '2031-03-12',
      updated: '2031-04-01T10:00:00Z',
      license: 'CC-BY-4.0',
      urls: { code: 'https://example.org' },
      version: 'v2',
      withdrawn: false,
      retracted: 0,
      announce_type: 'new',
      upstream_tldr: 'Stones.',
      upstream_tldr_model: 'm1',
      tldr: 'ours',
      n_claims: 3,
      nothing: null,
    });
    expect(listing).toMatchObject({
      ids: { arxiv: '3103.01234', doi: '10.1234/abc' },
      version: 2,
      authors: [
        { name: 'Ada Rock' },
        { name: 'Ben Sand', affiliations: ['Pond Institute'], orcid: '0000-0001-2345-678X' },
        { name: 'Cy Clay', family: 'Clay', given: 'Cy' },
      ],
      categories: ['cs.RO', 'cs.CV'],
      primaryCategory: 'cs.RO',
      comment: '12 pages',
      journalRef: 'J. Stones 3',
      venue: 'StoneConf',
      published: '2031-03-12',
      updated: '2031-04-01T10:00:00Z',
      license: 'CC-BY-4.0',
      urls: { code: 'https://example.org' },
      withdrawn: false,
      retracted: false,
      announceType: 'new',
      upstreamAi: { summary: 'Stones.', model: 'm1' },
    });
    expect(listing.extra).toEqual({ tldr: 'ours', n_claims: 3 });
  });

  test.each([
    [{ id: '3103.01234v3' }, { arxiv: '3103.01234' }, 3],
    [{ paper_id: 'https://arxiv.org/abs/hep-th/9901001v2' }, { arxiv: 'hep-th/9901001' }, 2],
    [{ arxiv_id: 'arXiv:3103.01234' }, { arxiv: '3103.01234' }, null],
    [{ doi: '10.48550/arXiv.3103.01234' }, { arxiv: '3103.01234' }, null],
    [{ ids: { arxiv: '3103.01234', doi: '10.1/x', DOI: '10.1234/X' } }, { arxiv: '3103.01234', doi: '10.1234/x' }, null],
    [{ ids: ['doi:10.1234/x', 'pmid:0012'] }, { doi: '10.1234/x', pmid: '12' }, null],
    [{ pmid: 12345 }, { pmid: '12345' }, null],
    [{ paper_id: 'work:0123456789abcdef' }, {}, null],
    [{ id: 'stone-7' }, {}, null],
  ])('reads the identifiers of %j', async (fields, ids, version) => {
    const listing = await one({ title: TITLE, ...fields });
    expect(listing.ids).toEqual(ids);
    expect(listing.version).toBe(version);
  });

  test('keeps an identifier nobody understands', async () => {
    expect((await one({ title: TITLE, id: 'stone-7', ids: { pebble: 'p1', arxiv: 'x' } })).extra).toEqual({
      id: 'stone-7',
      ids: { pebble: 'p1', arxiv: 'x' },
    });
  });

  test.each([
    ['Ada Rock, Ben Sand and Cy Clay', ['Ada Rock', 'Ben Sand', 'Cy Clay']],
    ['Rock, Ada; Sand, Ben', ['Rock, Ada', 'Sand, Ben']],
    ['Rock, Ada and Sand, Ben', ['Rock, Ada', 'Sand, Ben']],
    ['Ada Rock, and Ben Sand', ['Ada Rock', 'Ben Sand']],
    ['Ada Rock', ['Ada Rock']],
  ])('splits authors %j', async (authors, names) => {
    expect((await one({ title: TITLE, authors })).authors.map(({ name }) => name)).toEqual(names);
  });

  test.each([
    ['cs.RO cs.CV', ['cs.RO', 'cs.CV']],
    ['cs.RO, cs.CV', ['cs.RO', 'cs.CV']],
    ['Stone Science; Ponds', ['Stone Science', 'Ponds']],
  ])('splits categories %j', async (categories, list) => {
    expect((await one({ title: TITLE, categories })).categories).toEqual(list);
  });

  test('keeps what does not fit its field in extra instead of guessing', async () => {
    const listing = await one({
      title: TITLE,
      authors: [1],
      published: 'last spring',
      withdrawn: 'perhaps',
      version: -1,
      urls: [1],
      categories: 7,
      year: 1.5,
    });
    expect(listing).toMatchObject({ authors: [], published: null, withdrawn: false, version: null, urls: {}, categories: [] });
    expect(listing.extra).toEqual({
      authors: [1],
      published: 'last spring',
      withdrawn: 'perhaps',
      version: -1,
      urls: [1],
      categories: 7,
      year: 1.5,
    });
  });

  test('takes an empty abstract for none, and a machine summary as marked', async () => {
    expect(await one({ title: TITLE, abstract: ' \n' })).toMatchObject({ abstract: null, abstractSource: 'none' });
    expect(await one({ title: TITLE, abstract: 'x', abstract_source: 'hf_ai_summary' })).toMatchObject({
      abstractSource: 'hf_ai_summary',
    });
  });

  test.each([
    ['{"abstract":"x"}', 'no title'],
    ['{"title":null}', 'no title'],
    ['{"title":"  "}', 'the title is empty'],
    ['{"title":7}', 'title is a number, not text'],
    ['{"title":["x"]}', 'title is a list, not text'],
    ['{"title":"x","abstract":{"p":1}}', 'abstract is an object, not text'],
    ['{"title":"x","arxiv_id":2401.0123}', 'arxiv_id is the number 2401.0123, which may have lost digits: write it as text'],
    ['[1]', 'a line must be one JSON object, this one is an array'],
    ['null', 'a line must be one JSON object, this one is null'],
    ['{"title":"x"', 'not valid JSON: '],
    ['{"title":"x","__proto__":{"abstract":"y"}}', 'not valid JSON: the key __proto__ is not accepted'],
    [`{"title":"x","a":${'['.repeat(100)}${']'.repeat(100)}}`, 'JSON nests deeper than 64 levels'],
  ])('%s is rejected: %s', async (line, reason) => {
    expect(await reasonOf(line)).toContain(reason);
  });
});

describe('a file', () => {
  test('goes on after a bad line, an unreadable one and a giant one', async () => {
    const good = `{"title":"${TITLE}"}`;
    const filler = `${good}\n`.repeat(200);
    const bytes = Buffer.concat([
      Buffer.from(`${filler}{oops\n`),
      Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
      Buffer.from(`{"title":"${'x'.repeat(MAX_RECORD_BYTES)}"}\n${good}`),
    ]);
    const parsed = await collect(precisJsonl.read(memorySource(bytes)));
    const bad = parsed.filter((record) => record.kind === 'malformed');
    expect(bad.map(({ code }) => code)).toEqual(['listing.malformed', 'listing.bad_encoding', 'listing.too_large']);
    expect(bad[0]).toMatchObject({ raw: '{oops', locator: { index: 200, start: filler.length, end: filler.length + 5 } });
    expect(parsed.at(-1)).toMatchObject({ kind: 'listing', locator: { index: 203 } });
    expect(parsed).toHaveLength(204);
  });

  test('gives one record per line that holds anything, whatever it holds', async () => {
    const line = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc
        .record({ title: fc.string(), abstract: fc.anything(), authors: fc.anything(), ids: fc.anything() })
        .map((fields) => JSON.stringify(fields)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (all) => {
        const flat = all.map((text) => (text ?? '').toWellFormed().replace(/[\r\n]/g, ' '));
        const parsed = await read(`x\n${flat.join('\n')}`);
        expect(parsed).toHaveLength(1 + flat.filter((text) => text.trim() !== '').length);
        expect(Object.getPrototypeOf({})).toBe(Object.prototype);
      }),
    );
  });
});
