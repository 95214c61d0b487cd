/** Authors in the forms tools write them: a list of names or objects, or one line of names. Order is kept, nobody is merged. */
import type { Json } from '../domain/json.ts';
import type { Author } from '../domain/listing.ts';

/** Authors of a field, or undefined when it holds something else. */
export function authorsFrom(value: Json): readonly Author[] | undefined {
  if (typeof value === 'string') {
    const names = splitNames(value);
    return names.length === 0 ? undefined : names.map((name) => ({ name }));
  }
  if (!Array.isArray(value)) return undefined;
  const authors = value.map(authorOf);
  return authors.every((author) => author !== null) ? authors : undefined;
}

function authorOf(value: Json): Author | null {
  if (typeof value === 'string') return value.trim() === '' ? null : { name: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields = value as Readonly<Record<string, Json>>;
  const family = textOf(fields.family ?? fields.last ?? fields.lastName);
  const given = textOf(fields.given ?? fields.first ?? fields.firstName);
  const name = textOf(fields.name ?? fields.full_name ?? fields.fullName) ?? [given, family].filter(Boolean).join(' ');
  if (name === '') return null;
  const suffix = textOf(fields.suffix);
  const orcid = /\d{4}-\d{4}-\d{4}-\d{3}[\dX]/.exec(textOf(fields.orcid) ?? '')?.[0];
  const affiliations = listOf(fields.affiliations ?? fields.affiliation);
  return {
    name,
    ...(family === undefined ? {} : { family }),
    ...(given === undefined ? {} : { given }),
    ...(suffix === undefined ? {} : { suffix }),
    ...(affiliations.length === 0 ? {} : { affiliations }),
    ...(orcid === undefined ? {} : { orcid }),
  };
}

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

function listOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((one: Json) => typeof one === 'string') : [];
}

/** `A. Ray; B. Lee`, `Ray, A. and Lee, B.`, `A. Ray, B. Lee and C. Poe`. */
function splitNames(line: string): string[] {
  const parts = line.includes(';') ? line.split(';') : splitAnd(line);
  return parts.map((part) => part.trim()).filter(Boolean);
}

function splitAnd(line: string): string[] {
  const parts = line.split(/\s+and\s+|\s+&\s+/);
  const familyFirst = parts.length > 1 && parts.every((part) => (part.match(/,/g) ?? []).length === 1);
  return familyFirst ? parts : line.split(/,\s*(?:and\s+)?|\s+and\s+|\s+&\s+/);
}
