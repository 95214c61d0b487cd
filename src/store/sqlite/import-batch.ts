/**
 * One import batch in one transaction: ledger lines, papers, ids, versions, search index, tickets (CONTRACTS 4 and 8).
 * Invariant: one ledger line per record, and the class depends on the order of arrival while the papers do not.
 */

import { canonicalJson, readOwnJson } from '../../domain/json.ts';
import { judge, type KnownPaper, type LedgerClass, withdrawnAfter } from '../../domain/ledger.ts';
import type { Locator, Malformed } from '../../domain/listing.ts';
import type { Paper } from '../../domain/paper.ts';
import type { ImportBatch } from '../../store-port.ts';
import type { OpenImport } from '../import-codec.ts';
import { isShortOf, unpackKey } from '../keys.ts';
import type { OpenWant } from '../ticket-step.ts';
import { refreshView } from './current-view.ts';
import { flag } from './database.ts';
import { addPaper, findPaperOf, learnIds } from './identity.ts';
import { countLines, existingImport, nextLine } from './imports.ts';
import type { Session } from './session.ts';
import { makeNewest, storeVersion } from './versions.ts';
import { enrichable, openWant, wantPaper } from './wanting.ts';

/** Stores a batch. */
export function storeBatch(session: Session, batch: ImportBatch): void {
  const into = existingImport(session, batch.importId);
  let line = nextLine(session, into.n);
  const want = batch.want && openWant(session, batch.want);
  const counts = new Map<LedgerClass | 'ignored', number>();
  const count = (what: LedgerClass | 'ignored'): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const one of batch.records) {
    if ('kind' in one && one.kind === 'ignored') {
      count('ignored');
      continue;
    }
    if ('kind' in one) {
      writeReject(session, into.n, line++, one);
      count('rejected');
      continue;
    }
    const { paperPk, ledgerClass } = storePaper(session, one, into, want);
    writeLine(session, into.n, line++, ledgerClass, one.listing.locator, paperPk);
    count(ledgerClass);
  }
  countLines(session, into.n, counts);
}

function writeLine(
  { db }: Session,
  n: number,
  line: number,
  ledgerClass: LedgerClass,
  { start, end }: Locator,
  paperPk: number,
): void {
  db.run(
    'INSERT INTO import_lines (import, line, class, start_byte, end_byte, paper_pk) VALUES (?, ?, ?, ?, ?, ?)',
    n,
    line,
    ledgerClass,
    start,
    end,
    paperPk,
  );
}

function writeReject({ db }: Session, n: number, line: number, { locator, code, reason, raw }: Malformed): void {
  db.run(
    "INSERT INTO import_lines (import, line, class, start_byte, end_byte, code, reason, raw) VALUES (?, ?, 'rejected', ?, ?, ?, ?, ?)",
    n,
    line,
    locator.start,
    locator.end,
    code,
    reason,
    raw,
  );
}

interface KnownRow {
  readonly content: Uint8Array | string | null;
  readonly raw: Uint8Array | string | null;
  readonly version: number | null;
  readonly has_abstract: number;
  readonly withdrawn: number;
  readonly retracted: number;
  readonly formats: string;
  readonly last_import: string;
}

function readKnown(
  { db }: Session,
  pk: number,
  paper: Paper,
): KnownPaper & { readonly retracted: boolean; readonly contentHash: string } {
  const row = db.get<KnownRow>(
    `SELECT v.content, v.raw, v.version, v.abstract IS NOT NULL AS has_abstract, p.withdrawn, p.retracted, p.formats, i.id AS last_import
     FROM papers p JOIN imports i ON i.n = p.last_import LEFT JOIN paper_versions v ON v.n = p.newest WHERE p.pk = ?`,
    pk,
  ) as KnownRow;
  return {
    lastImportId: row.last_import,
    formats: readOwnJson<string[]>(row.formats),
    withdrawn: row.withdrawn === 1,
    retracted: row.retracted === 1,
    version: row.version,
    rawHash: isShortOf(row.raw, paper.rawHash) ? paper.rawHash : '',
    contentHash: unpackKey('sha256:', row.content ?? ''),
    hasAbstract: row.has_abstract === 1,
  };
}

function storePaper(
  session: Session,
  paper: Paper,
  into: OpenImport,
  want: OpenWant | null,
): { paperPk: number; ledgerClass: LedgerClass } {
  const { db } = session;
  const { listing } = paper;
  const found = findPaperOf(session, paper.ids);
  const known = found && readKnown(session, found.pk, paper);
  const verdict = judge(paper, known, into.id);
  const paperPk = found ? found.pk : addPaper(session, paper.ids, into.n);
  if (found) learnIds(session, paperPk, paper.ids);

  const version = verdict.storeVersion ? storeVersion(session, paperPk, paper, into) : null;
  if (version !== null && verdict.becomesNewest) makeNewest(session, paperPk, version);
  const formats = new Set([...(known?.formats ?? []), listing.sourceFormat]);
  const before = known ?? { version: null, withdrawn: false, retracted: false };
  db.run(
    'UPDATE papers SET last_import = ?, formats = ?, withdrawn = ?, retracted = ? WHERE pk = ?',
    into.n,
    canonicalJson([...formats]),
    flag(withdrawnAfter(listing.withdrawn, listing.version, before, before.withdrawn)),
    flag(withdrawnAfter(listing.retracted, listing.version, before, before.retracted)),
    paperPk,
  );

  const wanted = enrichable(session, paperPk);
  const textChanged = verdict.becomesNewest && known !== null && known.contentHash !== paper.contentHash;
  if (!wanted || textChanged || found?.merged) dropUnfinished(session, paperPk);
  if (want && wanted) wantPaper(session, want, wanted);
  if (textChanged || found?.merged || (verdict.becomesNewest && hasSuggestion(session, paperPk))) refreshView(session, paperPk);
  return { paperPk, ledgerClass: verdict.ledgerClass };
}

/** Tickets for a text that is not the one to enrich any more; a worker that has one finds its settlement ignored. */
function dropUnfinished({ db }: Session, paperPk: number): void {
  db.run("DELETE FROM tickets WHERE paper_pk = ? AND state IN ('wanted', 'waiting')", paperPk);
}

const hasSuggestion = ({ db }: Session, paperPk: number): boolean =>
  db.get(
    `SELECT 1 FROM paper_versions mine JOIN paper_versions same ON same.content = mine.content JOIN enrichments e ON e.version = same.n
     WHERE mine.paper_pk = ? LIMIT 1`,
    paperPk,
  ) !== null;
