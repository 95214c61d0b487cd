/**
 * Words of a text for alignment and for finding names: where they stand, and a key under which case and a plural ending do not
 * count. Scripts written without spaces give one word per character, so that in-order matching works for them as well.
 */

/** One word; `start` and `end` are units of the text it was found in. */
export interface Word {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** A character of a script without spaces with its marks, a run of letters, or a number with its decimals. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])\p{L}\p{M}*)+|\p{N}+(?:[.,]\p{N}+)*/gu;

/** The words of a text in order. */
export function findWords(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(WORD)) {
    words.push({ key: wordKey(match[0]), start: match.index, end: match.index + match[0].length });
  }
  return words;
}

/** Lower case without a plural ending; numbers stay as they are. */
export function wordKey(word: string): string {
  const lower = word.toLowerCase();
  if (lower.length > 4 && lower.endsWith('ies')) return `${lower.slice(0, -3)}y`;
  return lower.length > 3 && lower.endsWith('s') && !lower.endsWith('ss') && !lower.endsWith('us') ? lower.slice(0, -1) : lower;
}

const ENDINGS =
  /(?:izations?|ations?|ments?|nesses|ness|ingly|ings?|edly|ed|ers?|est|ions?|ors?|ity|ities|ency|ent|acy|ate|al|ly|en|th|es|e|s|y|n)$/;

/** What related words share: `randomly` and `random`, `selected` and `selection`, `tighter` and `tightness`. */
export function wordStem(key: string): string {
  if (key.length < 5 || /\P{L}/u.test(key)) return key;
  const spelled = key.replace(/is(?=ations?$|e$|ed$|ing$|es$)/, 'iz');
  const stem = spelled.replace(ENDINGS, '');
  const kept = stem.length >= 3 ? stem : spelled;
  return kept.replace(/(?<=c)t$|([b-df-hj-np-tv-z])(?=\1$)/, '');
}
