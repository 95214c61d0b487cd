/** Readers of the parts of the docs that a test keeps true. */

/** Codes of every table whose rows have a code, a retry policy and an exit code. */
export function codesOfDocs(markdown: string): Record<string, { retry: string; exit: number }> {
  const codes: Record<string, { retry: string; exit: number }> = {};
  for (const line of markdown.split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim());
    const [, names = '', retry = '', exit = ''] = cells;
    if (!/^`[a-z_.]+`(, `[a-z_.]+`)*$/.test(names) || !/^\d+$/.test(exit.replaceAll('`', ''))) continue;
    for (const [, name = ''] of names.matchAll(/`([a-z_.]+)`/g)) {
      codes[name] = { retry: retry.replaceAll('`', ''), exit: Number(exit.replaceAll('`', '')) };
    }
  }
  return codes;
}

/** Tables named in the one line that starts with `Tables:`, sorted. */
export function tablesOfDocs(markdown: string): string[] {
  const line = /^Tables:(.*(?:\n(?!\n).*)*)/m.exec(markdown)?.[1] ?? '';
  return [...line.matchAll(/`([^`]+)`/g)].flatMap((match) => (match[1] ?? '').split(/,\s*/)).sort();
}

/** Tables that migrations create, sorted; the search index and what belongs to it is not one of them. */
export function tablesOfSchema(sql: string): string[] {
  const names = [...sql.matchAll(/\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?"?([a-z_]+)"?/gi)].map((match) => match[1] ?? '');
  // each store has a schema of its own
  return [...new Set(names)].filter((name) => name !== 'paper_search').sort();
}
