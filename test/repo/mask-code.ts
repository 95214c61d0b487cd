/**
 * Blanks what is not code, so that a rule about code never fires on a comment or a message. Every blanked character becomes a
 * space and line feeds stay: offsets and line numbers do not change.
 */

/** What to blank. */
export interface Masking {
  readonly strings: boolean;
}

/** After one of these a slash starts a regular expression; after anything else it divides. */
const BEFORE_REGEX = /(?:^|[=(,:;!&|?{}[+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|await|yield))\s*$/;

/** Blanks comments, and with `strings` also the insides of strings, templates and regular expressions. */
export function maskCode(text: string, { strings }: Masking): string {
  const out = text.split('');
  const blank = (from: number, to: number): void => {
    for (let i = from; i < to; i++) if (out[i] !== '\n') out[i] = ' ';
  };
  /** Scans code up to the brace that closes a template's `${`, or to the end; returns where it stopped. */
  const scan = (start: number, inTemplate: boolean): number => {
    let depth = 0;
    let i = start;
    while (i < text.length) {
      const c = text.charAt(i);
      const next = text.charAt(i + 1);
      if (c === '/' && (next === '/' || next === '*')) {
        const close = next === '/' ? text.indexOf('\n', i) : text.indexOf('*/', i + 2);
        const end = close < 0 ? text.length : next === '/' ? close : close + 2;
        blank(i, end);
        i = end;
      } else if (c === "'" || c === '"') {
        const end = endOfString(text, i);
        if (strings) blank(i + 1, end - 1);
        i = end;
      } else if (c === '`') i = scanTemplate(i);
      else if (c === '/' && BEFORE_REGEX.test(out.slice(Math.max(0, i - 40), i).join(''))) {
        const end = endOfRegex(text, i);
        if (strings) blank(i + 1, end - 1);
        i = end;
      } else {
        if (c === '{') depth++;
        if (c === '}') {
          if (inTemplate && depth === 0) return i;
          depth--;
        }
        i++;
      }
    }
    return i;
  };
  const scanTemplate = (start: number): number => {
    let i = start + 1;
    while (i < text.length) {
      const c = text.charAt(i);
      if (c === '`') return i + 1;
      if (c === '$' && text.charAt(i + 1) === '{') i = scan(i + 2, true) + 1;
      else {
        const width = c === '\\' ? 2 : 1;
        if (strings) blank(i, i + width);
        i += width;
      }
    }
    return i;
  };
  scan(0, false);
  return out.join('');
}

/** A string never runs over a line: an apostrophe in the text of an element blanks at most the rest of its line. */
function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  let i = start + 1;
  while (i < text.length && text.charAt(i) !== quote && text.charAt(i) !== '\n') i += text.charAt(i) === '\\' ? 2 : 1;
  return Math.min(text.length, i + 1);
}

function endOfRegex(text: string, start: number): number {
  let inClass = false;
  let i = start + 1;
  for (; i < text.length && text.charAt(i) !== '\n'; i++) {
    const c = text.charAt(i);
    if (c === '\\') i++;
    else if (c === '[') inClass = true;
    else if (c === ']') inClass = false;
    else if (c === '/' && !inClass) return i + 1;
  }
  return i;
}
