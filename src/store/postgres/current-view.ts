/**
 * Stores what is current for papers, computed by the one pure function, in the transaction of whatever changed it. Lists, search
 * and export read this table and nothing else decides. Papers are locked in the order of their keys before anything is read, so
 * that of two changes to one paper the second computes with what the first stored.
 */
import { computeCurrent } from '../../domain/current.ts';
import { readOwnJson } from '../../domain/json.ts';
import type { StoredPin } from '../../store-port.ts';
import { encodeCurrent } from '../current-codec.ts';
import type { Sql } from './database.ts';
import { enrichmentsOf } from './enrichments.ts';
import { eventsOf } from './events.ts';
import { insertRows } from './insert.ts';
import { readMeta, type Session } from './session.ts';
import { readVocabulary } from './vocabulary.ts';

/** Papers whose views are computed at once. */
const PAGE = 500;

const COLUMNS = ['paper_pk', 'engine', 'n_claims', 'n_verified', 'review', 'proposals', 'body'];

/** Computes and stores the views of papers; a paper nothing is known about has none. */
export async function refreshViews(sql: Sql, session: Session, paperPks: readonly number[]): Promise<void> {
  const sorted = [...paperPks].sort((a, b) => a - b);
  for (let at = 0; at < sorted.length; at += PAGE) await refreshPage(sql, session, sorted.slice(at, at + PAGE));
}

interface PaperRow {
  readonly pk: number;
  readonly content: string;
  readonly has_abstract: boolean;
}

async function refreshPage(sql: Sql, session: Session, paperPks: readonly number[]): Promise<void> {
  const papers = await sql.all<PaperRow>(
    `SELECT p.pk, v.content, v.abstract IS NOT NULL AS has_abstract FROM papers p JOIN paper_versions v ON v.n = p.newest
     WHERE p.pk = ANY ($1::bigint[]) AND p.merged_into IS NULL ORDER BY p.pk FOR NO KEY UPDATE OF p`,
    paperPks,
  );
  const live = papers.map(({ pk }) => pk);
  const enrichments = await enrichmentsOf(sql, session, live);
  const events = await eventsOf(sql, live);
  const vocabulary = await readVocabulary(sql, session);
  const pin = await readPin(sql);
  const rows = papers.flatMap(({ pk, content, has_abstract }) => {
    const mine = enrichments.get(pk) ?? [];
    const decided = events.get(pk) ?? [];
    if (mine.length === 0 && decided.length === 0) return [];
    const contentHash = has_abstract ? content : null;
    const view = computeCurrent({ contentHash, enrichments: mine, events: decided, vocabulary, pin });
    return [{ paper_pk: pk, ...encodeCurrent(view, mine) }];
  });
  const kept = new Set(rows.map((row) => row.paper_pk));
  const gone = paperPks.filter((pk) => !kept.has(pk));
  if (gone.length > 0) await sql.run('DELETE FROM current WHERE paper_pk = ANY ($1::bigint[])', gone);
  await insertRows(
    sql,
    'current',
    COLUMNS,
    rows,
    `ON CONFLICT (paper_pk) DO UPDATE SET engine = excluded.engine, n_claims = excluded.n_claims, n_verified = excluded.n_verified,
       review = excluded.review, proposals = excluded.proposals, body = excluded.body`,
  );
}

/** What the database is pinned to. */
export async function readPin(sql: Sql): Promise<StoredPin | null> {
  const text = await readMeta(sql, 'pin');
  return text === null ? null : readOwnJson<StoredPin>(text);
}
