/** `--dry-run`: what files hold, how they pair, what is already known, and what a model would be sent. Stores nothing, calls nobody. */
import type { Config } from '../config.ts';
import { promptTokens } from '../domain/completion.ts';
import { LEDGER_CLASSES, type LedgerClass } from '../domain/ledger.ts';
import type { Malformed } from '../domain/listing.ts';
import type { Paper } from '../domain/paper.ts';
import { bestId, idsConflict } from '../domain/paper.ts';
import { Vocabulary } from '../domain/vocabulary.ts';
import type { Incoming } from '../pipeline.ts';
import type { Store } from '../ports.ts';
import { dedupe } from '../steps/dedupe.ts';
import { parse } from '../steps/parse.ts';
import { prompt as promptFor } from '../steps/prompt.ts';
import type { Flags } from './arguments.ts';
import { choosePrompts } from './choose-prompts.ts';
import type { Intake } from './intake.ts';
import { duration, plural, printable, type Terminal } from './terminal.ts';
import { isThere, openExistingStore } from './workshop.ts';

interface Seen {
  readonly file: string;
  readonly format: string;
  readonly counts: Record<LedgerClass | 'seen' | 'ignored' | 'withDoi' | 'withArxiv', number>;
  readonly pairs: Paper[];
  readonly rejects: Malformed[];
}

const SHOWN = 3;
/** Seconds one call takes on a hosted model, for the time shown; a local one takes longer. */
const CALL_SECONDS = 6;

/** @returns exit code 0, or 4 when records would be rejected */
export async function preview(intake: Intake, config: Config, flags: Flags, terminal: Terminal): Promise<number> {
  const store = isThere(config) ? await openExistingStore(config, terminal) : null;
  try {
    const { prompts } = choosePrompts(flags, null);
    const vocabulary = store ? await store.vocabulary() : new Vocabulary('v1', []);
    const files: Seen[] = [];
    let input = 0;
    let fresh = 0;
    const ids = new Set<string>();
    for (const file of intake.files)
      files.push(
        await look(file, store, ids, (paper) => {
          fresh++;
          const text = { title: paper.listing.title, abstract: paper.listing.abstract ?? '' };
          for (const prompt of prompts) input += promptTokens(promptFor(prompt, text, vocabulary, ''));
        }),
      );
    const calls = config.engine === 'extractive' ? 0 : fresh * prompts.length;
    const seconds = (calls * CALL_SECONDS) / config.concurrency;
    if (terminal.json) terminal.emit(toJson(files, { papers: fresh, calls, promptTokens: calls > 0 ? input : 0, seconds }));
    else print(files, fresh, calls, input, seconds, terminal);
    return files.some((file) => file.counts.rejected > 0) ? 4 : 0;
  } finally {
    await store?.close();
  }
}

async function look(file: Incoming, store: Store | null, ids: Set<string>, onFresh: (paper: Paper) => void): Promise<Seen> {
  const zero = [...LEDGER_CLASSES, 'seen', 'ignored', 'withDoi', 'withArxiv'].map((name) => [name, 0]);
  const counts = Object.fromEntries(zero) as Seen['counts'];
  const pairs: Paper[] = [];
  const rejects: Malformed[] = [];
  for await (const one of dedupe(parse(file.source, file.reader))) {
    if ('kind' in one) {
      if (one.kind === 'ignored') counts.ignored++;
      else {
        counts.rejected++;
        counts.seen++;
        if (rejects.length < SHOWN) rejects.push(one);
      }
      continue;
    }
    counts.seen++;
    const found = await classOf(one, store, ids);
    counts[found]++;
    if (one.listing.ids.doi) counts.withDoi++;
    if (one.listing.ids.arxiv) counts.withArxiv++;
    if (found === 'new' || found === 'changed') onFresh(one);
    if (pairs.length < SHOWN) pairs.push(one);
  }
  return { file: file.source.name, format: file.reader.name, counts, pairs, rejects };
}

async function classOf(paper: Paper, store: Store | null, ids: Set<string>): Promise<LedgerClass> {
  const { listing } = paper;
  const repeated = paper.ids.some((id) => ids.has(id)) && !idsConflict([...ids], paper.ids);
  for (const id of paper.ids) ids.add(id);
  if (listing.withdrawn || listing.retracted) return 'withdrawn';
  if (listing.abstract === null) return 'noAbstract';
  if (repeated) return 'duplicate';
  for (const id of paper.ids) if (store && (await store.findPaper(id)) !== null) return 'same';
  return 'new';
}

function toJson(files: readonly Seen[], total: { papers: number; calls: number; promptTokens: number; seconds: number }): unknown {
  const imports = files.map(({ file, format, counts }) => ({ file, format, ...counts }));
  return { dryRun: true, imports, estimate: { ...total, costUsd: total.calls === 0 ? 0 : null } };
}

function print(files: readonly Seen[], fresh: number, calls: number, input: number, seconds: number, terminal: Terminal): void {
  for (const { file, format, counts, pairs, rejects } of files) {
    const classes = [...LEDGER_CLASSES].reverse().flatMap((name) => (counts[name] > 0 ? [`${counts[name]} ${NAMES[name]}`] : []));
    terminal.line(
      `${printable(file)} (${format}): ${plural(counts.seen, 'paper')} = ${classes.join(' + ') || 'none'}; ${counts.ignored} lines of page furniture`,
    );
    const withAbstract = counts.seen - counts.rejected - counts.noAbstract;
    terminal.line(`  ${withAbstract} have an abstract, ${counts.withArxiv} an arXiv id, ${counts.withDoi} a DOI`);
    for (const { listing, ids } of pairs) {
      terminal.line(`  ${terminal.paint('bold', printable(listing.title, 90))} ${terminal.paint('dim', bestId(ids))}`);
      terminal.line(`    ${listing.abstract === null ? 'no abstract' : printable(listing.abstract, 110)}`);
    }
    if (counts.seen > pairs.length) terminal.line(`  ... and ${counts.seen - pairs.length} more`);
    for (const { code, reason, locator } of rejects)
      terminal.line(`  would reject bytes ${locator.start}-${locator.end}: ${reason} (${code})`);
  }
  terminal.line(
    calls === 0
      ? `${plural(fresh, 'paper')} to enrich, no call, $0.`
      : `${plural(fresh, 'paper')} to enrich: ${plural(calls, 'call')}, about ${input.toLocaleString('en-US')} tokens in, roughly ${duration(seconds * 1000)} at ${CALL_SECONDS} s a call; the price of the model is unknown to precis.`,
  );
  terminal.line('Nothing was stored. Without --dry-run the same command does it.');
}

const NAMES: Readonly<Record<LedgerClass, string>> = {
  new: 'new',
  changed: 'changed',
  same: 'known',
  duplicate: 'duplicate',
  noAbstract: 'without abstract',
  withdrawn: 'withdrawn',
  rejected: 'rejected',
};
