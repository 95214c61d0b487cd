/**
 * The Store on a Postgres server, for many workers on many machines. Writes are durable when their promise resolves; what arrives
 * while a batch of its kind is under way shares the next transaction. The SQL lives in `postgres/`, one file per topic; what both
 * stores decide alike lies beside it.
 */
import type { LoggedCall } from '../domain/call.ts';
import type { Enrichment } from '../domain/enrichment.ts';
import { canonicalJson } from '../domain/json.ts';
import type { Clock } from '../ports.ts';
import type { PostgresPool, Selection, Store, StoredPin, Want } from '../store-port.ts';
import { inBatches } from './postgres/batch.ts';
import { readBundles, selectPapers } from './postgres/bundles.ts';
import { type CallsAsked, callsOf, insertCalls, revalidationsAfter } from './postgres/calls.ts';
import { readPin, refreshViews } from './postgres/current-view.ts';
import { type Database, openDatabase, type Sql } from './postgres/database.ts';
import { insertEnrichments, readEnrichments } from './postgres/enrichments.ts';
import { appendEvents } from './postgres/events.ts';
import { examine } from './postgres/examine.ts';
import { findPaper, searchPapers } from './postgres/find.ts';
import { storeBatch } from './postgres/import-batch.ts';
import { closeImport, listRejects, openImport } from './postgres/imports.ts';
import {
  type ClaimAsked,
  claimTickets,
  finishTickets,
  listEligible,
  renewLeases,
  type SettleAsked,
  settleTickets,
} from './postgres/leases.ts';
import { migrate } from './postgres/migrate.ts';
import { reconcile, retryFailed } from './postgres/reconcile.ts';
import { closeRun, holdRun, listRuns, openRun, openRuns, parkRun, readRun, readRunLedger, resumeRun } from './postgres/runs.ts';
import { newId, openSession, readMeta, type Session, writeMeta } from './postgres/session.ts';
import { listNotes, readStatus } from './postgres/status.ts';
import { hasVocabulary, readVocabulary, seedVocabulary } from './postgres/vocabulary.ts';
import { enrichable, openWant, wantPapers } from './postgres/wanting.ts';
import type { EnrichmentName } from './view-codec.ts';

/** Where the database is and what it needs of the world. */
export interface PostgresOptions {
  readonly pool: PostgresPool;
  readonly clock: Clock;
  /** How long the server may be away before a call gives up, in ms; 30 s where nothing is said. */
  readonly patienceMs?: number;
}

/** Papers per page of a stream and per transaction of a long write. */
const PAGE = 500;

