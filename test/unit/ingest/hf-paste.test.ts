import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_RECORD_BYTES } from '../../../src/ingest/decode.ts';
import { detect, MIN_CONFIDENCE, readHead } from '../../../src/ingest/detect.ts';
import { hfPaste } from '../../../src/ingest/hf-paste.ts';
import { READERS } from '../../../src/ingest/readers.ts';
import type { Parsed } from '../../../src/ports.ts';
import { collect, memorySource } from '../../support/memory-source.ts';
import { wrap } from '../../support/wrap.ts';

const fixture = (name: string): string => readFileSync(new URL(`../../fixtures/ingest/${name}`, import.meta.url), 'utf8');
const read = (text: string): Promise<Parsed[]> => collect(hfPaste.read(memorySource(text)));
const papers = async (text: string) => (await read(text)).filter((parsed) => parsed.kind === 'listing');
const confidence = async (text: string): Promise<number> => hfPaste.detect((await readHead(memorySource(text))).head);

const ABSTRACT =
  'Sorting stones by weight is slow when the scale is far away. We present a sorter that keeps a small scale on the belt and reaches 41 stones per minute, 2.3 times as many as before. A trial with 1,200 stones shows that ties keep their order and that the belt needs no supervision.';
const OTHER =
  'Nobody knows how many frogs live in a village pond. We count them by their voices with 12 microphones over 30 nights and find 96 frogs, 40% more than by eye. The method needs no light, and frogs that stay silent are estimated from the others with an error of at most 5 frogs per pond.';
const PAGE = 'new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\nMar 14\n\n';
const TITLES = ['Sorting Stones on a Moving Belt', 'How Many Frogs? Counting by Voice'] as const;
const PASTE = `${PAGE}${TITLES[0]}\n\n${ABSTRACT}\n\n${TITLES[1]}\n\n${OTHER}`;

