import { readFileSync } from 'node:fs';

export function main(argv) {
  const text = readFileSync(argv[0], 'utf8');
  return text.split('\n').length;
}

for (const file of process.argv.slice(2)) {
  console.log(file, main([file]));
}
