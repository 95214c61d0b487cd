/** Papers with everything an export or a page needs, in the order of their outer ids, a page at a time. */
import type { Enrichment } from '../../domain/enrichment.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { PaperBundle, PaperVersion, Selection } from '../../store-port.ts';
import { decodeCurrent } from '../current-codec.ts';
import type { StoredKey } from '../keys.ts';
import { decodeTicket, isForText, type TicketStanding } from '../run-codec.ts';
import { namesInBody } from '../view-codec.ts';
import { readEnrichment } from './enrichments.ts';
import { eventsOf } from './events.ts';
import { idsOf } from './identity.ts';
import { existingImport } from './imports.ts';
import { runByNumber, type Session } from './session.ts';
import { versionByNumber, versionsOf } from './versions.ts';

/** Inner keys of the papers of a selection, in the order of their outer ids; merged papers stand for what they became. */
export function selectPapers(session: Session, selection: Selection): number[] {
  const { db } = session;
  if (!selection.importIds && !selection.pks)
    return db.all<{ pk: number }>('SELECT pk FROM papers WHERE merged_into IS NULL ORDER BY paper_id').map(({ pk }) => pk);
  const chosen = new Set(selection.pks ?? []);
  for (const id of selection.importIds ?? []) {
    const lines = db.all<{ paper_pk: number }>(
      'SELECT DISTINCT paper_pk FROM import_lines WHERE import = ? AND paper_pk IS NOT NULL',
      existingImport(session, id).n,
    );
    for (const line of lines) chosen.add(line.paper_pk);
  }
  return db
    .all<{ pk: number }>(
      `SELECT pk FROM papers WHERE merged_into IS NULL AND pk IN
         (SELECT coalesce(p.merged_into, p.pk) FROM json_each(?) c JOIN papers p ON p.pk = c.value) ORDER BY paper_id`,
      canonicalJson([...chosen]),
    )
    .map(({ pk }) => pk);
}

/** One paper; null when it was merged away meanwhile. */
export function readBundle(session: Session, pk: number): PaperBundle | null {
  const { db } = session;
  const paper = db.get<{ paper_id: string; newest: number; withdrawn: number; retracted: number; body: string | null }>(
    `SELECT p.paper_id, p.newest, p.withdrawn, p.retracted, c.body FROM papers p LEFT JOIN current c ON c.paper_pk = p.pk
     WHERE p.pk = ? AND p.merged_into IS NULL`,
    pk,
  );
  const newest = paper && versionByNumber(session, paper.newest);
  if (!paper || !newest) return null;
  const known = paper.body === null ? [] : namesInBody(paper.body).flatMap((name) => readEnrichment(session, name) ?? []);
  const { view, enrichments } = decodeCurrent(paper.body, known);
  return {
    pk,
    paperId: paper.paper_id,
    ids: idsOf(session, pk),
    withdrawn: paper.withdrawn === 1,
    retracted: paper.retracted === 1,
    newest,
    versions: textsOf(session, newest, enrichments),
    view,
    enrichments,
    events: eventsOf(session, pk),
    tickets: ticketsOf(session, newest),
  };
}

function textsOf(session: Session, newest: PaperVersion, enrichments: readonly Enrichment[]): Map<string, PaperVersion> {
  const texts = new Map([[newest.contentHash, newest]]);
  const missing = enrichments.some(({ contentHash }) => !texts.has(contentHash));
  if (!missing) return texts;
  for (const version of versionsOf(session, newest.paperPk))
    if (!texts.has(version.contentHash) && enrichments.some(({ contentHash }) => contentHash === version.contentHash))
      texts.set(version.contentHash, version);
  return texts;
}

type TicketRow = TicketStanding & { readonly enrichment_key: StoredKey };

/** Tickets for the text the paper has now, oldest first. */
function ticketsOf(session: Session, newest: PaperVersion): PaperBundle['tickets'] {
  return session.db
    .all<TicketRow>(
      `SELECT enrichment_key, run, prompt, state, reason, until_ms, code, message FROM tickets
       WHERE paper_pk = ?1 OR paper_pk IN (SELECT pk FROM papers WHERE merged_into = ?1) ORDER BY seq`,
      newest.paperPk,
    )
    .flatMap((row) => {
      const run = runByNumber(session, row.run);
      return isForText(row, run, newest.contentHash) ? [decodeTicket(row, run)] : [];
    });
}
