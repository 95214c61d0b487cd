/**
 * The engine without a model or a key: the baseline an LLM must beat. A sentence of the abstract as TL;DR, vocabulary tags, numeric
 * claims by pattern. Invariant: every text it returns stands in title or abstract, and the same request gives the same Draft.
 */
import { type Completion, NO_USAGE, type Request } from '../../domain/completion.ts';
import type { Draft } from '../../domain/draft.ts';
import { PrecisError } from '../../domain/errors.ts';
import { hashOf } from '../../domain/hash.ts';
import { type Json, parseJson } from '../../domain/json.ts';
import type { Vocabulary } from '../../domain/vocabulary.ts';
import type { Engine } from '../../ports.ts';
import { findClaims } from './claims.ts';
import { nameKey } from './fields.ts';
import { chooseTags } from './tags.ts';
import { chooseTldr, TLDR_WEIGHTS } from './tldr.ts';

const NAME = 'extractive';
/** Raised by hand when any rule of this folder gives another Draft for the same paper. */
const CODE_VERSION = 1;
/** The extractive engine cannot translate. */
const LANGUAGE = 'en';

/**
 * Makes the engine.
 * @param settings.vocabulary asked at every request, because a person may change it while a run is going on
 */
export function createExtractiveEngine(settings: { readonly vocabulary: () => Vocabulary }): Engine {
  const datasets = datasetNames();
  return {
    name: NAME,
    hash: hashOf({ name: NAME, version: CODE_VERSION, weights: TLDR_WEIGHTS }),
    model: null,
    paid: false,
    endpoint: null,
    body: () => null,
    async complete(request: Request, signal: AbortSignal): Promise<Completion> {
      signal.throwIfAborted();
      refuseOtherLanguage(request);
      const { title, abstract } = readPaper(request);
      const vocabulary = settings.vocabulary();
      const draft: Draft = {
        ...(request.yields.includes('tldr') && { tldr: chooseTldr(title, abstract) }),
        ...(request.yields.includes('tags') && { tags: chooseTags(vocabulary, title, abstract) }),
        ...(request.yields.includes('claims') && { claims: findClaims(title, abstract, datasets(vocabulary)) }),
      };
      return {
        content: '',
        finishReason: 'stop',
        refusal: null,
        usage: NO_USAGE,
        rung: 'text',
        servedModel: null,
        fingerprint: null,
        latencyMs: 0,
        draft,
      };
    },
  };
}

function refuseOtherLanguage(request: Request): void {
  if (request.language === LANGUAGE || !request.yields.includes('tldr')) return;
  throw new PrecisError(
    'engine.rejected',
    `writing a TL;DR in "${request.language}": the extractive engine quotes the abstract and cannot translate`,
    { next: 'Set OPENAI_BASE_URL and PRECIS_MODEL for a TL;DR in another language, or leave --lang out.' },
  );
}

/** Title and abstract from the last message (CONTRACTS 7). */
function readPaper(request: Request): { title: string; abstract: string } {
  const paper = readLast(request);
  const text = (key: 'title' | 'abstract'): string | null => {
    const value =
      paper !== null && typeof paper === 'object' && !Array.isArray(paper) ? (paper as Record<string, unknown>)[key] : null;
    return typeof value === 'string' ? value : null;
  };
  const title = text('title');
  const abstract = text('abstract');
  if (title === null || abstract === null)
    throw new PrecisError('engine.rejected', 'reading the request: the last message holds no title and abstract to quote from');
  return { title, abstract };
}

function readLast(request: Request): Json {
  try {
    return parseJson(request.messages.at(-1)?.content ?? 'null');
  } catch (cause) {
    throw new PrecisError('engine.rejected', 'reading the request: the last message is not one JSON object', { cause });
  }
}

/** Keys of the dataset names of a vocabulary, made once per vocabulary. */
function datasetNames(): (vocabulary: Vocabulary) => ReadonlySet<string> {
  const known = new WeakMap<Vocabulary, ReadonlySet<string>>();
  return (vocabulary) => {
    const made = known.get(vocabulary);
    if (made) return made;
    const terms = vocabulary.terms.filter((term) => term.facet === 'dataset' && term.status === 'active');
    const names = new Set(terms.flatMap((term) => [term.label, ...term.aliases]).map(nameKey));
    known.set(vocabulary, names);
    return names;
  };
}
