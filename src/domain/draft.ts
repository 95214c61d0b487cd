/**
 * The Draft: what a model returns and Zod accepts, in the lean wire form (reference enrichment-schema 2.5). It carries nothing
 * code can compute again. The one place where this shape is declared: request schema, types and validation derive from it.
 * Evidence stands before judgement, every key is required, absence is null, and there are no defaults.
 */
import { z } from 'zod';
import { CONTRIBUTIONS, DATASET_ROLES, DOMAINS, MODALITIES, MODEL_ROLES, SETTINGS } from './facets.ts';
import type { Json } from './json.ts';

/** Parts an Enrichment can yield; a TL;DR in another language is `tldr:<bcp47>`. */
export const SECTIONS = ['tldr', 'tags', 'claims'] as const;
export type Section = (typeof SECTIONS)[number];

const text = z.string();
const orNull = z.string().nullable();

const openTag = z.strictObject({ label: text, quote: orNull });
const datasetTag = z.strictObject({ label: text, role: z.enum(DATASET_ROLES), quote: orNull });
const modelTag = z.strictObject({ label: text, role: z.enum(MODEL_ROLES), quote: orNull });

/** Tags grouped by facet, so that a closed facet is a real enum. */
export const WireTags = z.strictObject({
  contribution: z.strictObject({ primary: z.enum(CONTRIBUTIONS), also: z.array(z.enum(CONTRIBUTIONS)) }),
  modality: z.array(z.enum(MODALITIES)),
  domain: z.array(z.enum(DOMAINS)),
  setting: z.array(z.enum(SETTINGS)),
  language: z.array(text),
  task: z.array(openTag),
  method: z.array(openTag),
  dataset: z.array(datasetTag),
  model: z.array(modelTag),
});
export type WireTags = z.infer<typeof WireTags>;

export const CLAIM_KINDS = [
  'result',
  'comparison',
  'efficiency',
  'resource_stat',
  'theoretical',
  'qualitative',
  'limitation',
] as const;
export const ATTRIBUTIONS = ['this_paper', 'prior_work'] as const;
export const OUTCOMES = ['improves', 'ties', 'degrades', 'mixed', 'not_compared'] as const;

/** One claim as the model gives it; `value` and `baseline.value` are strings as printed in the abstract. */
export const WireClaim = z.strictObject({
  quote: text,
  kind: z.enum(CLAIM_KINDS),
  attribution: z.enum(ATTRIBUTIONS),
  subject: text,
  task: orNull,
  dataset: orNull,
  split: orNull,
  metric: orNull,
  value: orNull,
  baseline: z.strictObject({ name: orNull, value: orNull }).nullable(),
  outcome: z.enum(OUTCOMES),
  conditions: orNull,
});
export type WireClaim = z.infer<typeof WireClaim>;

const shape = { tldr: text, tags: WireTags, claims: z.array(WireClaim) };

/** Draft schemas by the sections a prompt yields, key order as on the wire; built once, because a build costs about 100 us. */
const drafts = new Map<string, z.ZodType<Draft>>();

/** A Draft holds exactly the sections its prompt yields. */
export interface Draft {
  readonly tldr?: string;
  readonly tags?: WireTags;
  readonly claims?: readonly WireClaim[];
}

/** Zod schema of a Draft with these sections. */
export function draftSchema(yields: readonly Section[]): z.ZodType<Draft> {
  const wanted = SECTIONS.filter((section) => yields.includes(section));
  const known = drafts.get(wanted.join());
  if (known) return known;
  const schema = z.strictObject(
    Object.fromEntries(wanted.map((section) => [section, shape[section]])),
  ) as unknown as z.ZodType<Draft>;
  drafts.set(wanted.join(), schema);
  return schema;
}

/** JSON Schema sent to a server for these sections: strict subset, no `$schema`, key order of the Zod shape. */
export function draftJsonSchema(yields: readonly Section[]): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(draftSchema(yields), { io: 'output' }) as { [key: string]: Json };
  return schema;
}
