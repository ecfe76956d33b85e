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

/**
 * Rows of one origin behind a place, in order, to a seal: the last one inside a weight, else the next one there is. What
 * is not signed is of no use to who cannot ask its origin.
 */
export function sealedRowsAfter(
  db: ReadDb,
  range: { readonly origin: string; readonly after: number; readonly last: number },
  place: (seq: number) => number,
  maxBytes: number,
): { rows: LedgerRow[]; seal: Seal | null } {
  const { origin, after, last } = range;
  const rows = rowsAfter(db, place(after), place(last), maxBytes);
  const inside = sealIn(db, origin, after + 1, rows.at(-1)?.seq ?? after);
  if (inside) return { rows: rows.slice(0, inside.seqEnd - after), seal: inside };
  const next = db
    .prepare('SELECT * FROM seal WHERE origin = ? AND seq_end > ? ORDER BY seq_end LIMIT 1')
    .get(origin, after);
  if (!next || (next.seq_end as number) > last) return { rows: [], seal: null };
  const seal = sealOf(next);
  return { rows: rowsBetween(db, place(after), place(seal.seqEnd)), seal };
}

function rowsAfter(db: ReadDb, after: number, last: number, maxBytes: number): LedgerRow[] {
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
  return rowsBetween(db, after, end);
}

function rowsBetween(db: ReadDb, after: number, last: number): LedgerRow[] {
  return db.prepare('SELECT * FROM log WHERE place > ? AND place <= ? ORDER BY place').all(after, last).map(rowOf);
}

/** The last seal between two rows, both included. */
function sealIn(db: ReadDb, origin: string, from: number, to: number): Seal | null {
  const row = db
    .prepare('SELECT * FROM seal WHERE origin = ? AND seq_end BETWEEN ? AND ? ORDER BY seq_end DESC LIMIT 1')
    .get(origin, from, to);
  return row ? sealOf(row) : null;
}

/** Between two seals not more than this: rows travel from seal to seal, and shall fit a message. */
const rowsASeal = 256;
const bytesASeal = 192 * 1024;

/** Where to sign what comes after a place: at the last row, and before it wherever it would become too much at once. */
export function sealPoints(db: ReadDb, after: number, last: number): { seq: number; hash: Uint8Array }[] {
  const points: { seq: number; hash: Uint8Array }[] = [];
  let before: { seq: number; hash: Uint8Array } | null = null;
  let rows = 0;
  let bytes = 0;
  const found = db
    .prepare<{ seq: number; hash: Uint8Array; bytes: number }>(
      'SELECT seq, hash, length(ciphertext) AS bytes FROM log WHERE place > ? AND place <= ? ORDER BY place',
    )
    .all(after, last);
  for (const row of found) {
    if (before && (rows >= rowsASeal || bytes + row.bytes > bytesASeal)) {
      points.push(before);
      rows = 0;
      bytes = 0;
    }
    rows += 1;
    bytes += row.bytes + rowOverheadBytes;
    before = { seq: row.seq, hash: row.hash };
  }
  return before ? [...points, before] : points;
}

/** Removes rows, and answers them. */
export function takeOff(db: WriteDb, after: number, last: number): LedgerRow[] {
  const rows = rowsBetween(db, after, last);
  db.write('DELETE FROM log WHERE place > ? AND place <= ?').run(after, last);
  return rows;
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
