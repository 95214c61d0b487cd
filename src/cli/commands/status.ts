/** `precis status`: imports, runs, tickets by state and reason, failures by cause. */
import { CODES, type ErrorCode } from '../../domain/errors.ts';
import type { TicketNote } from '../../domain/run.ts';
import type { Store } from '../../ports.ts';
import type { StoreStatus } from '../../store-port.ts';
import { systemClock } from '../../system.ts';
import type { Command, Invocation } from '../command.ts';
import { sum } from '../run-report.ts';
import { duration, plural, printable, type Terminal } from '../terminal.ts';
import { configOf, openExistingStore, withStore } from '../workshop.ts';

const WATCH_MS = 2_000;

export const status: Command = {
  name: 'status',
  summary: 'imports, runs, tickets by state and reason',
  usage: 'precis status [FLAGS]',
  options: { watch: { type: 'boolean', about: 'show it again every 2 seconds until nothing is left to do' } },
  settings: [],
  examples: ['precis status', 'precis status --watch', 'precis status --json'],
  async run(invocation) {
    const { flags, terminal } = invocation;
    return withStore(await openExistingStore(configOf(flags), terminal), async (store) => {
      for (;;) {
        const now = await store.status();
        await show(store, now, invocation);
        const open = now.tickets.wanted + now.tickets.waiting;
        if (!flags.watch || open === 0) return 0;
        await systemClock.sleep(WATCH_MS);
        if (terminal.isTerminal) terminal.line('\u001b[2J\u001b[H');
      }
    });
  },
};

async function show(store: Store, now: StoreStatus, { flags, terminal }: Invocation): Promise<void> {
  if (terminal.json) {
    const notes = await store.notes(['failed', 'waiting'], 1_000);
    terminal.emit({
      ...now,
      runs: now.runs.map(({ recipe, ...run }) => ({
        ...run,
        engine: recipe.engine,
        model: recipe.model,
        prompt: recipe.prompts.map((one) => one.name).join('+'),
      })),
      notes,
      db: configOf(flags).db,
    });
    return;
  }
  const { tickets } = now;
  terminal.line(
    terminal.paint(
      'bold',
      `${plural(now.papers, 'paper')}, ${now.withAbstract} with an abstract, ${now.enriched} enriched, ${now.withdrawn} withdrawn`,
    ),
  );
  terminal.line(
    `Tickets: ${tickets.done} done, ${tickets.wanted} wanted, ${tickets.waiting} waiting, ${tickets.failed} failed. Vocabulary ${now.vocabularyVersion}, ${plural(now.proposals, 'proposal')}. ${(now.bytes / 1024 / 1024).toFixed(1)} MB.`,
  );
  for (const { owner, count } of now.leases) terminal.line(`  ${plural(count, 'paper')} in the hands of ${owner}`);
  for (const { reason, count, nextDueMs, message } of now.waiting) {
    const until =
      nextDueMs === null
        ? 'until somebody sees to it'
        : nextDueMs <= systemClock.now()
          ? 'may go on now'
          : `for another ${duration(nextDueMs - systemClock.now())}`;
    terminal.line(`  ${count} waiting (${reason}) ${until}${message ? `: ${printable(message, 160)}` : ''}`);
  }
  printFailures(terminal, now, await store.notes(['failed'], 200));
  printHistory(terminal, now);
}

function printFailures(terminal: Terminal, now: StoreStatus, notes: readonly TicketNote[]): void {
  for (const [code, count] of Object.entries(now.failed) as [ErrorCode, number][]) {
    terminal.line(`  ${count} failed: ${code}. ${CODES[code].next}`);
    for (const note of notes.filter((one) => one.code === code).slice(0, 3))
      terminal.line(`    ${note.paperId} "${printable(note.title, 60)}": ${printable(note.message ?? '', 140)}`);
  }
}

const SHOWN = 5;

function printHistory(terminal: Terminal, now: StoreStatus): void {
  if (now.imports.length > 0) terminal.line('Imports:');
  for (const one of now.imports.slice(-SHOWN))
    terminal.line(
      `  ${stamp(one.atMs)}  ${printable(one.file)}: ${one.seen} seen = ${one.new} new + ${one.changed} changed + ${one.same} same + ${one.duplicate} duplicate + ${one.withdrawn} withdrawn + ${one.noAbstract} without abstract + ${one.rejected} rejected`,
    );
  if (now.runs.length > 0) terminal.line('Runs:');
  for (const { recipe, ledger, ...run } of now.runs.slice(-SHOWN)) {
    const state = run.state === 'parked' && run.code ? `parked (${run.code}): ${CODES[run.code].next}` : run.state;
    const cost = ledger.costUsd === null ? 'price unknown' : `$${ledger.costUsd.toFixed(4)}`;
    terminal.line(
      `  ${stamp(run.openedAtMs)}  ${recipe.model ?? recipe.engine}, ${recipe.prompts.map((one) => one.name).join('+')}: ${ledger.tickets} tickets = ${ledger.done} done + ${sum(ledger.failed)} failed + ${sum(ledger.waiting)} waiting + ${ledger.wanted} wanted + ${ledger.handedOver} handed over; ${plural(ledger.calls, 'call')}, ${cost}; ${state}`,
    );
  }
}

const stamp = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