describe('a paste of titles and abstracts', () => {
  test('is paired, its furniture counted', async () => {
    const parsed = await read(PASTE);
    expect(parsed.filter((one) => one.kind === 'ignored')).toHaveLength(5);
    const found = parsed.filter((one) => one.kind === 'listing');
    expect(found.map(({ title, abstract }) => [title, abstract])).toEqual([
      [TITLES[0], ABSTRACT],
      [TITLES[1], OTHER],
    ]);
    expect(parsed).toHaveLength(7);
  });

  test('gives each record its byte range', async () => {
    const bytes = new TextEncoder().encode(PASTE.replace('Stones', 'Stönes'));
    const parsed = await collect(hfPaste.read(memorySource(bytes)));
    const decoder = new TextDecoder();
    const texts = parsed.map(({ locator }) => decoder.decode(bytes.subarray(locator.start, locator.end)));
    expect(texts[0]).toBe('new');
    expect(texts[5]).toBe(`Sorting Stönes on a Moving Belt\n\n${ABSTRACT}`);
    expect(parsed.map(({ locator }) => locator.index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test.each([
    ['CRLF line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['CR line ends', (text: string) => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['no blank lines', (text: string) => text.replaceAll('\n\n', '\n')],
    ['blank lines with spaces in them', (text: string) => text.replaceAll('\n\n', '\n \u00a0\t\n')],
    ['many blank lines', (text: string) => text.replaceAll('\n\n', '\n\n\n\n\n')],
    ['lines indented with spaces', (text: string) => text.replaceAll('\n\n', '\n\n  ')],
  ])('reads the same with %s', async (_name, change) => {
    const found = await papers(change(PASTE));
    expect(found.map(({ title }) => title.trim())).toEqual(TITLES);
    expect(found.map(({ abstract }) => abstract?.trim())).toEqual([ABSTRACT, OTHER]);
  });

  test('wraps titles over two lines', async () => {
    const [paper] = await papers(`Sorting Stones That Nobody Has\nEver Weighed Before\n\n${ABSTRACT}\n`);
    expect(paper?.title).toBe('Sorting Stones That Nobody Has\nEver Weighed Before');
    expect(paper?.abstract).toBe(ABSTRACT);
  });

  test('reads abstracts wrapped at 80 columns', async () => {
    const wrapped = ABSTRACT.replace(/(.{60,78}) /g, '$1\n');
    const [paper, more] = await papers(`${TITLES[0]}\n\n${wrapped}\n\n${TITLES[1]}\n\n${OTHER}`);
    expect(paper?.abstract).toBe(wrapped);
    expect(more?.title).toBe(TITLES[1]);
  });

  test.each([40, 60, 72, 80, 100, 132])('pairs a paste whose every line was wrapped at %i columns', async (width) => {
    const titles = ['Weighing Stones with Very Large Pre-trained Vision and Language Models', TITLES[1]];
    const abstracts = [
      `${ABSTRACT} All drawings are free and can be copied from https://example.org/stones-on-a-moving-belt`,
      OTHER,
    ];
    const blocks = titles.flatMap((title, i) => [title, abstracts[i] ?? '']);
    const found = await papers(`${PAGE}${blocks.map((block) => wrap(block, width)).join('\n\n')}`);
    expect(found.map(({ title, abstract }) => [title.replaceAll('\n', ' '), abstract?.replaceAll('\n', ' ')])).toEqual([
      [titles[0], abstracts[0]],
      [titles[1], abstracts[1]],
    ]);
  });

  test.each([
    ['a question mark', 'Do Stones Remember?'],
    ['an exclamation mark', 'Stones Remember!'],
    ['a full stop', 'Belts Are All You Need.'],
    ['one word', 'Belt'],
    ['a small letter first', 'nStone: Light Stones for Everyone'],
    ['a number first', '3D Stones from Two Photographs'],
    ['quotes', '“Weigh Me”: On the Feelings of Stones'],
    ['an ellipsis', 'A Very Long Title That the Page Has Cut ...'],
  ])('takes a title with %s', async (_name, title) => {
    const found = await papers(`${TITLES[1]}\n\n${OTHER} ${OTHER} ${OTHER}\n\n${title}\n\n${ABSTRACT}`);
    expect(found.map((paper) => paper.title)).toEqual([TITLES[1], title]);
    expect(found[1]?.abstract).toBe(ABSTRACT);
  });

  test.each([
    ['an address', ABSTRACT.replace(/\.$/, ' at https://example.org/stones')],
    ['an ellipsis', ABSTRACT.replace(/\.$/, ' ...')],
    ['nothing', ABSTRACT.replace(/\.$/, '')],
  ])('takes an abstract that ends in %s', async (_name, abstract) => {
    const found = await papers(`${TITLES[0]}\n\n${abstract}\n\n${TITLES[1]}\n\n${OTHER}`);
    expect(found.map((paper) => paper.abstract)).toEqual([abstract, OTHER]);
  });

  test('keeps paragraphs and bullets of one abstract together', async () => {
    const parts = [
      ABSTRACT,
      '- stones above 2 kg are sorted by hand',
      '- the belt stops for lunch',
      'Drawings are available at https://example.org/belt.',
    ];
    const found = await papers(`${TITLES[0]}\n\n${parts.join('\n\n')}\n\n${TITLES[1]}\n\n${OTHER}`);
    expect(found.map((paper) => paper.abstract)).toEqual([parts.join('\n\n'), OTHER]);
  });

  test('leaves a title without abstract a paper without abstract, in the middle and at the end', async () => {
    const found = await papers(`Stones Without a Word About Them\n\n${TITLES[0]}\n\n${ABSTRACT}\n\nThe Last Stone of All`);
    expect(found.map(({ title, abstract, abstractSource }) => [title, abstract, abstractSource])).toEqual([
      ['Stones Without a Word About Them', null, 'none'],
      [TITLES[0], ABSTRACT, 'author'],
      ['The Last Stone of All', null, 'none'],
    ]);
  });

  test('never moves an abstract to another title: one without title is rejected', async () => {
    const parsed = await read(`${ABSTRACT}\n\n${TITLES[0]}\n\n${OTHER}`);
    expect(parsed.map(({ kind }) => kind)).toEqual(['malformed', 'listing']);
    expect(parsed[0]).toMatchObject({ code: 'listing.malformed', raw: ABSTRACT, locator: { start: 0 } });
  });

  test('finds the papers of the same paste twice', async () => {
    const found = await papers(`${PASTE}\n\n${PASTE}`);
    expect(found.map(({ title }) => title)).toEqual([...TITLES, ...TITLES]);
  });

  test('reads a copy with all its noise', async () => {
    const parsed = await read(fixture('hf-noisy.txt'));
    const found = parsed.filter((one) => one.kind === 'listing');
    expect(parsed.filter((one) => one.kind === 'malformed')).toEqual([]);
    expect(found.map(({ title }) => title)).toEqual([
      'Counting Pebbles in Murky Water with\nVery Small Cameras',
      'Do Mosses Dream?',
      'Kettles That Whistle in Tune: A Study!',
      'A Title That Comes Last and Has No Abstract',
    ]);
    expect(found[0]?.abstract).toContain('• counting improves by 12.5%');
    expect(found[0]?.abstract).toMatch(/pebbles$/);
    expect(found[1]?.abstract).toMatch(/^We ask whether .* candidates \.\.\.$/);
    expect(found[2]).toMatchObject({ abstractSource: 'author', upstreamAi: { summary: expect.stringContaining('ring of tin') } });
    expect(found[2]?.abstract).toMatch(/^Whistling kettles/);
    expect(found[3]?.abstract).toBeNull();
  });

  test('keeps a machine summary that stands alone out of the abstract', async () => {
    const [paper] = await papers(`${TITLES[0]}\n\nAI-generated summary\n\nStones are sorted on a belt.\n\nUpvote\n`);
    expect(paper).toMatchObject({
      abstract: null,
      abstractSource: 'hf_ai_summary',
      upstreamAi: { summary: 'Stones are sorted on a belt.' },
    });
  });

  test('rejects an unreadable abstract together with its title, and reads on', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${PAGE}${'Röhre\n'.repeat(5)}${TITLES[0]}\n\n${ABSTRACT.slice(0, 50)}`),
      Buffer.from([0xff]),
      Buffer.from(`${ABSTRACT}\n\n${TITLES[1]}\n\n${OTHER}`),
    ]);
    const parsed = await collect(hfPaste.read(memorySource(bytes)));
    const bad = parsed.find((one) => one.kind === 'malformed');
    expect(bad).toMatchObject({
      code: 'listing.bad_encoding',
      reason: `byte ${bytes.indexOf(0xff)} is no UTF-8`,
      raw: expect.stringContaining(TITLES[0]),
    });
    expect(parsed.at(-1)).toMatchObject({ kind: 'listing', title: TITLES[1], abstract: OTHER });
    expect(parsed.filter((one) => one.kind === 'listing' && one.title === TITLES[0])).toEqual([]);
  });

  test('keeps a title whose abstract follows a giant line', async () => {
    const parsed = await read(
      `${PAGE}${TITLES[0]}\n\n${'x'.repeat(MAX_RECORD_BYTES + 1)}\n\n${ABSTRACT}\n\n${TITLES[1]}\n\n${OTHER}`,
    );
    expect(parsed.slice(5).map((one) => (one.kind === 'malformed' ? one.code : one.kind))).toEqual([
      'listing.too_large',
      'listing',
      'listing',
    ]);
    expect(parsed[6]).toMatchObject({ title: TITLES[0], abstract: ABSTRACT });
  });

  test('rejects a giant abstract together with its title', async () => {
    const parsed = await read(`${TITLES[0]}\n\n${'word '.repeat(MAX_RECORD_BYTES / 4)}\n\n${TITLES[1]}\n\n${OTHER}`);
    expect(parsed).toMatchObject([
      { code: 'listing.too_large', raw: expect.stringContaining(TITLES[0]) },
      { title: TITLES[1], abstract: OTHER },
    ]);
  });

  test('tells short abstracts from their titles without blank lines', async () => {
    const short =
      'We weigh stones on a belt. The scale is small, and 41 stones per minute pass it, which is more than enough for us.';
    const found = await papers([TITLES[0], short, TITLES[1], short, 'One More Belt', short].join('\n'));
    expect(found.map(({ title, abstract }) => [title, abstract])).toEqual(
      [TITLES[0], TITLES[1], 'One More Belt'].map((title) => [title, short]),
    );
  });

  test('takes names after `Authors:` for furniture, and the title after them for a title', async () => {
    const parsed = await read(
      `${TITLES[0]}\n\nAuthors:\nAda Rock\n,\nBen van der Sand\n,\n\nAbstract\n\n${ABSTRACT}\n\nAuthors\n\n${TITLES[1]}\n\n${OTHER}`,
    );
    expect(parsed.filter((one) => one.kind === 'listing').map(({ title, abstract }) => [title, abstract])).toEqual([
      [TITLES[0], ABSTRACT],
      [TITLES[1], OTHER],
    ]);
    expect(parsed.filter((one) => one.kind === 'malformed')).toEqual([]);
  });

  test('reads the real listing whole, where it lies beside the repository', async () => {
    const path = new URL('../../../../shared/data/listings/huggingface-papers.txt', import.meta.url);
    if (!existsSync(path)) return;
    const parsed = await read(readFileSync(path, 'utf8'));
    const count = (kind: Parsed['kind']) => parsed.filter((one) => one.kind === kind).length;
    expect([count('listing'), count('ignored'), count('malformed')]).toEqual([145, 5, 0]);
    expect(parsed.every((one) => one.kind !== 'listing' || (one.abstract?.length ?? 0) > 1_000)).toBe(true);
  });
});

const NOISE = [
  '12',
  '1.2k',
  'Submitted by\nfrog_17',
  'Submitted by\n\nRana T',
  'Published on Mar 12',
  '· Published on Mar 12, 2031',
  '17 authors',
  '·',
  'Upvote',
  'GitHub',
  'GitHub 1.2k',
  '2 days ago',
  'View arXiv page',
  'Mar 14',
  'new',
  'arXiv:3103.01234',
  'https://example.org/x',
  'Load more',
  '+12',
  '–',
  'Subscribe',
  '\u00a0•\u00a0',
];

describe('noise of the page', () => {
  test('between blocks never changes the papers found', async () => {
    const blocks = [TITLES[0], ABSTRACT, TITLES[1], OTHER, 'Stones Without a Word About Them'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.constantFrom(...NOISE), { maxLength: 4 }), { minLength: 6, maxLength: 6 }),
        async (noise) => {
          const text = blocks
            .flatMap((block, i) => [...(noise[i] ?? []), block])
            .concat(noise[5] ?? [])
            .join('\n\n');
          const found = await papers(text);
          expect(found.map(({ title, abstract }) => [title, abstract])).toEqual([
            [TITLES[0], ABSTRACT],
            [TITLES[1], OTHER],
            ['Stones Without a Word About Them', null],
          ]);
        },
      ),
    );
  });

  test.each(NOISE)('%j is furniture, never a paper or a reject', async (noise) => {
    expect((await read(noise)).every((one) => one.kind === 'ignored')).toBe(true);
  });

  test.each([
    'Upvote Once: Fair Voting among Frogs',
    'Models of Ponds',
    'No Model Left Behind',
    'Authors in the Age of Stone',
    'New Ponds for Old Frogs',
    '12 Frogs in March',
    'Abstract Ponds',
    'GitHub for Gardeners',
    'Community Ponds',
  ])('%j is a title although it begins like furniture', async (title) => {
    expect((await papers(`${title}\n\n${ABSTRACT}`)).map((paper) => paper.title)).toEqual([title]);
  });
});

describe('bytes', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      TITLES[0],
      TITLES[1],
      ABSTRACT,
      OTHER,
      ...NOISE,
      '- bullet of a list',
      'x = { y: [1] };',
      '\\\\',
      'ü',
      '\u0085',
      '\ufeff',
    ),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  );
  const breaks = fc.constantFrom('\n', '\n\n', '\r\n', '\r\n\r\n', '\r', ' \n\t\n');

  test('each belongs to a listing, a reject, furniture or white space, and records never overlap', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(piece, breaks), { maxLength: 14 }),
        fc.integer({ min: 1, max: 50 }),
        async (parts, chunk) => {
          const bytes = new TextEncoder().encode(parts.flat().join('').toWellFormed());
          const parsed = await collect(hfPaste.read(memorySource(bytes, { chunk })));
          const seen = new Uint8Array(bytes.length);
          for (const { kind, locator } of parsed)
            for (let at = locator.start; at < locator.end; at++) {
              const mark = kind === 'ignored' ? 1 : 2;
              expect((seen[at] ?? 0) & mark).toBe(0);
              seen[at] = (seen[at] ?? 0) | mark;
            }
          const uncovered = bytes.filter((_, at) => seen[at] === 0);
          expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(uncovered).trim()).toBe('');
        },
      ),
    );
  });

  test('give the same records whatever the chunks', async () => {
    const whole = await read(fixture('hf-noisy.txt'));
    for (const chunk of [1, 2, 3, 7, 64])
      expect(await collect(hfPaste.read(memorySource(fixture('hf-noisy.txt'), { chunk })))).toEqual(whole);
  });
});

describe('detection and survey', () => {
  test('is sure of its own page', async () => {
    expect(await confidence(PASTE)).toBeGreaterThan(0.9);
    expect(await confidence(fixture('hf-noisy.txt'))).toBeGreaterThan(0.9);
  });

  test('takes pairs without any furniture, and one pair alone', async () => {
    expect(await confidence(`${TITLES[0]}\n\n${ABSTRACT}\n\n${TITLES[1]}\n\n${OTHER}`)).toBeGreaterThanOrEqual(MIN_CONFIDENCE);
    expect(await confidence(`${TITLES[0]}\n\n${ABSTRACT}`)).toBeGreaterThanOrEqual(MIN_CONFIDENCE);
  });

  test('knows a page with nothing but furniture', async () => {
    expect(await confidence(PAGE)).toBeGreaterThanOrEqual(MIN_CONFIDENCE);
    expect((await read(PAGE)).every(({ kind }) => kind === 'ignored')).toBe(true);
  });

  test.each(['novel.txt', 'readme.txt', 'app.log', 'program.txt', 'other.json', 'prose.txt'])(
    'does not take %s for a paste',
    async (name) => {
      expect(await confidence(fixture(name))).toBeLessThan(MIN_CONFIDENCE);
      await expect(detect(memorySource(fixture(name), { name }), READERS)).rejects.toMatchObject({
        code: 'listing.unknown_format',
      });
    },
  );

  test('does not take a single title for a paste', async () => {
    expect(await confidence(TITLES[0])).toBeLessThan(MIN_CONFIDENCE);
  });

  test.each(['readme.txt', 'app.log', 'program.txt'])('finds more than a tenth of %s unknown', async (name) => {
    const survey = await hfPaste.survey?.(memorySource(fixture(name)));
    expect(survey?.unknownBlocks).toBeGreaterThan((survey?.blocks ?? 0) / 10);
  });

  test('counts every block of a clean paste as known', async () => {
    expect(await hfPaste.survey?.(memorySource(PASTE))).toEqual({ blocks: 9, unknownBlocks: 0, unknown: [] });
    expect(await hfPaste.survey?.(memorySource(fixture('hf-noisy.txt')))).toMatchObject({ unknownBlocks: 0 });
  });

  test('shows the blocks it does not know, with their place', async () => {
    const survey = await hfPaste.survey?.(memorySource(`{ "a": [1] }\n\n${PASTE}`));
    expect(survey).toMatchObject({ unknownBlocks: 1, unknown: [{ text: '{ "a": [1] }', start: 0, end: 12 }] });
  });
});
