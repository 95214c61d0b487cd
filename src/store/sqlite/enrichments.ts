/** Enrichment rows: written once per key and checks revision, read through the call and the run they came from. */
import type { Enrichment } from '../../domain/enrichment.ts';
import {
  type CallSide,
  decodeEnrichment,
  ENRICHMENT_SELECT,
  type EnrichmentRow,
  encodeEnrichment,
  textUnknown,
} from '../enrichment-codec.ts';
import { packKey } from '../keys.ts';
import type { EnrichmentName } from '../view-codec.ts';
import { existingRun, runByNumber, type Session } from './session.ts';

/** Stores an Enrichment; false when its key and revision are stored already. */
export function insertEnrichment(session: Session, enrichment: Enrichment): boolean {
  const { db } = session;
  const run = existingRun(session, enrichment.runId);
  const version = db.get<{ n: number }>(
    'SELECT n FROM paper_versions WHERE content = ? ORDER BY n LIMIT 1',
    packKey('sha256:', enrichment.contentHash),
  );
  if (!version) throw textUnknown(enrichment);
  const call = enrichment.callId === null ? null : callOf(session, enrichment.callId);
  const columns = encodeEnrichment(enrichment, run, call);
  return (
    db.run(
      `INSERT INTO enrichments (key, revision, version, run, prompt, call_id, created_at_ms, yields, origin, flags, repairs, claim_ids,
         checks, draft) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      packKey('e-', enrichment.key),
      columns.revision,
      version.n,
      run.n,
      columns.prompt,
      columns.call_id,
      columns.created_at_ms,
      columns.yields,
      columns.origin,
      columns.flags,
      columns.repairs,
      columns.claim_ids,
      columns.checks,
      columns.draft,
    ).changes > 0
  );
}

/** An Enrichment by key and revision. */
export function readEnrichment(session: Session, [key, revision]: EnrichmentName): Enrichment | null {
  const row = session.db.get<EnrichmentRow>(
    `${ENRICHMENT_SELECT} WHERE e.key = ? AND e.revision = ?`,
    packKey('e-', key),
    revision,
  );
  return row && decodeEnrichment(row, runByNumber(session, row.run));
}

/** Every Enrichment of every version of a paper. */
export function enrichmentsOf(session: Session, paperPk: number): Enrichment[] {
  return session.db
    .all<EnrichmentRow>(
      `${ENRICHMENT_SELECT} WHERE e.version IN (SELECT same.n FROM paper_versions mine
         JOIN paper_versions same ON same.content = mine.content WHERE mine.paper_pk = ?) ORDER BY e.n`,
      paperPk,
    )
    .map((row) => decodeEnrichment(row, runByNumber(session, row.run)));
}

const callOf = ({ db }: Session, id: number): CallSide | null =>
  db.get<CallSide>('SELECT content, served_model, rung FROM calls WHERE id = ?', id);
