/**
 * Support of tags: stated when the label stands in title or abstract or its quote aligns there, inferred otherwise. Closed facets are
 * judgements about the paper and have neither.
 */
import type { Alignment, TagCheck, Texts } from '../domain/check.ts';
import { OPEN_FACETS } from '../domain/facets.ts';
import type { Tag } from '../domain/tag.ts';
import { alignQuotes } from './align.ts';
import { findMentions } from './mention.ts';
import { readSource, type Source } from './source-text.ts';

const NONE: Alignment = { grounding: 'none', span: null };

/** Checks of flattened tags, in their order. */
export function checkTags(tags: readonly Tag[], texts: Texts): TagCheck[] {
  const source = readSource(texts);
  const quoted = tags.flatMap(({ quote }) => (quote ? [quote] : []));
  const aligned = new Map(alignQuotes(quoted, texts).map((alignment, i) => [quoted[i], alignment]));
  return tags.map((tag) => checkTag(tag, tag.quote ? aligned.get(tag.quote) : undefined, source));
}

function checkTag(tag: Tag, quoted: Alignment | undefined, source: Source): TagCheck {
  const isOpen = (OPEN_FACETS as readonly string[]).includes(tag.facet);
  if (!isOpen) return { support: null, alignment: null };
  if (quoted && quoted.grounding !== 'none' && quoted.grounding !== 'fuzzy') return { support: 'stated', alignment: quoted };
  const label = findLabel(tag.label, source);
  if (label) return { support: 'stated', alignment: label };
  return { support: 'inferred', alignment: quoted ?? NONE };
}

/** Where a label stands, whatever its case, hyphens and plural. */
function findLabel(label: string, source: Source): Alignment | null {
  for (const field of [source.abstract, source.title]) {
    const mention = findMentions(label, 'phrase', field, { start: 0, end: field.plain.text.length }).find(
      ({ isLoose }) => !isLoose,
    );
    if (!mention) continue;
    const span = field.spanOf(mention.start, mention.end);
    const printed = [...field.text].slice(span.start, span.end).join('');
    return { grounding: printed === label ? 'exact' : 'whitespace', span };
  }
  return null;
}
