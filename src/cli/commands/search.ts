/** `precis search`: papers whose title or abstract hold every word. */
import { PrecisError } from '../../domain/errors.ts';
import { countOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { plural, printable } from '../terminal.ts';
import { configOf, openExistingStore, withStore } from '../workshop.ts';

export const search: Command = {
  name: 'search',
  summary: 'find papers by plain words',
  usage: 'precis search WORD.. [FLAGS]',
  options: { limit: { type: 'string', value: 'N', about: 'show at most N papers (default 20)' } },
  settings: [],
  examples: ['precis search sparse scaling laws'],
  async run({ words, flags, terminal }) {
    if (words.length === 0) throw new PrecisError('usage', 'precis search needs a word');
    const limit = countOf(flags, 'limit', 1, 10_000) ?? 20;
    return withStore(await openExistingStore(configOf(flags), terminal), async (store) => {
      const found = await store.search(words.join(' '), limit);
      if (terminal.json) terminal.emit({ papers: found.map(({ paperId, title }) => ({ paperId, title })) });
      for (const { paperId, title } of found) terminal.line(`${terminal.paint('dim', paperId)}  ${printable(title, 120)}`);
      if (found.length === 0) terminal.line('No paper holds all of these words.');
      else if (found.length === limit) terminal.line(`The first ${plural(limit, 'paper')}; --limit shows more.`);
      return 0;
    });
  },
};
