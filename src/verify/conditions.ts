/** Takes a condition apart: "Mistral-7B on one A100" is looked for as a whole, else part by part, else by its names. */
import type { Span } from '../domain/codepoints.ts';
import { findMentions } from './mention.ts';
import { isNameLike } from './name-like.ts';
import type { SourceField } from './source-text.ts';

const JOINTS = /[,;()]|\b(?:on|with|at|using|in|for|and|under|when|of|average|averaged|across|over)\b/i;

/** The words to look for in this range: the whole where it stands there, else the parts that do. */
export function splitConditions(condition: string | null, field: SourceField, range: Span): string[] {
  if (!condition || condition.trim() === '') return [];
  const stands = (words: string): boolean => findMentions(words, 'phrase', field, range).length > 0;
  if (findMentions(condition, 'phrase', field, range).some(({ isLoose }) => !isLoose)) return [condition];
  const parts = condition
    .split(JOINTS)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const found = parts.flatMap((part) => (stands(part) ? [part] : namesIn(part).filter(stands)));
  return found.length > 0 ? found : stands(condition) ? [condition] : [];
}

const namesIn = (part: string): string[] => part.split(/\s+/).filter((word) => isNameLike(word) && word.length > 2);
