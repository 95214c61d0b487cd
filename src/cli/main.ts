/**
 * Entry of the command line: finds the command, loads it, and turns whatever it throws into one sentence and an exit code. Nobody
 * ever sees a stack.
 */
import { PrecisError, policyOf } from '../domain/errors.ts';
import { precisVersion } from '../package-root.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { commandHelp, overview } from './help.ts';
import { openTerminal, printableLines } from './terminal.ts';

interface Listed {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command; the order is the order of the help. */
const COMMANDS: Readonly<Record<string, Listed>> = {
  run: {
    summary: 'add listings, work until drained, say what came out',
    load: async () => (await import('./commands/run.ts')).run,
  },
  add: {
    summary: 'parse, deduplicate and store listings, queue their papers',
    load: async () => (await import('./commands/add.ts')).add,
  },
  work: { summary: 'enrich what is queued', load: async () => (await import('./commands/work.ts')).work },
  status: {
    summary: 'imports, runs, tickets by state and reason',
    load: async () => (await import('./commands/status.ts')).status,
  },
  show: { summary: 'one paper with its evidence underlined', load: async () => (await import('./commands/show.ts')).show },
  search: { summary: 'find papers by plain words', load: async () => (await import('./commands/search.ts')).search },
  export: { summary: 'write the dataset', load: async () => (await import('./commands/export.ts')).exportCommand },
  retry: { summary: 'want failed papers again', load: async () => (await import('./commands/retry.ts')).retry },
  prompt: {
    summary: 'show prompts, and the bytes sent for a paper',
    load: async () => (await import('./commands/prompt.ts')).promptCommand,
  },
  upgrade: {
    summary: 'compare a newer prompt or model before using it',
    load: async () => (await import('./commands/upgrade.ts')).upgrade,
  },
  db: { summary: 'copy a database between a file and Postgres', load: async () => (await import('./commands/db.ts')).db },
  doctor: { summary: 'check settings, database and engine', load: async () => (await import('./commands/doctor.ts')).doctor },
};

/**
 * Runs one command line.
 * @param argv words after `precis`
 * @returns the exit code of CONTRACTS 2
 */
export async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const terminal = openTerminal(json);
  try {
    const [first, ...rest] = argv;
    if (first === '--version' || first === '-v') {
      terminal.line(precisVersion());
      return 0;
    }
    if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
      const asked = first === 'help' ? rest[0] : undefined;
      if (asked === undefined) {
        terminal.line(overview(Object.entries(COMMANDS).map(([name, { summary }]) => [name, summary])));
        return 0;
      }
      return await main([asked, '--help']);
    }
    const listed = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
    if (!listed) throw unknownCommand(first);
    const command = await listed.load();
    const { words, flags } = readArguments(rest, command.options, `precis ${first}`);
    if (flags.help) {
      terminal.line(commandHelp(command));
      return 0;
    }
    return await command.run({ words, flags, terminal });
  } catch (error) {
    return reportFailure(error, json);
  }
}

/** Says what went wrong in one sentence and what to do next; returns the exit code. */
export function reportFailure(error: unknown, json: boolean): number {
  const known =
    error instanceof PrecisError
      ? error
      : new PrecisError(
          'internal.unexpected',
          `precis has a defect here: ${error instanceof Error ? error.message : String(error)}`,
          {
            next: 'Report it with the command you gave.',
          },
        );
  const { code, message, next } = known;
  const terminal = openTerminal(json);
  if (json) terminal.emit({ error: { code, message, next } });
  else {
    terminal.note(`${terminal.paint('red', 'precis:')} ${endSentence(printableLines(message))}`);
    terminal.note(`        ${printableLines(next)}`);
  }
  return policyOf(code).exit || 4;
}

const endSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

function unknownCommand(word: string): PrecisError {
  const near = Object.keys(COMMANDS).find((name) => name.startsWith(word.slice(0, 2)));
  return new PrecisError('usage', `"${word}" is not a command of precis`, {
    next: near ? `Did you mean \`precis ${near}\`? \`precis --help\` lists all commands.` : '`precis --help` lists all commands.',
  });
}
