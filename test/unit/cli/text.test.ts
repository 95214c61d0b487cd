/** What a terminal shows is safe, aligned with the text, and readable. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../src/cli/arguments.ts';
import { duration, plural, printable } from '../../../src/cli/terminal.ts';
import { underline, wrap } from '../../../src/cli/underline.ts';
import { PrecisError } from '../../../src/domain/errors.ts';

describe('text from outside', () => {
  it('never carries a control or an escape sequence to the screen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
    );
  });

  it('is one line, and cut where it is too long', () => {
    expect(printable('a\u001b[31m red\nline')).toBe('a[31m red line');
    expect([...printable('x'.repeat(500), 20)]).toHaveLength(20);
  });
});

describe('underlining', () => {
  const mark = (piece: string) => `<${piece}>`;

  it('marks the evidence and puts its number behind it', () => {
    expect(underline('raises recall to 78.9% at last', [{ start: 7, end: 22, label: '1' }], mark)).toBe(
      'raises <recall to 78.9%>[1] at last',
    );
  });

  it('shares a stretch between overlapping evidence', () => {
    const evidence = [
      { start: 0, end: 4, label: '1' },
      { start: 2, end: 6, label: '2' },
    ];
    expect(underline('abcdefgh', evidence, mark)).toBe('<ab><cd>[1]<ef>[2]gh');
  });

  it('loses no character of the text, whatever the evidence', () => {
    const spans = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 6 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), spans, (text, pairs) => {
        const evidence = pairs.map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b), label: '' }));
        expect(underline(text, evidence, (piece) => piece).replaceAll(/\[,*\]/g, '')).toBe(text.replaceAll(/\[,*\]/g, ''));
      }),
    );
  });

  it('counts code points, not units', () => {
    expect(underline('𝛼𝛽 gain', [{ start: 0, end: 2, label: '1' }], mark)).toBe('<𝛼𝛽>[1] gain');
  });
});

describe('wrapping', () => {
  it('keeps every word and no line wider than asked', () => {
    const lines = wrap('one two three four five six seven', 14, '  ').split('\n');
    expect(lines.every((line) => line.length <= 14 && line.startsWith('  '))).toBe(true);
    expect(lines.map((line) => line.trim()).join(' ')).toBe('one two three four five six seven');
  });

  it('does not count what only colours', () => {
    expect(wrap('\u001b[4mfour\u001b[24m \u001b[4mfive\u001b[24m', 9, '')).not.toContain('\n');
  });
});

describe('flags', () => {
  it('are refused in one sentence that names them', () => {
    const read = () => readArguments(['--nonsense'], {}, 'precis run');
    expect(read).toThrow(PrecisError);
    expect(read).toThrow('--nonsense');
  });

  it('may stand before and after words', () => {
    expect(readArguments(['a', '--json', 'b', '--db', 'x'], {}, 'precis run')).toEqual({
      words: ['a', 'b'],
      flags: { json: true, db: 'x' },
    });
  });
});

describe('numbers for people', () => {
  it.each([
    [1, '1 paper'],
    [0, '0 papers'],
    [1_450, '1,450 papers'],
  ])('%d', (count, text) => expect(plural(count, 'paper')).toBe(text));

  it.each([
    [800, '0.8 s'],
    [42_000, '42 s'],
    [180_000, '3 min'],
    [7_800_000, '2 h 10 min'],
  ])('%d ms', (ms, text) => expect(duration(ms)).toBe(text));
});
