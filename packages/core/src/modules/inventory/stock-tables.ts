import type { ReadDb } from '../../kernel/ports.ts';
import { addDays, daysBetween } from '../../kernel/time.ts';
import type { LotStatus } from './model.ts';
import { type DailyUse, useWindowDays, useWindowDaysMin } from './reorder.ts';

export interface LotRow {
  readonly aggregate_id: string;
  readonly drug_key: string;
  readonly name: string;
  readonly lot_number: string;
  readonly expires_on: string;
  readonly on_hand_milli: number;
  readonly status: LotStatus;
  readonly cost_cents: number | null;
  readonly cost_milli: number | null;
  readonly cost_at: string;
  readonly opened_at: string;
  readonly last_moved_at: string;
}

const lotColumns =
  'aggregate_id, drug_key, name, lot_number, expires_on, on_hand_milli, status, cost_cents, cost_milli, cost_at, opened_at, last_moved_at';

/**
 * A lot whose movements came from one terminal before its receipt came from another has neither number nor expiry yet:
 * nobody can look for it on the shelf, so it is not listed. INV-11.
 */
const isOpened = "opened_at <> ''";

/** All lots of a drug, earliest expiry first. */
export function lotsOf(db: ReadDb, drugKey: string): LotRow[] {
  return db
    .prepare<LotRow>(
      `SELECT ${lotColumns} FROM inventory_lot WHERE drug_key = ? AND ${isOpened} ORDER BY expires_on, lot_number, aggregate_id`,
    )
    .all(drugKey);
}

export function lotRow(db: ReadDb, batchId: string): LotRow | undefined {
  return db.prepare<LotRow>(`SELECT ${lotColumns} FROM inventory_lot WHERE aggregate_id = ?`).get(batchId);
}

/** Lots with something on hand by the ledger that expire before a date, earliest first. */
export function expiringLots(db: ReadDb, before: string): LotRow[] {
  return db
    .prepare<LotRow>(
      `SELECT ${lotColumns} FROM inventory_lot WHERE on_hand_milli <> 0 AND expires_on < ? AND ${isOpened}
       ORDER BY expires_on, name, aggregate_id`,
    )
    .all(before);
}

/** Lots with something on hand, or below zero. */
export function heldLots(db: ReadDb): LotRow[] {
  return db.prepare<LotRow>(`SELECT ${lotColumns} FROM inventory_lot WHERE on_hand_milli <> 0 AND ${isOpened}`).all();
}

