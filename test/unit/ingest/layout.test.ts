import { describe, expect, test } from 'vitest';
import { checkLayout } from '../../../src/ingest/layout.ts';
import { catchError } from '../../support/catch-error.ts';

const block = (n: number) => ({ text: `block\n${n} ${'x'.repeat(200)}`, start: n * 10, end: n * 10 + 5 });
const survey = (blocks: number, unknownBlocks: number) => ({
  blocks,
  unknownBlocks,
  unknown: Array.from({ length: Math.min(5, unknownBlocks) }, (_, n) => block(n)),
});

describe('checkLayout', () => {
  test('lets a tenth of unknown blocks pass, and an empty page', () => {
    checkLayout(survey(100, 10), 'page.txt');
    checkLayout(survey(0, 0), 'page.txt');
  });

  test('stops at more than a tenth and shows up to five blocks with their place', async () => {
    const error = await catchError(() => checkLayout(survey(100, 11), 'page.txt'));
    expect(error.code).toBe('listing.layout_drift');
    const [sentence, ...shown] = error.message.split('\n');
    expect(sentence).toBe(
      '11 of 100 blocks of page.txt (11 %) are neither title, abstract nor a known part of the page, more than the 10 % allowed:',
    );
    expect(shown).toHaveLength(5);
    expect(shown[1]).toMatch(/^ {2}byte 10: block 1 x+\.\.\.$/);
    expect(error.next).toContain('--accept');
  });
});
