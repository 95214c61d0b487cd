import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sliceCodePoints } from '../../../src/domain/codepoints.ts';
import { toRawSpan } from '../../../src/domain/offsets.ts';
import { repair } from '../../../src/domain/repair.ts';
import { cpuMs } from '../../support/cpu-ms.ts';

/** Damage, and what it was before. */
const DAMAGED: readonly (readonly [string, string])[] = [
  ['trained from scratchx2013even on small ponds', 'trained from scratch–even on small ponds'],
  ['the modelx2019s frogs', 'the model’s frogs'],
  ['a x201cgoodx201d pond', 'a “good” pond'],
  ['frogs&#x2013;and toads', 'frogs–and toads'],
  ['frogs &#8211; and toads', 'frogs – and toads'],
  [String.raw`frogs \u2014 and toads`, 'frogs — and toads'],
  ['sorts sim3x faster', 'sorts ~3x faster'],
  ['few stones (sim5%) at a time', 'few stones (~5%) at a time'],
  [String.raw`sim5\% of stones`, '~5% of stones'],
  ['about sim1.5 stones', 'about ~1.5 stones'],
  ['with sim200 stones', 'with ~200 stones'],
  ['sim4.31times faster', '~4.31× faster'],
  [String.raw`\sim 3x faster`, '~3x faster'],
  [String.raw`a weight \sim3 kg`, 'a weight ~3 kg'],
  ['(44.43 pm 0.17 vs. 6.40)', '(44.43 ± 0.17 vs. 6.40)'],
  ['44.43pm0.17', '44.43±0.17'],
  ['12.5% pm 0.3%', '12.5% ± 0.3%'],
  [String.raw`3 \pm 1`, '3 ± 1'],
  ['with 200times fewer stones', 'with 200× fewer stones'],
  ['are 4.31times and 4.15times faster', 'are 4.31× and 4.15× faster'],
  [String.raw`2.4\times faster`, '2.4× faster'],
  [String.raw`2.4 \times faster`, '2.4× faster'],
  [String.raw`3 \times 3 stones`, '3 × 3 stones'],
  ['at 224times224 pixels', 'at 224×224 pixels'],
  ['pebbles (SandrightarrowGravel)', 'pebbles (Sand→Gravel)'],
  [String.raw`from 3 \rightarrow 5`, 'from 3 → 5'],
  ['from 3rightarrow5', 'from 3→5'],
  [String.raw`Sort (St\textbf{One order})`, 'Sort (StOne order)'],
  [String.raw`\textbf{Stone} and \emph{sand}`, 'Stone and sand'],
  [String.raw`\textit{Gravel-MAE}, which`, 'Gravel-MAE, which'],
  [String.raw`\textbf{very \emph{heavy} stones}`, 'very heavy stones'],
  ['three critical textit{O}bstacles', 'three critical Obstacles'],
  ['a risk of mathcal{O}(1/n)', 'a risk of O(1/n)'],
  ['can be {it misaligned} with', 'can be misaligned with'],
  [String.raw`{\em first} and {\bf second}`, 'first and second'],
  ['when m gg n stones', 'when m ≫ n stones'],
  ['with p leq 0.05', 'with p ≤ 0.05'],
  [String.raw`\leq 5 and \geq 3`, '≤ 5 and ≥ 3'],
  ['i.e~normalised stones, using~proxies', 'i.e normalised stones, using proxies'],
  ['weighing~-- that of', 'weighing -- that of'],
  ['see Table~3', 'see Table 3'],
  ['at https://example.org/s/{https://example.org/s/}.', 'at https://example.org/s/.'],
  [String.raw`a 54.6\% gain`, 'a 54.6% gain'],
];

