/**
 * The border every text passes once: `clean` makes stored bytes the same on every store and keeps the way back to the raw text
 * (CONTRACTS 6). Invisible characters are removed and counted, TeX accents and escapes decoded, white space reduced; intact
 * mathematics stays. It repeats until nothing changes, so cleaning twice is cleaning once. It never throws.
 */
import type { OffsetMap } from './offsets.ts';
import { isSuspect } from './suspect.ts';
import { decodeTex } from './tex.ts';
import { type Edit, TracedText } from './traced-text.ts';
import { reduceSpace } from './white-space.ts';

/** Raised when `clean` or `repair` give other text for the same input; a stored version keeps the one it was made with. */
export const CLEANER_VERSION = 1;

/** A text after cleaning. */
export interface Cleaned {
  readonly text: string;
  /** From cleaned to raw code points; null when both are the same. */
  readonly map: OffsetMap | null;
  /** `hidden_characters`, `suspect`, `repaired`. */
  readonly flags: readonly string[];
  /** Code points removed because nobody sees them. */
  readonly removed: number;
}

/** `text` keeps paragraphs, `line` (a title) has none. */
export type Shape = 'text' | 'line';

/** A rule: the edits it wants for a text. */
export type Rule = (text: string) => readonly Edit[];

/** Enough for every nesting seen; a text that still changes after it is left as it is. */
const MAX_ROUNDS = 8;

/** Cleans a text from any source. Spans are counted over `text` in code points. */
export function clean(raw: string, shape: Shape = 'text'): Cleaned {
  return settle(raw, shape, []).cleaned;
}

/**
 * Cleans with extra rules after the TeX decoding.
 * @returns the text, and how many edits the extra rules made
 */
export function settle(raw: string, shape: Shape, extra: readonly Rule[]): { cleaned: Cleaned; extraEdits: number } {
  let traced = new TracedText(raw);
  let removed = 0;
  let hidden = false;
  let extraEdits = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = traced;
    const found = invisible(traced.text);
    removed += found.edits.length;
    hidden ||= found.hidden;
    traced = traced.edited(found.edits);
    traced = traced.edited(compose(traced.text));
    // before anything makes lines shorter: their widths tell whether the text was wrapped
    traced = traced.edited(reduceSpace(traced.text, shape));
    traced = traced.edited(decodeTex(traced.text));
    for (const rule of extra) {
      const edits = rule(traced.text);
      extraEdits += edits.length;
      traced = traced.edited(edits);
    }
    if (traced === before) break;
  }
  const flags = hidden ? ['hidden_characters'] : [];
  if (hidden || isSuspect(traced.text)) flags.push('suspect');
  return { cleaned: { text: traced.text, map: traced.map(), flags, removed }, extraEdits };
}

/** Controls other than white space, default-ignorable characters, annotation marks, lone surrogates, non-characters. */
const INVISIBLE =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufff9-\ufffb]|\p{Default_Ignorable_Code_Point}|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu;
/** Of these, the ones that copying leaves behind by itself: they hide nothing and raise no flag. */
const HARMLESS = /[\u0000-\u009f\u00ad\u2061-\u2064\ufeff]|\u034f|[\ufe00-\ufe0f]|\p{Surrogate}|\p{Noncharacter_Code_Point}/u;
const JOINER = /\u200c|\u200d/;
/** Scripts that need joiners, and emoji made of several. */
const NEEDS_JOINER =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Gujarati}\p{Extended_Pictographic}]/u;

function invisible(text: string): { edits: Edit[]; hidden: boolean } {
  const edits: Edit[] = [];
  let hidden = false;
  for (const match of text.matchAll(INVISIBLE)) {
    const [character] = match;
    edits.push({ start: match.index, end: match.index + character.length, text: '' });
    if (HARMLESS.test(character)) continue;
    const around = text.slice(Math.max(0, match.index - 3), match.index + 4);
    if (!(JOINER.test(character) && NEEDS_JOINER.test(around))) hidden = true;
  }
  return { edits, hidden };
}

/** A base with its marks, a run of Hangul letters, or a stray mark: what NFC can change lies within one of them. */
const CLUSTER = /[\u1100-\u115f\uac00-\ud7a3][\u1160-\u11ff]*|\P{M}\p{M}*|\p{M}+/gu;

/** Edits that bring a text to NFC, cluster by cluster so that offsets stay exact. */
function compose(text: string): Edit[] {
  const wanted = text.normalize('NFC');
  if (wanted === text) return [];
  const edits: Edit[] = [];
  let composed = '';
  for (const match of text.matchAll(CLUSTER)) {
    const [cluster] = match;
    const normal = cluster.normalize('NFC');
    composed += normal;
    if (normal !== cluster) edits.push({ start: match.index, end: match.index + cluster.length, text: normal });
  }
  return composed === wanted ? edits : [{ start: 0, end: text.length, text: wanted }];
}
