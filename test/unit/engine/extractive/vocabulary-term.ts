import type { OpenFacet } from '../../../../src/domain/facets.ts';
import type { Term } from '../../../../src/domain/vocabulary.ts';

/** A Term for a small vocabulary; the facet is the first part of its id. */
export function term(id: string, label: string, aliases: readonly string[]): Term {
  return {
    id,
    facet: id.split(':')[0] as OpenFacet,
    label,
    aliases: [...aliases],
    definition: label,
    include: null,
    exclude: null,
    example: null,
    parent: null,
    status: 'active',
    merged_into: null,
  };
}
