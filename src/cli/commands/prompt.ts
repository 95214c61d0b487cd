/** `precis prompt`: the shipped prompts, one of them, or the exact bytes that would be sent for a paper. */
import { PrecisError } from '../../domain/errors.ts';
import { readOwnJson } from '../../domain/json.ts';
import { firstBody } from '../../engine/openai.ts';
import { prompt as promptFor } from '../../steps/prompt.ts';
import { choosePrompts, readNamed, shippedNames } from '../choose-prompts.ts';
import type { Command, Invocation } from '../command.ts';
import { findPaper } from '../find-paper.ts';
import { PROMPT_OPTIONS } from '../options.ts';
import { printable } from '../terminal.ts';
import { configOf, openExistingStore, withStore } from '../workshop.ts';

export const promptCommand: Command = {
  name: 'prompt',
  summary: 'show prompts, and the bytes sent for a paper',
  usage: 'precis prompt [list | show PAPER | NAME] [FLAGS]',
  options: { ...PROMPT_OPTIONS, messages: { type: 'boolean', about: 'the messages in a readable form instead of the bytes' } },
  settings: ['model'],
  examples: [
    'precis prompt list',
    'precis prompt enrich.v1',
    'precis prompt show arxiv:2401.01230',
    'precis prompt show arxiv:2401.01230 --messages',
  ],
  async run(invocation) {
    const [verb = 'list', word] = invocation.words;
    if (verb === 'show') {
      if (word === undefined) throw new PrecisError('usage', 'precis prompt show needs a paper');
      return showFor(word, invocation);
    }
    return verb === 'list' ? list(invocation) : showOne(verb, invocation);
  },
};

function list({ terminal }: Invocation): number {
  const prompts = shippedNames().map((name) => readNamed(name));
  if (terminal.json)
    terminal.emit({
      prompts: prompts.map(({ name, hash, yields, front }) => ({ name, hash, yields, description: front.description })),
    });
  for (const { name, hash, yields, front } of prompts)
    terminal.line(
      `${name.padEnd(12)} ${terminal.paint('dim', hash.slice(0, 19))}  yields ${yields.join(', ')}: ${front.description}`,
    );
  return 0;
}

function showOne(name: string, { terminal }: Invocation): number {
  const prompt = readNamed(name);
  if (terminal.json)
    terminal.emit({
      name: prompt.name,
      hash: prompt.hash,
      yields: prompt.yields,
      system: prompt.system,
      jsonSchema: prompt.jsonSchema,
    });
  else terminal.line(prompt.source);
  return 0;
}

/** The requests of a run for this paper; without a model in the settings the body names none. */
async function showFor(word: string, { flags, terminal }: Invocation): Promise<number> {
  const config = configOf(flags);
  return withStore(await openExistingStore(config, terminal), async (store) => {
    const pin = await store.pin();
    const { prompts } = choosePrompts(flags, pin);
    const pk = await findPaper(store, word);
    const vocabulary = await store.vocabulary();
    for await (const { newest } of store.bundles({ pks: [pk] })) {
      if (newest.abstract === null)
        throw new PrecisError('usage', `${newest.paperId} has no abstract, so nothing would be sent for it`);
      for (const prompt of prompts) {
        const model = config.model ?? pin?.model ?? 'no-model-set';
        const { title, abstract } = newest;
        const body = firstBody(config.baseUrl, promptFor(prompt, { title, abstract }, vocabulary, model));
        if (terminal.json)
          terminal.emit({ paper: newest.paperId, prompt: prompt.name, hash: prompt.hash, body: readOwnJson(body) });
        else if (!flags.messages) terminal.line(body);
        else {
          terminal.line(
            terminal.paint(
              'bold',
              `${prompt.name} for ${newest.paperId} "${printable(newest.title, 80)}", ${new TextEncoder().encode(body).length.toLocaleString('en-US')} bytes`,
            ),
          );
          for (const { role, content } of readOwnJson<{ messages: { role: string; content: string }[] }>(body).messages) {
            terminal.line(terminal.paint('dim', `--- ${role}`));
            terminal.line(content);
          }
        }
      }
    }
    return 0;
  });
}
