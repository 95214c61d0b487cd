/** Terms of the vocabulary: rows to and from the domain. */
import { canonicalJson, readOwnJson } from '../domain/json.ts';
import type { Term } from '../domain/vocabulary.ts';

/** Columns of a term; the facet is the first part of its id. */
export interface TermColumns {
  readonly id: string;
  readonly label: string | null;
  readonly definition: string;
  readonly aliases: string | null;
  readonly status: Term['status'] | null;
  readonly merged_into: string | null;
  readonly parent: string | null;
  readonly include: string | null;
  readonly exclude: string | null;
  readonly example: string | null;
}

/** A term as it is read. */
export type TermRow = TermColumns & { readonly facet: Term['facet'] };

/** The label that an id spells out. */
const labelOf = (id: string): string => id.slice(id.indexOf(':') + 1).replaceAll('-', ' ');

/** Stored form. */
export const encodeTerm = (term: Term): TermColumns => ({
  id: term.id,
  label: term.label === labelOf(term.id) ? null : term.label,
  definition: term.definition,
  aliases: term.aliases.length > 0 ? canonicalJson(term.aliases) : null,
  status: term.status === 'active' ? null : term.status,
  merged_into: term.merged_into,
  parent: term.parent,
  include: term.include,
  exclude: term.exclude,
  example: term.example,
});

/** The term again. */
export const decodeTerm = (row: TermRow): Term => ({
  id: row.id,
  facet: row.facet,
  label: row.label ?? labelOf(row.id),
  aliases: row.aliases === null ? [] : readOwnJson<string[]>(row.aliases),
  definition: row.definition,
  include: row.include,
  exclude: row.exclude,
  example: row.example,
  parent: row.parent,
  status: row.status ?? 'active',
  merged_into: row.merged_into,
});
