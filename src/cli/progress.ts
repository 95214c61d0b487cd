/** How far a run is: a moving line with rate and time left on a terminal, a plain line now and then elsewhere. */
import type { Clock } from '../ports.ts';
import { duration, plural, type Terminal } from './terminal.ts';

/** Plain lines are for logs: one a while is enough. */
const PLAIN_EVERY_MS = 15_000;
const MOVING_EVERY_MS = 100;
/** The rate is taken over this long, so that a pause or a fast start fades. */
const RATE_OVER_MS = 20_000;

export interface Progress {
  /** One more paper was settled. */
  tick(): void;
  /** Nothing moves now: why, and until when. */
  waiting(why: string, untilMs: number | null): void;
  done(): void;
}

export function showProgress(terminal: Terminal, clock: Clock, total: number): Progress {
  const startedAt = clock.now();
  const marks: { at: number; count: number }[] = [{ at: startedAt, count: 0 }];
  let count = 0;
  let shownAt = startedAt;
  let lastWhy = '';

  function rate(now: number): number {
    while (marks.length > 2 && now - (marks[1]?.at ?? now) > RATE_OVER_MS) marks.shift();
    const first = marks[0] ?? { at: startedAt, count: 0 };
    return now > first.at ? ((count - first.count) * 1000) / (now - first.at) : 0;
  }

  return {
    tick() {
      count++;
      const now = clock.now();
      if (now - (marks.at(-1)?.at ?? 0) > 500) marks.push({ at: now, count });
      if (now - shownAt < (terminal.isTerminal ? MOVING_EVERY_MS : PLAIN_EVERY_MS)) return;
      shownAt = now;
      const perSecond = rate(now);
      const left = perSecond > 0 ? `, about ${duration(((total - count) / perSecond) * 1000)} left` : '';
      const line = `${count.toLocaleString('en-US')} of ${plural(total, 'paper')}, ${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s${left}`;
      if (terminal.isTerminal) terminal.status(`  ${bar(count / Math.max(total, 1))} ${line}`);
      else if (!terminal.json) terminal.note(line);
    },
    waiting(why, untilMs) {
      const until = untilMs === null ? '' : ` until ${new Date(untilMs).toLocaleTimeString()}`;
      if (terminal.isTerminal) terminal.status(`  waiting${until}: ${why}`);
      else if (!terminal.json && why !== lastWhy) terminal.note(`waiting${until}: ${why}`);
      lastWhy = why;
    },
    done() {
      terminal.status('');
    },
  };
}

const WIDTH = 24;
const bar = (share: number): string => {
  const full = Math.round(Math.min(1, share) * WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
};
