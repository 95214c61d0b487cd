/**
 * docs/commands.md, made from the help of the commands so that it cannot lie. `npm run docs` writes it, a test compares it.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from './sources.ts';

const run = promisify(execFile);

/** Where the page lies, from the root. */
export const COMMANDS_PAGE = 'docs/commands.md';

/** What `precis ARGS` prints, without colours. */
async function outputOf(args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(ROOT, 'bin/precis.js'), ...args], { env: { PATH: process.env.PATH } });
  return stdout.trimEnd();
}

/** Commands that an overview lists, in its order. */
export function commandsOf(overview: string): string[] {
  const [, list = ''] = overview.split(/^Usage:.*\n\n/m);
  const [rows = ''] = list.split('\n\n');
  return [...rows.matchAll(/^ {2}([a-z]+) {2}/gm)].map((match) => match[1] ?? '');
}

/** The whole page. */
export async function renderCommandsPage(): Promise<string> {
  const overview = await outputOf(['--help']);
  const helps = await Promise.all(
    commandsOf(overview).map(async (name) => `## precis ${name}\n\n${block(await outputOf([name, '--help']))}`),
  );
  const opening =
    '# Commands\n\nWhat `precis --help` and `precis COMMAND --help` print; `npm run docs` writes this page. From a checkout the command line is\n`npm run -s precis -- COMMAND`, installed it is `precis COMMAND`.';
  return `${[opening, block(overview), ...helps].join('\n\n')}\n`;
}

const block = (text: string): string => `\`\`\`text\n${text}\n\`\`\``;

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(ROOT, COMMANDS_PAGE), await renderCommandsPage());
