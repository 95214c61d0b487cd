/** Papers for tests that need many: invented, each with its own title and numbers, as precis' own JSON Lines. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const THINGS = ['tide tables', 'bread crust', 'loom patterns', 'bicycle bells', 'river stones', 'paper kites', 'garden snails'];

/** Writes `count` papers to a file of a folder and returns its path. */
export function writePapers(folder: string, count: number): string {
  const file = join(folder, 'papers.jsonl');
  writeFileSync(file, Array.from({ length: count }, (_, n) => `${JSON.stringify(paper(n))}\n`).join(''));
  return file;
}

function paper(n: number): { title: string; abstract: string } {
  const thing = THINGS[n % THINGS.length] ?? '';
  return {
    title: `Method ${n} for reading ${thing}`,
    abstract: `We read ${thing} with method ${n}. It reaches ${50 + (n % 40)}.${n % 10} accuracy on the set of village ${n}, which is more than guessing.`,
  };
}
