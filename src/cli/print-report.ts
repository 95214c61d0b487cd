/** The sentences after a run: what was seen, what was made of it, what is missing and why, and what to do next. */
import { CODES } from '../domain/errors.ts';
import type { ImportLedger } from '../domain/ledger.ts';
import type { Malformed } from '../domain/listing.ts';
import type { TicketNote } from '../domain/run.ts';
import { type RunReport, sum } from './run-report.ts';
import { duration, plural, printable, type Terminal } from './terminal.ts';

/** One import: the classes that occurred, and the rejected places. */
export function printImport(terminal: Terminal, ledger: ImportLedger, rejects: readonly Malformed[]): void {
  const parts = [
    [ledger.new, 'new'],
    [ledger.changed, 'changed'],
    [ledger.same, 'same'],
    [ledger.duplicate, 'duplicate'],
    [ledger.withdrawn, 'withdrawn'],
    [ledger.noAbstract, 'without abstract'],
    [ledger.rejected, 'rejected'],
  ] as const;
  const classes = parts.flatMap(([count, name]) => (count > 0 ? [`${count.toLocaleString('en-US')} ${name}`] : []));
  const furniture = ledger.ignored > 0 ? `; ${ledger.ignored} lines of page furniture ignored` : '';
  const encoding = ledger.encoding === null ? '' : `; read as ${ledger.encoding}`;
  terminal.line(
    `${printable(ledger.file)} (${ledger.format}${encoding}): ${plural(ledger.seen, 'paper')} seen = ${classes.join(' + ') || 'none'}${furniture}`,
  );
  for (const { code, reason, locator, raw } of rejects)
    terminal.line(
      `  rejected at bytes ${locator.start}-${locator.end}: ${reason} (${code}) ${terminal.paint('dim', `"${printable(raw, 60)}"`)}`,
    );
}

/** The run and its claims. */
export function printRun(terminal: Terminal, report: RunReport, notes: readonly TicketNote[]): void {
  const { run, ledger, claims, papers } = report;
  const by = run.recipe.model ? `${run.recipe.model} (${run.recipe.endpoint})` : `the ${run.recipe.engine} engine`;
  if (ledger.tickets === 0) {
    terminal.line('Nothing to do: every paper with an abstract already has its enrichment under this prompt and engine.');
  } else {
    const rest = [
      ...Object.entries(ledger.failed).map(([code, count]) => `${count} failed (${code})`),
      ...Object.entries(ledger.waiting).map(([reason, count]) => `${count} waiting (${reason})`),
      ...(ledger.wanted > 0 ? [`${ledger.wanted} still wanted`] : []),
      ...(ledger.handedOver > 0 ? [`${ledger.handedOver} handed over to another run`] : []),
    ];
    const money = ledger.costUsd === null ? 'price unknown' : `$${ledger.costUsd.toFixed(4)}`;
    const bill = run.recipe.model
      ? `; ${plural(ledger.calls, 'call')}, ${ledger.replayed} from the call log, ${ledger.promptTokens.toLocaleString('en-US')} + ${ledger.completionTokens.toLocaleString('en-US')} tokens, ${money}`
      : '';
    terminal.line(
      `${plural(ledger.tickets, 'ticket')} = ${[`${ledger.done} done`, ...rest].join(' + ')} by ${by} in ${duration(report.seconds * 1000)}${bill}`,
    );
  }
  for (const note of notes) {
    const cause = note.state === 'failed' ? `failed (${note.code})` : `waiting (${note.reason})`;
    terminal.line(`  ${note.paperId} ${cause}: ${printable(note.message ?? '', 160)}`);
  }
  terminal.line(
    `${plural(claims.rows, 'claim')} in ${plural(papers.withClaims, 'paper')}: ${terminal.paint('bold', `${papers.verifiedRows} verified`)} ` +
      `(quote found, number found, number bound); ${claims.ungrounded} ungrounded, ${claims.numbersMissing} numbers missing, ${claims.ambiguous} ambiguous, ${claims.unbound} unbound`,
  );
  if (run.recipe.engine === 'extractive')
    terminal.line(terminal.paint('dim', 'The extractive engine copies sentences and patterns; it is the floor a model must beat.'));
}

/** What to do next, most urgent first. */
export function printNext(terminal: Terminal, report: RunReport, exit: number): void {
  const { run, ledger, worked, db } = report;
  const flag = db === '.precis/precis.db' ? '' : ` --db ${db}`;
  if (run.state === 'parked' && run.code) terminal.line(`The run is parked (${run.code}). ${CODES[run.code].next}`);
  else if (worked?.end === 'interrupted')
    terminal.line(`Stopped. \`precis run${flag}\` continues at once; nothing finished is repeated.`);
  else if (exit === 75) {
    const due = ledger.nextDueMs === null ? '' : `; the next one is due at ${new Date(ledger.nextDueMs).toISOString()}`;
    terminal.line(`Work remains${due}. \`precis run${flag}\` continues.`);
  }
  if (sum(ledger.failed) > 0)
    terminal.line(
      `\`precis status${flag}\` shows every failure and its cause; \`precis retry${flag}\` wants the failed papers again.`,
    );
  terminal.line(
    `Next: \`precis show PAPER${flag}\` underlines the evidence, \`precis export DIR${flag}\` writes the dataset. Database: ${db}`,
  );
}
