/** Tables of `relay.db`. Numbered, never edited: a later change is a later entry. */
export const migrations: readonly string[] = [
  `CREATE TABLE store (
     no INTEGER PRIMARY KEY,
     store_id TEXT NOT NULL UNIQUE,
     chunk_bytes INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE TABLE small (
     store_no INTEGER NOT NULL REFERENCES store (no),
     key TEXT NOT NULL,
     value BLOB NOT NULL,
     PRIMARY KEY (store_no, key)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE origin (
     no INTEGER PRIMARY KEY,
     store_no INTEGER NOT NULL REFERENCES store (no),
     origin TEXT NOT NULL,
     UNIQUE (store_no, origin)
   ) STRICT;
   CREATE TABLE chunk (
     place INTEGER PRIMARY KEY,
     origin_no INTEGER NOT NULL REFERENCES origin (no),
     last_seq INTEGER NOT NULL,
     last_hash BLOB NOT NULL,
     sealed_seq INTEGER NOT NULL,
     at_ms INTEGER NOT NULL,
     bytes BLOB NOT NULL
   ) STRICT;
   CREATE INDEX chunk_by_origin ON chunk (origin_no, last_seq, place);`,
];
