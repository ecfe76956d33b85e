import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toMilli } from '../../kernel/contract.ts';
import { ledgerRows } from '../../kernel/ledger/rows.ts';
import type { TestStore } from '../../testing/index.ts';
import { lisinopril, oxycodone, stockStore, stockUp } from './testing/stock-store.ts';

interface Step {
  readonly terminal: number;
  readonly ndc: string;
  readonly lotNumber: string;
  readonly kind: 'receive' | 'adjust' | 'count' | 'hold';
  readonly units: number;
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  terminal: fc.nat(1),
  ndc: fc.constantFrom(lisinopril, oxycodone),
  lotNumber: fc.constantFrom('A', 'B'),
  kind: fc.constantFrom('receive' as const, 'adjust' as const, 'count' as const, 'hold' as const),
  units: fc.integer({ min: 1, max: 40 }),
});

/** Whatever a step may be refused for is fine here: only what was accepted has to add up. */
async function play(store: TestStore, step: Step): Promise<void> {
  const pharmacist = store.as('pharmacist');
  const { ndc, lotNumber, units } = step;
  store.clock.advance(500);
  if (step.kind === 'receive') {
    await stockUp(store, { ndc, lotNumber, quantity: units });
    return;
  }
  const { items } = await pharmacist.call('inventory.stock', { ndc });
  const lot = items[0]?.batches.find((one: { lotNumber: string }) => one.lotNumber === lotNumber);
  if (!lot) return;
  const { batchId } = lot;
  if (step.kind === 'count') {
    await pharmacist.call('inventory.count', { lines: [{ batchId, counted: units }] });
  } else if (step.kind === 'hold') {
    const status = lot.status === 'available' ? 'quarantined' : 'available';
    await pharmacist.call('inventory.setStatus', { id: batchId, status, reason: 'fuzz' });
  } else if (lot.onHand >= units) {
    const adjusted = pharmacist.call('inventory.adjust', { batchId, delta: -units, reason: 'damaged' });
    await adjusted.catch((error: { code?: string }) => expect(error.code).toBe('rights-elsewhere'));
  }
}

function learn(to: TestStore, from: TestStore): void {
  const { engine } = to.kernel;
  const { clock, ledger, projections } = engine.parts;
  engine.transact(() => {
    for (const origin of from.kernel.ledger.origins()) ledger.addOrigin(origin);
  });
  for (const row of ledgerRows(from.db)) {
    engine.transact(() => {
      if (ledger.ingest(row, clock.nowMs()) === 'taken') projections.project(row, ledger.payloadOf(row));
    });
  }
}

/** Stock of each lot, three ways: the document, the projected lots, and the sum of the movements. */
async function threeWays(store: TestStore): Promise<Record<string, [number, number, number]>> {
  const rows = store.db
    .prepare<{ id: string; milli: number; moved: number }>(
      `SELECT aggregate_id AS id, on_hand_milli AS milli,
         (SELECT sum(delta_milli) FROM inventory_movement m WHERE m.aggregate_id = l.aggregate_id) AS moved
       FROM inventory_lot l ORDER BY aggregate_id`,
    )
    .all();
  const document = new Map<string, number>();
  for (const { id } of rows) {
    const lot = await store.as('pharmacist').call('inventory.lot', { id });
    document.set(id, toMilli(lot.onHand));
  }
  return Object.fromEntries(rows.map((row) => [row.id, [document.get(row.id) ?? Number.NaN, row.milli, row.moved]]));
}

test('INV-92 INV-90 whatever two terminals do apart, together they agree three ways', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stepArbitrary, { minLength: 1, maxLength: 14 }), fc.nat(13), async (steps, meetAt) => {
      const stores = [
        stockStore({ terminalId: 't1', seed: 'a' }),
        stockStore({ terminalId: 't2', seed: 'b' }),
      ] as const;
      const [a, b] = stores;
      for (const [index, step] of steps.entries()) {
        await play(step.terminal === 0 ? a : b, step);
        if (index === meetAt) for (const [to, from] of [stores, [b, a]] as const) learn(to, from);
      }
      learn(a, b);
      learn(b, a);
      a.rebuild();
      b.rebuild();
      const stock = await threeWays(a);
      for (const [document, lot, moved] of Object.values(stock)) {
        expect(document).toBe(lot);
        expect(lot).toBe(moved);
      }
      expect(await threeWays(b)).toEqual(stock);
      const digests = stores.map((store) => store.kernel.host.service('inventory').digest());
      expect(digests[0]).toBe(digests[1]);
      expect(a.digest()).toBe(b.digest());
      expect([...a.unexpected, ...b.unexpected]).toEqual([]);
      a.close();
      b.close();
    }),
    { numRuns: 20 },
  );
}, 60_000);
