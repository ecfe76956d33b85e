/** Tables of this module. A shipped migration is never edited. */
export const inventoryMigrations = [
  {
    id: 'inventory-001',
    sql: `
      CREATE TABLE inventory_lot (
        aggregate_id TEXT PRIMARY KEY,
        drug_key TEXT NOT NULL,
        name TEXT NOT NULL,
        lot_number TEXT NOT NULL,
        expires_on TEXT NOT NULL,
        on_hand_milli INTEGER NOT NULL,
        status TEXT NOT NULL,
        cost_cents INTEGER,
        cost_milli INTEGER,
        cost_at TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        last_moved_at TEXT NOT NULL
      ) STRICT;
      CREATE INDEX inventory_lot_of_drug ON inventory_lot (drug_key, expires_on);
      CREATE INDEX inventory_lot_by_number ON inventory_lot (lot_number);
      CREATE INDEX inventory_lot_by_expiry ON inventory_lot (expires_on) WHERE on_hand_milli <> 0;
      CREATE TABLE inventory_movement (
        origin TEXT NOT NULL,
        seq INTEGER NOT NULL,
        item INTEGER NOT NULL,
        aggregate_id TEXT NOT NULL,
        drug_key TEXT NOT NULL,
        hlc INTEGER NOT NULL,
        delta_milli INTEGER NOT NULL,
        reason TEXT NOT NULL,
        ref_kind TEXT NOT NULL,
        ref_id TEXT NOT NULL,
        note TEXT,
        moved_on TEXT NOT NULL,
        at TEXT NOT NULL,
        user_id TEXT NOT NULL,
        user_name TEXT NOT NULL,
        user_role TEXT NOT NULL,
        terminal_id TEXT NOT NULL,
        PRIMARY KEY (origin, seq, item)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX inventory_movement_of_lot ON inventory_movement (aggregate_id, hlc, delta_milli);
      CREATE INDEX inventory_movement_of_drug ON inventory_movement (drug_key, moved_on, reason, delta_milli);
      CREATE INDEX inventory_movement_by_day ON inventory_movement (moved_on, drug_key, reason, delta_milli);
      CREATE TABLE inventory_discrepancy (
        aggregate_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        drug_key TEXT NOT NULL,
        since TEXT NOT NULL,
        PRIMARY KEY (aggregate_id, kind)
      ) STRICT;
      CREATE TABLE inventory_product (
        aggregate_id TEXT PRIMARY KEY,
        bin_location TEXT,
        reorder_min_milli INTEGER,
        reorder_max_milli INTEGER,
        lead_time_days INTEGER,
        is_preferred INTEGER NOT NULL,
        is_refrigerated INTEGER NOT NULL,
        shelf_price_cents INTEGER,
        supplier_id TEXT
      ) STRICT;
      CREATE TABLE inventory_supplier (
        aggregate_id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        lead_time_days INTEGER NOT NULL,
        lead_time_deviation_milli INTEGER NOT NULL,
        is_active INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE inventory_receipt (
        aggregate_id TEXT PRIMARY KEY,
        received_at TEXT NOT NULL,
        supplier_id TEXT,
        invoice_number TEXT,
        total_cents INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX inventory_receipt_by_time ON inventory_receipt (received_at);
      CREATE INDEX inventory_receipt_by_invoice ON inventory_receipt (invoice_number);
      CREATE TABLE inventory_receipt_line (
        aggregate_id TEXT NOT NULL,
        line INTEGER NOT NULL,
        batch_id TEXT NOT NULL,
        drug_key TEXT NOT NULL,
        quantity_milli INTEGER NOT NULL,
        serial TEXT,
        PRIMARY KEY (aggregate_id, line)
      ) STRICT;
      CREATE INDEX inventory_receipt_line_by_serial ON inventory_receipt_line (serial) WHERE serial IS NOT NULL;
      CREATE TABLE inventory_count (
        aggregate_id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        status TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        opened_by TEXT NOT NULL,
        submitted_at TEXT,
        submitted_by TEXT,
        line_count INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX inventory_count_by_time ON inventory_count (opened_at);
      CREATE TABLE inventory_transfer (
        aggregate_id TEXT PRIMARY KEY,
        at TEXT NOT NULL,
        direction TEXT NOT NULL
      ) STRICT;
      CREATE INDEX inventory_transfer_by_time ON inventory_transfer (at);
      CREATE TABLE inventory_local (
        key TEXT PRIMARY KEY,
        value BLOB NOT NULL
      ) STRICT;
    `,
  },
  {
    // What was found, by name: found again after it was settled is another finding.
    id: 'inventory-002',
    sql: "ALTER TABLE inventory_discrepancy ADD COLUMN mark TEXT NOT NULL DEFAULT ''",
  },
  {
    id: 'inventory-003',
    sql: `
      CREATE TABLE inventory_viewer (
        aggregate_id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        token_hash TEXT NOT NULL,
        added_at TEXT NOT NULL,
        added_by TEXT NOT NULL,
        revoked_at TEXT
      ) STRICT;
      CREATE INDEX inventory_viewer_by_token ON inventory_viewer (token_hash);
    `,
  },
];

/** Not projections: the persisted document and sums of this terminal. */
export const inventoryLocalTables = ['inventory_local'];
