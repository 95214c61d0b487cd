/**
 * Two names for one number. `max_tokens` is what every compatible server honours, but OpenAI's reasoning models refuse it and
 * want `max_completion_tokens`, which older local servers ignore without a word: an answer without a cap. So the old name goes
 * first (on OpenAI's own host the new one), because its refusal is loud; a refusal changes the name once, for all later calls of
 * this endpoint. The name is not part of the request hash: a body is hashed with `max_tokens` whatever name was sent, so a logged
 * call is found again by a process that has not learnt the name yet, and on a server that wants the other one.
 */
import { type HttpFailure, readComplaint } from './http-failure.ts';

export type CapName = 'max_tokens' | 'max_completion_tokens';

/** Name under which a body is hashed. */
export const HASHED_CAP: CapName = 'max_tokens';

/** What one endpoint has taught about the name; shared by its calls, changed at most once. */
export interface OutputCap {
  name(): CapName;
  /** Whether to send again under `name()` after a call that had used `sent` was refused. */
  isWorthAnother(sent: CapName, failure: HttpFailure): boolean;
}

const UNKNOWN = /unsupported|not supported|unrecogni[sz]ed|unknown|unexpected|not permitted|not allowed|extra (?:inputs|fields)/i;

/** Starts with the name that suits the host. */
export function createOutputCap(host: string): OutputCap {
  let name: CapName = host === 'api.openai.com' ? 'max_completion_tokens' : 'max_tokens';
  let isLearnt = false;
  return {
    name: () => name,
    isWorthAnother(sent, failure) {
      if (!isRefused(sent, failure)) return false;
      if (name !== sent) return true;
      if (isLearnt) return false;
      isLearnt = true;
      name = sent === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
      return true;
    },
  };
}

/** "max_tokens is too large" names it too and is no reason to rename it. */
function isRefused(sent: CapName, failure: HttpFailure): boolean {
  if (failure.status !== 400 && failure.status !== 422) return false;
  const { codes, param, words } = readComplaint(failure.body);
  if (param === sent && codes.some((code) => UNKNOWN.test(code.replaceAll('_', ' ')))) return true;
  return new RegExp(`\\b${sent}\\b`).test(words) && UNKNOWN.test(words);
}
