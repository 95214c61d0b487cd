/** What every Store promises, whichever one it is. Each topic is a file; this one puts them together. */
import { describe } from 'vitest';
import { bundlePromises } from './store-bundles.ts';
import { importPromises } from './store-imports.ts';
import type { Place } from './store-kit.ts';
import { persistPromises } from './store-persist.ts';
import { reviewPromises } from './store-review.ts';
import { runPromises } from './store-runs.ts';
import { workPromises } from './store-work.ts';

/** @param makePlace an empty database of its own for each test */
export function storeContract(name: string, makePlace: () => Place): void {
  describe(`${name} store`, () => {
    importPromises(makePlace);
    runPromises(makePlace);
    workPromises(makePlace);
    persistPromises(makePlace);
    reviewPromises(makePlace);
    bundlePromises(makePlace);
  });
}
