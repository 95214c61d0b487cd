/**
 * Work that arrives while a batch of its kind is under way makes up the next one: one transaction then pays for all, without a timer.
 * Invariant: each member stands or falls by itself; a batch that fails as a whole is tried again one by one.
 */
import { PrecisError } from '../../domain/errors.ts';

/** Most members of one batch. */
const MAX_BATCH = 200;

/** What became of one member. */
export type Outcome<Out> = { readonly value: Out } | { readonly error: unknown };

interface Member<In, Out> {
  readonly given: In;
  resolve(value: Out): void;
  reject(error: unknown): void;
}

/**
 * Makes a function for one member out of one for many.
 * @param runBatch one outcome per member, in their order
 */
export function inBatches<In, Out>(
  runBatch: (batch: readonly In[]) => Promise<readonly Outcome<Out>[]>,
): (given: In) => Promise<Out> {
  let waiting: Member<In, Out>[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    // whoever calls in this turn of the event loop comes along
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      await settle(batch);
    }
    isRunning = false;
  }

  async function settle(batch: readonly Member<In, Out>[]): Promise<void> {
    try {
      const outcomes = await runBatch(batch.map(({ given }) => given));
      batch.forEach((member, at) => {
        const outcome = outcomes[at];
        if (outcome && 'value' in outcome) member.resolve(outcome.value);
        else member.reject(outcome?.error);
      });
    } catch (error) {
      const isEverybodys = error instanceof PrecisError && error.code.startsWith('store.');
      if (batch.length === 1 || isEverybodys) for (const member of batch) member.reject(error);
      else for (const member of batch) await settle([member]);
    }
  }

  return (given) =>
    new Promise<Out>((resolve, reject) => {
      waiting.push({ given, resolve, reject });
      if (!isRunning) void run();
    });
}

/** The outcome of a step that may throw. */
export function outcomeOf<Out>(step: () => Out): Outcome<Out> {
  try {
    return { value: step() };
  } catch (error) {
    return { error };
  }
}
