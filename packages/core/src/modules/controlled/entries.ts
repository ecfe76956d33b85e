import { sha256Hex } from '../../kernel/canonical.ts';
import { fromMilli } from '../../kernel/contract.ts';
import type { ReadDb } from '../../kernel/ports.ts';

interface Row {
  readonly epoch: number;
  readonly place: number;
  readonly batch_id: string;
  readonly delta_milli: number;
  readonly ref_origin: string;
  readonly ref_seq: number;
  readonly ref_item: number;
  readonly by_origin: string;
  readonly by_seq: number;
  readonly at: string;
}

/**
 * The order of one drug. A movement that two holders placed keeps the place of the earlier epoch; of two movements
 * under one place, which two holders of different epochs may give, the epochs tell which comes first.
 */
export function entriesOf(db: ReadDb, ndc: string) {
  const rows = db
    .prepare<Row>(
      `SELECT * FROM controlled_entry e WHERE ndc = ? AND NOT EXISTS (
         SELECT 1 FROM controlled_entry x
         WHERE x.ref_origin = e.ref_origin AND x.ref_seq = e.ref_seq AND x.ref_item = e.ref_item
           AND (x.epoch, x.place) < (e.epoch, e.place)
       ) ORDER BY epoch, place, ref_origin, ref_seq, ref_item`,
    )
    .all(ndc);
  let balanceMilli = 0;
  let hash = sha256Hex(`apotheca-controlled-1\n${ndc}\n`);
  return rows.map((row) => {
    balanceMilli += row.delta_milli;
    const ref = `${row.ref_origin} ${row.ref_seq} ${row.ref_item}`;
    hash = sha256Hex(`${hash}\n${row.epoch} ${row.place} ${ref} ${row.batch_id} ${row.delta_milli} ${balanceMilli}\n`);
    return {
      epoch: row.epoch,
      index: row.place,
      ndc,
      batchId: row.batch_id,
      delta: fromMilli(row.delta_milli),
      balance: fromMilli(balanceMilli),
      hash,
      at: row.at,
      placedBy: { origin: row.by_origin, seq: row.by_seq },
    };
  });
}
