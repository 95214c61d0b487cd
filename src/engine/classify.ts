/**
 * A failed reply -> one code of the table. The server's own error code comes before the status, because a spent quota arrives as
 * 429 and an unsupported format as 400, 422 or 500; message text is looked at last and never together with echoed input.
 */
import { type ErrorCode, PrecisError } from '../domain/errors.ts';
import { excerptOf } from './guard.ts';
import { type Complaint, type HttpFailure, readComplaint } from './http-failure.ts';
import { retryAfterMs } from './retry-after.ts';

const QUOTA_CODES = [
  'insufficient_quota',
  'billing_hard_limit_reached',
  'billing_not_active',
  'insufficient_balance',
  'insufficient_credits',
];
const CONTEXT_CODES = ['context_length_exceeded', 'exceed_context_size_error'];
const CONTEXT_WORDS =
  /context[ _](?:length|window|size)|maximum context|n_ctx|prompt is too long|input is too long|too many (?:input |prompt )?tokens/i;
const FORMAT_PARAM = /^(?:response_format|text\.format)\b/;
const FORMAT_WORDS =
  /response[ _]format|json[ _]schema|json[ _]object|structured[ _]outputs?|guided[ _](?:json|decoding)|(?:parse|compile|invalid|unsupported) grammar/i;

/** The PrecisError a failed reply stands for. `what` opens its sentence. */
export function classify(failure: HttpFailure, what: string, nowMs: number): PrecisError {
  const complaint = readComplaint(failure.body);
  const wait = retryAfterMs(failure.headers, nowMs);
  return new PrecisError(codeOf(failure.status, complaint), `${what}: status ${failure.status}${said(complaint)}`, {
    reached: true,
    status: failure.status,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(failure.body === '' ? {} : { excerpt: excerptOf(failure.body) }),
  });
}

const said = ({ words }: Complaint): string => (words === '' ? ', without a word' : `, "${words}"`);

function codeOf(status: number, complaint: Complaint): ErrorCode {
  if (status === 402 || names(complaint, QUOTA_CODES)) return 'engine.quota';
  if (status === 401 || status === 403) return 'engine.unauthorised';
  if (status === 408 || status === 504) return 'engine.timeout';
  if (status === 429 || status === 498) return status === 429 ? 'engine.rate_limited' : 'engine.overloaded';
  if (names(complaint, CONTEXT_CODES) || CONTEXT_WORDS.test(complaint.words)) return 'engine.context_too_long';
  if (FORMAT_PARAM.test(complaint.param ?? '') || FORMAT_WORDS.test(complaint.words)) return 'engine.format_unsupported';
  if (status === 503 || status === 529) return 'engine.overloaded';
  if (status === 409 || status >= 500) return 'engine.unavailable';
  return 'engine.rejected';
}

/** What an error inside a reply of status 200 stands for: some gateways send them so. */
export function codeOfEnvelope(body: string): ErrorCode {
  const complaint = readComplaint(body);
  if (names(complaint, QUOTA_CODES) || names(complaint, ['402'])) return 'engine.quota';
  if (names(complaint, ['429', 'rate_limit_exceeded'])) return 'engine.rate_limited';
  if (names(complaint, ['401', '403', 'invalid_api_key'])) return 'engine.unauthorised';
  if (names(complaint, CONTEXT_CODES)) return 'engine.context_too_long';
  return 'engine.bad_reply';
}

const names = ({ codes }: Complaint, known: readonly string[]): boolean => codes.some((code) => known.includes(code));
