/** Waiting for a condition instead of for time. */

export interface UntilOptions {
  /** 10 s by default. */
  readonly timeoutMs?: number;
  /** What is waited for, for the sentence of a failure. */
  readonly what: string;
}

const POLL_MS = 10;

/**
 * Resolves with the first value of `condition` that is neither false, null nor undefined.
 * @throws Error naming what did not come true, with the last error of the condition as cause
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 10_000, what }: UntilOptions,
): Promise<NonNullable<Exclude<T, false>>> {
  const giveUpAt = performance.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const value = await condition();
      if (value !== false && value !== null && value !== undefined) return value as NonNullable<Exclude<T, false>>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  } while (performance.now() < giveUpAt);
  throw new Error(`not within ${timeoutMs} ms: ${what}`, { cause });
}
