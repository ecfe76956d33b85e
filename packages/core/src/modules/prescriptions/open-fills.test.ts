import { expect, test } from 'vitest';
import { createTestStore } from '../../testing/index.ts';
import { isClosedStage } from './closed-stages.ts';
import { isOpenFill } from './open-fills.ts';

test('open fills are found through their index, however many are closed', () => {
  const { db } = createTestStore();
  const questions = [
    `SELECT sum(quantity_milli) FROM prescriptions_fill WHERE ${isOpenFill} AND status <> 'superseded' AND product_key = 'x'`,
    `SELECT bin_location FROM prescriptions_fill WHERE ${isOpenFill} AND status = 'verified' AND bin_location IS NOT NULL`,
    `SELECT 1 FROM prescriptions_fill f JOIN prescriptions_prescription p ON p.aggregate_id = f.aggregate_id
      WHERE f.${isOpenFill} AND f.status = 'verified' ORDER BY f.verified_at, f.fill_id`,
  ];
  for (const sql of questions) {
    const plan = db.prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
    expect(plan[0]?.detail).toContain('prescriptions_fill_by_status');
  }
});

test('closed prescriptions are found through their index, newest first', () => {
  const { db } = createTestStore();
  const plan = db
    .prepare<{ detail: string }>(
      `EXPLAIN QUERY PLAN SELECT aggregate_id, entered_at FROM prescriptions_prescription
        WHERE ${isClosedStage} AND stage IN (?)
       UNION ALL
       SELECT q.aggregate_id, p.entered_at FROM prescriptions_queue q
         JOIN prescriptions_prescription p ON p.aggregate_id = q.aggregate_id
        WHERE q.stage IN () ORDER BY entered_at DESC, aggregate_id DESC LIMIT ?`,
    )
    .all('sold', 50)
    .map((row) => row.detail)
    .join('; ');
  expect(plan).toContain('prescriptions_closed_by_stage');
  expect(plan).not.toContain('SCAN p');
});
