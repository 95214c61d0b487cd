/**
 * `precis retry`: failed papers are wanted again, with a new call each; `--revalidate` reads the call log under the current rules
 * instead and makes no call at all.
 */
import { isErrorCode, PrecisError } from '../../domain/errors.ts';
import { revalidate } from '../../revalidate.ts';
import { systemClock } from '../../system.ts';
import { textOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { findPaper } from '../find-paper.ts';
import { plural } from '../terminal.ts';
import { configOf, openExistingStore, probeOf, withStore } from '../workshop.ts';

export const retry: Command = {
  name: 'retry',
  summary: 'want failed papers again',
  usage: 'precis retry [PAPER..] [FLAGS]',
  options: {
    code: { type: 'string', value: 'CODE', about: 'only papers that failed with this code, such as completion.refused' },
    revalidate: { type: 'boolean', about: 'read the logged answers again under the current rules; no call is made' },
  },
  settings: [],
  examples: ['precis retry --code draft.invalid', 'precis retry --revalidate', 'precis retry arxiv:2401.01230'],
  async run({ words, flags, terminal }) {
    const code = textOf(flags, 'code') ?? null;
    if (code !== null && !isErrorCode(code))
      throw new PrecisError('usage', `reading --code: "${code}" is not a code`, {
        next: '`precis status` shows the codes of failed papers.',
      });
    const config = configOf(flags);
    return withStore(await openExistingStore(config, terminal), async (store) => {
      if (flags.revalidate) {
        const { written, invalid } = await revalidate(store, systemClock, probeOf(config));
        if (terminal.json) terminal.emit({ revalidated: written, invalid, calls: 0 });
        else terminal.line(`${plural(written, 'answer')} read again under the current rules, ${invalid} still invalid, 0 calls.`);
        return 0;
      }
      const pks = await Promise.all(words.map((word) => findPaper(store, word)));
      const wanted = await store.retry(pks.length > 0 ? { pks } : {}, code);
      if (terminal.json) terminal.emit({ wanted });
      else
        terminal.line(
          wanted === 0
            ? 'No failed paper fits.'
            : `${plural(wanted, 'paper')} wanted again. \`precis run\` or \`precis work\` tries them.`,
        );
      return 0;
    });
  },
};