/** Drugs with a lot whose name, NDC or number holds every word. */
export function lotsMatching(db: ReadDb, text: string): string[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 6);
  const condition = words.map(() => "lower(name || ' ' || drug_key || ' ' || lot_number) LIKE ? ESCAPE '\\'");
  const rows = db
    .prepare<{ key: string }>(
      `SELECT DISTINCT drug_key AS key FROM inventory_lot WHERE ${condition.join(' AND ') || '0'}`,
    )
    .all(...words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`));
  return rows.map((row) => row.key);
}

/** Every drug that has a lot, by name. */
export function stockedDrugs(db: ReadDb): { key: string; name: string }[] {
  return db
    .prepare<{ key: string; name: string }>(
      'SELECT drug_key AS key, min(name) AS name FROM inventory_lot GROUP BY drug_key ORDER BY 2, 1',
    )
    .all();
}

/** What may be dispensed on that day, for every drug that has a lot; 0 where nothing may. */
export function saleableByDrug(db: ReadDb, today: string): Map<string, number> {
  const rows = db
    .prepare<{ key: string; milli: number }>(
      `SELECT drug_key AS key,
         sum(CASE WHEN status = 'available' AND expires_on >= ? THEN max(on_hand_milli, 0) ELSE 0 END) AS milli
       FROM inventory_lot GROUP BY drug_key`,
    )
    .all(today);
  return new Map(rows.map((row) => [row.key, row.milli]));
}

export function discrepanciesByDrug(db: ReadDb): Map<string, number> {
  const rows = db
    .prepare<{ key: string; found: number }>(
      'SELECT drug_key AS key, count(*) AS found FROM inventory_discrepancy GROUP BY drug_key',
    )
    .all();
  return new Map(rows.map((row) => [row.key, row.found]));
}

/** Net quantity that left the shelf for patients: fills and sales less what came back from them. */
const useReasons = "('fill', 'sale', 'fill-rejected', 'fill-voided', 'return-to-stock', 'refund')";

interface UseRow {
  readonly drug_key: string;
  readonly sum_milli: number;
  /** Thousandths squared, as text: it leaves the safe integers of a number, though not SQLite's 64 bits. */
  readonly squares: string;
}

/** Daily use of every drug over the window, from the movements. */
export function useOfAll(db: ReadDb, today: string): Map<string, DailyUse> {
  const rows = db
    .prepare<UseRow>(
      `SELECT drug_key, sum(day_milli) AS sum_milli, CAST(sum(day_milli * day_milli) AS TEXT) AS squares FROM (
         SELECT drug_key, sum(-delta_milli) AS day_milli FROM inventory_movement
         WHERE moved_on >= ? AND moved_on < ? AND reason IN ${useReasons} GROUP BY drug_key, moved_on
       ) GROUP BY drug_key`,
    )
    .all(addDays(today, -useWindowDays), today);
  const known = knownDays(db, today);
  return new Map(rows.map((row) => [row.drug_key, toUse(row, known.get(row.drug_key))]));
}

/** Use per week, oldest first; each week ends the day before the next begins, the last one yesterday. */
export function useByWeek(
  db: ReadDb,
  drugKey: string,
  today: string,
  weeks: number,
): { from: string; milli: number }[] {
  const start = addDays(today, -7 * weeks);
  const rows = db
    .prepare<{ moved_on: string; milli: number }>(
      `SELECT moved_on, sum(-delta_milli) AS milli FROM inventory_movement
       WHERE drug_key = ? AND moved_on >= ? AND moved_on < ? AND reason IN ${useReasons} GROUP BY moved_on`,
    )
    .all(drugKey, start, today);
  const byWeek = Array.from({ length: weeks }, (_, week) => ({ from: addDays(start, 7 * week), milli: 0 }));
  for (const row of rows) {
    const week = byWeek[Math.floor(daysBetween(start, row.moved_on) / 7)];
    if (week) week.milli += row.milli;
  }
  return byWeek;
}

/** Days since a drug's first movement, for drugs newer than the window. */
function knownDays(db: ReadDb, today: string): Map<string, number> {
  const rows = db
    .prepare<{ drug_key: string; first: string }>(
      `SELECT drug_key, (SELECT min(m.moved_on) FROM inventory_movement m
         WHERE m.drug_key = lots.drug_key AND m.moved_on <> '') AS first
       FROM (SELECT DISTINCT drug_key FROM inventory_lot) lots`,
    )
    .all();
  return new Map(rows.flatMap((row) => (row.first ? [[row.drug_key, daysBetween(row.first, today)]] : [])));
}

function toUse(row: UseRow, known: number | undefined): DailyUse {
  const days = Math.min(useWindowDays, Math.max(useWindowDaysMin, known ?? useWindowDays));
  return { days, sumMilli: row.sum_milli, sumSquares: BigInt(row.squares) };
}

export function lotIds(db: ReadDb): string[] {
  return db
    .prepare<{ id: string }>('SELECT aggregate_id AS id FROM inventory_lot')
    .all()
    .map((row) => row.id);
}

export function blockedLotIds(db: ReadDb): string[] {
  const rows = db.prepare<{ id: string }>("SELECT aggregate_id AS id FROM inventory_lot WHERE status <> 'available'");
  return rows.all().map((row) => row.id);
}
