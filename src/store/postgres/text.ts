/**
 * Texts that Postgres does not take as they are. A text column refuses U+0000, which a raw block of a hostile file may hold; it is
 * written as two characters that no text of ours begins with, and read back as it was, so that both stores give back the same.
 */

/** A noncharacter of Unicode, which no interchange of text uses. */
const MARK = '\u{10fffe}';
const ANY_MARKED = /\0|\u{10fffe}/gu;
const MARKED = /\u{10fffe}([01])/gu;

const escapeText = (text: string): string =>
  text.includes('\0') || text.includes(MARK) ? text.replace(ANY_MARKED, (one) => MARK + (one === '\0' ? '0' : '1')) : text;

const restoreText = (text: string): string =>
  text.includes(MARK) ? text.replace(MARKED, (_whole, which) => (which === '0' ? '\0' : MARK)) : text;

/** A value on its way in. */
export function toPostgres(value: unknown): unknown {
  if (typeof value === 'string') return escapeText(value);
  if (Array.isArray(value)) return value.map(toPostgres);
  return value;
}

/** A row on its way out. */
export function fromPostgres<T>(row: Readonly<Record<string, unknown>>): T {
  let restored: Record<string, unknown> | null = null;
  for (const [name, value] of Object.entries(row)) {
    if (typeof value !== 'string' || !value.includes(MARK)) continue;
    restored ??= { ...row };
    restored[name] = restoreText(value);
  }
  return (restored ?? row) as T;
}
