/** A Source out of memory, in chunks of any size: chunk borders must never matter. */
import type { Source } from '../../src/ports.ts';

/** Makes a Source of text (as UTF-8) or bytes. */
export function memorySource(content: string | Uint8Array, { name = 'memory.txt', chunk = 64 * 1024 } = {}): Source {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    size: bytes.length,
    async *stream() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}

/** Everything an async iterable yields. */
export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}
