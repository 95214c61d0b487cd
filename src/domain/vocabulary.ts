/**
 * The closed vocabulary with proposals. A Term is an accepted label of an open facet with its aliases and definition; a label that
 * resolves to no active Term is a proposal for a person. The database is the record once it is seeded.
 */
import { z } from 'zod';
import { PrecisError } from './errors.ts';
import { OPEN_FACETS, type OpenFacet } from './facets.ts';
import { parseJson } from './json.ts';

export const Term = z.strictObject({
  /** `task:passage-retrieval` */
  id: z.string().regex(/^(task|method|dataset|model):[a-z0-9][a-z0-9.+-]*$/),
  facet: z.enum(OPEN_FACETS),
  label: z.string().min(1),
  aliases: z.array(z.string().min(1)),
  /** One line; no term without one. */
  definition: z.string().min(1),
  include: z.string().nullable(),
  exclude: z.string().nullable(),
  example: z.string().nullable(),
  parent: z.string().nullable(),
  status: z.enum(['active', 'proposed', 'rejected', 'merged']),
  merged_into: z.string().nullable(),
});
export type Term = z.infer<typeof Term>;

/** Seed file `prompts/vocabulary.v1.json`: one term per line; optional fields may be left out there. */
export const VocabularyFile = z.strictObject({
  version: z.literal('v1'),
  terms: z.array(
    Term.partial({ include: true, exclude: true, example: true, parent: true, status: true, merged_into: true }).transform(
      (term): Term => ({ include: null, exclude: null, example: null, parent: null, status: 'active', merged_into: null, ...term }),
    ),
  ),
});

/** Case, spacing, hyphens, punctuation and a plural ending do not make another label. */
export function labelKey(label: string): string {
  const words = labelWords(label.normalize('NFKC')).map(({ word }) => word);
  return words.map((word, i) => (i === words.length - 1 ? singular(word) : word).toLowerCase()).join('-');
}

/** The key that also makes "fine-tuning", "fine tuning" and "finetuning" one: what labels are looked up by. */
export function compactKey(label: string): string {
  return labelKey(label).replaceAll('-', '');
}

/** A word of a label or a text: letters, digits, `+`, `#` and inner full stops, as in `C++` and `GPT-4.1`. */
export interface LabelWord {
  readonly word: string;
  /** UTF-16 range in the text it was found in. */
  readonly start: number;
  readonly end: number;
}

/** Words of a text in order, their case kept; the one rule by which labels and texts are cut. */
export function labelWords(text: string): LabelWord[] {
  const words: LabelWord[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}+#]+(?:\.[\p{L}\p{N}+#]+)*/gu))
    words.push({ word: match[0], start: match.index, end: match.index + match[0].length });
  return words;
}

/** A word without its English plural ending: networks, GANs, ontologies, searches. */
export function singular(word: string): string {
  if (/^[A-Z][A-Z0-9]+s$/.test(word)) return word.slice(0, -1);
  if (/^[A-Za-z][a-z]{2,}ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/^[A-Za-z][a-z]*(?:ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  return /^[A-Za-z][a-z]{2,}[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

/** What a label resolves to. */
export interface Resolution {
  readonly id: string | null;
  readonly label: string;
  readonly status: 'active' | 'proposed' | 'rejected';
}

/** A vocabulary ready for look-ups; immutable, one per vocabulary version. */
export class Vocabulary {
  readonly version: string;
  readonly terms: readonly Term[];
  readonly #byKey = new Map<string, Term>();
  readonly #byId = new Map<string, Term>();

  constructor(version: string, terms: readonly Term[]) {
    this.version = version;
    this.terms = terms;
    for (const term of terms) this.#byId.set(term.id, term);
    for (const term of terms)
      for (const label of [term.label, ...term.aliases]) {
        const key = `${term.facet}:${compactKey(label)}`;
        const taken = this.#byKey.get(key);
        if (!taken || (taken.status !== 'active' && term.status === 'active')) this.#byKey.set(key, term);
      }
  }

  /** Term of an id, merges followed. */
  get(id: string): Term | undefined {
    let term = this.#byId.get(id);
    for (let hops = 0; term?.merged_into && hops < 16; hops++) term = this.#byId.get(term.merged_into);
    return term;
  }

  /** What a label of an open facet stands for: a Term, or a proposal under its own words. */
  resolve(facet: OpenFacet, label: string): Resolution {
    const found = this.#byKey.get(`${facet}:${compactKey(label)}`);
    const term = found && (this.get(found.id) ?? found);
    if (term?.status === 'active') return { id: term.id, label: term.label, status: 'active' };
    return { id: null, label, status: term?.status === 'rejected' ? 'rejected' : 'proposed' };
  }
}

/**
 * Terms of the seed file.
 * @throws PrecisError `vocabulary.invalid` naming the file and the first term that breaks a rule
 */
export function readVocabulary(text: string, file: string): Vocabulary {
  const parsed = VocabularyFile.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new PrecisError(
      'vocabulary.invalid',
      `reading vocabulary ${file}: ${issue?.path.join('.') || 'file'}: ${issue?.message}`,
    );
  }
  const clash = firstClash(parsed.data.terms);
  if (clash) throw new PrecisError('vocabulary.invalid', `reading vocabulary ${file}: ${clash}`);
  return new Vocabulary(parsed.data.version, parsed.data.terms);
}

/** Two terms of a facet that answer to one label, an id given twice, or a parent that does not exist, in a sentence. */
function firstClash(terms: readonly Term[]): string | undefined {
  const ids = new Set(terms.map((term) => term.id));
  if (ids.size < terms.length) return 'two terms have the same id';
  const taken = new Map<string, Term>();
  for (const term of terms) {
    if (term.parent !== null && !ids.has(term.parent)) return `${term.id} has the unknown parent ${term.parent}`;
    for (const label of [term.label, ...term.aliases]) {
      const key = `${term.facet}:${compactKey(label)}`;
      const other = taken.get(key);
      if (other && other !== term) return `"${label}" belongs to both ${other.id} and ${term.id}`;
      taken.set(key, term);
    }
  }
  return undefined;
}
