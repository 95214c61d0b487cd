/**
 * The Store on SQLite: one file, no server, several processes at once. Every write goes through the group commit and is durable
 * when its promise resolves; reads see everything that has resolved. The SQL lives in `sqlite/`, one file per topic.
 */
import { canonicalJson } from '../domain/json.ts';
import type { Clock, Log } from '../ports.ts';
import type { PaperBundle, Selection, Store, StoredPin } from '../store-port.ts';
import { packKey } from './keys.ts';
import { readBundle, selectPapers } from './sqlite/bundles.ts';
import { callsOf, insertCall, revalidationsAfter } from './sqlite/calls.ts';
import { connect } from './sqlite/connection.ts';
import { readPin, refreshView } from './sqlite/current-view.ts';
import { insertEnrichment, readEnrichment } from './sqlite/enrichments.ts';
import { appendEvents } from './sqlite/events.ts';
import { examine } from './sqlite/examine.ts';
import { findPaper, searchPapers } from './sqlite/find.ts';
import { createGroupCommit, type GroupCommit } from './sqlite/group-commit.ts';
import { storeBatch } from './sqlite/import-batch.ts';
import { closeImport, listRejects, openImport } from './sqlite/imports.ts';
import { claimTicket, finishTickets, listEligible, renewLeases, settleTicket } from './sqlite/leases.ts';
import { reconcile, retryFailed } from './sqlite/reconcile.ts';
import { closeRun, holdRun, listRuns, openRun, openRuns, parkRun, readRun, readRunLedger, resumeRun } from './sqlite/runs.ts';
import { openSession, readMeta, type Session, writeMeta } from './sqlite/session.ts';
import { listNotes, readStatus } from './sqlite/status.ts';
import { hasVocabulary, readVocabulary, seedVocabulary } from './sqlite/vocabulary.ts';
import { enrichable, openWant, wantPaper } from './sqlite/wanting.ts';

/** Where the database is and what it needs of the world. */
export interface SqliteOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Papers per page of a stream and per transaction of a long write. */
const PAGE = 200;

/** Opens a database file, making it and its folder when they are new. @throws store.* with advice */
export async function openSqliteStore({ file, clock }: SqliteOptions): Promise<Store> {
  const db = await connect(file, clock);
  const session = openSession(db, clock);
  const commits = createGroupCommit(db, clock, file);
  const { write, read } = commits;
  let closed = false;

  return {
    async close() {
      if (closed) return;
      closed = true;
      await commits.drain();
      db.close();
    },

    openImport: (name, format, encoding) => write(() => openImport(session, name, format, encoding)),
    storeBatch: (batch) => write(() => storeBatch(session, batch)),
    closeImport: (id) => write(() => closeImport(session, id)),
    rejects: (id, limit) => read(() => listRejects(session, id, limit)),

    openRun: (recipe) => write(() => openRun(session, recipe)),
    run: (id) => read(() => readRun(session, id)),
    openRuns: () => read(() => openRuns(session)),
    want: (want, selection) => wantAll(session, commits, want, selection),
    parkRun: (id, code) => write(() => parkRun(session, id, code)),
    holdRun: (id, message) => write(() => holdRun(session, id, message)),
    resumeRun: (id) => write(() => resumeRun(session, id)),
    closeRun: (id) => write(() => closeRun(session, id)),
    runLedger: (id) => read(() => readRunLedger(session, id)),
    reconcile: (isGone) => write(() => reconcile(session, isGone)),
    retry: (selection, code) => write(() => retryFailed(session, chosen(session, selection), code)),

    eligible: (engines, limit, runId) => read(() => listEligible(session, engines, limit, runId)),
    claim: (ticketId, owner) => write(() => claimTicket(session, ticketId, owner)),
    renew: (owner) => write(() => renewLeases(session, owner)),
    settle: (ticketId, owner, outcome) => write(() => settleTicket(session, ticketId, owner, outcome)),

    logCall: (call) => write(() => insertCall(session, call)),
    callsOf: (key, afterId) => read(() => callsOf(session, key, afterId)),
    async *callsToRevalidate(revision) {
      let after = 0;
      for (;;) {
        const found = await read(() => revalidationsAfter(session, revision, after, PAGE));
        if (!found) return;
        yield* found.page;
        after = found.last;
      }
    },

    enrichment: (key, revision) => read(() => readEnrichment(session, [key, revision])),
    persist: (enrichment, ticketId, replayed) =>
      write(() => {
        const isNew = insertEnrichment(session, enrichment);
        finishTickets(session, enrichment.key, ticketId, replayed);
        if (isNew) for (const pk of papersWith(session, enrichment.contentHash)) refreshView(session, pk);
        return isNew ? 'written' : 'already';
      }),

    review: (events, lastSeqSeen) =>
      write(() => {
        for (const pk of appendEvents(session, events, lastSeqSeen)) refreshView(session, pk);
      }),

    async seedVocabulary(terms) {
      // asked for at every start, so a database that has one is only read
      if (await read(() => hasVocabulary(session))) return;
      await write(() => {
        if (seedVocabulary(session, terms())) refreshAll(session);
      });
    },
    vocabulary: () => read(() => readVocabulary(session)),
    pin: () => read(() => readPin(session)),
    setPin: (pin) => write(() => writePin(session, pin)),

    findPaper: (id) => read(() => findPaper(session, id)),
    async *bundles(selection) {
      const pks = await read(() => selectPapers(session, selection));
      for (let at = 0; at < pks.length; at += PAGE) {
        const page = pks.slice(at, at + PAGE);
        yield* await read(() => page.map((pk) => readBundle(session, pk)).filter((one): one is PaperBundle => one !== null));
      }
    },
    search: (words, limit) => read(() => searchPapers(session, words, limit)),
    notes: (states, limit) => read(() => listNotes(session, states, limit)),
    status: () => read(() => readStatus(session)),
    runs: () => read(() => listRuns(session)),
    meta: (key) => read(() => readMeta(session, `user.${key}`)),
    setMeta: (key, value) => write(() => writeMeta(session, `user.${key}`, value)),
    check: () => read(() => examine(session)),
  };
}

