/** An abstract with its evidence underlined and numbered, for terminals and for plain text alike. */
import type { Span } from '../domain/codepoints.ts';

/** A stretch of evidence and the claims that rest on it. */
export interface Evidence extends Span {
  readonly label: string;
}

/**
 * Cuts a text at the edges of its evidence. Overlapping stretches share their labels.
 * @param paint marks a piece that lies in evidence
 */
export function underline(
  text: string,
  evidence: readonly Evidence[],
  paint: (piece: string, labels: readonly string[]) => string,
): string {
  const points = [...text];
  const edges = [...new Set([0, points.length, ...evidence.flatMap(({ start, end }) => [start, end])])]
    .filter((edge) => edge <= points.length)
    .sort((a, b) => a - b);
  let out = '';
  for (let i = 0; i + 1 < edges.length; i++) {
    const from = edges[i] as number;
    const to = edges[i + 1] as number;
    const piece = points.slice(from, to).join('');
    const inside = evidence.filter(({ start, end }) => start <= from && to <= end).map(({ label }) => label);
    out += inside.length === 0 ? piece : paint(piece, inside);
    const ending = evidence.filter(({ end }) => end === to).map(({ label }) => label);
    if (ending.length > 0) out += `[${ending.join(',')}]`;
  }
  return out;
}

/** Wraps at spaces to a width that counts no escape sequences. */
export function wrap(text: string, width: number, indent: string): string {
  const seen = (word: string): number => [...word.replace(/\u001b\[[0-9;]*m/g, '')].length;
  const lines: string[] = [];
  let line = '';
  let length = 0;
  for (const word of text.split(' ')) {
    const size = seen(word);
    if (length > 0 && length + 1 + size > width - indent.length) {
      lines.push(line);
      line = '';
      length = 0;
    }
    line += length > 0 ? ` ${word}` : word;
    length += size + (length > 0 ? 1 : 0);
  }
  lines.push(line);
  return lines.map((one) => indent + one).join('\n');
}
