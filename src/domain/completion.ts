/** A Request to an engine, and the Completion that comes back: raw text and what it cost, before anything is parsed. */
import type { Draft, Section } from './draft.ts';
import type { Hash } from './hash.ts';
import type { Json } from './json.ts';

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** Everything that decides an answer, and nothing that does not: no host, key, tier or run. */
export interface Request {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly schemaName: string;
  readonly jsonSchema: Json;
  readonly maxOutput: number;
  readonly temperature?: number;
  readonly yields: readonly Section[];
  readonly language: string;
  /** Request hash of the answer this one repairs. */
  readonly parent?: Hash;
}

/** Tokens as the server counted them; 0 where it does not say. */
export interface Usage {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
}

export const NO_USAGE: Usage = Object.freeze({ promptTokens: 0, cachedTokens: 0, completionTokens: 0, reasoningTokens: 0 });

/** Structured-output rung that produced an answer. */
export type Rung = 'json_schema' | 'tool' | 'json_object' | 'text';

export interface Completion {
  readonly content: string;
  readonly finishReason: string | null;
  readonly refusal: string | null;
  readonly usage: Usage;
  readonly rung: Rung;
  /** Model and fingerprint the server says it used. */
  readonly servedModel: string | null;
  readonly fingerprint: string | null;
  readonly latencyMs: number;
  /** Engines without a call give the Draft itself. */
  readonly draft?: Draft;
}

/**
 * Tokens a request will take, roughly: four characters each, as English prose and JSON do, plus the answer's cap.
 * Good for pacing only; money is reserved from the cap and settled from the server's own count.
 */
export function estimateTokens(request: Request): number {
  return promptTokens(request) + request.maxOutput;
}

/** Tokens of the messages alone, by the same rough measure. */
export function promptTokens(request: Request): number {
  return Math.ceil(promptCharacters(request) / CHARACTERS_PER_TOKEN);
}

/** Whether the server read far less than it was sent: some cut a long prompt in silence and answer about what is left. */
export function isClipped(request: Request, usage: Usage): boolean {
  const least = promptCharacters(request) / (2 * CHARACTERS_PER_TOKEN);
  return usage.promptTokens > 0 && least >= CLIP_FLOOR && usage.promptTokens < least;
}

const CHARACTERS_PER_TOKEN = 4;
/** Below this an estimate is too coarse to accuse a server. */
const CLIP_FLOOR = 256;

const promptCharacters = (request: Request): number =>
  request.messages.reduce((characters, message) => characters + message.content.length, 0);
