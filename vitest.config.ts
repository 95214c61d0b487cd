import { defineConfig } from 'vitest/config';

/**
 * One configuration for every test that runs on each push. An unhandled rejection fails the run, a forgotten `.only` too; nothing
 * is retried. Torture and bench have configurations of their own.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**', 'test/torture/**', '**/node_modules/**'],
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    // a key named __proto__ must stay data, so the suite runs without the accessor
    execArgv: ['--disable-proto=delete'],
    allowOnly: false,
    retry: 0,
    dangerouslyIgnoreUnhandledErrors: false,
    passWithNoTests: false,
    // a guard against hangs, generous because a machine may be busy
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 5_000,
  },
});
