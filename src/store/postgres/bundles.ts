/** Papers with everything an export or a page needs, in the order of their outer ids, a page at a time. */
import type { PaperBundle, PaperVersion, Selection } from '../../store-port.ts';
import { decodeCurrent } from '../current-codec.ts';
import { noSuchImport } from '../import-codec.ts';
import { decodeTicket, isForText, type TicketStanding } from '../run-codec.ts';
import { namesInBody } from '../view-codec.ts';
import type { Sql } from './database.ts';
import { readEnrichments } from './enrichments.ts';
import { eventsOf } from './events.ts';
import { runsNumbered, type Session } from './session.ts';
import { versionsNumbered, versionsOf } from './versions.ts';

/** Inner keys of the papers of a selection, in the order of their outer ids; merged papers stand for what they became. */
export async function selectPapers(sql: Sql, { importIds, pks }: Selection): Promise<number[]> {
  if (!importIds && !pks) {
    const all = await sql.all<{ pk: number }>('SELECT pk FROM papers WHERE merged_into IS NULL ORDER BY paper_id');
    return all.map(({ pk }) => pk);
  }
  const imports = await sql.all<{ n: number; id: string }>(
    'SELECT n, id FROM imports WHERE id = ANY ($1::text[])',
    importIds ?? [],
  );
  for (const id of importIds ?? []) if (!imports.some((one) => one.id === id)) throw noSuchImport(id);
  const rows = await sql.all<{ pk: number }>(
    `SELECT pk FROM papers WHERE merged_into IS NULL AND pk IN (
       SELECT coalesce(p.merged_into, p.pk) FROM papers p WHERE p.pk = ANY ($1::bigint[])
         OR p.pk IN (SELECT paper_pk FROM import_lines WHERE import = ANY ($2::bigint[]) AND paper_pk IS NOT NULL))
     ORDER BY paper_id`,
    pks ?? [],
    imports.map(({ n }) => n),
  );
  return rows.map(({ pk }) => pk);
}

interface PaperRow {
  readonly pk: number;
  readonly paper_id: string;
  readonly newest: number;
  readonly withdrawn: number;
  readonly retracted: number;
  readonly body: string | null;
}

/** Papers by their keys, in that order; one that was merged away meanwhile is left out. */
export async function readBundles(sql: Sql, session: Session, pks: readonly number[]): Promise<PaperBundle[]> {
  const papers = await sql.all<PaperRow>(
    `SELECT p.pk, p.paper_id, p.newest, p.withdrawn, p.retracted, c.body
     FROM unnest($1::bigint[]) WITH ORDINALITY AS given (pk, nth) JOIN papers p ON p.pk = given.pk
     LEFT JOIN current c ON c.paper_pk = p.pk WHERE p.merged_into IS NULL ORDER BY nth`,
    pks,
  );
  const newest = await versionsNumbered(
    sql,
    papers.map((paper) => paper.newest),
  );
  const names = papers.flatMap(({ body }) => (body === null ? [] : namesInBody(body)));
  const enrichments = await readEnrichments(sql, session, names);
  const live = papers.map(({ pk }) => pk);
  const ids = Map.groupBy(
    await sql.all<{ id: string; paper_pk: number }>(
      'SELECT id, paper_pk FROM paper_ids WHERE paper_pk = ANY ($1::bigint[]) ORDER BY id',
      live,
    ),
    (one) => one.paper_pk,
  );
  const events = await eventsOf(sql, live);
  const tickets = await ticketsOf(sql, session, live, (pk) => newest.get(papers.find((paper) => paper.pk === pk)?.newest ?? 0));
  const known = new Map(enrichments.map((one) => [`${one.key}/${one.checksRevision}`, one]));
  const found = papers.flatMap((paper) => {
    const text = newest.get(paper.newest);
    if (!text) return [];
    const mine = paper.body === null ? [] : namesInBody(paper.body).flatMap((name) => known.get(name.join('/')) ?? []);
    return [{ paper, text, ...decodeCurrent(paper.body, mine) }];
  });
  const needOlder = found.filter(({ text, enrichments: used }) => used.some((one) => one.contentHash !== text.contentHash));
  const older = await versionsOf(
    sql,
    needOlder.map(({ paper }) => paper.pk),
  );
  return found.map(({ paper: { pk, paper_id, withdrawn, retracted }, text, view, enrichments: used }) => ({
    pk,
    paperId: paper_id,
    ids: (ids.get(pk) ?? []).map(({ id }) => id),
    withdrawn: withdrawn === 1,
    retracted: retracted === 1,
    newest: text,
    versions: textsOf(text, older.get(pk) ?? [], new Set(used.map((one) => one.contentHash))),
    view,
    enrichments: used,
    events: events.get(pk) ?? [],
    tickets: tickets.get(pk) ?? [],
  }));
}

/** The newest text, and the older ones that an Enrichment is about. */
function textsOf(newest: PaperVersion, older: readonly PaperVersion[], used: ReadonlySet<string>): Map<string, PaperVersion> {
  const texts = new Map([[newest.contentHash, newest]]);
  for (const version of older)
    if (!texts.has(version.contentHash) && used.has(version.contentHash)) texts.set(version.contentHash, version);
  return texts;
}

type TicketRow = TicketStanding & { readonly enrichment_key: string; readonly for_paper: number };

/** Tickets for the texts that papers have now, oldest first. */
async function ticketsOf(
  sql: Sql,
  session: Session,
  pks: readonly number[],
  textOf: (pk: number) => PaperVersion | undefined,
): Promise<Map<number, PaperBundle['tickets'][number][]>> {
  const rows = await sql.all<TicketRow>(
    `SELECT t.enrichment_key, t.run, t.prompt, t.state, t.reason, t.until_ms, t.code, t.message, m.for_paper FROM tickets t JOIN (
       SELECT pk, pk AS for_paper FROM papers WHERE pk = ANY ($1::bigint[]) UNION ALL
       SELECT pk, merged_into AS for_paper FROM papers WHERE merged_into = ANY ($1::bigint[])) m ON m.pk = t.paper_pk ORDER BY t.seq`,
    pks,
  );
  const run = await runsNumbered(
    sql,
    session,
    rows.map((row) => row.run),
  );
  const found = new Map<number, PaperBundle['tickets'][number][]>();
  for (const [pk, mine] of Map.groupBy(rows, (row) => row.for_paper)) {
    const content = textOf(pk)?.contentHash;
    if (content === undefined) continue;
    found.set(
      pk,
      mine.filter((row) => isForText(row, run(row.run), content)).map((row) => decodeTicket(row, run(row.run))),
    );
  }
  return found;
}
