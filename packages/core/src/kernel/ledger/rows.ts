import type { ReadDb, SqlRow } from '../ports.ts';
import type { LedgerRow, Seal } from './chain.ts';

export function rowOf(row: SqlRow): LedgerRow {
  return {
    origin: row.origin as string,
    seq: row.seq as number,
    hlc: row.hlc as number,
    type: row.type as string,
    schemaVersion: row.schema_version as number,
    prevHash: row.prev_hash as Uint8Array,
    keyId: row.key_id as string,
    ciphertext: row.ciphertext as Uint8Array,
    hash: row.hash as Uint8Array,
  };
}

/** Rows read at a time: SQLite may not write while a statement is open, and a rebuild writes. */
const rowsAPage = 256;

/** Every row in verification order, for export and verification. */
export function* ledgerRows(db: ReadDb): IterableIterator<LedgerRow> {
  for (const page of ledgerPages(db)) yield* page;
}

/** The same in pages, for a rebuild. */
export function* ledgerPages(db: ReadDb): IterableIterator<LedgerRow[]> {
  const statement = db.prepare('SELECT * FROM log WHERE place > ? ORDER BY place LIMIT ?');
  let place = -1;
  for (;;) {
    const page = statement.all(place, rowsAPage);
    if (page.length > 0) yield page.map(rowOf);
    const last = page.at(-1);
    if (!last || page.length < rowsAPage) return;
    place = last.place as number;
  }
}

export function sealOf(row: SqlRow): Seal {
  return {
    origin: row.origin as string,
    seqEnd: row.seq_end as number,
    hash: row.hash as Uint8Array,
    signature: row.signature as Uint8Array,
  };
}
