/** The shipped prompts and vocabulary, and the invented papers with their Drafts, read from the checkout. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Draft, WireClaim, WireTags } from '../../src/domain/draft.ts';
import { readOwnJson } from '../../src/domain/json.ts';
import { type Prompt, readPrompt } from '../../src/domain/prompt.ts';
import { readVocabulary, type Vocabulary } from '../../src/domain/vocabulary.ts';

const folder = (path: string): URL => new URL(`../../${path}`, import.meta.url);

export const SHIPPED_TASKS = ['enrich', 'tldr', 'tags', 'claims'] as const;

export function promptSource(task: string): string {
  return readFileSync(folder(`prompts/${task}.v1.md`), 'utf8');
}

export function shippedPrompt(task: string, language = 'en'): Prompt {
  return readPrompt(promptSource(task), `${task}.v1.md`, language);
}

export function vocabularySource(): string {
  return readFileSync(folder('prompts/vocabulary.v1.json'), 'utf8');
}

let vocabulary: Vocabulary | undefined;

/** Read once per test file. */
export function shippedVocabulary(): Vocabulary {
  vocabulary ??= readVocabulary(vocabularySource(), 'vocabulary.v1.json');
  return vocabulary;
}

/** What the full wire form would carry for one claim and the lean form leaves to code. */
export interface FullClaim {
  readonly statement: string;
  readonly direction: 'higher_better' | 'lower_better' | 'unknown';
  readonly value: {
    readonly number: number;
    readonly low: null;
    readonly high: null;
    readonly unit: string;
    readonly form: string;
    readonly bound: string;
  } | null;
  readonly baseline: { readonly number: number | null; readonly scope: string } | null;
}

/** An invented paper with the Draft a careful reader would give. */
export interface SamplePaper {
  readonly name: string;
  readonly title: string;
  readonly abstract: string;
  readonly draft: Draft & { readonly tldr: string; readonly tags: WireTags; readonly claims: readonly WireClaim[] };
  readonly fullForm: {
    readonly problem: string;
    readonly approach: string;
    readonly finding: string;
    readonly limitation: string | null;
    readonly nuggets: readonly string[];
    readonly claims: readonly FullClaim[];
  };
}

export function samplePapers(): SamplePaper[] {
  const papers = folder('test/fixtures/papers/');
  return readdirSync(papers)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ ...readOwnJson<SamplePaper>(readFileSync(new URL(file, papers), 'utf8')), name: file.replace('.json', '') }));
}
