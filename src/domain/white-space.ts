/**
 * One space for white space, one line feed per paragraph break. The hard part is telling a wrapped line from a paragraph: a blank
 * line or an indented line (arXiv) breaks, a single line feed does so only in a text that is not wrapped to a width.
 * Invariant: a sentence that runs on is never broken, and a text this has been applied to stays as it is.
 */
import type { Shape } from './clean.ts';
import { type Edit, TracedText } from './traced-text.ts';

const SPACE_RUN = /[\s\u0085]+/g;
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
/** Wrap widths in real sources are 70 to 80 columns. Outside the usual ones every line must be full to be taken for wrapped. */
const USUAL_WRAP = [60, 100] as const;
const WIDEST_WRAP = 200;
const NARROWEST_WRAP = 30;
/** A line that ends earlier than this share of the longest one was ended on purpose. */
const RAGGED = 0.7;

/** A run of white space that holds a line break. */
interface Break {
  readonly explicit: boolean;
  /** The sentence before it is unfinished and goes on after it. */
  readonly runsOn: boolean;
  readonly bullet: boolean;
}

/** Edits that reduce the white space of a text. */
export function reduceSpace(text: string, shape: Shape): Edit[] {
  const runs = [...text.matchAll(SPACE_RUN)];
  if (shape === 'line') return editsFor(text, runs, () => ' ');
  const wrapped = isWrapped(text, runs);
  const indented = isIndentedThroughout(runs);
  const edits = editsFor(text, runs, (run) => spaceFor(breakAt(text, run, indented), wrapped));
  // short paragraphs can look wrapped once their blank lines are gone: better one paragraph now than at the next cleaning
  const reduced = new TracedText(text).edited(edits).text;
  if (!reduced.includes('\n') || !isWrapped(reduced, [...reduced.matchAll(SPACE_RUN)])) return edits;
  return editsFor(text, runs, (run) => (breakAt(text, run, indented)?.bullet ? '\n' : ' '));
}

function editsFor(text: string, runs: readonly RegExpExecArray[], wantedFor: (run: RegExpExecArray) => ' ' | '\n'): Edit[] {
  const edits: Edit[] = [];
  for (const run of runs) {
    const start = run.index;
    const end = start + run[0].length;
    const wanted = start === 0 || end === text.length ? '' : wantedFor(run);
    if (wanted !== run[0]) edits.push({ start, end, text: wanted });
  }
  return edits;
}

function spaceFor(found: Break | null, wrapped: boolean): ' ' | '\n' {
  if (!found || found.runsOn) return ' ';
  return found.explicit || found.bullet || !wrapped ? '\n' : ' ';
}

function breakAt(text: string, run: RegExpExecArray, indented: boolean): Break | null {
  const breaks = run[0].match(LINE_BREAK) ?? [];
  if (breaks.length === 0) return null;
  const after = text.slice(run.index + run[0].length, run.index + run[0].length + 4);
  const explicit = breaks.length > 1 || breaks[0] === '\u2029' || (!indented && isIndent(run[0]));
  const runsOn = !endsSentence(text.slice(Math.max(0, run.index - 4), run.index)) && /^\p{Ll}/u.test(after);
  return { explicit, runsOn, bullet: isBullet(text, run.index + run[0].length) };
}

/** A mark with something after it. */
function isBullet(text: string, at: number): boolean {
  const mark = /[•‣▪◦*-][\s\u0085]+[^\s\u0085]/y;
  mark.lastIndex = at;
  return mark.test(text);
}

const isIndent = (run: string): boolean => /[\n\r\u0085\u2028](?: {2}|\t)/.test(run);
const endsSentence = (text: string): boolean => /[.!?:;][)\]"'”’»]{0,3}$/.test(text);

/** arXiv abstracts start with two spaces and are always wrapped; elsewhere the widths of the lines tell. */
function isWrapped(text: string, runs: readonly RegExpExecArray[]): boolean {
  if (/^ {2}\S/.test(text) && runs.length > 1) return true;
  let longest = 0;
  /** Shortest line that goes on in the next one, with the word that did not fit any more. */
  let narrowest = Number.POSITIVE_INFINITY;
  let from = 0;
  for (const run of runs) {
    if (run[0].search(LINE_BREAK) < 0) continue;
    const line = text.slice(from, run.index);
    if (line.length > WIDEST_WRAP) return false;
    longest = Math.max(longest, line.length);
    from = run.index + run[0].length;
    if (run.index > 0 && from < text.length && !endsSentence(line))
      narrowest = Math.min(narrowest, line.length + wordLength(text, from));
  }
  const goesOn = narrowest !== Number.POSITIVE_INFINITY;
  const last = text.length - from;
  const isUsual = longest >= USUAL_WRAP[0] && longest <= USUAL_WRAP[1] && last <= USUAL_WRAP[1];
  return goesOn && last <= WIDEST_WRAP && longest >= NARROWEST_WRAP && narrowest >= longest * (isUsual ? RAGGED : 1);
}

const wordLength = (text: string, from: number): number => /^\S*/.exec(text.slice(from, from + WIDEST_WRAP))?.[0].length ?? 0;

/** Every line indented alike is layout (a field of an XML or BibTeX file), not one paragraph per line. */
function isIndentedThroughout(runs: readonly RegExpExecArray[]): boolean {
  const broken = runs.slice(1).filter((run) => run[0].search(LINE_BREAK) >= 0);
  return broken.length >= 3 && broken.every((run) => isIndent(run[0]));
}
