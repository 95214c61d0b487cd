/**
 * A reply with a failed status, kept whole. The npm package keeps only the `error` member of its JSON and loses the words of
 * servers that answer otherwise (`detail`, `message`, plain text), and the words decide the code.
 */
import { clean } from '../domain/clean.ts';
import { type Json, parseJson } from '../domain/json.ts';

export class HttpFailure extends Error {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;

  constructor(status: number, headers: Headers, body: string) {
    super(`status ${status}`);
    this.name = 'HttpFailure';
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/** What a server complains about, told apart from whatever else it echoes. */
export interface Complaint {
  /** Its own error codes and types, lower case. */
  readonly codes: readonly string[];
  /** Parameter it names. */
  readonly param: string | null;
  /** Its words, in one line. */
  readonly words: string;
}

/** Reads the complaint out of an error body of any of the shapes in use. */
export function readComplaint(body: string): Complaint {
  const json = tryJson(body);
  if (json === null) return { codes: [], param: null, words: oneLine(body.slice(0, MOST_READ).replace(/<[^>]*>/g, ' ')) };
  const outer = fieldsOf(json);
  const inner = fieldsOf(outer.error);
  const param = [inner.param, outer.param].find((value) => typeof value === 'string');
  return {
    codes: [inner.code, inner.type, outer.code, outer.type].filter(isScalar).map(lower),
    param: typeof param === 'string' ? param : null,
    words: [inner.message, outer.error, outer.message, outer.detail].flatMap(wordsOf)[0] ?? oneLine(body),
  };
}

/** A text, or the `msg` and place of each finding in a list; echoed input is left out. */
function wordsOf(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [oneLine(value)];
  if (!Array.isArray(value)) return [];
  const findings = value.map(fieldsOf).flatMap(({ loc, msg }) => {
    const place = Array.isArray(loc) ? loc.filter(isScalar).join('.') : '';
    return typeof msg === 'string' ? [place === '' ? msg : `${place}: ${msg}`] : [];
  });
  return findings.length > 0 ? [oneLine(findings.join('; '))] : [];
}

function tryJson(text: string): Json | null {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

/** Looked at, of a body of up to a mebibyte. */
const MOST_READ = 4000;
const LONGEST_WORDS = 300;
/** Words of a server go to a terminal: no escape sequence, no invisible character. */
const oneLine = (text: string): string => {
  const line = clean(text.slice(0, MOST_READ), 'line').text;
  return line.length <= LONGEST_WORDS ? line : `${line.slice(0, LONGEST_WORDS)}...`;
};
const isScalar = (value: Json | undefined): value is string | number => typeof value === 'string' || typeof value === 'number';
const lower = (value: string | number): string => String(value).toLowerCase();

interface Fields {
  readonly error?: Json;
  readonly message?: Json;
  readonly detail?: Json;
  readonly code?: Json;
  readonly type?: Json;
  readonly param?: Json;
  readonly loc?: Json;
  readonly msg?: Json;
}
const fieldsOf = (value: Json | undefined): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
