/** What must hold in every database, as questions whose answer is 0: asked by `precis doctor` and after every test of torture. */

/** The question, and how a finding reads. */
export const MUST_BE_ZERO: readonly (readonly [sql: string, finding: string])[] = [
  [
    `SELECT count(*) AS n FROM imports i WHERE i.new + i.changed + i.same + i.duplicate + i.withdrawn + i.no_abstract + i.rejected <>
       (SELECT count(*) FROM import_lines l WHERE l.import = i.n)`,
    'imports whose sum is not the number of their lines',
  ],
  [
    `SELECT count(*) AS n FROM runs r WHERE r.calls <> (SELECT count(*) FROM calls c WHERE c.run = r.n)`,
    'runs whose calls are not those of the call log',
  ],
  [
    `SELECT count(*) AS n FROM tickets t WHERE t.state = 'done' AND NOT EXISTS (SELECT 1 FROM enrichments e WHERE e.key = t.enrichment_key)`,
    'done tickets without an enrichment (run again: they are replayed from the call log)',
  ],
  [
    `SELECT count(*) AS n FROM papers p WHERE p.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM paper_versions v WHERE v.n = p.newest)`,
    'papers without a text',
  ],
  [
    `SELECT count(*) AS n FROM papers p WHERE NOT EXISTS (SELECT 1 FROM paper_ids i WHERE i.paper_pk = coalesce(p.merged_into, p.pk))`,
    'papers that no id finds',
  ],
  [
    `SELECT count(*) AS n FROM enrichments e WHERE e.draft IS NULL AND NOT EXISTS
       (SELECT 1 FROM calls c WHERE c.id = e.call_id AND c.content IS NOT NULL)`,
    'enrichments whose call is gone',
  ],
];
