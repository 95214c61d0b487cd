/** Hostile inputs too large to keep: made here, each with what must become of it. */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import type { CompletionOutcome, ListingOutcome } from './cases.ts';

/** An answer made by code. */
export interface MadeCompletion {
  readonly name: string;
  readonly content: string;
  readonly expected: CompletionOutcome;
}

const tags = (tasks: readonly string[]) => ({
  contribution: { primary: 'method', also: [] },
  modality: ['text'],
  domain: ['computer_science'],
  setting: [],
  language: ['en'],
  task: tasks.map((label) => ({ label, quote: null })),
  method: [],
  dataset: [],
  model: [],
});
const claim = (i: number) => ({
  quote: `It reaches ${i}% on the Quayside ledgers.`,
  kind: 'result',
  attribution: 'this_paper',
  subject: 'Tidal Attention',
  task: null,
  dataset: 'Quayside',
  split: null,
  metric: 'accuracy',
  value: `${i}%`,
  baseline: null,
  outcome: 'not_compared',
  conditions: null,
});
const answer = (tldr: string, tasks: readonly string[] = [], claims: readonly unknown[] = []) =>
  JSON.stringify({ tldr, tags: tags(tasks), claims });
const many = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Answers of a model that ran wild. */
export function hugeCompletions(): MadeCompletion[] {
  const deep = (open: string, close: string) => `{"tldr":${open.repeat(100_000)}${close.repeat(100_000)}}`;
  return [
    {
      name: 'nested-lists',
      content: deep('[', ']'),
      expected: { about: 'A hundred thousand lists in each other overflow nothing.', code: 'draft.invalid', says: 'deeper' },
    },
    {
      name: 'nested-objects',
      content: deep('{"a":', '}').replace(':}', ':1}'),
      expected: { about: 'A hundred thousand objects in each other overflow nothing.', code: 'draft.invalid', says: 'deeper' },
    },
    {
      name: 'ten-thousand-tags',
      content: answer(
        'Reads ledgers.',
        many(10_000).map((i) => `task ${i}`),
      ),
      expected: { about: 'Ten thousand tags are a model that repeats itself.', code: 'draft.invalid', says: 'task' },
    },
    {
      name: 'ten-thousand-claims',
      content: answer('Reads ledgers.', [], many(10_000).map(claim)),
      expected: { about: 'Ten thousand claims cannot stand in one abstract.', code: 'draft.invalid', says: 'claims' },
    },
    {
      name: 'a-megabyte-of-summary',
      content: answer('word '.repeat(200_000)),
      expected: { about: 'A summary of a megabyte is no summary.', code: 'draft.invalid', says: 'tldr' },
    },
    {
      name: 'ten-thousand-wrong-fields',
      content: answer(
        'Reads ledgers.',
        [],
        many(10_000).map(() => ({ nonsense: true })),
      ),
      expected: { about: 'The message about ten thousand faults stays short.', code: 'draft.invalid' },
    },
    {
      name: 'a-million-braces',
      content: '{'.repeat(1_000_000),
      expected: { about: 'A million opening braces were cut off.', code: 'completion.truncated' },
    },
    {
      name: 'a-million-fences',
      content: '```json\n'.repeat(125_000),
      expected: { about: 'A million characters of fences hold no answer.', code: 'draft.invalid' },
    },
    {
      name: 'a-million-commas',
      content: `{"tldr":"x"${','.repeat(1_000_000)}}`,
      expected: { about: 'A million commas are no JSON.', code: 'draft.invalid' },
    },
    {
      name: 'a-long-number',
      content: answer('Reads ledgers.').replace('"Reads ledgers."', '9'.repeat(1_000_000)),
      expected: { about: 'A number of a million digits is no summary.', code: 'draft.invalid' },
    },
  ];
}

/** A listing made by code. */
export interface MadeListing {
  readonly name: string;
  readonly write: (path: string) => void;
  readonly expected: ListingOutcome;
}

const paperOf = (i: number) => ({
  title: `Ledger Study Number ${i} on the Quayside Collection`,
  abstract: `We read ledger ${i} from left to right and answer each question as soon as the ledger allows. The buffer of open questions can be printed, which makes errors easy to explain. On the Quayside collection it raises accuracy from 61.2% to 68.${i % 10}% while reading a page in a third of the time.`,
});
const pasteOf = (from: number, to: number) =>
  many(to - from)
    .map((i) => paperOf(from + i))
    .map(({ title, abstract }) => `${title}\n\n${abstract}`)
    .join('\n\n');

const FIVE_MIB = 5 * 1024 * 1024;

/** Listings of a size or content that no repository should hold. */
export function hugeListings(): MadeListing[] {
  return [
    {
      name: 'line-of-five-megabytes',
      write: (path) => writeFileSync(path, `${pasteOf(0, 3)}\n\n${'word '.repeat(FIVE_MIB / 5)}\n\n${pasteOf(3, 6)}\n`),
      expected: {
        about: 'One line over the cap is rejected with its place, the others go through.',
        exit: 4,
        counts: { seen: 7, new: 6, rejected: 1 },
      },
    },
    {
      name: 'line-without-end',
      write: (path) => writeLong(path, `${pasteOf(0, 3)}\n\n`, 'x'.repeat(1 << 20), 256),
      expected: {
        about: 'A last line of a quarter of a gigabyte is rejected, and memory stays bounded by the cap.',
        exit: 4,
        counts: { seen: 4, new: 3, rejected: 1 },
      },
    },
    {
      name: 'object-of-five-megabytes',
      write: (path) => {
        const lines = many(4).map((i) =>
          JSON.stringify({ ...paperOf(i), ...(i === 2 ? { abstract: 'word '.repeat(FIVE_MIB / 5) } : {}) }),
        );
        writeFileSync(path, `${lines.join('\n')}\n`);
      },
      expected: {
        about: 'One object over the cap is rejected with its place, the others go through.',
        exit: 4,
        counts: { seen: 4, new: 3, rejected: 1 },
      },
    },
    {
      name: 'every-byte-there-is',
      write: (path) => writeFileSync(path, Buffer.from(many(65_536).map((i) => (i * 7919 + (i >> 8)) % 256))),
      expected: { about: 'Noise is no listing.', exit: 2, code: 'listing.unreadable' },
    },
    {
      name: 'nothing-but-zeros',
      write: (path) => writeFileSync(path, Buffer.alloc(1 << 20)),
      expected: { about: 'Zeros are no listing.', exit: 2, code: 'listing.unreadable' },
    },
    {
      name: 'a-thousand-blank-lines',
      write: (path) =>
        writeFileSync(
          path,
          many(4)
            .map((i) => pasteOf(i, i + 1))
            .join('\n'.repeat(1_000)),
        ),
      expected: { about: 'However many blank lines separate papers, they are papers.', exit: 0, counts: { seen: 4, new: 4 } },
    },
    {
      name: 'a-thousand-copies',
      write: (path) =>
        writeFileSync(
          path,
          `${many(1_000)
            .map(() => pasteOf(0, 1))
            .join('\n\n')}\n`,
        ),
      expected: { about: 'A thousand copies of a paper are one paper.', exit: 0, counts: { seen: 1_000, new: 1, duplicate: 999 } },
    },
  ];
}

/** Writes a beginning and then many pieces, without holding them all. */
function writeLong(path: string, beginning: string, piece: string, times: number): void {
  const file = openSync(path, 'w');
  writeSync(file, beginning);
  for (let i = 0; i < times; i++) writeSync(file, piece);
  closeSync(file);
}
