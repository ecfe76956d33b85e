import { beforeAll, describe, expect, test } from 'vitest';
import { prescriptionAggregate } from './aggregate.ts';
import { type Counter, complete, enteredEvent, openCounter } from './testing/counter.ts';

const closed = 300_000;
const fills = 1_000_000;
const open = 2_000;
let counter: Counter;

beforeAll(async () => {
  counter = await openCounter();
  const { db, kernel } = counter.store;
  // Closed prescriptions and their fills stand in the tables only: the lists never load them.
  db.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${closed})
    INSERT INTO prescriptions_prescription (aggregate_id, rx_number, stage, patient_id, entered_at)
    SELECT 'old_' || i, '2' || printf('%06d', i), 'sold', 'pat_' || (i % 60000), '2026-01-01T00:00:00.000Z' FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${fills})
    INSERT INTO prescriptions_fill (aggregate_id, fill_id, fill_number, part, status, product_key, quantity_milli, days_supply, owed_milli, filled_on)
    SELECT 'old_' || (i % ${closed}), 'oldfill_' || i, i / ${closed}, 0, 'handed-over', 'p' || (i % 3000), 30000, 30, 0, '2026-01-01' FROM n;
  `);
  const { payload } = enteredEvent(complete(counter.patientId));
  const call = {
    session: null,
    address: 'local',
    ownWindow: true,
    idempotencyKey: null,
    procedure: 'test',
    requestId: 'r',
    signal: new AbortController().signal,
  };
  kernel.engine.command(call, 'test.fill', (unit) => {
    unit.authorize({});
    const entries = Array.from({ length: open }, (_, i) => ({
      id: `rx_${i}`,
      payload: { ...payload, rxNumber: String(1_000_001 + i) },
    }));
    unit.appendBatch(prescriptionAggregate, 'prescription.entered', entries);
    return null;
  });
}, 120_000);

async function slowestOfMost(work: () => Promise<unknown>): Promise<number> {
  const durations: number[] = [];
  for (let i = 0; i < 40; i += 1) {
    // Processor time: what else this machine does meanwhile is not the queue.
    const before = process.cpuUsage();
    await work();
    const used = process.cpuUsage(before);
    durations.push((used.user + used.system) / 1000);
  }
  durations.sort((a, b) => a - b);
  return durations[37]!;
}

describe('a million fills', () => {
  test('RX-81 queue, counts and searches answer within 50 ms', { timeout: 120_000 }, async () => {
    const list = (input: object) => () => counter.tech.call('prescriptions.list', input);
    const measured = {
      queue: await slowestOfMost(list({})),
      stage: await slowestOfMost(list({ stage: 'review' })),
      late: await slowestOfMost(list({ late: true })),
      number: await slowestOfMost(list({ q: '1000123' })),
      counts: await slowestOfMost(() => counter.tech.call('prescriptions.counts', {})),
      next: await slowestOfMost(() => counter.enter({ writtenOn: '2026-11-10' })),
    };
    for (const [what, ms] of Object.entries(measured))
      expect([what, ms < 50 ? 'fast' : `${ms.toFixed(1)} ms`]).toEqual([what, 'fast']);
  });

  test('RX-81 the queue is read through its index', () => {
    const plan = counter.store.db
      .prepare<{ detail: string }>(
        'EXPLAIN QUERY PLAN SELECT aggregate_id FROM prescriptions_queue WHERE stage IN (?) ORDER BY priority, due, aggregate_id LIMIT 50',
      )
      .all('review')
      .map((row) => row.detail)
      .join('; ');
    expect(plan).toContain('prescriptions_queue_by_stage');
    expect(plan).not.toContain('SCAN');
  });
});
