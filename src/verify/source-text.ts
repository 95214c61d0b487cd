/**
 * Title and abstract prepared once per paper: their plain forms, words and quantities, which every check reads. Prepared on first
 * use and remembered for as long as the caller keeps the same `Texts`.
 */
import type { FieldSpan, Texts } from '../domain/check.ts';
import { findMetricMentions } from './metrics.ts';
import { type PlainText, plainText, sourceSpan } from './plain-text.ts';
import { type Quantity, scanQuantities } from './quantity.ts';
import { sentenceStarts } from './sentence.ts';
import { findWords, type Word } from './words.ts';

/** The field a span can lie in. */
export type Field = FieldSpan['field'];

/** One cleaned field and what was read from it, each made on first use. */
export class SourceField {
  readonly field: Field;
  readonly text: string;
  #spaced: PlainText | null = null;
  #plain: PlainText | null = null;
  #quantities: readonly Quantity[] | null = null;
  #words: readonly Word[] | null = null;
  #sentences: readonly number[] | null = null;
  #namesShare: boolean | null = null;

  constructor(field: Field, text: string) {
    this.field = field;
    this.text = text;
  }

  /** The `whitespace` form. */
  get spaced(): PlainText {
    this.#spaced ??= plainText(this.text, 'whitespace');
    return this.#spaced;
  }

  /** The `latex` form, which numbers and binding read. */
  get plain(): PlainText {
    this.#plain ??= plainText(this.text, 'latex');
    return this.#plain;
  }

  /** Quantities of the plain form, in order. */
  get quantities(): readonly Quantity[] {
    this.#quantities ??= scanQuantities(this.plain);
    return this.#quantities;
  }

  /** Words of the plain form, in order. */
  get words(): readonly Word[] {
    this.#words ??= findWords(this.plain.text);
    return this.#words;
  }

  /** Whether the field names a metric whose values are shares. */
  get namesShare(): boolean {
    this.#namesShare ??= findMetricMentions(this.plain.text).some(({ metric }) => metric.isShare);
    return this.#namesShare;
  }

  /** Units of the plain form at which a sentence begins. */
  get sentences(): readonly number[] {
    this.#sentences ??= sentenceStarts(this.plain.text);
    return this.#sentences;
  }

  /** Span in the source of a range of the plain form. */
  spanOf(start: number, end: number): FieldSpan {
    return { field: this.field, ...sourceSpan(this.plain, start, end) };
  }
}

/** The prepared fields of a paper. */
export interface Source {
  readonly abstract: SourceField;
  readonly title: SourceField;
}

const prepared = new WeakMap<Texts, Source>();

/** Prepares the texts of a paper, or gives what was prepared for the same object before. */
export function readSource(texts: Texts): Source {
  const known = prepared.get(texts);
  if (known) return known;
  const source: Source = { abstract: new SourceField('abstract', texts.abstract), title: new SourceField('title', texts.title) };
  prepared.set(texts, source);
  return source;
}
