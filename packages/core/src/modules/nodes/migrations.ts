/** Tables of this module. Numbered; a shipped one is never edited. */
export const nodesMigrations = [
  {
    id: 'nodes-001',
    sql: `
      CREATE TABLE nodes_terminal (
        aggregate_id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        public_key TEXT NOT NULL,
        box_key TEXT NOT NULL,
        enrolled_at TEXT,
        enrolled_by TEXT,
        revoked_at TEXT
      ) STRICT;
      CREATE TABLE nodes_store_key (
        aggregate_id TEXT PRIMARY KEY,
        made_by TEXT,
        hlc INTEGER NOT NULL,
        origin TEXT NOT NULL,
        wraps TEXT NOT NULL
      ) STRICT;
      -- Codes of this terminal and whom they let in. The secret is what the exchange needs of a code, not the code.
      CREATE TABLE nodes_enrolment (
        id TEXT PRIMARY KEY,
        name TEXT,
        created_at TEXT NOT NULL,
        created_by TEXT NOT NULL,
        expires_ms INTEGER NOT NULL,
        secret BLOB NOT NULL,
        failures INTEGER NOT NULL,
        voided INTEGER NOT NULL,
        joiner_key TEXT,
        terminal_id TEXT,
        ticket TEXT,
        snapshot_key BLOB
      ) STRICT;
    `,
  },
];
