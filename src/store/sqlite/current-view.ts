/**
 * Stores what is current for a paper, computed by the one pure function, in the transaction of whatever changed it. Lists, search
 * and export read this table and nothing else decides.
 */
import { computeCurrent } from '../../domain/current.ts';
import { readOwnJson } from '../../domain/json.ts';
import type { StoredPin } from '../../store-port.ts';
import { encodeCurrent } from '../current-codec.ts';
import { unpackKey } from '../keys.ts';
import { enrichmentsOf } from './enrichments.ts';
import { eventsOf } from './events.ts';
import { readMeta, type Session } from './session.ts';
import { readVocabulary } from './vocabulary.ts';

/** Computes and stores the view of one paper; a paper nothing is known about has none. */
export function refreshView(session: Session, paperPk: number): void {
  const { db } = session;
  const paper = db.get<{ content: Uint8Array | string; has_abstract: number; merged_into: number | null }>(
    `SELECT v.content, v.abstract IS NOT NULL AS has_abstract, p.merged_into
     FROM papers p JOIN paper_versions v ON v.n = p.newest WHERE p.pk = ?`,
    paperPk,
  );
  const enrichments = paper && paper.merged_into === null ? enrichmentsOf(session, paperPk) : [];
  const events = paper && paper.merged_into === null ? eventsOf(session, paperPk) : [];
  if (!paper || (enrichments.length === 0 && events.length === 0)) {
    db.run('DELETE FROM current WHERE paper_pk = ?', paperPk);
    return;
  }
  const view = computeCurrent({
    contentHash: paper.has_abstract ? unpackKey('sha256:', paper.content) : null,
    enrichments,
    events,
    vocabulary: readVocabulary(session),
    pin: readPin(session),
  });
  const columns = encodeCurrent(view, enrichments);
  db.run(
    `INSERT INTO current (paper_pk, engine, n_claims, n_verified, review, proposals, body) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (paper_pk) DO UPDATE SET engine = excluded.engine, n_claims = excluded.n_claims, n_verified = excluded.n_verified,
       review = excluded.review, proposals = excluded.proposals, body = excluded.body`,
    paperPk,
    columns.engine,
    columns.n_claims,
    columns.n_verified,
    columns.review,
    columns.proposals,
    columns.body,
  );
}

/** What the database is pinned to. */
export function readPin(session: Session): StoredPin | null {
  const text = readMeta(session, 'pin');
  return text === null ? null : readOwnJson<StoredPin>(text);
}
