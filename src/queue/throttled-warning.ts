/** Warnings of a server that is away come thousands a second (H18); a person needs one line and how many more there were. */
import type { Clock, Log } from '../ports.ts';

/** At most one line in this time, in ms. */
const EVERY_MS = 5_000;

/** A `warn` that lets one line through in five seconds and counts the others. */
export function throttleWarnings(log: Log, clock: Clock, everyMs = EVERY_MS): (message: string) => void {
  let nextAt = 0;
  let hidden = 0;
  return (message) => {
    if (clock.now() < nextAt) {
      hidden++;
      return;
    }
    nextAt = clock.now() + everyMs;
    log.warn(hidden > 0 ? `${message} (and ${hidden} more like it)` : message);
    hidden = 0;
  };
}
