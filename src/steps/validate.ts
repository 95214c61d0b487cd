/**
 * The verb `validate`: Completion -> Draft. Tells refusal, filter, truncation, reasoning without an answer and silence apart,
 * repairs by documented rules (find-json.ts, clean-draft.ts), then accepts what the strict schema accepts and nothing else.
 * Pure: it can be run again on the call log whenever a rule changes, without a call. The two requests that repair an answer stand
 * below. Invariant of theirs: never cumulative; however often, the messages are the base, the last answer and at most 8 issues.
 */
import type { z } from 'zod';
import { clean } from '../domain/clean.ts';
import type { Completion, Message, Request } from '../domain/completion.ts';
import { type Draft, draftSchema, type Section } from '../domain/draft.ts';
import { PrecisError } from '../domain/errors.ts';
import type { Hash } from '../domain/hash.ts';
import { type Json, parseJson } from '../domain/json.ts';
import { cleanDraft } from './clean-draft.ts';
import { findJson, isOnlyReasoning } from './find-json.ts';

/** An accepted answer. */
export interface Validated {
  readonly draft: Draft;
  /** Rules that were needed, in words. */
  readonly repairs: readonly string[];
  /** `hidden_characters`, `suspect`, `repaired`. */
  readonly flags: readonly string[];
}

const EXCERPT = 500;
/** As many problems as a second try is told about. */
const MOST_ISSUES = 8;
/** As much trailing white space as only a grammar yields that lets a model write nothing else. */
const WHITESPACE_LOOP = 100;
/** Refusals written as an answer by servers without a refusal field; never with JSON in them. */
const REFUSAL = /^(?:i['’]?m sorry|i am sorry|sorry,|i can(?:not|['’]t)\b|i['’]?m (?:unable|not able)|i am (?:unable|not able))/i;

/**
 * Reads an answer.
 * @throws PrecisError `completion.refused`, `completion.filtered`, `completion.truncated`, `completion.reasoning_only`,
 *   `engine.bad_reply` for an empty one, `draft.invalid` with the issues and the first 500 characters
 */
export function validate(completion: Completion, yields: readonly Section[]): Validated {
  if (completion.draft) return accept(completion.draft as unknown as Json, yields, [], '');
  refuseSilence(completion);
  const { content, finishReason } = completion;
  const found = findJson(content);
  if (found.kind === 'object') return accept(readObject(found.json, content), yields, found.repairs, content);
  if (found.kind === 'repeated_key') throw invalid([`$: the key "${found.key}" is given twice`], content);
  if (found.kind === 'unclosed' || finishReason === 'length') throw truncated(completion);
  if (REFUSAL.test(content.trim())) throw new PrecisError('completion.refused', `the model refused: "${oneLine(content)}"`);
  throw invalid(['$: there is no JSON object in the answer'], content);
}

/** What is wrong with an answer, at most 8 sentences; empty for any other error. */
export function issuesOf(error: unknown): readonly string[] {
  return error instanceof PrecisError && error.code === 'draft.invalid' ? (error.facts.issues ?? []) : [];
}

/** Answers without an answer in them. */
function refuseSilence(completion: Completion): void {
  const { content, refusal, finishReason, usage } = completion;
  if (refusal !== null)
    throw new PrecisError('completion.refused', `the model refused: "${oneLine(refusal)}"`, { excerpt: cut(refusal) });
  if (finishReason === 'content_filter') throw new PrecisError('completion.filtered', 'the server filtered the answer out');
  const isEmpty = content.trim() === '';
  if (isOnlyReasoning(content) || (isEmpty && usage.reasoningTokens > 0)) {
    const spent = `${usage.reasoningTokens || usage.completionTokens} tokens`;
    throw new PrecisError('completion.reasoning_only', `the model spent ${spent} on reasoning and gave no answer`);
  }
  if (isEmpty && finishReason === 'length') throw truncated(completion);
  if (isEmpty) throw new PrecisError('engine.bad_reply', 'the answer is empty');
}

/** White space without end is told apart: a larger cap would only buy more of it. */
function truncated({ content, usage }: Completion): PrecisError {
  const excerpt = cut(content);
  if (content.length - content.trimEnd().length >= WHITESPACE_LOOP)
    return new PrecisError('completion.truncated', 'the answer ends in white space without end', {
      excerpt,
      final: true,
      next: 'Turn off free white space in the server (vLLM: disable_any_whitespace), then `precis retry`.',
    });
  return new PrecisError('completion.truncated', `the answer stops after ${usage.completionTokens} tokens, before its JSON ends`, {
    excerpt,
  });
}

function readObject(json: string, content: string): Json {
  try {
    return parseJson(json);
  } catch (error) {
    throw invalid([`$: ${error instanceof Error ? error.message : 'no JSON'}`], content);
  }
}

function accept(json: Json, yields: readonly Section[], repairs: readonly string[], content: string): Validated {
  const parsed = draftSchema(yields).safeParse(json);
  if (!parsed.success)
    throw invalid(
      parsed.error.issues.map((issue) => sentenceOf(issue, json)),
      content,
    );
  const cleaned = cleanDraft(parsed.data);
  if (cleaned.issues.length > 0) throw invalid(cleaned.issues, content);
  const all = [...repairs, ...cleaned.repairs];
  return { draft: cleaned.draft, repairs: all, flags: all.length > 0 ? [...cleaned.flags, 'repaired'] : cleaned.flags };
}

function invalid(issues: readonly string[], content: string): PrecisError {
  const shown = issues.slice(0, MOST_ISSUES);
  const more = issues.length > shown.length ? ` and ${issues.length - shown.length} more` : '';
  return new PrecisError('draft.invalid', `the answer does not fit the schema: ${shown[0]}${more}`, {
    issues: shown,
    excerpt: cut(content),
  });
}

/** Path, what was wanted, and what was there, cut short. */
function sentenceOf(issue: z.core.$ZodIssue, json: Json): string {
  const path = issue.path.length === 0 ? '$' : issue.path.join('.');
  const value = issue.path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], json);
  if (value === undefined && issue.code === 'invalid_type') return `${path}: is missing`;
  const received =
    value === undefined || issue.code === 'unrecognized_keys' ? '' : `, received ${shorten(JSON.stringify(value), 60)}`;
  return shorten(`${path}: ${issue.message}${received}`, 300);
}

