/** How single values look once they leave: review status, times, hashes of texts, and reviewers under a pseudonym. */
import type { ReviewStatus } from './current.ts';
import { sha256Hex } from './sha256.ts';

/** Review status as exported: `suggested` says `unreviewed`. */
export function exportedStatus(review: ReviewStatus): Exclude<ReviewStatus, 'suggested'> | 'unreviewed' {
  return review === 'suggested' ? 'unreviewed' : review;
}

export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** SHA-256 of a cleaned abstract's UTF-8 bytes: the text every offset of an export counts over. */
export function textHash(text: string | null): string | null {
  return text === null ? null : `sha256:${sha256Hex(text)}`;
}

/** Reviewers leave the house under a pseudonym; the mapping does not. */
export function pseudonym(actor: string): string {
  return `r-${sha256Hex(`reviewer\u0000${actor}`).slice(0, 12)}`;
}
