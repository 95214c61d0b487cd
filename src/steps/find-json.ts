/**
 * Finds the one JSON object in what a model wrote, by documented rules only, each named when it was needed:
 * a byte order mark, a reasoning block, a code fence or prose around the object, commas before a closing bracket.
 * One walk over the text; nothing is guessed, and a key given twice is an error rather than a choice.
 */

/** What was found. */
export type Found =
  | { readonly kind: 'object'; readonly json: string; readonly repairs: readonly string[] }
  /** The object was begun and never closed, whatever the server says about why it stopped. */
  | { readonly kind: 'unclosed' }
  | { readonly kind: 'none' }
  | { readonly kind: 'repeated_key'; readonly key: string };

const REASONING = /^\s*<(think|thinking|reasoning)>[\s\S]*?<\/\1>/i;
const OPEN_REASONING = /^\s*<(?:think|thinking|reasoning)>/i;

/** Whether a text is nothing but reasoning that was never ended. */
export function isOnlyReasoning(text: string): boolean {
  const rest = text.replace(REASONING, '');
  return OPEN_REASONING.test(rest) || (rest !== text && rest.trim() === '');
}

/** Finds the outermost object of a text. */
export function findJson(text: string): Found {
  const repairs: string[] = [];
  const apply = (name: string, before: string, after: string): string => {
    if (before !== after) repairs.push(name);
    return after;
  };
  let rest = apply('byte order mark', text, text.replace(/^\ufeff/, ''));
  rest = apply('reasoning block', rest, rest.replace(REASONING, '')).trim();
  rest = apply('code fence', rest, withoutFence(rest));
  const start = rest.indexOf('{');
  const isOneString = rest.startsWith('"') && stringEnd(rest, 0) === rest.length;
  if (start < 0 || isOneString) return { kind: 'none' };
  const walk = walkObject(rest, start);
  if (walk.repeatedKey !== null) return { kind: 'repeated_key', key: walk.repeatedKey };
  if (walk.end === null) return { kind: 'unclosed' };
  if (start > 0 || walk.end < rest.length) repairs.push('text around the JSON');
  if (walk.commas.length > 0) repairs.push('trailing comma');
  return { kind: 'object', json: without(rest, walk.commas, start, walk.end), repairs };
}

/** The inside of a text that is one code fence. By index: a pattern with two runs of white space would take quadratic time. */
function withoutFence(text: string): string {
  const firstLine = text.indexOf('\n');
  const isFence = text.startsWith('```') && text.endsWith('```') && firstLine > 0 && text.length >= firstLine + 4;
  return isFence && /^```[a-z]*\s*$/i.test(text.slice(0, firstLine)) ? text.slice(firstLine + 1, -3).trim() : text;
}

interface Walk {
  /** Unit after the closing brace; null when it never comes. */
  readonly end: number | null;
  /** Units of commas before a closing bracket. */
  readonly commas: readonly number[];
  readonly repeatedKey: string | null;
}

/** Keys seen in an object that is open, null for a list. */
type Level = Set<string> | null;

function walkObject(text: string, start: number): Walk {
  const levels: Level[] = [];
  const commas: number[] = [];
  /** Unit of the last mark that is not white space, when it is a comma. */
  let comma = -1;
  for (let i = start; i < text.length; i++) {
    const mark = text[i] as string;
    if (/\s/.test(mark)) continue;
    if (mark === '"') {
      const end = stringEnd(text, i);
      if (end < 0) break;
      const key = levels.at(-1) && isKey(text, end) ? text.slice(i + 1, end - 1) : null;
      if (key !== null && levels.at(-1)?.has(key)) return { end: null, commas, repeatedKey: key };
      if (key !== null) levels.at(-1)?.add(key);
      i = end - 1;
    } else if (mark === '{' || mark === '[') levels.push(mark === '{' ? new Set() : null);
    else if (mark === '}' || mark === ']') {
      if (comma >= 0) commas.push(comma);
      levels.pop();
      if (levels.length === 0) return { end: i + 1, commas, repeatedKey: null };
    }
    comma = mark === ',' ? i : -1;
  }
  return { end: null, commas, repeatedKey: null };
}

/** Unit after the closing quote of the string that begins at `start`, or -1. */
function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return -1;
}

function isKey(text: string, from: number): boolean {
  let i = from;
  while (i < text.length && /\s/.test(text[i] as string)) i++;
  return text[i] === ':';
}

function without(text: string, units: readonly number[], start: number, end: number): string {
  const parts: string[] = [];
  let from = start;
  for (const unit of units) {
    parts.push(text.slice(from, unit));
    from = unit + 1;
  }
  return parts.join('') + text.slice(from, end);
}
