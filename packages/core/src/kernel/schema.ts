/** Tables of the kernel itself. Numbered; a shipped one is never edited. */
export const kernelMigrations = [
  {
    id: 'kernel-001',
    sql: `
      CREATE TABLE origin (
        no INTEGER PRIMARY KEY,
        origin TEXT NOT NULL UNIQUE,
        terminal_id TEXT NOT NULL,
        public_key BLOB NOT NULL,
        started_at TEXT NOT NULL
      ) STRICT;
      -- place = origin.no * 2^36 + seq: one b-tree, and each origin's rows lie in order on disk.
      CREATE TABLE log (
        place INTEGER PRIMARY KEY,
        origin TEXT NOT NULL,
        seq INTEGER NOT NULL,
        hlc INTEGER NOT NULL,
        type TEXT NOT NULL,
        schema_version INTEGER NOT NULL,
        prev_hash BLOB NOT NULL,
        key_id TEXT NOT NULL,
        ciphertext BLOB NOT NULL,
        hash BLOB NOT NULL
      ) STRICT;
      CREATE TABLE seal (
        origin TEXT NOT NULL,
        seq_end INTEGER NOT NULL,
        hash BLOB NOT NULL,
        signature BLOB NOT NULL,
        PRIMARY KEY (origin, seq_end)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE aggregate (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        state TEXT NOT NULL,
        digest BLOB NOT NULL,
        last_hlc INTEGER NOT NULL,
        last_origin_no INTEGER NOT NULL,
        last_seq INTEGER NOT NULL,
        last_item INTEGER NOT NULL,
        PRIMARY KEY (kind, id)
      ) STRICT;
      CREATE TABLE event_of (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        hlc INTEGER NOT NULL,
        origin_no INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        item INTEGER NOT NULL,
        PRIMARY KEY (kind, id, hlc, origin_no, seq, item)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE projection_digest (
        kind TEXT PRIMARY KEY,
        count INTEGER NOT NULL,
        sum BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE idempotency (
        scope TEXT NOT NULL,
        key TEXT NOT NULL,
        input_digest TEXT NOT NULL,
        answer TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (scope, key)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE blob (
        id TEXT PRIMARY KEY,
        media_type TEXT NOT NULL,
        bytes BLOB NOT NULL
      ) STRICT;
      CREATE TABLE local_state (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    id: 'kernel-002',
    sql: `
      -- The terminal's signature that admits the incarnation elsewhere; NULL for those of before terminals had keys.
      ALTER TABLE origin ADD COLUMN certificate BLOB;
      -- Rows that are kept and passed on, and cannot be read yet.
      CREATE TABLE deferred (
        place INTEGER PRIMARY KEY,
        key_id TEXT NOT NULL,
        reason TEXT NOT NULL
      ) STRICT;
      CREATE INDEX deferred_by_key ON deferred (reason, key_id);
      -- The other row at a place, or the one that does not continue the chain. An origin in here is quarantined.
      CREATE TABLE fork_evidence (
        origin TEXT NOT NULL,
        seq INTEGER NOT NULL,
        hash BLOB NOT NULL,
        verdict TEXT NOT NULL,
        found_at TEXT NOT NULL,
        hlc INTEGER NOT NULL,
        type TEXT NOT NULL,
        schema_version INTEGER NOT NULL,
        prev_hash BLOB NOT NULL,
        key_id TEXT NOT NULL,
        ciphertext BLOB NOT NULL,
        PRIMARY KEY (origin, seq, hash)
      ) STRICT;
      -- Where the bytes of a blob stand in the log. Follows from the rows, like a projection.
      CREATE TABLE blob_place (
        id TEXT PRIMARY KEY,
        media_type TEXT NOT NULL,
        place INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
] as const;