/** Makes tickets a page of papers per transaction, so that other processes get their turn. */
async function wantAll(
  session: Session,
  commits: GroupCommit,
  want: Parameters<Store['want']>[0],
  selection: Selection,
): Promise<number> {
  const pks = await commits.read(() => selectPapers(session, selection));
  let tickets = 0;
  for (let at = 0; at < pks.length; at += PAGE)
    tickets += await commits.write(() => wantPage(session, want, pks.slice(at, at + PAGE)));
  return tickets;
}

function wantPage(session: Session, want: Parameters<Store['want']>[0], pks: readonly number[]): number {
  const open = openWant(session, want);
  let tickets = 0;
  for (const pk of pks) {
    const wanted = enrichable(session, pk);
    if (wanted) tickets += wantPaper(session, open, wanted);
  }
  return tickets;
}

const chosen = (session: Session, selection: Selection): ReadonlySet<number> | null =>
  selection.importIds || selection.pks ? new Set(selectPapers(session, selection)) : null;

/** Papers that have a version with this text. */
const papersWith = ({ db }: Session, contentHash: string): number[] =>
  db
    .all<{ paper_pk: number }>('SELECT DISTINCT paper_pk FROM paper_versions WHERE content = ?', packKey('sha256:', contentHash))
    .map(({ paper_pk }) => paper_pk);

/** A pin decides which suggestion counts, so every view it can change is computed again in the same transaction. */
function writePin(session: Session, pin: StoredPin): void {
  const before = readPin(session);
  writeMeta(session, 'pin', canonicalJson(pin));
  const engines = [pin.engineHash, ...(before ? [before.engineHash] : [])];
  for (const engine of engines)
    for (const { paper_pk } of session.db.all<{ paper_pk: number }>(
      `SELECT DISTINCT same.paper_pk FROM runs r JOIN enrichments e ON e.run = r.n JOIN paper_versions v ON v.n = e.version
       JOIN paper_versions same ON same.content = v.content WHERE r.engine = ?`,
      packKey('sha256:', engine),
    ))
      refreshView(session, paper_pk);
}

function refreshAll(session: Session): void {
  for (const { paper_pk } of session.db.all<{ paper_pk: number }>('SELECT paper_pk FROM current')) refreshView(session, paper_pk);
}
