/**
 * The guard around any fetch: one deadline from connecting to the last byte, at most so many bytes of reply, one origin, no
 * redirects. Node's fetch alone waits 300 s for headers, follows redirects and unpacks a compressed bomb without end.
 * Invariant: what comes out is a Response whose body lies in memory and is no longer than the cap.
 */
import { PrecisError } from '../domain/errors.ts';
import type { Clock } from '../ports.ts';
import { causeCode, describeCause, mayHaveReached } from './cause-code.ts';

/** The part of the standard fetch that precis uses. */
export type Fetch = typeof globalThis.fetch;

export interface GuardLimits {
  /** The only origin that is asked, such as `https://api.example.org`. */
  readonly origin: string;
  /** From the start of a request to the last byte of its reply. */
  readonly deadlineMs: number;
  /** Counted after decompression. */
  readonly maxBytes: number;
  /** Opens every sentence: `asking MODEL at HOST`. */
  readonly what: string;
  readonly clock: Pick<Clock, 'sleep'>;
}

/** Characters of a bad reply that are kept. */
const EXCERPT = 500;

/** The beginning of a reply, in a form that every store keeps: no NUL, no half of a surrogate pair. */
export function excerptOf(text: string): string {
  return storable(text.slice(0, EXCERPT));
}

/** A text without what one store or the other refuses or changes. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

/**
 * Wraps a fetch.
 * @throws PrecisError `engine.timeout` past the deadline, `engine.bad_reply` for a reply that is too long or broken off,
 *   `engine.rejected` for a redirect or another origin, `engine.unavailable` when there is no connection; the reason of the
 *   caller's signal when that aborts
 */
export function guard(fetch: Fetch, limits: GuardLimits): Fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== limits.origin) throw refused(limits, `${url.origin} is not the address of this engine`, false);
    const watch = new Watch(limits, init.signal ?? null);
    try {
      const response = await watch.race(connect(fetch, url, { ...init, redirect: 'manual', signal: watch.signal }, limits));
      if (response.status >= 300 && response.status < 400) throw redirected(response, limits);
      return await readWhole(response, limits, watch);
    } finally {
      watch.stop();
    }
  };
}

/** One request's deadline, joined with the caller's signal. */
class Watch {
  readonly signal: AbortSignal;
  /** Whether the deadline ended it, not the caller. */
  isLate = false;
  readonly #controller = new AbortController();
  readonly #sleeping = new AbortController();
  readonly #outer: AbortSignal | null;
  readonly #aborted: Promise<never>;
  readonly #follow = (): void => this.#controller.abort(this.#outer?.reason);

  constructor({ what, deadlineMs, clock }: GuardLimits, outer: AbortSignal | null) {
    this.signal = this.#controller.signal;
    this.#outer = outer;
    this.#aborted = new Promise((_, reject) => {
      this.signal.addEventListener('abort', () => reject(this.signal.reason), { once: true });
    });
    this.#aborted.catch(() => {});
    if (outer?.aborted) this.#follow();
    else outer?.addEventListener('abort', this.#follow, { once: true });
    void clock.sleep(deadlineMs, this.#sleeping.signal).then(() => {
      if (this.#sleeping.signal.aborted || this.signal.aborted) return;
      this.isLate = true;
      this.#controller.abort(
        new PrecisError('engine.timeout', `${what}: no complete answer within ${Math.round(deadlineMs / 100) / 10} s`, {
          reached: true,
        }),
      );
    });
  }

  /** The deadline wins even against a fetch that does not look at its signal. */
  race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([this.#aborted, work]);
  }

  stop(): void {
    this.#sleeping.abort();
    this.#outer?.removeEventListener('abort', this.#follow);
  }
}

async function connect(fetch: Fetch, url: URL, init: RequestInit, { what }: GuardLimits): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw init.signal.reason;
    const code = causeCode(error);
    // undici's own limit of 300 s, below which our deadline normally lies
    const isSlow = code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT';
    throw new PrecisError(isSlow ? 'engine.timeout' : 'engine.unavailable', `${what}: ${describeCause(error)}`, {
      reached: mayHaveReached(error),
    });
  }
}

function refused({ what }: GuardLimits, why: string, reached: boolean): PrecisError {
  const next = 'Set OPENAI_BASE_URL to the final address of the API.';
  return new PrecisError('engine.rejected', `${what}: ${why}`, { next, reached });
}

function redirected(response: Response, limits: GuardLimits): PrecisError {
  void response.body?.cancel().catch(() => {});
  const to = URL.parse(response.headers.get('location') ?? '', limits.origin);
  // path and query of a redirect may carry anything, so only its origin is shown
  return refused(limits, `it redirects (${response.status}) to ${to ? to.origin : 'nowhere'}, which is not followed`, true);
}

/** Reads a body up to the cap. A failed status is worth more than its body, so there whatever arrived is enough. */
async function readWhole(response: Response, limits: GuardLimits, watch: Watch): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let broken: PrecisError | null = null;
  const reader = response.body?.getReader();
  try {
    for (let next = await nextChunk(reader, watch); next; next = await nextChunk(reader, watch)) {
      chunks.push(next);
      length += next.byteLength;
      if (length <= limits.maxBytes) continue;
      broken = badReply(limits, `the reply is longer than ${limits.maxBytes} bytes`, chunks);
      break;
    }
  } catch (error) {
    if (watch.signal.aborted && (response.ok || !watch.isLate)) throw watch.signal.reason;
    broken = badReply(limits, `the reply broke off after ${length} bytes: ${describeCause(error)}`, chunks);
  }
  if (broken) void reader?.cancel().catch(() => {});
  if (broken && response.ok) throw broken;
  const { status, statusText } = response;
  return new Response(isBodiless(status) ? null : decode(chunks), { status, statusText, headers: plainHeaders(response.headers) });
}

async function nextChunk(reader: ReadableStreamDefaultReader<Uint8Array> | undefined, watch: Watch): Promise<Uint8Array | null> {
  if (!reader) return null;
  const { done, value } = await watch.race(reader.read());
  return done ? null : value;
}

const isBodiless = (status: number): boolean => status === 204 || status === 205;

/** The body is unpacked and counted already. */
function plainHeaders(from: Headers): Headers {
  const headers = new Headers(from);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return headers;
}

function badReply({ what }: GuardLimits, why: string, chunks: readonly Uint8Array[]): PrecisError {
  return new PrecisError('engine.bad_reply', `${what}: ${why}`, { reached: true, excerpt: excerptOf(decode(chunks)) });
}

function decode(chunks: readonly Uint8Array[]): string {
  return new TextDecoder().decode(Buffer.concat(chunks));
}
