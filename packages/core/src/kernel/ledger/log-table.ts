import type { ReadDb, WriteDb } from '../ports.ts';
import { type LedgerRow, rowHash } from './chain.ts';
import { rowOf } from './rows.ts';

/** The rows of one origin stand between two places; `place` orders them as they were written. */
export function lastOf(db: ReadDb, first: number, last: number): { seq: number; hash: Uint8Array; hlc: number } | null {
  const row = db
    .prepare<{ seq: number; hash: Uint8Array; hlc: number }>(
      'SELECT seq, hash, hlc FROM log WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1',
    )
    .get(first, last);
  return row ?? null;
}

/** The last `limit` rows of an origin, the newest first. */
export function rowsUpTo(db: ReadDb, first: number, last: number, limit: number): LedgerRow[] {
  return db
    .prepare('SELECT * FROM log WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT ?')
    .all(first, last, limit)
    .map(rowOf);
}

export function insertRow(db: WriteDb, place: number, row: LedgerRow): void {
  db.write(
    'INSERT INTO log (place, origin, seq, hlc, type, schema_version, prev_hash, key_id, ciphertext, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(
    place,
    row.origin,
    row.seq,
    row.hlc,
    row.type,
    row.schemaVersion,
    row.prevHash,
    row.keyId,
    row.ciphertext,
    row.hash,
  );
}

/** True when a row follows the hash before it, carries the hash it claims, and has a stamp that is one. */
export function isChained(row: LedgerRow, before: Uint8Array): boolean {
  return (
    Buffer.compare(row.prevHash, before) === 0 &&
    Number.isSafeInteger(row.hlc) &&
    row.hlc >= 0 &&
    Buffer.compare(rowHash(row, row.prevHash, row.ciphertext), row.hash) === 0
  );
}
