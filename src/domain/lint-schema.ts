/**
 * Portability lint of a request schema (reference enrichment-schema 5): the subset of JSON Schema that strict modes and the
 * grammars of local servers all take. A finding is a start-up error, because a server would answer it with a 400 per paper.
 */
import type { Json } from './json.ts';

/** Keywords every server takes; whatever is not here is a finding. */
const KEYWORDS = new Set(['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'anyOf', 'description']);

/** Deepest nesting of objects and arrays, the root counted; older strict modes stop at 5. */
const MAX_DEPTH = 4;
/** Limits of the older strict mode. */
const MAX_PROPERTIES = 100;
const MAX_ENUM_VALUES = 500;
/** A longer enum value costs output tokens on every paper. */
const MAX_ENUM_CHARACTERS = 48;

interface Tally {
  readonly findings: string[];
  properties: number;
  enumValues: number;
}

/** What is not portable in a JSON Schema, one sentence each; empty when it can be sent anywhere. */
export function lintSchema(schema: Json): string[] {
  const tally: Tally = { findings: [], properties: 0, enumValues: 0 };
  if (!isMap(schema) || schema.type !== 'object') tally.findings.push('$: the root must be an object, not a union or a list');
  visit(schema, '$', 0, tally);
  if (tally.properties > MAX_PROPERTIES) tally.findings.push(`$: ${tally.properties} properties, at most ${MAX_PROPERTIES}`);
  if (tally.enumValues > MAX_ENUM_VALUES) tally.findings.push(`$: ${tally.enumValues} enum values, at most ${MAX_ENUM_VALUES}`);
  return tally.findings;
}

function visit(node: Json, path: string, depth: number, tally: Tally): void {
  if (!isMap(node)) {
    tally.findings.push(`${path}: is not a schema`);
    return;
  }
  for (const keyword of Object.keys(node))
    if (!KEYWORDS.has(keyword)) tally.findings.push(`${path}: "${keyword}" is not understood by every server`);
  const here = depth + (node.type === 'object' || node.type === 'array' ? 1 : 0);
  if (here > MAX_DEPTH) {
    tally.findings.push(`${path}: nests ${here} deep, at most ${MAX_DEPTH}`);
    return;
  }
  if (isMap(node.properties)) visitObject(node, node.properties, path, here, tally);
  else if (node.type === 'object') tally.findings.push(`${path}: an object without properties`);
  if (node.type === 'array' && node.items === undefined) tally.findings.push(`${path}: a list without items`);
  if (node.items !== undefined) visit(node.items, `${path}[]`, here, tally);
  if (Array.isArray(node.anyOf)) visitUnion(node.anyOf, path, here, tally);
  if (Array.isArray(node.enum)) countEnum(node.enum, path, tally);
}

function visitObject(
  node: { readonly [key: string]: Json },
  properties: { readonly [key: string]: Json },
  path: string,
  depth: number,
  tally: Tally,
): void {
  const keys = Object.keys(properties);
  tally.properties += keys.length;
  if (node.additionalProperties !== false) tally.findings.push(`${path}: additionalProperties must be false`);
  const required = Array.isArray(node.required) ? node.required : [];
  for (const key of keys) {
    if (!required.includes(key)) tally.findings.push(`${path}.${key}: must be required; make it nullable instead of optional`);
    visit(properties[key] as Json, `${path}.${key}`, depth, tally);
  }
}

function visitUnion(branches: readonly Json[], path: string, depth: number, tally: Tally): void {
  const others = branches.filter((branch) => !(isMap(branch) && branch.type === 'null'));
  if (others.length !== 1) tally.findings.push(`${path}: a union may only add null to one schema`);
  for (const branch of others) visit(branch, path, depth, tally);
}

function countEnum(values: readonly Json[], path: string, tally: Tally): void {
  tally.enumValues += values.length;
  for (const value of values)
    if (typeof value !== 'string' || value.length > MAX_ENUM_CHARACTERS)
      tally.findings.push(
        `${path}: enum value ${JSON.stringify(value)} is not a text of at most ${MAX_ENUM_CHARACTERS} characters`,
      );
}

const isMap = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