/** Opens a database, making its tables when it is empty. The store closes the pool. @throws store.* with advice */
export async function openPostgresStore({ pool, clock, patienceMs }: PostgresOptions): Promise<Store> {
  try {
    // a wrong address is told at once; only a server that was there is waited for
    (await pool.connect()).release(true);
    const database = openDatabase(pool, clock, patienceMs);
    await migrate(database, pool.where);
    return storeOn(database, openSession(clock));
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function storeOn(database: Database, session: Session): Store {
  const { read, snapshot, write } = database;
  const { clock } = session;
  let isClosed = false;

  const claim = inBatches<ClaimAsked, Awaited<ReturnType<Store['claim']>>>(async (asked) => {
    const claims = await write('rows', (sql) => claimTickets(sql, session, asked));
    return claims.map((value) => ({ value }));
  });
  const settle = inBatches<SettleAsked, void>(async (settled) => {
    await write('rows', (sql) => settleTickets(sql, settled));
    return settled.map(() => ({ value: undefined }));
  });
  const logCall = inBatches<Parameters<Store['logCall']>[0], number>((calls) =>
    write('rows', (sql) => insertCalls(sql, session, calls)),
  );
  const persist = inBatches<Parameters<Store['persist']>, 'written' | 'already'>((given) =>
    write('share', (sql) => persistAll(sql, session, given)),
  );

  const enrichment = inBatches<EnrichmentName, Enrichment | null>(async (names) => {
    const found = new Map(
      (await read((sql) => readEnrichments(sql, session, names))).map((one) => [`${one.key}/${one.checksRevision}`, one]),
    );
    return names.map((name) => ({ value: found.get(name.join('/')) ?? null }));
  });
  const calls = inBatches<CallsAsked, readonly LoggedCall[]>(async (asked) => {
    const found = await read((sql) => callsOf(sql, session, asked));
    return found.map((value) => ({ value }));
  });

  return {
    async close() {
      if (isClosed) return;
      isClosed = true;
      await database.close();
    },

    async openImport(file, format, encoding) {
      const id = newId(session);
      await write('rows', (sql) => openImport(sql, { id, file, format, encoding, opened_at_ms: clock.now() }));
      return id;
    },
    storeBatch: (batch) => write('structure', (sql) => storeBatch(sql, session, batch)),
    closeImport: (id) => write('rows', (sql) => closeImport(sql, id, clock.now())),
    rejects: (id, limit) => read((sql) => listRejects(sql, id, limit)),

    openRun(recipe) {
      const id = newId(session);
      return write('structure', (sql) => openRun(sql, session, id, recipe));
    },
    run: (id) => read((sql) => readRun(sql, id)),
    openRuns: () => read((sql) => openRuns(sql)),
    want: (want, selection) => wantAll(database, session, want, selection),
    parkRun: (id, code) => write('rows', (sql) => parkRun(sql, session, id, code)),
    holdRun: (id, message) => write('rows', (sql) => holdRun(sql, session, id, message)),
    resumeRun: (id) => write('rows', (sql) => resumeRun(sql, session, id)),
    closeRun: (id) => write('rows', (sql) => closeRun(sql, session, id)),
    runLedger: (id) => snapshot((sql) => readRunLedger(sql, session, id)),
    reconcile: (isGone) => write('structure', (sql) => reconcile(sql, session, isGone)),
    retry: (selection, code) =>
      write('structure', async (sql) => {
        const isAll = !selection.importIds && !selection.pks;
        return retryFailed(sql, session, isAll ? null : await selectPapers(sql, selection), code);
      }),

    eligible: (engines, limit, runId) => read((sql) => listEligible(sql, session, engines, limit, runId)),
    claim: (ticketId, owner) => claim({ ticketId, owner }),
    renew: (owner) => write('rows', (sql) => renewLeases(sql, session, owner)),
    settle: (ticketId, owner, outcome) => settle({ ticketId, owner, outcome }),

    logCall,
    callsOf: (key, afterId) => calls({ key, afterId }),
    async *callsToRevalidate(revision) {
      let after = 0;
      for (;;) {
        const found = await snapshot((sql) => revalidationsAfter(sql, session, revision, after, PAGE));
        if (!found) return;
        yield* found.page;
        after = found.last;
      }
    },

    enrichment: (key, revision) => enrichment([key, revision]),
    persist: (...given) => persist(given),

    review: (events, lastSeqSeen) =>
      write('review', async (sql) => refreshViews(sql, session, await appendEvents(sql, session, events, lastSeqSeen))),

    async seedVocabulary(terms) {
      // asked for at every start, so a database that has one is only read
      if (await read(hasVocabulary)) return;
      const seed = terms();
      await write('structure', async (sql) => {
        if (await seedVocabulary(sql, session, seed)) await refreshAll(sql, session);
      });
    },
    vocabulary: () => read((sql) => readVocabulary(sql, session)),
    pin: () => read(readPin),
    setPin: (pin) => write('structure', (sql) => writePin(sql, session, pin)),

    findPaper: (id) => read((sql) => findPaper(sql, id)),
    async *bundles(selection) {
      const pks = await snapshot((sql) => selectPapers(sql, selection));
      for (let at = 0; at < pks.length; at += PAGE)
        yield* await snapshot((sql) => readBundles(sql, session, pks.slice(at, at + PAGE)));
    },
    search: (words, limit) => read((sql) => searchPapers(sql, words, limit)),
    notes: (states, limit) => read((sql) => listNotes(sql, session, states, limit)),
    status: () => snapshot((sql) => readStatus(sql, session)),
    runs: () => snapshot((sql) => listRuns(sql, session)),
    meta: (key) => read((sql) => readMeta(sql, `user.${key}`)),
    setMeta: (key, value) => write('rows', (sql) => writeMeta(sql, `user.${key}`, value)),
    check: () => snapshot(examine),
  };
}

/** Enrichments, their tickets and the views of every paper with one of their texts. */
async function persistAll(sql: Sql, session: Session, given: readonly Parameters<Store['persist']>[]) {
  const outcomes = await insertEnrichments(
    sql,
    session,
    given.map(([enrichment]) => enrichment),
  );
  const stored = given.filter((_, at) => 'value' in (outcomes[at] ?? {}));
  await finishTickets(
    sql,
    stored.map(([{ key }, ticketId, replayed]) => ({ key, ticketId, replayed })),
  );
  const fresh = given.filter((_, at) => {
    const outcome = outcomes[at];
    return outcome !== undefined && 'value' in outcome && outcome.value;
  });
  await refreshViews(
    sql,
    session,
    await papersWith(
      sql,
      fresh.map(([{ contentHash }]) => contentHash),
    ),
  );
  return outcomes.map((outcome) =>
    'value' in outcome ? { value: outcome.value ? ('written' as const) : ('already' as const) } : outcome,
  );
}

/** Papers that have a version with one of these texts. */
async function papersWith(sql: Sql, contentHashes: readonly string[]): Promise<number[]> {
  if (contentHashes.length === 0) return [];
  const rows = await sql.all<{ paper_pk: number }>(
    'SELECT DISTINCT paper_pk FROM paper_versions WHERE content = ANY ($1::text[])',
    contentHashes,
  );
  return rows.map(({ paper_pk }) => paper_pk);
}

/** Makes tickets a page of papers per transaction, so that other processes get their turn. */
async function wantAll(database: Database, session: Session, want: Want, selection: Selection): Promise<number> {
  const pks = await database.snapshot((sql) => selectPapers(sql, selection));
  let tickets = 0;
  for (let at = 0; at < pks.length; at += PAGE)
    tickets += await database.write('structure', async (sql) =>
      wantPapers(sql, await openWant(sql, session, want), await enrichable(sql, pks.slice(at, at + PAGE))),
    );
  return tickets;
}

/** A pin decides which suggestion counts, so every view it can change is computed again in the same transaction. */
async function writePin(sql: Sql, session: Session, pin: StoredPin): Promise<void> {
  const before = await readPin(sql);
  await writeMeta(sql, 'pin', canonicalJson(pin));
  const rows = await sql.all<{ paper_pk: number }>(
    `SELECT DISTINCT same.paper_pk FROM runs r JOIN enrichments e ON e.run = r.n JOIN paper_versions v ON v.n = e.version
     JOIN paper_versions same ON same.content = v.content WHERE r.engine = ANY ($1::text[])`,
    [pin.engineHash, ...(before ? [before.engineHash] : [])],
  );
  await refreshViews(
    sql,
    session,
    rows.map(({ paper_pk }) => paper_pk),
  );
}

async function refreshAll(sql: Sql, session: Session): Promise<void> {
  const rows = await sql.all<{ paper_pk: number }>('SELECT paper_pk FROM current');
  await refreshViews(
    sql,
    session,
    rows.map(({ paper_pk }) => paper_pk),
  );
}
