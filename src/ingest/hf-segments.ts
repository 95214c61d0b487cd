/**
 * A paste cut into segments: lines that belong together, each with its byte range and what it looks like. Blank lines separate;
 * so does a line too long to be wrapped, because a page copied without blank lines has one paragraph per line.
 */
import type { Malformed } from '../domain/listing.ts';
import { type Line, type LineFault, MAX_RAW, MAX_RECORD_BYTES } from './decode.ts';
import { type Furniture, furnitureOf, isAccountName, isPersonName } from './hf-furniture.ts';

/** What a segment looks like by itself; what it is, its neighbours decide. */
export type Look = 'title' | 'abstract' | 'sentence' | 'bullet' | 'other';

/** Lines that belong together. */
export type Segment =
  | {
      readonly kind: 'furniture';
      readonly what: string;
      readonly start: number;
      readonly end: number;
      readonly announces?: 'summary';
    }
  | { readonly kind: 'text'; readonly look: Look; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'fault';
      readonly code: Malformed['code'];
      readonly reason: string;
      readonly raw: string;
      readonly start: number;
      readonly end: number;
    };

/** A line longer than this is a whole paragraph. */
const PARAGRAPH_LINE = 250;
/** Shortest paragraph that can stand on one line under its title. */
const MIN_PARAGRAPH = 100;
/** Shortest line of a title that was wrapped. */
const MIN_WRAP = 20;
/** Longest title, in characters. */
const MAX_TITLE = 250;
/** Shortest text taken for an abstract on its length alone. */
const MIN_ABSTRACT = 200;
/** Most names after `Authors`. */
const MAX_NAMES = 2_000;

/** Cuts lines into segments as they come. */
export class Segmenter {
  #run: Line[] = [];
  #bytes = 0;
  /** What the last furniture announced, and how many names followed it. */
  #expected: Furniture['announces'];
  #names = 0;

