/**
 * A Prompt: a template with closed front matter. Data, never code. Its hash decides whether a paper is due again: template bytes
 * without front matter, JSON Schema as sent, closed facets as rendered, chosen examples and, for a translated TL;DR, the language.
 * Not in it: file name, comments, front matter, retrieved candidates, so none of these buys a call.
 */
import { z } from 'zod';
import { draftJsonSchema, SECTIONS, type Section } from './draft.ts';
import { PrecisError } from './errors.ts';
import { renderFacets } from './facets.ts';
import { type Hash, hashOf } from './hash.ts';
import type { Json } from './json.ts';
import { lintSchema } from './lint-schema.ts';

/** Closed front matter; an unknown key is an error. */
export const FrontMatter = z.strictObject({
  task: z.string().regex(/^[a-z][a-z-]*$/),
  version: z.int().min(1),
  yields: z.array(z.enum(SECTIONS)).min(1),
  schema: z.literal('draft'),
  max_output: z.int().min(16).max(32_000),
  temperature: z.number().min(0).max(2).optional(),
  description: z.string().min(1),
});
export type FrontMatter = z.infer<typeof FrontMatter>;

/** A prompt file read, checked and rendered: everything a request needs but the paper. */
export interface Prompt {
  /** `enrich.v1`, or `tldr.v1@de` for another language. */
  readonly name: string;
  readonly hash: Hash;
  readonly front: FrontMatter;
  readonly yields: readonly Section[];
  /** BCP-47 language of the TL;DR. */
  readonly language: string;
  /** The fixed part: rendered template, byte-stable. */
  readonly system: string;
  readonly jsonSchema: Json;
  /** The file as it was read, kept with the pin and the run. */
  readonly source: string;
}

/** Placeholders a template may use; any other fails loudly. */
const PLACEHOLDERS = ['facets', 'language'] as const;

/**
 * Reads a prompt file.
 * @param source the file's text: front matter between `---` lines, then the template; `<!-- -->` is a comment
 * @param language BCP-47; English for the default TL;DR
 * @throws PrecisError `prompt.invalid` naming the file and the rule it broke
 */
export function readPrompt(source: string, file: string, language = 'en'): Prompt {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n'));
  if (!parts) throw invalid(file, 'it does not start with front matter between --- lines');
  const front = readFrontMatter(parts[1] as string, file);
  const template = (parts[2] as string).replace(/<!--[\s\S]*?-->\n?/g, '').trim();
  if (template === '') throw invalid(file, 'it has front matter but no instructions after it');
  const values = { facets: renderFacets(), language: languageName(language, file) };
  const system = fill(template, values, file);
  if (language !== 'en' && !uses(template, 'language'))
    throw invalid(file, `it has no {{language}} placeholder, so it cannot answer in "${language}"`);
  const jsonSchema = draftJsonSchema(front.yields);
  const findings = lintSchema(jsonSchema);
  if (findings.length > 0) throw invalid(file, `its JSON Schema would be refused by some servers: ${findings.join('; ')}`);
  const hash = promptHash({ template, jsonSchema, facets: uses(template, 'facets') ? values.facets : '', examples: [], language });
  const name = `${front.task}.v${front.version}${language === 'en' ? '' : `@${language}`}`;
  return { name, hash, front, yields: front.yields, language, system, jsonSchema, source };
}

/** What a prompt hash is a hash of. */
export interface PromptParts {
  /** Template bytes without front matter and comments, placeholders not filled. */
  readonly template: string;
  readonly jsonSchema: Json;
  /** Closed facets as rendered; empty where the template shows none. */
  readonly facets: string;
  readonly examples: readonly Json[];
  readonly language: string;
}

/** The prompt hash of CONTRACTS 1; English, the default, leaves no trace in it. */
export function promptHash({ template, jsonSchema, facets, examples, language }: PromptParts): Hash {
  return hashOf([template, jsonSchema, facets, examples, ...(language === 'en' ? [] : [language])]);
}

/** `--tasks tldr,tags` as sections, in the order of the schema. @throws PrecisError `usage` for a word that is no task */
export function readTasks(text: string): Section[] {
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !(SECTIONS as readonly string[]).includes(word));
  if (unknown !== undefined)
    throw new PrecisError('usage', `reading --tasks ${text}: "${unknown}" is not a task; known: ${SECTIONS.join(', ')}`);
  return SECTIONS.filter((section) => words.includes(section));
}

/** Tasks of the prompts that yield exactly these sections: one request for all three, else one for each. */
export function promptTasks(sections: readonly Section[]): string[] {
  const wanted = SECTIONS.filter((section) => sections.includes(section));
  return wanted.length === SECTIONS.length ? ['enrich'] : wanted;
}

const invalid = (file: string, rule: string): PrecisError => new PrecisError('prompt.invalid', `reading prompt ${file}: ${rule}`);

/** `key: value` lines; lists in brackets, `#` starts a comment line. The keys are closed, so this needs no YAML. */
function readFrontMatter(text: string, file: string): FrontMatter {
  const fields = new Map<string, unknown>();
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const match = /^([a-z_]+):\s*(.*?)\s*$/.exec(line);
    if (!match) throw invalid(file, `the front matter line "${line}" is not "key: value"`);
    const key = match[1] as string;
    if (fields.has(key)) throw invalid(file, `front matter key "${key}" stands twice`);
    if (!Object.hasOwn(FrontMatter.shape, key))
      throw invalid(file, `unknown front matter key "${key}"; known: ${Object.keys(FrontMatter.shape).join(', ')}`);
    fields.set(key, readScalar(match[2] as string));
  }
  const parsed = FrontMatter.safeParse(Object.fromEntries(fields));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `front matter ${issue.path.join('.')}: ${issue.message}`);
  throw invalid(file, problems.join('; '));
}

function readScalar(value: string): unknown {
  const list = /^\[(.*)\]$/.exec(value);
  if (list)
    return (list[1] as string)
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

type Placeholder = (typeof PLACEHOLDERS)[number];
const PLACEHOLDER = /\{\{\s*([^}]*?)\s*\}\}/g;

function uses(template: string, placeholder: Placeholder): boolean {
  return [...template.matchAll(PLACEHOLDER)].some((match) => match[1] === placeholder);
}

function fill(template: string, values: Record<Placeholder, string>, file: string): string {
  return template.replace(PLACEHOLDER, (whole, name: string) => {
    if (!(PLACEHOLDERS as readonly string[]).includes(name))
      throw invalid(file, `unknown placeholder ${whole}; known: ${PLACEHOLDERS.join(', ')}`);
    return values[name as Placeholder];
  });
}

/** English name of a BCP-47 tag, with the tag. */
function languageName(tag: string, file: string): string {
  try {
    const name = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(tag);
    if (name) return tag === 'en' ? 'English' : `${name} (${tag})`;
  } catch {
    // a malformed tag throws, an unknown one gives nothing; both end in the sentence below
  }
  throw new PrecisError('config.invalid', `reading prompt ${file}: "${tag}" is not a known language tag`, {
    next: 'Use a BCP-47 tag such as de or pt-BR.',
  });
}
