/** Processor time, which other work on the machine does not lengthen as it lengthens wall time. */

/** Milliseconds of processor time that some synchronous work takes. */
export function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