const OPENING = 'Your last answer does not fit the schema:';
const CLOSING = 'Give the complete corrected JSON object and nothing else.';
/** A model that ran wild must not be paid to read all of it again. */
const LONGEST_ANSWER = 12_000;

/** Asks once more, with the last answer and what was wrong with it. `parentHash` is the hash of the request that was answered. */
export function reaskRequest(request: Request, completion: Completion, issues: readonly string[], parentHash: Hash): Request {
  const list = issues.slice(0, MOST_ISSUES).map((issue) => `- ${issue}`);
  const messages: Message[] = [
    ...baseMessages(request),
    { role: 'assistant', content: completion.content.slice(0, LONGEST_ANSWER) },
    { role: 'user', content: [OPENING, ...list, CLOSING].join('\n') },
  ];
  return { ...request, messages, parent: parentHash };
}

/** The same request with room for an answer twice as long. */
export function raisedCap(request: Request, parentHash: Hash): Request {
  return { ...request, maxOutput: request.maxOutput * 2, parent: parentHash };
}

/** The messages without an earlier reask. */
function baseMessages({ messages }: Request): readonly Message[] {
  const last = messages.at(-1);
  return last?.role === 'user' && last.content.startsWith(OPENING) ? messages.slice(0, -2) : messages;
}

const shorten = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most)}...`);
const oneLine = (text: string): string => shorten(clean(text.slice(0, 2000), 'line').text, 200);
const cut = (text: string): string => text.slice(0, EXCERPT).toWellFormed();
