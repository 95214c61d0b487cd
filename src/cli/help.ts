/** Help texts, made from the command tables so that they cannot lie. */
import { COMMON, type Option } from './arguments.ts';
import type { Command } from './command.ts';

/** `precis --help`. */
export function overview(commands: readonly (readonly [name: string, summary: string])[]): string {
  const rows = commands.map(([name, summary]) => `  ${name.padEnd(8)}  ${summary}`);
  return [
    'precis turns a pile of paper listings into a reviewed, citable dataset of TL;DRs, tags and claim tables.',
    '',
    'Usage: precis COMMAND [FLAGS]',
    '',
    ...rows,
    '',
    'First result, no server and no key:  precis run LISTING.txt --engine extractive',
    'With a model:  OPENAI_BASE_URL=http://127.0.0.1:11434/v1 PRECIS_MODEL=name precis run LISTING.txt',
    '',
    '`precis COMMAND --help` explains a command. `--db FILE` and `--json` work on every command.',
    'Exit codes: 0 done, 2 usage, 3 configuration, 4 some papers failed or records were rejected, 5 budget spent, 75 work remains.',
  ].join('\n');
}

/** `precis COMMAND --help`. */
export function commandHelp(command: Command): string {
  const common = Object.entries(COMMON).filter(
    ([name]) => command.settings.includes(name) || ['db', 'json', 'help'].includes(name),
  );
  return [
    `${command.name}: ${command.summary}`,
    '',
    `Usage: ${command.usage}`,
    '',
    'Flags:',
    ...[...Object.entries(command.options), ...common].map(flagLine),
    ...(command.examples.length > 0 ? ['', 'Examples:', ...command.examples.map((example) => `  ${example}`)] : []),
  ].join('\n');
}

function flagLine([name, option]: readonly [string, Option]): string {
  const short = option.short ? `-${option.short}, ` : '';
  const value = option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : '';
  return `  ${`${short}--${name}${value}`.padEnd(24)}  ${option.about}${option.multiple ? ' (repeatable)' : ''}`;
}
