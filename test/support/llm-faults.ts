/**
 * The script of the scripted server: what goes wrong, for which paper, when and how often. Which call a rate hits depends on the
 * seed, the paper and how often it was asked, never on the order of arrival, so a run with faults can be repeated.
 */
import { createHash } from 'node:crypto';

/** How a call can go wrong. */
export const FAULT_KINDS = [
  // instead of an answer
  'rate_limited',
  'quota',
  'unauthorised',
  'overloaded',
  'server_error',
  'rejected',
  'format_unsupported',
  'context_too_long',
  // on the wire
  'hang',
  'hang_body',
  'drip',
  'reset',
  'cut_body',
  'html',
  'empty',
  'error_envelope',
  'too_long',
  'gzip_bomb',
  'redirect',
  // in the answer
  'refusal',
  'filtered',
  'truncated',
  'lying_stop',
  'whitespace',
  'reasoning_only',
  'no_content',
  'fenced',
  'invalid_json',
  'schema_violation',
  'wrong_number',
  'wrong_quote',
  'slow',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One fault; it strikes where everything it names is true. */
export interface Fault {
  readonly kind: FaultKind;
  /** Part of the paper's title. */
  readonly title?: string;
  /** First and last call of the server, from 1. */
  readonly calls?: readonly [number, number];
  /** Only the first so many calls of each paper. */
  readonly first?: number;
  /** Share of calls, 0 to 1. */
  readonly rate?: number;
  /** Value of the Retry-After header. */
  readonly retryAfter?: string;
  /** Status in place of the usual one. */
  readonly status?: number;
  /** Error text in place of the usual one. */
  readonly message?: string;
  /** For `slow`, how long. */
  readonly ms?: number;
}

/** Everything a server can be told. */
export interface Script {
  readonly faults?: readonly Fault[];
  readonly seed?: number;
  /** Before every answer. */
  readonly latencyMs?: number;
  readonly models?: readonly string[];
  /** Key it insists on. */
  readonly apiKey?: string;
  /** Name of the output cap it refuses. */
  readonly refusesCap?: 'max_tokens' | 'max_completion_tokens';
  /** Most calls at once before it answers 429. */
  readonly mostAtOnce?: number;
  /** Calls per second before it answers 429, counted over a sliding second. */
  readonly mostPerSecond?: number;
}

/** One call as the faults see it. */
export interface Occasion {
  readonly title: string;
  /** Number of this call, from 1. */
  readonly call: number;
  /** How often this paper was asked for, this time included. */
  readonly ofPaper: number;
}

/** First fault of the script that strikes, or null. */
export function faultFor(script: Script, occasion: Occasion): Fault | null {
  return script.faults?.find((fault, i) => strikes(fault, occasion, `${script.seed ?? 1}:${i}`)) ?? null;
}

function strikes(fault: Fault, { title, call, ofPaper }: Occasion, seed: string): boolean {
  if (fault.title !== undefined && !title.includes(fault.title)) return false;
  if (fault.calls && (call < fault.calls[0] || call > fault.calls[1])) return false;
  if (fault.first !== undefined && ofPaper > fault.first) return false;
  return fault.rate === undefined || dice(`${seed}:${title}:${ofPaper}`) < fault.rate;
}

/** Uniform in [0, 1), the same for the same text. */
function dice(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 4_294_967_296;
}

/** Key of a paper in the server's log: 16 hex digits of its title's hash. */
export function paperKey(title: string): string {
  return createHash('sha256').update(title).digest('hex').slice(0, 16);
}
