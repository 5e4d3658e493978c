/**
 * The schema, as steps that only go forward: `user_version` counts the steps a database has taken.
 * A step that has been released never changes.
 *
 * Columns in pairs (`x`, `x_hash`) hold one payload: as text in the row, or as the hash of a content when it is long.
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
    ledger TEXT NOT NULL
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
    PRIMARY KEY (run_id, stage, attempt),
    CHECK ((input IS NULL) <> (input_hash IS NULL)),
    CHECK (output IS NULL OR output_hash IS NULL)
  ) STRICT, WITHOUT ROWID;

  -- Each row's hash covers the row before it, so that an altered, removed or inserted row is found.
  CREATE TABLE events (
    run_id TEXT NOT NULL REFERENCES runs (id),
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    at TEXT NOT NULL,
    event TEXT,
    event_hash TEXT REFERENCES contents (hash),
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (run_id, sequence),
    CHECK ((event IS NULL) <> (event_hash IS NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER events_are_append_only BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

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
    body TEXT,
    body_hash TEXT REFERENCES contents (hash),
    answer TEXT,
    answer_hash TEXT REFERENCES contents (hash),
    failure TEXT,
    PRIMARY KEY (run_id, stage, attempt, turn, call),
    UNIQUE (run_id, ordinal),
    CHECK ((body IS NULL) <> (body_hash IS NULL)),
    CHECK ((answer IS NULL) + (answer_hash IS NULL) + (failure IS NULL) >= 2)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE artifacts (
    run_id TEXT NOT NULL REFERENCES runs (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    hash TEXT NOT NULL REFERENCES contents (hash),
    stage TEXT,
    attempt INTEGER,
    PRIMARY KEY (run_id, name),
    CHECK ((stage IS NULL) = (attempt IS NULL))
  ) STRICT, WITHOUT ROWID;

  -- The run that last claimed a target. Whether it still holds it is told by its lock file, not by this row.
  CREATE TABLE claims (
    target_path TEXT PRIMARY KEY,
    run_id TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];
