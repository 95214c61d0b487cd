/** Flags that several commands share. */
import type { Options } from './arguments.ts';

export const INTAKE_OPTIONS: Options = {
  format: { type: 'string', value: 'NAME', about: 'take the files as this format instead of looking at them' },
  accept: { type: 'boolean', about: 'take a file whose layout has drifted as it is' },
  'dry-run': { type: 'boolean', about: 'show what would be added, found and spent; store nothing' },
};

export const PROMPT_OPTIONS: Options = {
  tasks: { type: 'string', value: 'LIST', about: 'any of tldr,tags,claims; all three in one request by default' },
  prompt: { type: 'string', value: 'NAME', about: 'a shipped prompt (enrich.v1) or a prompt file' },
  lang: { type: 'string', value: 'TAG', multiple: true, about: 'add a TL;DR in this language, such as de' },
};
