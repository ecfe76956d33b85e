import type { ReadDb } from '../../kernel/ports.ts';
import { decideSchedule } from './decide-schedule.ts';
import type { DrugRecord, Schedule } from './model.ts';
import { ndcFamily } from './ndc.ts';

/** A schedule belongs to a product: all packages of it share what the store states. */
export function scheduleId(drug: DrugRecord): string {
  return drug.ndc11 === null ? drug.key : ndcFamily(drug.ndc11);
}

/**
 * Lays the store's own schedules over catalogue records. A statement that a newer edition has overtaken with a stricter
 * one no longer counts.
 */
export function scheduleOverlay(db: ReadDb): (record: DrugRecord) => DrugRecord {
  if (db.prepare('SELECT 1 FROM drugs_schedule LIMIT 1').get() === undefined) return (record) => record;
  return (record) => {
    const row = db
      .prepare<{ schedule: Schedule | null }>('SELECT schedule FROM drugs_schedule WHERE aggregate_id = ?')
      .get(scheduleId(record));
    if (!row || !decideSchedule(record, row.schedule).ok) return record;
    return { ...record, schedule: row.schedule, scheduleKnown: true };
  };
}
