import { describe, expect, test } from 'vitest';
import type { Unit } from '../../kernel/module.ts';
import type { TestStore } from '../../testing/index.ts';
import { lisinopril, orangeBookDrug, stockStore, stockUp } from './testing/stock-store.ts';

function run<R>(store: TestStore, work: (unit: Unit) => R): R {
  const call = {
    session: store.as('pharmacist').session,
    address: 'local',
    ownWindow: true,
    idempotencyKey: null,
    procedure: 'test',
    requestId: 'r',
    signal: new AbortController().signal,
  };
  return store.kernel.engine.command(call, 'dispensing.fill', (unit) => {
    unit.authorize({});
    return work(unit);
  });
}

const ref = { kind: 'fill', id: 'fill_1' } as const;

describe('what other modules get', () => {
  test('INV-28 two allocations of one unit do not promise the same stock', async () => {
    const store = stockStore();
    await stockUp(store, { quantity: 50 });
    const inventory = store.kernel.host.service('inventory');
    const need = (unit: Unit) =>
      inventory.allocate(unit, { ndc11: '68180-0513-03', quantityMilli: 30_000, notBefore: unit.today });
    const outcome = run(store, (unit) => {
      const first = need(unit);
      if (first.ok) inventory.take(unit, { allocations: first.value, reason: 'fill', ref });
      const second = need(unit);
      return { first: first.ok, second: second.ok ? null : second.refusal };
    });
    expect(outcome).toMatchObject({
      first: true,
      second: { kind: 'insufficient-stock', data: { availableMilli: 20_000 } },
    });
    expect(inventory.onHandMilli(lisinopril)).toBe(20_000);
  });

  test('INV-29 what is taken comes back to the same lots, and a failed unit takes nothing', async () => {
    const store = stockStore();
    const [a] = [
      await stockUp(store, { lotNumber: 'A', quantity: 20 }),
      await stockUp(store, { lotNumber: 'B', quantity: 20 }),
    ];
    const inventory = store.kernel.host.service('inventory');
    const allocations = run(store, (unit) => {
      const found = inventory.allocate(unit, { ndc11: lisinopril, quantityMilli: 30_000, notBefore: unit.today });
      if (!found.ok) throw new Error('stock');
      inventory.take(unit, { allocations: found.value, reason: 'fill', ref });
      return found.value;
    });
    expect(inventory.lot(a)?.onHandMilli).toBe(0);
    expect(inventory.saleableMilli(lisinopril)).toBe(10_000);
    run(store, (unit) => {
      inventory.giveBack(unit, { allocations, reason: 'fill-rejected', ref });
      return null;
    });
    expect(inventory.lot(a)?.onHandMilli).toBe(20_000);
    const digest = inventory.digest();
    expect(() =>
      run(store, (unit) => {
        inventory.take(unit, { allocations, reason: 'fill', ref });
        throw new Error('printer on fire');
      }),
    ).toThrow('printer on fire');
    expect(inventory.onHandMilli(lisinopril)).toBe(40_000);
    expect(inventory.digest()).toBe(digest);
  });

  test('INV-29 an allocation must name a lot and a quantity that can be', async () => {
    const store = stockStore();
    const batchId = await stockUp(store);
    const inventory = store.kernel.host.service('inventory');
    const take = (change: object) => () =>
      run(store, (unit) => {
        const allocation = { batchId, lotNumber: 'L1', expiresOn: '2028-01-31', quantityMilli: 1000, ...change };
        inventory.take(unit, { allocations: [allocation], reason: 'fill', ref });
        return null;
      });
    expect(take({ batchId: 'lot_x' })).toThrow('an allocated lot exists');
    expect(take({ quantityMilli: -1 })).toThrow('above zero');
    expect(take({ quantityMilli: 0.5 })).toThrow('above zero');
  });

  test('INV-28 a drug nobody knows is refused, one without stock is short', async () => {
    const store = stockStore();
    const inventory = store.kernel.host.service('inventory');
    const kinds = run(store, (unit) =>
      ['nothing', orangeBookDrug].map((ndc11) => {
        const found = inventory.allocate(unit, { ndc11, quantityMilli: 1, notBefore: unit.today });
        return found.ok ? 'ok' : found.refusal.kind;
      }),
    );
    expect(kinds).toEqual(['unknown-drug', 'insufficient-stock']);
    expect(inventory.explain({ ndc11: orangeBookDrug, quantityMilli: 5, notBefore: '2026-11-21' })).toMatchObject({
      shortMilli: 5,
    });
  });
});
