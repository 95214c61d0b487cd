/**
 * The closed facets: enums of the request schema, changed only with a new prompt version (CONTRACTS 5). `domain` is the list of
 * the 26 OpenAlex fields. Open facets resolve to the vocabulary and live there.
 */
export const CONTRIBUTIONS = [
  'method',
  'model_release',
  'dataset',
  'benchmark',
  'evaluation_study',
  'analysis_interpretability',
  'system_or_tool',
  'theory',
  'survey',
  'reproduction',
  'position',
  'application',
  'negative_result',
  'unspecified',
] as const;

export const MODALITIES = [
  'text',
  'image',
  'video',
  'audio_speech',
  '3d',
  'graph',
  'tabular',
  'time_series',
  'code',
  'robot_action',
  'biosignal',
  'remote_sensing',
  'molecule_protein',
  'none',
] as const;

export const DOMAINS = [
  'agricultural_and_biological_sciences',
  'arts_and_humanities',
  'biochemistry_genetics_and_molecular_biology',
  'business_management_and_accounting',
  'chemical_engineering',
  'chemistry',
  'computer_science',
  'decision_sciences',
  'dentistry',
  'earth_and_planetary_sciences',
  'economics_econometrics_and_finance',
  'energy',
  'engineering',
  'environmental_science',
  'health_professions',
  'immunology_and_microbiology',
  'materials_science',
  'mathematics',
  'medicine',
  'neuroscience',
  'nursing',
  'pharmacology_toxicology_and_pharmaceutics',
  'physics_and_astronomy',
  'psychology',
  'social_sciences',
  'veterinary',
] as const;

export const SETTINGS = [
  'zero_shot',
  'few_shot',
  'finetuning',
  'pretraining',
  'inference_time',
  'low_resource',
  'on_device',
  'federated',
  'continual',
  'agentic',
  'human_study',
] as const;

/** Facets whose labels resolve to the vocabulary. */
export const OPEN_FACETS = ['task', 'method', 'dataset', 'model'] as const;
export type OpenFacet = (typeof OPEN_FACETS)[number];

/** Facets whose values are enums of the schema. */
export const CLOSED_FACETS = ['contribution', 'modality', 'domain', 'setting'] as const;
export type ClosedFacet = (typeof CLOSED_FACETS)[number];

/** Every facet a tag can have; `language` is BCP-47, `artifact` and `venue_hint` are set by rule, never by a model. */
export type Facet = OpenFacet | ClosedFacet | 'language' | 'artifact' | 'venue_hint';

/** Part a dataset or a model plays in a paper. */
export const DATASET_ROLES = ['introduced', 'train', 'eval'] as const;
export const MODEL_ROLES = ['introduced', 'base', 'baseline'] as const;
export type TagRole = (typeof DATASET_ROLES)[number] | (typeof MODEL_ROLES)[number];

/** The closed facets as they stand in a prompt, in full: one line each, byte-stable. */
export function renderFacets(): string {
  const lines: [ClosedFacet, readonly string[]][] = [
    ['contribution', CONTRIBUTIONS],
    ['modality', MODALITIES],
    ['domain', DOMAINS],
    ['setting', SETTINGS],
  ];
  return lines.map(([facet, values]) => `${facet}: ${values.join(', ')}`).join('\n');
}
