/**
 * The verb `prompt`: Prompt + Paper -> Request. The fixed part is the system message; the last message is exactly one JSON value
 * with the keys candidates, title, abstract in this order (CONTRACTS 7), so a text can neither leave its string nor move the
 * prefix a server caches. Invariant: pure and byte-stable, and neither title nor abstract is ever cut.
 */
import type { Request } from '../domain/completion.ts';
import type { OpenFacet } from '../domain/facets.ts';
import type { Prompt } from '../domain/prompt.ts';
import { retrieveCandidates } from '../domain/retrieve-candidates.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';

/** What a prompt needs of a paper: the cleaned texts of its newest version. */
export interface PaperText {
  readonly title: string;
  readonly abstract: string;
}

/** A vocabulary term as the model sees it. */
interface Candidate {
  readonly facet: OpenFacet;
  readonly label: string;
  readonly definition: string;
}

/** The Request for one paper; candidates are retrieved only for prompts that yield tags. */
export function prompt(prompt: Prompt, paper: PaperText, vocabulary: Vocabulary, model: string): Request {
  const candidates = prompt.yields.includes('tags') ? candidatesFor(vocabulary, paper) : [];
  const material = JSON.stringify({ candidates, title: paper.title, abstract: paper.abstract });
  return {
    model,
    messages: [
      { role: 'system', content: prompt.system },
      { role: 'user', content: material },
    ],
    schemaName: prompt.front.schema,
    jsonSchema: prompt.jsonSchema,
    maxOutput: prompt.front.max_output,
    ...(prompt.front.temperature === undefined ? {} : { temperature: prompt.front.temperature }),
    yields: prompt.yields,
    language: prompt.language,
  };
}

function candidatesFor(vocabulary: Vocabulary, { title, abstract }: PaperText): Candidate[] {
  return retrieveCandidates(vocabulary, title, abstract).map(({ facet, label, definition }) => ({ facet, label, definition }));
}