  /** Segments that are complete with this line. */
  push(line: Line | LineFault): Segment[] {
    if (line.kind === 'fault') {
      this.#expected = undefined;
      return [...this.end(), line];
    }
    if (line.text.trim() === '') return this.end();
    const furniture = furnitureOf(line.text);
    if (furniture && !(furniture.weak && this.#run.length > 0)) return [...this.end(), this.#furniture(furniture, line)];
    if (!furniture && this.#isAnnounced(line.text)) {
      if (this.#expected === 'name') this.#expected = undefined;
      return [...this.end(), { kind: 'furniture', what: 'name', start: line.start, end: line.end }];
    }
    this.#expected = undefined;
    return this.#text(line);
  }

  /** The segment that is still open. */
  end(): Segment[] {
    if (this.#run.length === 0) return [];
    const cut = cutRun(this.#run);
    this.#run = [];
    this.#bytes = 0;
    return cut;
  }

  #furniture({ what, announces }: Furniture, { start, end }: Line): Segment {
    if (announces !== undefined) this.#names = 0;
    // commas stand between names
    if (announces !== undefined || what !== 'separator') this.#expected = announces;
    return announces === 'summary' ? { kind: 'furniture', what, start, end, announces } : { kind: 'furniture', what, start, end };
  }

  #text(line: Line): Segment[] {
    const isParagraph = isWholeParagraph(line.text, this.#run.at(-1)?.text);
    const before = isParagraph ? this.end() : [];
    this.#run.push(line);
    this.#bytes += line.end - line.start;
    return isParagraph || this.#bytes > MAX_RECORD_BYTES ? [...before, ...this.end()] : before;
  }

  #isAnnounced(text: string): boolean {
    if (this.#expected === 'name') return isAccountName(text);
    return this.#expected === 'names' && this.#names++ < MAX_NAMES && isPersonName(text);
  }
}

/** Weak furniture at the end of a run split off, and the rest cut where two titles stand under each other. */
function cutRun(run: readonly Line[]): Segment[] {
  const lines = [...run];
  const after: Segment[] = [];
  for (let last = lines.at(-1); last && lines.length > 1; last = lines.at(-1)) {
    const furniture = furnitureOf(last.text);
    if (!furniture || belongsToText(furniture, lines.slice(0, -1))) break;
    after.unshift({ kind: 'furniture', what: furniture.what, start: last.start, end: last.end });
    lines.pop();
  }
  return [...groups(lines).map(textSegment), ...after];
}

/** A wrapped text whose last line happens to be a number, a word or an address. */
function belongsToText({ what }: Furniture, lines: readonly Line[]): boolean {
  const before = lines.map((line) => line.text).join(' ');
  if (what !== 'number' && what !== 'date' && what !== 'address') return true;
  return before.length >= MIN_ABSTRACT && (what === 'address' || !endsSentence(before));
}

/** Short lines that do not run on into the next are titles of their own. */
function groups(lines: readonly Line[]): Line[][] {
  const length = lines.reduce((sum, line) => sum + line.text.length, 0);
  if (length >= MIN_ABSTRACT && lines.length > 1 && !lines.every((line) => lookOf(line.text) === 'title'))
    return bulletGroups(lines);
  const longest = Math.max(...lines.map((line) => line.text.trim().length));
  const grouped: Line[][] = [];
  for (const line of lines) {
    const group = grouped.at(-1);
    const before = group?.at(-1);
    if (group && before && isWrapped(before.text, line.text, longest)) group.push(line);
    else grouped.push([line]);
  }
  return grouped;
}

/** Bullets under a paragraph stay with it, a title above it does not. */
function bulletGroups(lines: readonly Line[]): Line[][] {
  const [first, second] = lines;
  const isHeading = first && second && lookOf(first.text) === 'title' && endsEarly(first.text, second.text);
  return isHeading ? [[first], lines.slice(1)] : [[...lines]];
}

/** A line that is a paragraph by itself: too long to be wrapped, or sentences under a line that was not full. */
function isWholeParagraph(text: string, before: string | undefined): boolean {
  if (text.length > PARAGRAPH_LINE) return true;
  return text.length > MIN_PARAGRAPH && (before === undefined || endsEarly(before, text)) && lookOf(text) === 'abstract';
}

/** A wrapped line is full: here the next word would have fitted, so it was ended on purpose. */
const endsEarly = (line: string, next: string): boolean => roomAfter(line, next, next.trim().length) > 10;

/** Characters left in a width after a line and the first word of the next. */
function roomAfter(line: string, next: string, width: number): number {
  const word = /^\S*/.exec(next.trimStart())?.[0].length ?? 0;
  return width - (line.trim().length + 1 + word);
}

/** Whether a line of a title goes on in the next. */
function isWrapped(before: string, after: string, width: number): boolean {
  if (lookOf(before) !== 'title') return true;
  const isFull = before.trim().length >= MIN_WRAP && roomAfter(before, after, width) <= 5;
  return (
    isFull || /(?:[:,&-]|\b(?:of|for|the|a|an|and|in|on|with|to|by|from|via|at|as))\s*$/i.test(before) || /^\s*\p{Ll}/u.test(after)
  );
}

function textSegment(lines: readonly Line[]): Segment {
  const start = lines[0]?.start ?? 0;
  const end = lines.at(-1)?.end ?? start;
  const text = lines.map((line) => line.text).join('\n');
  if (end - start > MAX_RECORD_BYTES) {
    const reason = `one block of more than ${MAX_RECORD_BYTES.toLocaleString('en-GB')} bytes at byte ${start}`;
    return { kind: 'fault', code: 'listing.too_large', reason, raw: text.slice(0, MAX_RAW), start, end };
  }
  return { kind: 'text', look: lookOf(text), text, start, end };
}

const BULLET = /^(?:[-*•‣▪◦–]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s)/;
const SENTENCE_BREAK = /[.!?]["”’)]?\s+["“(]?\p{Lu}/u;
/** Lines of programs, logs, mark-up and tables. */
const MACHINE =
  /^(?:#{1,6}\s|```|[|>]\s?|\/\/|\/\*|<[a-z!/?]|[{}[\]]|\d{4}-\d{2}-\d{2}[T ]\d|\[?\d{2}:\d{2}|(?:DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|TRACE)\b|(?:import|export|const|let|var|function|def|class|return|package|include|using|public|private|if|for|while)\b.*[;{(:]\s*$|[$>]\s)/;

/** What a text looks like by itself. */
export function lookOf(text: string): Look {
  if (/\t[^\n]*\t/.test(text)) return 'other';
  const plain = text.slice(0, 20_000).trim().replace(/\s+/g, ' ');
  // a formula by itself belongs to the text around it
  if (/^\$.+\$[.,]?$/.test(plain)) return 'sentence';
  if (MACHINE.test(plain) || isCode(plain)) return 'other';
  if (BULLET.test(plain)) return 'bullet';
  const finished = endsSentence(plain);
  const sentences = SENTENCE_BREAK.test(plain);
  if (plain.length > MAX_TITLE) return sentences || finished || plain.split(' ').length >= 40 ? 'abstract' : 'other';
  if (plain.length >= MIN_ABSTRACT && (finished || sentences)) return 'abstract';
  if (plain.length >= 80 && finished && sentences) return 'abstract';
  if (!/\p{L}{2}/u.test(plain)) return 'other';
  const isSentence = /[^.]\.["”’)\]]?$|:$|https?:\/\//.test(plain);
  if (isSentence) return plain.includes(' ') ? 'sentence' : 'other';
  return /[;,]$/.test(plain) ? 'other' : 'title';
}

const endsSentence = (text: string): boolean => /(?:[.!?…]["”’)\]]{0,2}|https?:\/\/\S+)\s*$/.test(text);

/** A tenth of the characters being those of programs; mathematics between dollar signs aside. */
function isCode(text: string): boolean {
  const plain = text.replace(/\$[^$]{1,200}\$/g, '');
  const marks = plain.match(/[{}<>=;|\\^_[\]#@`]/g)?.length ?? 0;
  return marks >= 3 && marks * 12 > plain.length;
}
