/** A server that is away says so once in a while, with a count, not a thousand times a second. */
import { expect, it } from 'vitest';
import { throttleWarnings } from '../../../src/queue/throttled-warning.ts';
import { manualClock } from '../../support/clock.ts';

it('lets one line through in five seconds and says how many it held back', async () => {
  const clock = manualClock();
  const lines: string[] = [];
  const warn = throttleWarnings({ info: () => {}, warn: (message) => void lines.push(message) }, clock);
  for (let i = 0; i < 15_000; i++) warn('connection refused');
  expect(lines).toEqual(['connection refused']);
  await clock.advance(5_000);
  warn('connection refused');
  expect(lines.slice(1)).toEqual(['connection refused (and 14999 more like it)']);
  await clock.advance(5_000);
  warn('something else');
  expect(lines.slice(2)).toEqual(['something else']);
});
