/** Ctrl-C: the first one hands unfinished work back and ends in order, the second one leaves at once. */
import type { Terminal } from './terminal.ts';

export interface StopSignals {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Which signal it was. */
  stoppedBy(): 'SIGINT' | 'SIGTERM' | null;
  /** Takes the handlers away again. */
  release(): void;
}

/** Exit code of an interrupted run: work remains (CONTRACTS 2). */
const INTERRUPTED = 75;

/** @param graceMs how long calls in flight may take to end, said to the person who waits; 0 where there are none */
export function listenForStop(terminal: Terminal, graceMs: number): StopSignals {
  const stop = new AbortController();
  let by: 'SIGINT' | 'SIGTERM' | null = null;
  const onSignal = (name: NodeJS.Signals): void => {
    if (by !== null) process.exit(INTERRUPTED);
    by = name as 'SIGINT' | 'SIGTERM';
    const grace = graceMs > 0 ? `: calls in flight get up to ${graceMs / 1000} s, everything else is handed back` : '';
    terminal.note(`Stopping${grace}. Again to leave at once.`);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: stop.signal,
    stoppedBy: () => by,
    release() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
