/**
 * Titles and abstracts paired out of segments, in one pass with one text of lookahead. Invariant: every segment ends in exactly one
 * place - a listing, a rejected block or page furniture - and an abstract never moves to a title that is not directly before it.
 */
import type { Malformed } from '../domain/listing.ts';
import { MAX_RAW } from './decode.ts';
import type { Segment } from './hf-segments.ts';

type Text = Extract<Segment, { kind: 'text' }>;
type Fault = Extract<Segment, { kind: 'fault' }>;

/** What pairing yields. */
export type Pairing =
  | { readonly kind: 'paper'; readonly title: Text; readonly abstract: readonly Text[]; readonly summary: Text | null }
  | { readonly kind: 'furniture'; readonly what: string; readonly start: number; readonly end: number }
  | { readonly kind: 'unknown'; readonly segment: Text }
  | {
      readonly kind: 'broken';
      readonly code: Malformed['code'];
      readonly reason: string;
      readonly raw: string;
      readonly start: number;
      readonly end: number;
    };

/** Longest abstract put together from several blocks; arXiv allows 1,920 characters. */
const MAX_JOINED = 2_200;
/** Most furniture looked past for the next text. */
const MAX_LOOKAHEAD = 256;

/** Pairs titles with abstracts as segments come. */
export class Pairer {
  readonly #open = new OpenPaper();
  readonly #waiting: Segment[] = [];
  #before: Segment | null = null;

  /** What is decided with this segment. */
  *push(segment: Segment): Generator<Pairing> {
    const waiting = this.#waiting;
    waiting.push(segment);
    while (
      waiting.length > 1 &&
      (waiting[0]?.kind === 'furniture' || segment.kind !== 'furniture' || waiting.length > MAX_LOOKAHEAD)
    )
      yield* this.#decide();
  }

  /** Everything that is still open. */
  *end(): Generator<Pairing> {
    while (this.#waiting.length > 0) yield* this.#decide();
    yield* this.#open.close();
  }

  *#decide(): Generator<Pairing> {
    const segment = this.#waiting.shift();
    if (!segment) return;
    const next = this.#waiting.find(({ kind }) => kind !== 'furniture') ?? null;
    const beside = { before: this.#before, after: this.#waiting[0] ?? null };
    this.#before = segment;
    if (segment.kind === 'text') yield* this.#open.text(segment, next, beside);
    else if (segment.kind === 'fault') yield* this.#open.fault(segment, next);
    else {
      if (segment.announces === 'summary') this.#open.expectSummary();
      yield { kind: 'furniture', what: segment.what, start: segment.start, end: segment.end };
    }
  }
}

/** The paper being put together. */
class OpenPaper {
  #title: Text | null = null;
  #abstract: Text[] = [];
  #summary: Text | null = null;
  #summaryComes = false;
  /** A block that could not be read and may be the title of what follows. */
  #fault: Fault | null = null;

  expectSummary(): void {
    this.#summaryComes = true;
  }

  *close(): Generator<Pairing> {
    if (this.#fault) yield broken(this.#fault, []);
    if (this.#title) yield { kind: 'paper', title: this.#title, abstract: this.#abstract, summary: this.#summary };
    this.#start(null);
  }

  /** An unreadable block takes the title before it, or the abstract after it, along: half a paper is no paper. */
  *fault(segment: Fault, next: Segment | null): Generator<Pairing> {
    const beforeAbstract = next?.kind === 'text' && next.look === 'abstract';
    if (this.#title && this.#abstract.length === 0) {
      // megabytes are no title: the abstract that follows belongs to the title before
      if (segment.code === 'listing.too_large' && beforeAbstract) {
        yield broken(segment, []);
        return;
      }
      yield broken(segment, [this.#title]);
      this.#start(null);
      return;
    }
    yield* this.close();
    if (beforeAbstract) this.#fault = segment;
    else yield broken(segment, []);
  }

  *text(segment: Text, next: Segment | null, beside: Beside): Generator<Pairing> {
    if (this.#fault) {
      yield broken(this.#fault, [segment]);
      this.#start(null);
      return;
    }
    if (this.#summaryComes && this.#title && segment.look !== 'title') {
      this.#summaryComes = false;
      this.#summary = segment;
      return;
    }
    this.#summaryComes = false;
    if (this.#isTitle(segment, next)) {
      if (this.#title && isName(segment, next, beside)) {
        yield { kind: 'furniture', what: 'name', start: segment.start, end: segment.end };
        return;
      }
      yield* this.close();
      this.#start(segment);
    } else if (this.#takes(segment)) this.#abstract.push(segment);
    else {
      yield* this.close();
      yield { kind: 'unknown', segment };
    }
  }

  #start(title: Text | null): void {
    this.#title = title;
    this.#abstract = [];
    this.#summary = null;
    this.#fault = null;
  }

  #isTitle(segment: Text, next: Segment | null): boolean {
    if (segment.look === 'title') return true;
    // a title with a full stop: what follows is an abstract, and the paper before it is complete
    if (segment.look !== 'sentence' || next?.kind !== 'text' || next.look !== 'abstract') return false;
    if (!this.#title) return true;
    return this.#length() >= 200 && isHeadline(segment.text);
  }

  #takes(segment: Text): boolean {
    if (!this.#title || segment.look === 'other') return false;
    if (this.#abstract.length === 0) return segment.look === 'abstract' || segment.look === 'sentence';
    return this.#length() + segment.text.length <= MAX_JOINED;
  }

  #length(): number {
    return this.#abstract.reduce((sum, segment) => sum + segment.text.length, 0);
  }
}

/** What stands directly before and after a text. */
interface Beside {
  readonly before: Segment | null;
  readonly after: Segment | null;
}

const NEAR_NAMES = ['submitter', 'date', 'authors', 'votes', 'repository', 'separator', 'number', 'button', 'name'];

/** An account or organisation between furniture: a few words that no abstract follows, or one word after a real title. */
function isName(segment: Text, next: Segment | null, { before, after }: Beside): boolean {
  const words = segment.text.trim().split(/\s+/);
  const near = [before, after].some((neighbour) => neighbour?.kind === 'furniture' && NEAR_NAMES.includes(neighbour.what));
  const short = segment.text.length <= 40 && words.length <= 4 && !/[:?!]/.test(segment.text);
  const hasAbstract = next?.kind === 'text' && (next.look === 'abstract' || next.look === 'sentence');
  return short && near && (!hasAbstract || words.length === 1);
}

/** Most words of some length begin with a capital. */
function isHeadline(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => word.length > 3);
  return words.filter((word) => /^[^\p{L}]*\p{Lu}/u.test(word)).length * 3 >= words.length * 2;
}

function broken(fault: Fault, beside: readonly Text[]): Pairing {
  const parts = [fault, ...beside].sort((a, b) => a.start - b.start);
  const raw = parts.map((part) => (part.kind === 'text' ? part.text : part.raw)).join('\n\n');
  return {
    kind: 'broken',
    code: fault.code,
    reason: fault.reason,
    raw: raw.slice(0, MAX_RAW),
    start: parts[0]?.start ?? fault.start,
    end: parts.at(-1)?.end ?? fault.end,
  };
}
