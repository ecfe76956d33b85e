export const posMigrations = [
  {
    id: 'pos-001',
    sql: `
CREATE TABLE pos_sale (
  aggregate_id TEXT NOT NULL,
  receipt_number TEXT NOT NULL,
  at TEXT NOT NULL,
  business_date TEXT NOT NULL,
  terminal_id TEXT NOT NULL,
  drawer_id TEXT,
  total_cents INTEGER NOT NULL,
  status TEXT NOT NULL,
  conflicts INTEGER NOT NULL
) STRICT;
CREATE INDEX pos_sale_aggregate ON pos_sale (aggregate_id);
CREATE INDEX pos_sale_day ON pos_sale (business_date, at);
CREATE INDEX pos_sale_receipt ON pos_sale (receipt_number);

CREATE TABLE pos_sale_line (
  aggregate_id TEXT NOT NULL,
  line_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  fill_id TEXT,
  patient_id TEXT,
  amount_cents INTEGER NOT NULL,
  tax_cents INTEGER NOT NULL,
  included_tax_cents INTEGER NOT NULL,
  tax_class TEXT NOT NULL,
  is_refunded INTEGER NOT NULL,
  business_date TEXT NOT NULL,
  terminal_id TEXT NOT NULL
) STRICT;
CREATE INDEX pos_sale_line_aggregate ON pos_sale_line (aggregate_id);
CREATE INDEX pos_sale_line_fill ON pos_sale_line (fill_id);
CREATE INDEX pos_sale_line_patient ON pos_sale_line (patient_id);
CREATE INDEX pos_sale_line_day ON pos_sale_line (business_date);

CREATE TABLE pos_money (
  aggregate_id TEXT NOT NULL,
  refund_id TEXT,
  kind TEXT NOT NULL,
  method TEXT NOT NULL,
  amount_cents INTEGER NOT NULL,
  at TEXT NOT NULL,
  business_date TEXT NOT NULL,
  terminal_id TEXT NOT NULL,
  drawer_id TEXT,
  account_patient_id TEXT
) STRICT;
CREATE INDEX pos_money_aggregate ON pos_money (aggregate_id);
CREATE INDEX pos_money_day ON pos_money (business_date);
CREATE INDEX pos_money_drawer ON pos_money (drawer_id);
CREATE INDEX pos_money_account ON pos_money (account_patient_id);

CREATE TABLE pos_drawer (
  aggregate_id TEXT NOT NULL,
  terminal_id TEXT NOT NULL,
  status TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  difference_cents INTEGER
) STRICT;
CREATE INDEX pos_drawer_aggregate ON pos_drawer (aggregate_id);
CREATE INDEX pos_drawer_terminal ON pos_drawer (terminal_id, status);

CREATE TABLE pos_card_payment (
  aggregate_id TEXT NOT NULL,
  terminal_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  amount_cents INTEGER NOT NULL,
  status TEXT NOT NULL,
  needs_attention INTEGER NOT NULL,
  is_open INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX pos_card_payment_aggregate ON pos_card_payment (aggregate_id);
CREATE INDEX pos_card_payment_purpose ON pos_card_payment (purpose, is_open);
CREATE INDEX pos_card_payment_attention ON pos_card_payment (needs_attention, at);

CREATE TABLE pos_item (
  aggregate_id TEXT NOT NULL,
  item_key TEXT NOT NULL,
  description TEXT NOT NULL
) STRICT;
CREATE INDEX pos_item_aggregate ON pos_item (aggregate_id);
CREATE INDEX pos_item_description ON pos_item (description COLLATE NOCASE);
`,
  },
  {
    // Each table stands in the order in which it is read, by day, so that a sale is one page of each and no index of
    // its own. Indexes hold what is asked for: cash of a drawer, what an account was charged and what it paid.
    id: 'pos-002',
    sql: `
DROP TABLE pos_sale;
CREATE TABLE pos_sale (
  aggregate_id TEXT NOT NULL,
  receipt_number TEXT NOT NULL,
  at TEXT NOT NULL,
  business_date TEXT NOT NULL,
  terminal_id TEXT NOT NULL,
  drawer_id TEXT,
  total_cents INTEGER NOT NULL,
  status TEXT NOT NULL,
  conflicts INTEGER NOT NULL,
  PRIMARY KEY (business_date, at, aggregate_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pos_sale_receipt ON pos_sale (receipt_number);

DROP TABLE pos_sale_line;
CREATE TABLE pos_sale_line (
  aggregate_id TEXT NOT NULL,
  line INTEGER NOT NULL,
  kind TEXT NOT NULL,
  receipt_number TEXT NOT NULL,
  at TEXT NOT NULL,
  patient_id TEXT,
  amount_cents INTEGER NOT NULL,
  tax_cents INTEGER NOT NULL,
  included_tax_cents INTEGER NOT NULL,
  tax_class TEXT NOT NULL,
  is_refunded INTEGER NOT NULL,
  business_date TEXT NOT NULL,
  terminal_id TEXT NOT NULL,
  PRIMARY KEY (business_date, aggregate_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX pos_sale_line_account_payment ON pos_sale_line (patient_id) WHERE kind = 'account-payment';

DROP TABLE pos_money;
CREATE TABLE pos_money (
  aggregate_id TEXT NOT NULL,
  part INTEGER NOT NULL,
  receipt_number TEXT NOT NULL,
  refund_id TEXT,
  kind TEXT NOT NULL,
  method TEXT NOT NULL,
  amount_cents INTEGER NOT NULL,
  at TEXT NOT NULL,
  business_date TEXT NOT NULL,
  terminal_id TEXT NOT NULL,
  drawer_id TEXT,
  account_patient_id TEXT,
  PRIMARY KEY (business_date, aggregate_id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX pos_money_drawer ON pos_money (drawer_id) WHERE drawer_id IS NOT NULL;
CREATE INDEX pos_money_account ON pos_money (account_patient_id) WHERE account_patient_id IS NOT NULL;
`,
  },
  {
    id: 'pos-003',
    sql: `
CREATE TABLE pos_conflict (
  aggregate_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  conflict TEXT NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY (aggregate_id, conflict)
) STRICT;
`,
  },
] as const;
