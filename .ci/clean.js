/** Removes build output named on the command line; nothing outside the checkout, and only folders that git ignores anyway. */
import { rmSync } from 'node:fs';

const REMOVABLE = new Set(['dist', 'coverage', '.vitest']);

for (const folder of process.argv.slice(2)) {
  if (!REMOVABLE.has(folder)) throw new Error(`clean removes ${[...REMOVABLE].join(', ')}; it was asked for ${folder}`);
  rmSync(new URL(`../${folder}`, import.meta.url), { recursive: true, force: true });
}
