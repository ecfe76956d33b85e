import type { ReadDb, WriteDb } from '../ports.ts';
import { type LedgerRow, rowHash, type Seal } from './chain.ts';
import { rowOf, sealOf } from './rows.ts';

/** The rows of one origin stand between two places; `place` orders them as they were written. */
export function lastOf(db: ReadDb, first: number, last: number): { seq: number; hash: Uint8Array; hlc: number } | null {
  const row = db
    .prepare<{ seq: number; hash: Uint8Array; hlc: number }>(
      'SELECT seq, hash, hlc FROM log WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1',
    )
    .get(first, last);
  return row ?? null;
}

/** What a row weighs on a wire beside its ciphertext: stamps, names, hash. */
const rowOverheadBytes = 96;
const rowsAtOnceMax = 4096;

/** Rows of one origin behind a place, in order, up to a weight; one row at least where there is one. */
export function rowsAfter(db: ReadDb, after: number, last: number, maxBytes: number): LedgerRow[] {
  const sizes = db
    .prepare<{ place: number; bytes: number }>(
      'SELECT place, length(ciphertext) AS bytes FROM log WHERE place > ? AND place <= ? ORDER BY place LIMIT ?',
    )
    .all(after, last, Math.min(rowsAtOnceMax, 1 + Math.floor(maxBytes / rowOverheadBytes)));
  let bytes = 0;
  let end = after;
  for (const size of sizes) {
    bytes += size.bytes + rowOverheadBytes;
    if (bytes > maxBytes && end !== after) break;
    end = size.place;
  }
  return db.prepare('SELECT * FROM log WHERE place > ? AND place <= ? ORDER BY place').all(after, end).map(rowOf);
}

/** The last seal between two rows, both included. */
export function sealIn(db: ReadDb, origin: string, from: number, to: number): Seal | null {
  const row = db
    .prepare('SELECT * FROM seal WHERE origin = ? AND seq_end BETWEEN ? AND ? ORDER BY seq_end DESC LIMIT 1')
    .get(origin, from, to);
  return row ? sealOf(row) : null;
}

/** The last rows still carry the hashes they claim: a torn or altered tail starts a new incarnation. */
export function isTailSound(db: ReadDb, first: number, last: number): boolean {
  const rows = rowsUpTo(db, first, last, 32);
  return rows.every((row, index) => isChained(row, rows[index + 1]?.hash ?? row.prevHash));
}

export function lastSealed(db: ReadDb, origin: string): number {
  return (
    db.prepare<{ last: number | null }>('SELECT MAX(seq_end) AS last FROM seal WHERE origin = ?').get(origin)?.last ?? 0
  );
}

/** The last `limit` rows of an origin, the newest first. */
function rowsUpTo(db: ReadDb, first: number, last: number, limit: number): LedgerRow[] {
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

export function insertSeal(db: WriteDb, seal: Seal): void {
  db.write('INSERT OR IGNORE INTO seal (origin, seq_end, hash, signature) VALUES (?, ?, ?, ?)').run(
    seal.origin,
    seal.seqEnd,
    seal.hash,
    seal.signature,
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