/** Words and names that only look like damage. */
const WHOLE = [
  'the x2013 board and the x2014 board',
  'Linux2013 and matrix2019data',
  'images of 1024x2018 and 512x2013 pixels',
  'the address 0x201c and 0x2013',
  'sim2real transfer, sim2sim and the group sim3',
  'orb-sim2 in simulation',
  'at 3 pm 12 people came, at 5 pm 4',
  '4.2 times fewer, three times a day',
  'modern times2 and GPT2times',
  'the New York Times',
  'arrows and sparrows',
  'a range of 2.97~25.22x and down to ~1 stone, ~billion stones',
  'BERT_BASE, G_{stack}, 10^4 hours',
  String.raw`we introduce \model, a sorter`,
  String.raw`\cite{stone} stays`,
  'context{ual} and texts{x}',
  'an ll and a gg',
  String.raw`\textbf{never closed`,
  'email me~',
];

describe('repair', () => {
  test.each(DAMAGED)('%j becomes %j', (damaged, whole) => {
    const repaired = repair(damaged);
    expect(repaired.text).toBe(whole);
  });

  test.each(DAMAGED)('flags %j', (damaged) => {
    const { flags } = repair(damaged);
    // an escaped percent sign is no damage: clean reads it too
    expect(flags).toEqual(/^a 54/.test(damaged) ? [] : ['repaired']);
  });

  test.each(WHOLE)('leaves %j as it is', (text) => {
    expect(repair(text)).toEqual({ text, map: null, flags: [], removed: 0 });
  });

  test('never touches mathematics', () => {
    const text = String.raw`a rate of $2\times 10^{-3} \pm \textbf{x}$ and $n\sim3x$`;
    expect(repair(`${text} for sim3x`).text).toBe(`${text} for ~3x`);
  });

  test.each([
    ['pebbles sorted sim3x faster', '~3x', 'sim3x'],
    ['with 4.31times fewer stones', '4.31×', '4.31times'],
    [String.raw`our \textbf{Stone} sorter`, 'Stone', 'Stone'],
    ['from scratchx2013even so', 'scratch–even', 'scratchx2013even'],
    ['🪨🪨 44.43 pm 0.17 kg', '44.43 ± 0.17', '44.43 pm 0.17'],
  ])('keeps the way back: in %j %j stands for %j', (raw, cleaned, original) => {
    const { text, map } = repair(raw);
    const start = [...text.slice(0, text.indexOf(cleaned))].length;
    const span = toRawSpan(map, { start, end: start + [...cleaned].length });
    expect(sliceCodePoints(raw, span.start, span.end)).toBe(original);
  });

  test('joins the lines of a wrapped text before it makes them shorter', () => {
    const lines = [
      'The stones of this river are counted with a camera, which can be {it',
      String.raw`misaligned} with \textbf{the boat} and loses \emph{twelve} in a hundred \textit{of}`,
      'The Smallest Stones, and none of the larger ones, whatever the water.',
    ];
    expect(repair(lines.join('\n')).text).toBe(
      'The stones of this river are counted with a camera, which can be misaligned with the boat and loses twelve in a hundred of The Smallest Stones, and none of the larger ones, whatever the water.',
    );
  });

  const piece = fc.oneof(
    fc.constantFrom(
      ...DAMAGED.map(([damaged]) => damaged),
      ...WHOLE,
      '$',
      '$x$',
      '{',
      '}',
      '\\',
      '~',
      ' ',
      '\n',
      '\n\n',
      'sim',
      'pm',
      'times',
      '3',
      '1.5',
      'x2013',
      '&#',
      ';',
      'textbf{',
      '{it ',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  const text = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''));

  test('twice is once', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const once = repair(raw).text;
        expect(repair(once).text).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  test('gives a map whose offsets ascend and stay within the raw text', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const { text: cleaned, map } = repair(raw);
        const rawLength = [...raw].length;
        let last = 0;
        for (let at = 0; at < [...cleaned].length; at++) {
          const span = toRawSpan(map, { start: at, end: at + 1 });
          expect(span.start).toBeGreaterThanOrEqual(last);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(rawLength);
          last = span.start;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test.each(['\\textbf{', '{it ', '3 pm ', 'sim3', 'x2013', '~', '1.', 'atimes', 'https://a{', '$', '1,1', '\\u2013a'])(
    'reads 64 KiB of %j in bounded time',
    (unit) => {
      const raw = unit.repeat(Math.ceil(65_536 / unit.length));
      expect(cpuMs(() => repair(raw))).toBeLessThan(1_000);
    },
  );
});
