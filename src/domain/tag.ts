/**
 * Tags as a flat list. On the wire they are grouped by facet so that a closed facet is a real enum; everywhere else one Tag is a
 * facet and a label, in the order of this file. That order is what `TagCheck`s are aligned with.
 */
import type { WireTags } from './draft.ts';
import { CLOSED_FACETS, type Facet, OPEN_FACETS, type TagRole } from './facets.ts';

/** One tag as the engine gave it. */
export interface Tag {
  readonly facet: Facet;
  readonly label: string;
  /** `primary` or `also` for a contribution, the part a dataset or model plays, else null. */
  readonly role: TagRole | 'primary' | 'also' | null;
  /** Verbatim words that support it; null where the label itself stands in the text, and for closed facets. */
  readonly quote: string | null;
}

/** Tags of a Draft in a fixed order, repeated labels of a facet dropped. */
export function flattenTags(wire: WireTags): Tag[] {
  const tags: Tag[] = [];
  const seen = new Set<string>();
  const add = (tag: Tag): void => {
    const key = `${tag.facet}\u0000${tag.label}`;
    if (seen.has(key)) return;
    seen.add(key);
    tags.push(tag);
  };
  for (const facet of CLOSED_FACETS) {
    if (facet === 'contribution') {
      add({ facet, label: wire.contribution.primary, role: 'primary', quote: null });
      for (const label of wire.contribution.also) add({ facet, label, role: 'also', quote: null });
    } else for (const label of wire[facet]) add({ facet, label, role: null, quote: null });
  }
  for (const label of wire.language) add({ facet: 'language', label, role: null, quote: null });
  for (const facet of OPEN_FACETS)
    for (const tag of wire[facet]) add({ facet, label: tag.label, role: 'role' in tag ? tag.role : null, quote: tag.quote });
  return tags;
}
