/**
 * The schema, as steps that only go forward: `user_version` counts the steps a database has taken.
 * A step that has been released never changes.
 *
 * Columns in pairs (`x`, `x_hash`) hold one payload: as text in the row, or as the hash of a content when it is long.
 * `row_hash` covers the other columns of its row as the program wrote them, so that an altered row is found.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    target_path TEXT NOT NULL,
    program TEXT NOT NULL,
    model TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    reason TEXT,
    resumable INTEGER NOT NULL CHECK (resumable IN (0, 1)),
    applied INTEGER NOT NULL CHECK (applied IN (0, 1)),
    baseline_snapshot_id TEXT,
    final_snapshot_id TEXT,
    config TEXT NOT NULL,
    ledger TEXT NOT NULL,
    row_hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_by_start ON runs (started_at DESC, id DESC);
  CREATE INDEX runs_by_target ON runs (target_path, started_at DESC, id DESC);

  -- Immutable bytes by hash: in the row, or under contents/ when they are many (content is then NULL).
  CREATE TABLE contents (
    hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    content BLOB CHECK (content IS NULL OR length(content) = bytes)
  ) STRICT;

  CREATE TABLE attempts (
    run_id TEXT NOT NULL REFERENCES runs (id),
    stage TEXT NOT NULL,
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    stage_index INTEGER NOT NULL CHECK (stage_index >= 0),
    role TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT NOT NULL,
    input TEXT,
    input_hash TEXT REFERENCES contents (hash),
    output TEXT,
    output_hash TEXT REFERENCES contents (hash),
    reason TEXT,
    row_hash TEXT NOT NULL,
    PRIMARY KEY (run_id, stage, attempt),
    CHECK ((input IS NULL) <> (input_hash IS NULL)),
    CHECK (output IS NULL OR output_hash IS NULL)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX attempts_by_input ON attempts (input_hash) WHERE input_hash IS NOT NULL;
  CREATE INDEX attempts_by_output ON attempts (output_hash) WHERE output_hash IS NOT NULL;

  -- Each row's hash covers the hash of the row before it, so that an altered, removed or inserted row is found.
  CREATE TABLE events (
    run_id TEXT NOT NULL REFERENCES runs (id),
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    at TEXT NOT NULL,
    event TEXT,
    event_hash TEXT REFERENCES contents (hash),
    hash TEXT NOT NULL,
    PRIMARY KEY (run_id, sequence),
    CHECK ((event IS NULL) <> (event_hash IS NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX events_by_content ON events (event_hash) WHERE event_hash IS NOT NULL;
  CREATE TRIGGER events_are_append_only BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

  -- The last event of each run that is not running, so that a log whose end was cut off is found.
  CREATE TABLE heads (
    run_id TEXT PRIMARY KEY REFERENCES runs (id),
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    hash TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER events_move_the_head AFTER INSERT ON events
  WHEN EXISTS (SELECT 1 FROM heads WHERE run_id = NEW.run_id)
  BEGIN UPDATE heads SET sequence = NEW.sequence, hash = NEW.hash WHERE run_id = NEW.run_id; END;

  -- What conversations are made of, each item once: hash covers the item and its predecessor's hash, and thereby
  -- the whole conversation up to the item. A request names its last item.
  CREATE TABLE request_items (
    run_id TEXT NOT NULL REFERENCES runs (id),
    hash TEXT NOT NULL,
    previous_hash TEXT,
    item TEXT,
    item_hash TEXT REFERENCES contents (hash),
    PRIMARY KEY (run_id, hash),
    CHECK ((item IS NULL) <> (item_hash IS NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX request_items_by_content ON request_items (item_hash) WHERE item_hash IS NOT NULL;

  CREATE TABLE model_calls (
    run_id TEXT NOT NULL REFERENCES runs (id),
    stage TEXT NOT NULL,
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    turn INTEGER NOT NULL CHECK (turn >= 1),
    call INTEGER NOT NULL CHECK (call >= 1),
    -- Order of beginning within the run, from 1.
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
    model TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    -- The request's body; without its input where last_item names that.
    body TEXT,
    body_hash TEXT REFERENCES contents (hash),
    last_item TEXT,
    answer TEXT,
    answer_hash TEXT REFERENCES contents (hash),
    failure TEXT,
    row_hash TEXT NOT NULL,
    PRIMARY KEY (run_id, stage, attempt, turn, call),
    UNIQUE (run_id, ordinal),
    FOREIGN KEY (run_id, last_item) REFERENCES request_items (run_id, hash),
    CHECK ((body IS NULL) <> (body_hash IS NULL)),
    CHECK ((answer IS NULL) + (answer_hash IS NULL) + (failure IS NULL) >= 2)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX model_calls_by_item ON model_calls (run_id, last_item) WHERE last_item IS NOT NULL;
  CREATE INDEX model_calls_by_body ON model_calls (body_hash) WHERE body_hash IS NOT NULL;
  CREATE INDEX model_calls_by_answer ON model_calls (answer_hash) WHERE answer_hash IS NOT NULL;

  CREATE TABLE artifacts (
    run_id TEXT NOT NULL REFERENCES runs (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    hash TEXT NOT NULL REFERENCES contents (hash),
    stage TEXT,
    attempt INTEGER,
    row_hash TEXT NOT NULL,
    PRIMARY KEY (run_id, name),
    CHECK ((stage IS NULL) = (attempt IS NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX artifacts_by_content ON artifacts (hash);

  -- The run that last claimed a target. Whether it still holds it is told by its lock file, not by this row.
  CREATE TABLE claims (
    target_path TEXT PRIMARY KEY,
    run_id TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What runs can be found by: the words of the prompt and of what personas submitted, without the texts themselves.
  CREATE TABLE searchable (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES runs (id)
  ) STRICT;
  CREATE INDEX searchable_by_run ON searchable (run_id);
  CREATE VIRTUAL TABLE search_index USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );
  `,
];
