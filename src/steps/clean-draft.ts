/**
 * The border every string of a model passes: `clean`, so that both stores hold the same bytes and no invisible character travels
 * on; an empty or placeholder text where a field may be null becomes null; a label given twice stays once. Then the limits a JSON
 * Schema cannot carry everywhere. Invariant: a Draft that leaves here is clean, and cleaning it again changes nothing.
 */
import { clean, type Shape } from '../domain/clean.ts';
import { codePointLength } from '../domain/codepoints.ts';
import type { Draft, WireClaim, WireTags } from '../domain/draft.ts';
import { labelKey } from '../domain/vocabulary.ts';

/** Most of anything one abstract can hold; more is a model that repeats itself. */
export const LIMITS = { claims: 60, tagsPerFacet: 40, characters: 8000 } as const;

export interface CleanedDraft {
  readonly draft: Draft;
  readonly repairs: readonly string[];
  /** `hidden_characters`, `suspect`: as `clean` found them in the model's own words. */
  readonly flags: readonly string[];
  /** Limits it broke, one sentence each. */
  readonly issues: readonly string[];
}

/** Cleans a Draft and counts. */
export function cleanDraft(draft: Draft): CleanedDraft {
  const border = new Border();
  const tldr = draft.tldr === undefined ? {} : { tldr: border.text(draft.tldr, 'tldr', 'line') };
  const tags = draft.tags === undefined ? {} : { tags: cleanTags(draft.tags, border) };
  const claims = draft.claims === undefined ? {} : { claims: cleanClaims(draft.claims, border) };
  return {
    draft: { ...tldr, ...tags, ...claims },
    repairs: [...border.repairs],
    flags: [...border.flags],
    issues: border.issues,
  };
}

/** Collects what happened to the texts that passed. */
class Border {
  readonly repairs = new Set<string>();
  readonly flags = new Set<string>();
  readonly issues: string[] = [];

  /** A text that must not be empty. */
  text(raw: string, path: string, shape: Shape): string {
    const text = this.#clean(raw, path, shape);
    if (text === '') this.issues.push(`${path}: is empty`);
    return text;
  }

  /** A text that may be absent. */
  maybe(raw: string | null, path: string, shape: Shape): string | null {
    if (raw === null) return null;
    const text = this.#clean(raw, path, shape);
    if (!PLACEHOLDER.test(text)) return text;
    this.repairs.add(`"${text}" for null`);
    return null;
  }

  count(length: number, most: number, path: string): void {
    if (length > most) this.issues.push(`${path}: ${length} of at most ${most}`);
  }

  #clean(raw: string, path: string, shape: Shape): string {
    // a text this long is refused, so it need not be cleaned
    if (raw.length > 4 * LIMITS.characters) {
      this.count(codePointLength(raw), LIMITS.characters, `${path}: characters`);
      return raw.slice(0, 1);
    }
    const cleaned = clean(raw, shape);
    for (const flag of cleaned.flags) this.flags.add(flag);
    this.count(codePointLength(cleaned.text), LIMITS.characters, `${path}: characters`);
    return cleaned.text;
  }
}

const PLACEHOLDER = /^(?:|null|none|n\/a)$/i;

function cleanTags(tags: WireTags, border: Border): WireTags {
  const closed = <T extends string>(values: readonly T[], facet: string): T[] => {
    border.count(values.length, LIMITS.tagsPerFacet, `tags.${facet}`);
    return once(values, (value) => value, border);
  };
  const open = <T extends { label: string; quote: string | null }>(values: readonly T[], facet: string): T[] => {
    border.count(values.length, LIMITS.tagsPerFacet, `tags.${facet}`);
    const cleaned = values.slice(0, LIMITS.tagsPerFacet).map((tag, i) => ({
      ...tag,
      label: border.text(tag.label, `tags.${facet}.${i}.label`, 'line'),
      quote: border.maybe(tag.quote, `tags.${facet}.${i}.quote`, 'text'),
    }));
    return once(cleaned, (tag) => labelKey(tag.label) || tag.label, border);
  };
  const { primary, also } = tags.contribution;
  return {
    contribution: { primary, also: once([primary, ...closed(also, 'contribution.also')], (value) => value, border).slice(1) },
    modality: closed(tags.modality, 'modality'),
    domain: closed(tags.domain, 'domain'),
    setting: closed(tags.setting, 'setting'),
    language: closed(
      tags.language.slice(0, LIMITS.tagsPerFacet + 1).map((tag, i) => border.text(tag, `tags.language.${i}`, 'line')),
      'language',
    ),
    task: open(tags.task, 'task'),
    method: open(tags.method, 'method'),
    dataset: open(tags.dataset, 'dataset'),
    model: open(tags.model, 'model'),
  };
}

/** The first of each. */
function once<T>(values: readonly T[], keyOf: (value: T) => string, border: Border): T[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = keyOf(value);
    if (seen.has(key)) border.repairs.add('repeated tag');
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function cleanClaims(claims: readonly WireClaim[], border: Border): WireClaim[] {
  border.count(claims.length, LIMITS.claims, 'claims');
  return claims.slice(0, LIMITS.claims).map((claim, i) => {
    const maybe = (raw: string | null, column: string): string | null => border.maybe(raw, `claims.${i}.${column}`, 'line');
    const { baseline } = claim;
    return {
      ...claim,
      quote: border.text(claim.quote, `claims.${i}.quote`, 'text'),
      subject: border.text(claim.subject, `claims.${i}.subject`, 'line'),
      task: maybe(claim.task, 'task'),
      dataset: maybe(claim.dataset, 'dataset'),
      split: maybe(claim.split, 'split'),
      metric: maybe(claim.metric, 'metric'),
      value: maybe(claim.value, 'value'),
      baseline: baseline && { name: maybe(baseline.name, 'baseline.name'), value: maybe(baseline.value, 'baseline.value') },
      conditions: maybe(claim.conditions, 'conditions'),
    };
  });
}
