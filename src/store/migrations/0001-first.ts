/**
 * The first schema: every table of the contracts. Inside, papers, versions, runs and imports have small integers; hashes are their
 * 32 bytes and short ids their 16 (`hex()` shows them), because each is repeated in every row that names it. Bodies are canonical
 * JSON text, times integer milliseconds UTC, and large texts stand last in their row so that counting never reads them.
 */

/** Version 1. */
export const first = {
  version: 1,
  sql: `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE imports (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,
  format TEXT NOT NULL,
  encoding TEXT,
  opened_at_ms INTEGER NOT NULL,
  closed_at_ms INTEGER,
  new INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  same INTEGER NOT NULL DEFAULT 0,
  duplicate INTEGER NOT NULL DEFAULT 0,
  withdrawn INTEGER NOT NULL DEFAULT 0,
  no_abstract INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  ignored INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE papers (
  pk INTEGER PRIMARY KEY,
  paper_id TEXT NOT NULL,
  newest INTEGER NOT NULL DEFAULT 0, -- paper_versions.n
  withdrawn INTEGER NOT NULL DEFAULT 0,
  retracted INTEGER NOT NULL DEFAULT 0,
  merged_into INTEGER REFERENCES papers (pk),
  title_key INTEGER NOT NULL DEFAULT 0, -- 48 bits of the normalised title: equal ones are possible duplicates
  last_import INTEGER NOT NULL REFERENCES imports (n),
  formats TEXT NOT NULL -- formats that delivered it, JSON
) STRICT;
CREATE UNIQUE INDEX papers_by_id ON papers (paper_id) WHERE merged_into IS NULL;
CREATE INDEX papers_by_title ON papers (title_key);
CREATE INDEX papers_merged ON papers (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE paper_ids (
  id TEXT PRIMARY KEY,
  paper_pk INTEGER NOT NULL REFERENCES papers (pk)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_ids_of ON paper_ids (paper_pk);

CREATE TABLE paper_versions (
  n INTEGER PRIMARY KEY,
  paper_pk INTEGER NOT NULL REFERENCES papers (pk),
  content ANY NOT NULL, -- hash of cleaned title and abstract
  raw ANY NOT NULL, -- half the hash of the raw ones, white space reduced
  version INTEGER,
  cleaner INTEGER NOT NULL, -- version of the rules its text was cleaned by; it is never cleaned again
  import INTEGER NOT NULL REFERENCES imports (n),
  flags TEXT,
  facts TEXT NOT NULL, -- what its source said, without what it left empty
  title TEXT NOT NULL,
  title_raw TEXT, -- null where the same as title
  abstract_map TEXT,
  abstract_edits TEXT, -- [[from, to, raw], ..] over code points of abstract give the raw text
  abstract_raw TEXT, -- where edits would not
  abstract TEXT
) STRICT;
CREATE INDEX paper_versions_of ON paper_versions (paper_pk);
CREATE INDEX paper_versions_by_content ON paper_versions (content);

CREATE TABLE import_lines (
  import INTEGER NOT NULL REFERENCES imports (n),
  line INTEGER NOT NULL,
  class TEXT NOT NULL,
  start_byte INTEGER NOT NULL,
  end_byte INTEGER NOT NULL,
  paper_pk INTEGER REFERENCES papers (pk),
  code TEXT,
  reason TEXT,
  raw TEXT,
  PRIMARY KEY (import, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  code TEXT,
  opened_at_ms INTEGER NOT NULL,
  closed_at_ms INTEGER,
  handed_over INTEGER NOT NULL DEFAULT 0,
  calls INTEGER NOT NULL DEFAULT 0,
  prompt_tokens INTEGER NOT NULL DEFAULT 0,
  cached_tokens INTEGER NOT NULL DEFAULT 0,
  completion_tokens INTEGER NOT NULL DEFAULT 0,
  cost_usd REAL NOT NULL DEFAULT 0,
  unpriced INTEGER NOT NULL DEFAULT 0, -- calls without a known price
  engine ANY NOT NULL,
  recipe TEXT NOT NULL
) STRICT;

CREATE TABLE tickets (
  seq INTEGER PRIMARY KEY,
  id ANY NOT NULL UNIQUE,
  paper_pk INTEGER NOT NULL REFERENCES papers (pk),
  enrichment_key ANY NOT NULL,
  run INTEGER NOT NULL REFERENCES runs (n),
  prompt INTEGER NOT NULL, -- position in the recipe of its run
  state TEXT NOT NULL,
  until_ms INTEGER, -- 0 for wanted, null for a wait without a time
  reason TEXT,
  code TEXT,
  message TEXT,
  owner TEXT,
  lease_ms INTEGER, -- when the lease ends
  starts INTEGER NOT NULL DEFAULT 0, -- starts without an orderly end
  attempts INTEGER NOT NULL DEFAULT 0,
  calls_after INTEGER NOT NULL DEFAULT 0,
  replayed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX tickets_of_paper ON tickets (paper_pk);
CREATE INDEX tickets_of_run ON tickets (run, state, replayed);
CREATE INDEX tickets_due ON tickets (run, until_ms, seq) WHERE state IN ('wanted', 'waiting');
CREATE INDEX tickets_undone ON tickets (enrichment_key) WHERE state <> 'done';
CREATE INDEX tickets_leased ON tickets (owner) WHERE owner IS NOT NULL;

CREATE TABLE calls (
  id INTEGER PRIMARY KEY,
  enrichment_key ANY NOT NULL,
  request ANY NOT NULL,
  parent ANY, -- request it repairs or repeats
  paper_pk INTEGER NOT NULL REFERENCES papers (pk),
  run INTEGER NOT NULL REFERENCES runs (n),
  engine ANY, -- null where the run's own
  attempt INTEGER NOT NULL,
  code TEXT,
  finish_reason TEXT,
  rung TEXT,
  prompt_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  cost_usd REAL,
  latency_ms REAL NOT NULL,
  at_ms INTEGER NOT NULL,
  endpoint TEXT, -- null where the run's own, '' where there is none
  served_model TEXT, -- null where the run's own, '' where the server did not say
  fingerprint TEXT,
  message TEXT,
  refusal TEXT,
  content TEXT
) STRICT;
CREATE INDEX calls_of ON calls (enrichment_key);

CREATE TABLE enrichments (
  n INTEGER PRIMARY KEY,
  key ANY NOT NULL,
  revision INTEGER NOT NULL,
  version INTEGER NOT NULL REFERENCES paper_versions (n), -- one of those with its text
  run INTEGER NOT NULL REFERENCES runs (n),
  prompt INTEGER, -- position in the recipe of its run; null: see origin
  call_id INTEGER REFERENCES calls (id),
  created_at_ms INTEGER NOT NULL,
  yields TEXT, -- null where the Draft has exactly these sections
  origin TEXT, -- what differs from its run and call, JSON
  flags TEXT,
  repairs TEXT,
  claim_ids TEXT, -- null where they follow from key and draft
  checks TEXT NOT NULL,
  draft TEXT -- null where the content of its call says the same
) STRICT;
CREATE UNIQUE INDEX enrichments_by_key ON enrichments (key, revision);
CREATE INDEX enrichments_by_version ON enrichments (version);

CREATE TABLE current (
  paper_pk INTEGER PRIMARY KEY REFERENCES papers (pk),
  engine TEXT,
  n_claims INTEGER NOT NULL,
  n_verified INTEGER NOT NULL,
  review TEXT, -- null, partly or reviewed
  proposals TEXT, -- ["task/label-key", ..] not in the vocabulary
  body TEXT NOT NULL
) STRICT;

CREATE TABLE vocabulary (
  id TEXT PRIMARY KEY,
  label TEXT, -- null where the id spells it
  definition TEXT NOT NULL,
  aliases TEXT,
  status TEXT, -- null is active
  merged_into TEXT,
  parent TEXT,
  include TEXT,
  exclude TEXT,
  example TEXT,
  facet TEXT GENERATED ALWAYS AS (substr(id, 1, instr(id, ':') - 1)) VIRTUAL
) STRICT, WITHOUT ROWID;

CREATE TABLE vocabulary_log (
  seq INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  change TEXT NOT NULL
) STRICT;

CREATE TABLE review_events (
  seq INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL UNIQUE,
  paper_pk INTEGER NOT NULL REFERENCES papers (pk),
  enrichment_key TEXT,
  field TEXT NOT NULL,
  action TEXT NOT NULL,
  before TEXT,
  after TEXT,
  actor TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  mode TEXT NOT NULL,
  guideline_version TEXT,
  group_id TEXT,
  undoes TEXT,
  reason TEXT,
  note TEXT
) STRICT;
CREATE INDEX review_events_of ON review_events (paper_pk, field, seq);

CREATE TABLE guidelines (
  version TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE limits (
  name TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE paper_search USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
`,
} as const;
