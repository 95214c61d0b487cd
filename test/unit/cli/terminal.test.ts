/** Where a command speaks: colour only where it is wanted, and nothing from outside that a screen would obey. */
import { describe, expect, it } from 'vitest';
import { openTerminal, printable, printableLines } from '../../../src/cli/terminal.ts';

const stream = (isTTY: boolean, hasColours: boolean) =>
  ({ isTTY, hasColors: () => hasColours, write: () => true }) as unknown as NodeJS.WriteStream;

describe('a terminal', () => {
  it.each([
    ['a screen with colours', stream(true, true), false, true],
    ['a screen that wants none (NO_COLOR, TERM=dumb)', stream(true, false), false, false],
    ['a pipe', stream(false, true), false, false],
    ['a program that asked for JSON', stream(true, true), true, false],
  ])('%s', (_title, out, json, coloured) => {
    expect(openTerminal(json, out, out).paint('red', 'x') !== 'x').toBe(coloured);
  });
});

describe('text from outside', () => {
  it('is printed on one line without what a screen would obey', () => {
    expect(printable('a\u001b[31mb\n\u202ec\u0007', 10)).toBe('a[31mb c');
    expect(printable('abcdef', 4)).toBe('abc…');
  });

  it('keeps its lines where a message has several', () => {
    expect(printableLines('one:\n  two\u001b]0;x\u0007\r\n')).toBe('one:\n  two]0;x\n');
  });
});
