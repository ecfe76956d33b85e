import { expect, test } from 'vitest';
import { createTestStore } from '../testing/index.ts';
import { generateHistory, type HistoryProgress } from './generate-history.ts';
import { demoPlaces } from './places.ts';

function grow(seed?: string) {
  const store = createTestStore();
  const seen: HistoryProgress[] = [];
  const options = { place: demoPlaces.us_oh, patients: 130, fills: 900, patientsPerRow: 20, patientsPerCommit: 50 };
  for (const progress of generateHistory(store.kernel, seed === undefined ? options : { ...options, seed }))
    seen.push(progress);
  return { store, seen };
}

test('DEMO-20 a history has exactly the patients and fills that were asked for, commit by commit', async () => {
  const { store, seen } = grow();
  expect(seen.map((one) => one.patients)).toEqual([50, 100, 130]);
  expect(seen.at(-1)).toMatchObject({ patients: 130, fills: 900 });
  const one = (sql: string) => store.db.prepare<{ n: number }>(sql).get()?.n;
  expect(one('SELECT count(*) AS n FROM patients_patient')).toBe(130);
  expect(one('SELECT count(*) AS n FROM prescriptions_fill')).toBe(900);
  expect(one("SELECT count(*) AS n FROM prescriptions_prescription WHERE stage = 'sold'")).toBe(
    seen.at(-1)?.prescriptions,
  );
  expect(one('SELECT count(*) AS n FROM prescriptions_queue')).toBe(0);
  expect(one('SELECT count(*) AS n FROM inventory_lot')).toBeGreaterThan(500);
  expect(store.kernel.host.service('inventory').health().findings).toEqual([]);
});

test('DEMO-21 its prescriptions can be opened and refilled like any other', async () => {
  const { store } = grow();
  const tech = store.as('technician');
  const row = store.db
    .prepare<{ id: string }>(
      `SELECT p.aggregate_id AS id FROM prescriptions_prescription p JOIN aggregate a ON a.id = p.aggregate_id
       WHERE json_extract(a.state, '$.refillsRemaining') > 0 AND json_extract(a.state, '$.expiresOn') > '2027-01-01'
       ORDER BY p.last_filled_on LIMIT 1`,
    )
    .get();
  const before = await tech.call('prescriptions.get', { id: row?.id });
  expect(before.fills.length).toBeGreaterThan(0);
  expect(before.entered.userName).toBe('generated history (demo)');
  const refill = await tech.call('prescriptions.refill', { id: row?.id });
  expect(refill).toMatchObject({ stage: 'review', fillNumber: before.fills.length });
});

test('DEMO-22 the same seed gives the same history, and it is signed like everything else', () => {
  const [a, b, c] = [grow(), grow(), grow('other')];
  expect(a.store.digest()).toBe(b.store.digest());
  expect(a.store.digest()).not.toBe(c.store.digest());
  a.store.kernel.engine.seal();
  expect(a.store.kernel.ledger.unsealed).toBe(0);
  const before = a.store.digest();
  a.store.rebuild();
  expect(a.store.digest()).toBe(before);
});
