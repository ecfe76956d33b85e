/**
 * The catalogue: its own database file of reference data, rebuilt as a whole by each import and never part of the
 * ledger. Raw tables hold what each source says; `description`, `drug` and `search` are derived from all of them.
 */
export const catalogVersion = 1;

const rawTables = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE edition (
    source TEXT PRIMARY KEY,
    edition_date TEXT,
    digest TEXT NOT NULL,
    rows INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    imported_at TEXT NOT NULL,
    import_id TEXT,
    files TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE checkpoint (
    part TEXT PRIMARY KEY,
    lines INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    newest TEXT,
    is_finished INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE application_product (
    source TEXT NOT NULL,
    product TEXT NOT NULL,
    application TEXT NOT NULL,
    ingredients TEXT NOT NULL,
    ingredient_key TEXT NOT NULL,
    dose_form TEXT NOT NULL,
    route TEXT NOT NULL,
    strength TEXT NOT NULL,
    strength_key TEXT,
    strength_signature TEXT,
    trade_name TEXT NOT NULL,
    applicant TEXT NOT NULL,
    te_code TEXT,
    status TEXT NOT NULL,
    is_reference INTEGER NOT NULL,
    approved_on TEXT,
    PRIMARY KEY (source, product)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX application_product_by_application ON application_product (application);
  CREATE INDEX application_product_by_content ON application_product (ingredient_key, dose_form, route, strength_key);
  CREATE TABLE protection (
    product TEXT NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    use_code TEXT NOT NULL,
    PRIMARY KEY (product, kind, number, expires_on, use_code)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE fda_application (application TEXT PRIMARY KEY, type TEXT NOT NULL, sponsor TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE fda_product (
    application TEXT NOT NULL,
    number TEXT NOT NULL,
    form TEXT NOT NULL,
    strength TEXT NOT NULL,
    is_reference INTEGER NOT NULL,
    trade_name TEXT NOT NULL,
    ingredients TEXT NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (application, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE fda_te (
    application TEXT NOT NULL,
    number TEXT NOT NULL,
    status INTEGER NOT NULL,
    code TEXT NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (application, number, status, code)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE fda_status (
    application TEXT NOT NULL,
    number TEXT NOT NULL,
    status INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (application, number, status)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ndc_product (
    product_id TEXT PRIMARY KEY,
    product_ndc TEXT NOT NULL,
    type TEXT NOT NULL,
    brand_name TEXT NOT NULL,
    name TEXT NOT NULL,
    dose_form TEXT NOT NULL,
    route TEXT NOT NULL,
    ends_on TEXT,
    category TEXT NOT NULL,
    application TEXT NOT NULL,
    labeler TEXT NOT NULL,
    substances TEXT NOT NULL,
    amounts TEXT NOT NULL,
    measures TEXT NOT NULL,
    strength_signature TEXT,
    classes TEXT NOT NULL,
    schedule TEXT,
    is_schedule_known INTEGER NOT NULL,
    is_excluded INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE ndc_package (
    ndc11 TEXT PRIMARY KEY,
    ndc TEXT NOT NULL,
    product_id TEXT NOT NULL,
    size_milli INTEGER,
    unit TEXT NOT NULL,
    ends_on TEXT,
    is_pickable INTEGER NOT NULL,
    line INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX ndc_package_by_product ON ndc_package (product_id);

  CREATE TABLE rx_concept (rxcui TEXT PRIMARY KEY, tty TEXT NOT NULL, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE rx_ndc (ndc11 TEXT PRIMARY KEY, rxcui TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE rx_relation (parent TEXT NOT NULL, child TEXT NOT NULL, PRIMARY KEY (parent, child)) STRICT, WITHOUT ROWID;

  CREATE TABLE starter (id INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT;
`;

/** Rebuilt from the raw tables at the end of each import. `ranking.rank` ascends from the best search hit down. */
export const derivedTables = `
  CREATE TABLE description (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    source_key TEXT NOT NULL,
    name TEXT NOT NULL,
    brand_name TEXT,
    ingredients TEXT NOT NULL,
    strength TEXT NOT NULL,
    dose_form TEXT NOT NULL,
    route TEXT NOT NULL,
    labeler TEXT NOT NULL,
    classes TEXT NOT NULL,
    schedule TEXT,
    is_schedule_known INTEGER NOT NULL,
    te_code TEXT,
    product TEXT,
    rxcui TEXT,
    status TEXT NOT NULL,
    unit TEXT NOT NULL,
    ends_on TEXT,
    /** Where its schedule is the law: us or in. */
    market TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX description_by_source ON description (source, source_key);
  CREATE INDEX description_by_product ON description (product);
  CREATE TABLE drug (
    key TEXT PRIMARY KEY,
    description_id INTEGER NOT NULL,
    /** 0 is the package that search shows for its description; null is never shown for picking. */
    ordinal INTEGER,
    ndc TEXT,
    size_milli INTEGER,
    unit TEXT NOT NULL,
    rxcui TEXT,
    ends_on TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX drug_by_description ON drug (description_id, ordinal);
  CREATE TABLE draft_order (
    description_id INTEGER PRIMARY KEY,
    status_order INTEGER NOT NULL,
    popularity INTEGER NOT NULL,
    lead TEXT NOT NULL,
    ingredient_count INTEGER NOT NULL,
    form TEXT NOT NULL,
    strength TEXT NOT NULL,
    strength_order INTEGER NOT NULL,
    has_ndc INTEGER NOT NULL,
    source_order INTEGER NOT NULL,
    is_brand INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE ranking (rank INTEGER PRIMARY KEY, description_id INTEGER NOT NULL) STRICT;
  CREATE TABLE unmatched (
    source TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (source, key, reason)
  ) STRICT, WITHOUT ROWID;
  CREATE VIRTUAL TABLE search USING fts5 (
    lead, parts, words, content = '', columnsize = 0, detail = column, prefix = '1 2 3 4 5 6 7',
    tokenize = "unicode61 remove_diacritics 2 tokenchars '.'"
  );
`;

export const catalogSchema = `${rawTables}${derivedTables}`;

export const dropDerived = ['search', 'ranking', 'draft_order', 'unmatched', 'drug', 'description']
  .map((table) => `DROP TABLE IF EXISTS ${table};`)
  .join('');
