import { type LedgerRow, type LedgerVerdict, LedgerVerifier, type ReadDb, rowOf, sealOf } from '@apotheca/core';
import { originRecords } from '../backup/origin-records.ts';

/** A stretch of one origin's rows: after `afterSeq`, up to `toSeq`; null has no end. */
export interface LedgerPart {
  readonly origin: string;
  readonly afterSeq: number;
  readonly toSeq: number | null;
}

/** The whole ledger in as many shares of about equal size, so that each can be checked by a thread of its own. */
export function divideLedger(db: ReadDb, shares: number): LedgerPart[][] {
  const lengths = db
    .prepare<{ origin: string; last: number }>(
      'SELECT origin.origin, coalesce(max(log.seq), 0) AS last FROM origin LEFT JOIN log USING (origin) GROUP BY origin.origin',
    )
    .all();
  return Array.from({ length: shares }, (_, share) =>
    lengths.map(({ origin, last }) => ({
      origin,
      afterSeq: Math.floor((last * share) / shares),
      toSeq: share === shares - 1 ? null : Math.floor((last * (share + 1)) / shares),
    })),
  );
}

/**
 * Checks one share. It starts from the stored hash of the row before it; the share before recomputes that very row,
 * so that sound shares make a sound ledger.
 */
export function verifyLedgerPart(db: ReadDb, storeId: string, parts: readonly LedgerPart[]): LedgerVerdict {
  const from = new Map<string, { seq: number; hash: Uint8Array }>();
  for (const { origin, afterSeq } of parts) {
    const row = db
      .prepare<{ hash: Uint8Array }>('SELECT hash FROM log WHERE origin = ? AND seq = ?')
      .get(origin, afterSeq);
    if (row) from.set(origin, { seq: afterSeq, hash: row.hash });
  }
  const seals = parts.flatMap(({ origin, afterSeq, toSeq }) =>
    db
      .prepare('SELECT * FROM seal WHERE origin = ? AND seq_end > ? AND seq_end <= ? ORDER BY seq_end')
      .all(origin, afterSeq, toSeq ?? Number.MAX_SAFE_INTEGER)
      .map(sealOf),
  );
  const verifier = new LedgerVerifier(storeId, originRecords(db), seals, from);
  for (const row of rowsOf(db, parts)) if (!verifier.take(row)) break;
  return verifier.finish();
}

function* rowsOf(db: ReadDb, parts: readonly LedgerPart[]): Iterable<LedgerRow> {
  for (const { origin, afterSeq, toSeq } of parts) {
    const rows = db
      .prepare('SELECT * FROM log WHERE origin = ? AND seq > ? AND seq <= ? ORDER BY seq')
      .iterate(origin, afterSeq, toSeq ?? Number.MAX_SAFE_INTEGER);
    for (const row of rows) yield rowOf(row);
  }
}

/** The verdict of the whole from those of its shares, in their order. `sealedTo` is the last sealed row by origin. */
export function joinVerdicts(verdicts: readonly LedgerVerdict[], sealedTo: ReadonlyMap<string, number>): LedgerVerdict {
  const last = verdicts.at(-1);
  if (!last) throw new RangeError('a ledger has at least one share');
  const firstBad = verdicts.map((verdict) => verdict.firstBad).find((fault) => fault !== null) ?? null;
  const sum = (read: (verdict: LedgerVerdict) => number) => verdicts.reduce((total, one) => total + read(one), 0);
  const unsealed = Object.entries(last.vector).map(([origin, seq]) => Math.max(0, seq - (sealedTo.get(origin) ?? 0)));
  return {
    ...last,
    ok: firstBad === null,
    firstBad,
    checked: sum((verdict) => verdict.checked),
    seals: sum((verdict) => verdict.seals),
    unsealed: unsealed.reduce((total, count) => total + count, 0),
  };
}
