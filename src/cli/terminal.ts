/**
 * Where a command speaks: findings to stdout, progress and warnings to stderr. Colour and a moving line only on a terminal. What
 * comes from papers, models or files passes `printable` first: an escape sequence in a title must not reach a screen.
 */
import type { WriteStream } from 'node:tty';

export interface Terminal {
  /** True when stdout is for a program: nothing but the JSON goes there. */
  readonly json: boolean;
  readonly isTerminal: boolean;
  readonly width: number;
  /** A line of the answer; silent under `--json`. */
  line(text?: string): void;
  /** The one object of `--json`. */
  emit(value: unknown): void;
  /** A line about what is going on. */
  note(text: string): void;
  /** Replaces the moving line; nothing where there is no terminal. */
  status(text: string): void;
  paint(style: Style, text: string): string;
}

const STYLES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], underline: [4, 24] } as const;
export type Style = keyof typeof STYLES;

/** The terminal of this process. */
export function openTerminal(
  json: boolean,
  out: NodeJS.WriteStream = process.stdout,
  err: NodeJS.WriteStream = process.stderr,
): Terminal {
  // Node's own answer knows NO_COLOR, FORCE_COLOR and TERM=dumb; asking the configuration would load zod for every --help
  const colour = !json && out.isTTY === true && out.hasColors();
  const moving = err.isTTY === true && !json;
  let shown = false;
  const clear = (): void => {
    if (shown) err.write('\r\u001b[K');
    shown = false;
  };
  return {
    json,
    isTerminal: moving,
    width: (out as WriteStream).columns || 100,
    line(text = '') {
      if (json) return;
      clear();
      out.write(`${text}\n`);
    },
    emit(value) {
      clear();
      out.write(`${JSON.stringify(value)}\n`);
    },
    note(text) {
      clear();
      err.write(`${text}\n`);
    },
    status(text) {
      if (!moving) return;
      err.write(`\r\u001b[K${text.slice(0, (err as WriteStream).columns || 100)}`);
      shown = true;
    },
    paint(style, text) {
      const [on, off] = STYLES[style];
      return colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
    },
  };
}

/** Text from outside, safe to print on one line: no controls, no escape sequences, no invisible or direction marks. */
export function printable(text: string, longest = 400): string {
  const plain = text
    .replace(/[\s\u0085\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim();
  const characters = [...plain];
  return characters.length <= longest ? plain : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Text of several lines that may hold words from outside, safe to print: line feeds stay, nothing else that a screen would obey. */
export function printableLines(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (character) => (character === '\n' ? character : ''));
}

/** `1 paper`, `2 papers`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `42 s`, `3 min`, `2 h 10 min`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${ms < 10_000 ? (ms / 1000).toFixed(1) : seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
