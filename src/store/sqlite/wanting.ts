/**
 * Which Enrichments are wanted, as tickets (CONTRACTS 2): newest version, with an abstract, not withdrawn, not merged away. One
 * ticket per paper and key; it is done at once where the Enrichment exists already, and `failed` stays failed.
 */
import { CHECKS_REVISION } from '../../domain/check.ts';
import { enrichmentKey, ticketId } from '../../domain/hash.ts';
import type { Want } from '../../store-port.ts';
import { packKey, unpackKey } from '../keys.ts';
import { type KnownTicket, type OpenWant, ticketStep, wantUnder } from '../ticket-step.ts';
import { flag } from './database.ts';
import { existingRun, type Session } from './session.ts';

/** Looks up the run of a want. @throws when there is no such run or it does not have the prompt */
export const openWant = (session: Session, want: Want): OpenWant => wantUnder(existingRun(session, want.runId), want);

/** What tickets are made from. */
export interface Wanted {
  readonly paperPk: number;
  readonly contentHash: string;
}

/** The newest text of a paper if it may be enriched at all. */
export function enrichable({ db }: Session, paperPk: number): Wanted | null {
  const row = db.get<{ content: Uint8Array | string }>(
    `SELECT v.content FROM papers p JOIN paper_versions v ON v.n = p.newest
     WHERE p.pk = ? AND p.withdrawn = 0 AND p.retracted = 0 AND p.merged_into IS NULL AND v.abstract IS NOT NULL`,
    paperPk,
  );
  return row && { paperPk, contentHash: unpackKey('sha256:', row.content) };
}

/** Makes the tickets of one paper and returns how many are this run's now. */
export function wantPaper(session: Session, want: OpenWant, wanted: Wanted): number {
  let tickets = 0;
  want.prompts.forEach(({ hash }, at) => {
    const key = enrichmentKey(wanted.contentHash, hash, want.engineHash);
    if (wantKey(session, want, want.positions[at] as number, wanted.paperPk, key)) tickets++;
  });
  return tickets;
}

/** Whether the ticket became this run's. */
function wantKey(session: Session, want: OpenWant, prompt: number, paperPk: number, key: string): boolean {
  const { db } = session;
  const id = packKey('t-', ticketId(paperPk, key));
  const stored = packKey('e-', key);
  const known = db.get<KnownTicket & { readonly seq: number }>('SELECT seq, run, state FROM tickets WHERE id = ?', id);
  const step = ticketStep(known, want.run, {
    hasCurrent: () => db.get('SELECT 1 FROM enrichments WHERE key = ? AND revision = ?', stored, CHECKS_REVISION) !== null,
    hasAny: () => db.get('SELECT 1 FROM enrichments WHERE key = ?', stored) !== null,
    isOpen: (run) => isOpen(session, run),
  });
  if (step === 'leave') return false;
  if (known) {
    if (known.run !== want.run) db.run('UPDATE runs SET handed_over = handed_over + 1 WHERE n = ?', known.run);
    db.run(
      `UPDATE tickets SET state = 'wanted', until_ms = 0, reason = NULL, run = ?, prompt = ?, owner = NULL, lease_ms = NULL, starts = 0,
         attempts = 0, replayed = 0 WHERE seq = ?`,
      want.run,
      prompt,
      known.seq,
    );
  } else {
    const done = step === 'make_done';
    db.run(
      'INSERT INTO tickets (id, paper_pk, enrichment_key, run, prompt, state, until_ms, replayed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      id,
      paperPk,
      stored,
      want.run,
      prompt,
      done ? 'done' : 'wanted',
      0,
      flag(done),
    );
    if (done) return true;
  }
  reopen(session, want.run);
  return true;
}

const isOpen = ({ db }: Session, run: number): boolean =>
  db.get("SELECT 1 FROM runs WHERE n = ? AND state <> 'closed'", run) !== null;

/** A run that has something to do again is open again, such as one that another process closed as finished while it still imported. */
export function reopen({ db }: Session, run: number): void {
  db.run("UPDATE runs SET state = 'open', closed_at_ms = NULL WHERE n = ? AND state = 'closed'", run);
}
