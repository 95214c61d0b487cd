import { defineConfig } from 'vitest/config';

/** Tests that take minutes and kill processes by the hundred: `npm run torture`. */
export default defineConfig({
  test: {
    include: ['test/torture/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    fileParallelism: false,
    allowOnly: false,
    retry: 0,
    passWithNoTests: false,
    testTimeout: 900_000,
    hookTimeout: 20_000,
  },
});
