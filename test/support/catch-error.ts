/** Errors as values, so that a test can look at more than one thing about them. */
import { PrecisError } from '../../src/domain/errors.ts';

/** The PrecisError a promise rejects with. @throws Error when it resolves, or rejects with anything else */
export async function catchError(work: Promise<unknown> | (() => unknown)): Promise<PrecisError> {
  let value: unknown;
  try {
    value = await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (error instanceof PrecisError) return error;
    throw new Error('it threw something that is no PrecisError', { cause: error });
  }
  throw new Error(`it should have thrown, but gave ${JSON.stringify(value)}`);
}
