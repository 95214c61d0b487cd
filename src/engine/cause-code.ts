/**
 * What the system said about a failed connection. Node hides the code two or three causes deep, or in one of several errors when
 * a name has several addresses; a person needs it in the sentence.
 */

/** Codes people meet, in words. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name cannot be looked up now',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_BODY_TIMEOUT: 'the answer stood still for 300 s, which is as long as Node waits',
  UND_ERR_HEADERS_TIMEOUT: 'no answer began within 300 s, which is as long as Node waits',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'connecting took too long',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate names another host',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; is it http rather than https?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS; is it http rather than https?',
};

/** First system code along the causes of an error, or null. */
export function causeCode(error: unknown): string | null {
  const seen = new Set<unknown>();
  const queue: unknown[] = [error];
  for (let next = queue.shift(); next !== undefined && seen.size < 16; next = queue.shift()) {
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    const { code, cause, errors } = next as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
    queue.push(cause, ...(Array.isArray(errors) ? errors : []));
    while (queue[0] === undefined && queue.length > 0) queue.shift();
  }
  return null;
}

/** A failed connection in words, with its code: `nothing listens there (ECONNREFUSED)`. */
export function describeCause(error: unknown): string {
  const code = causeCode(error);
  if (code === null) return 'the connection failed';
  return `${WORDS[code] ?? 'the connection failed'} (${code})`;
}

/** Failures before a connection stood: name look-up, connecting, TLS. */
const BEFORE_SENDING =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPROTO|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*)$/;

/** Whether a request may have left this machine before its connection failed; in doubt it has. */
export function mayHaveReached(error: unknown): boolean {
  return !BEFORE_SENDING.test(causeCode(error) ?? '');
}
