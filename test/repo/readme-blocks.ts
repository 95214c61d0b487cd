/**
 * The examples of a Markdown file as things that can be run: every ```sh block with a line that starts with `$ `. What stands
 * below a command is what it prints; a line of three dots stands for any number of lines. Measured numbers are not compared.
 */

/** One command and what the page says it prints. */
export interface Example {
  readonly command: string;
  readonly line: number;
  /** Null when the page shows no output: then only the exit code counts. */
  readonly output: string | null;
}

/** Commands that a test must not run, and what is run instead; each with its reason. */
const REWRITES: readonly { readonly pattern: RegExp; readonly by: string; readonly why: string }[] = [
  { pattern: /^npm (install|ci)\s*&&\s*/, by: '', why: 'the test itself runs in an installed checkout' },
];
const NOT_RUN: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /^npm (test|run (-s )?(test|bench|torture))\b/, why: 'would run the tests inside a test, or for minutes' },
  { pattern: /^(git clone|cd |npm (install|ci|pack)\b)/, why: 'needs a network, or is the step before this test' },
];

/** Examples of a page, in order. */
export function examplesOf(markdown: string): Example[] {
  const examples: Example[] = [];
  for (const block of markdown.matchAll(/^```(?:sh|console)[^\n]*\n([\s\S]*?)^```/gm)) {
    const from = markdown.slice(0, block.index).split('\n').length + 1;
    const lines = (block[1] ?? '').split('\n').slice(0, -1);
    lines.forEach((text, i) => {
      if (!text.startsWith('$ ')) return;
      let command = text.slice(2);
      let next = i + 1;
      while (command.endsWith('\\')) command = `${command.slice(0, -1)}${lines[next++] ?? ''}`;
      const rest = lines.slice(next);
      const end = rest.findIndex((later) => later.startsWith('$ '));
      const output = (end < 0 ? rest : rest.slice(0, end)).join('\n').trimEnd();
      examples.push({ command, line: from + i, output: output === '' ? null : output });
    });
  }
  return examples;
}

/** The command a test runs for an example; null for one that is not run. */
export function runnable(command: string): string | null {
  const rewritten = REWRITES.reduce((text, { pattern, by }) => text.replace(pattern, by), command.replace(/\s+#[^'"]*$/, ''));
  return NOT_RUN.some(({ pattern }) => pattern.test(rewritten)) ? null : rewritten;
}

/** Replaces what differs from machine to machine: times, rates, sizes on disk, ids, dates, temporary paths. */
export function normalise(output: string): string {
  return output
    .replace(/\u001b\[[\d;]*m/g, '')
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<id>')
    .replace(/\b(sha256:|[a-z]-)[0-9a-f]{8,64}\b/g, '$1<hash>')
    .replace(/\b\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?)?/g, '<date>')
    .replace(/\b[\d.,]+ ?(ms|s|min|KB|MB|KiB|MiB|papers\/s|papers per second)(?![\w/])/g, '# $1')
    .replace(/"seconds":[\d.]+/g, '"seconds":#')
    .replace(/[ \t]+$/gm, '')
    .trimEnd();
}

/** First line of the page that the real output does not have in its place; null when all are there. */
export function firstDifference(expected: string, actual: string): { expected: string; actual: string } | null {
  const want = normalise(expected).split('\n');
  const have = normalise(actual).split('\n');
  let at = 0;
  let floating = false;
  for (const line of want) {
    if (line.trim() === '...') {
      floating = true;
      continue;
    }
    const found = floating ? have.indexOf(line, at) : at;
    if (found < 0 || have[found] !== line) return { expected: line, actual: have[at] ?? '(end of output)' };
    at = found + 1;
    floating = false;
  }
  return floating || at >= have.length ? null : { expected: '(end of output)', actual: have[at] ?? '' };
}
