/**
 * precis' own JSON Lines: one paper per line, `title` and whatever else is known, under liberal names; also what an export's
 * `papers.jsonl` holds. What has no field of its own goes to `extra`. A bad line is a reject, the next one is read.
 */
import { PrecisError } from '../domain/errors.ts';
import { type Json, parseJson } from '../domain/json.ts';
import type { Malformed, RawListing } from '../domain/listing.ts';
import type { Head, Parsed, Reader, Source } from '../ports.ts';
import { type Line, MAX_RAW, readLines } from './decode.ts';
import { HEAD_BYTES } from './encoding.ts';
import { listingFromFields } from './listing-fields.ts';

const NAME = 'precis-jsonl';

/** Reader of one JSON object per line. */
export const precisJsonl: Reader = {
  name: NAME,
  description: 'JSON Lines, one paper per line: title, abstract, ids, authors, ... (also an exported papers.jsonl)',
  detect,
  read,
};

/** Lines of the head that are looked at. */
const LOOKED_AT = 20;

/** Sure when most of the first lines are objects with a title; one bad line must not hide a good file. */
function detect(head: Head): number {
  const lines = head.text.split(/\r\n|[\r\n]/).filter((line) => line.trim() !== '');
  const isCut = head.bytes.length >= HEAD_BYTES;
  if (isCut && lines.length === 1) return looksLikeLongRecord(lines[0] ?? '') ? 0.6 : 0;
  const whole = (isCut ? lines.slice(0, -1) : lines).slice(0, LOOKED_AT);
  if (!whole.some((line) => line.trimStart().startsWith('{'))) return 0;
  const titled = whole.map(objectOf).filter((object) => typeof object?.title === 'string');
  if (titled.length * 2 <= whole.length) return 0;
  return titled.some((object) => object && ('abstract' in object || 'paper_id' in object)) ? 0.8 : 0.6;
}

/** A record longer than the head cannot be parsed: its keys must do. */
const looksLikeLongRecord = (line: string): boolean => /^\s*\{\s*"/.test(line) && /"title"\s*:\s*"/.test(line);

async function* read(source: Source): AsyncIterable<Parsed> {
  let index = 0;
  for await (const line of readLines(source)) {
    if (line.kind === 'line' && line.text.trim() === '') continue;
    yield line.kind === 'fault'
      ? {
          kind: 'malformed',
          code: line.code,
          reason: line.reason,
          raw: line.raw,
          locator: { index, start: line.start, end: line.end },
        }
      : parsed(line, index);
    index++;
  }
}

function parsed(line: Line, index: number): RawListing | Malformed {
  const locator = { index, start: line.start, end: line.end };
  try {
    return listingFromFields(fieldsOf(parseJson(line.text)), NAME, locator);
  } catch (error) {
    if (!(error instanceof PrecisError)) throw error;
    const code = 'listing.malformed';
    return { kind: 'malformed', code, reason: error.message, raw: line.text.slice(0, MAX_RAW), locator };
  }
}

function fieldsOf(json: Json): Readonly<Record<string, Json>> {
  if (isObject(json)) return json;
  throw new PrecisError(
    'listing.malformed',
    `a line must be one JSON object, this one is ${json === null ? 'null' : Array.isArray(json) ? 'an array' : `a ${typeof json}`}`,
  );
}

function objectOf(line: string): Readonly<Record<string, Json>> | null {
  try {
    const json = parseJson(line);
    return isObject(json) ? json : null;
  } catch {
    return null;
  }
}

const isObject = (json: Json): json is Readonly<Record<string, Json>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
