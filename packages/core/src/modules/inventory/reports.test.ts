import { describe, expect, test } from 'vitest';
import { addDays } from '../../kernel/time.ts';
import type { TestStore } from '../../testing/index.ts';
import { lotAggregate } from './lot.ts';
import { amoxicillin, lisinopril, orangeBookDrug, oxycodone, stockStore, stockUp } from './testing/stock-store.ts';

/** Use in the past, as a store that changes systems brings it: one fill a day for so many days before today. */
function useHistory(store: TestStore, batchId: string, drugKey: string, days: number, dailyMilli: number): void {
  const { engine } = store.kernel;
  const session = store.as('pharmacist').session;
  const call = {
    session,
    address: 'local',
    ownWindow: true,
    idempotencyKey: null,
    procedure: 'test',
    requestId: 'r',
    signal: new AbortController().signal,
  };
  engine.command(call, 'inventory.history', (unit) => {
    unit.authorize({});
    for (let day = days; day >= 1; day -= 1) {
      unit.append(lotAggregate, batchId, {
        type: 'lot.moved',
        payload: {
          deltaMilli: -dailyMilli,
          reason: 'fill',
          ref: { kind: 'fill', id: `fill_${day}` },
          on: addDays(unit.today, -day),
          drugKey,
        },
      });
    }
    return null;
  });
}

describe('the stock list', () => {
  test('INV-53 is by name, paged, and found by name, brand, NDC or lot', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    for (const ndc of [oxycodone, lisinopril, amoxicillin, orangeBookDrug])
      await stockUp(store, { ndc, lotNumber: `X${ndc}` });
    const first = await tech.call('inventory.stock', { limit: 3 });
    const rest = await tech.call('inventory.stock', { limit: 3, cursor: first.nextCursor });
    const names = [...first.items, ...rest.items].map((one: { name: string }) => one.name);
    expect(names).toEqual([
      'amoxicillin 400 mg/5 mL suspension',
      'lisinopril 10 mg tablet',
      'lisinopril 20 mg tablet',
      'oxycodone 5 mg tablet',
    ]);
    expect(rest.nextCursor).toBeNull();
    const find = async (q: string) =>
      (await tech.call('inventory.stock', { q })).items.map((one: { ndc: string }) => one.ndc);
    expect(await find('20 LISIN')).toEqual([lisinopril]);
    expect(await find('zestril')).toEqual([lisinopril]);
    expect(await find('00406-0552-01')).toEqual([oxycodone]);
    expect(await find(`X${oxycodone}`)).toEqual([oxycodone]);
    expect(await find(`GS1|${amoxicillin}|B7|2027-09-30`)).toEqual([amoxicillin]);
    expect(await find('%')).toEqual([]);
    expect((await tech.call('inventory.stock', { ndc: 'nothing' })).items).toEqual([]);
  });

  test('INV-54 filters show what is low, expiring, controlled, out or to be counted', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const low = await stockUp(store, { quantity: 900 });
    useHistory(store, low, lisinopril, 90, 9_900);
    await stockUp(store, { ndc: oxycodone });
    await stockUp(store, { ndc: amoxicillin, expiresOn: '2027-01-31' });
    const empty = await stockUp(store, { ndc: orangeBookDrug });
    await store.as('pharmacist').call('inventory.adjust', { batchId: empty, delta: -100, reason: 'damaged' });
    const show = async (filter: string) =>
      (await tech.call('inventory.stock', { filter })).items.map((one: { ndc: string }) => one.ndc);
    expect(await show('low')).toEqual([lisinopril]);
    expect(await show('expiring')).toEqual([amoxicillin]);
    expect(await show('controlled')).toEqual([orangeBookDrug, oxycodone]);
    expect(await show('out')).toEqual([orangeBookDrug]);
    expect(await show('discrepancy')).toEqual([]);
    expect(await show('all')).toHaveLength(4);
    const item = (await tech.call('inventory.stock', { filter: 'low' })).items[0];
    expect(item).toMatchObject({ onHand: 9, daysLeft: 0, order: { packages: 1, quantity: 100 } });
  });

  test('INV-55 settings of a drug: bin, levels, supplier; the shelf price only by who may set prices', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    await stockUp(store, { quantity: 20 });
    const change = { ndc: lisinopril, binLocation: 'B-12', reorderMin: 30, reorderMax: 90 };
    const settings = await tech.call('inventory.productSettings', change);
    expect(settings).toMatchObject({ binLocation: 'B-12', reorderMin: 30, reorderMax: 90, shelfPriceCents: null });
    expect((await tech.refusal('inventory.productSettings', { ndc: lisinopril, reorderMax: 10 })).code).toBe(
      'reorder-levels',
    );
    const price = { ndc: lisinopril, shelfPriceCents: 1299 };
    expect((await tech.refusal('inventory.productSettings', price)).code).toBe('forbidden');
    await store.as('manager').call('inventory.productSettings', price);
    expect(store.kernel.host.service('inventory').settings(lisinopril)).toMatchObject({
      shelfPriceCents: 1299,
      binLocation: 'B-12',
    });
    const reorder = await tech.call('inventory.reorder', {});
    expect(reorder.items).toMatchObject([
      { ndc: lisinopril, basis: 'minimum', order: { packages: 1 }, estimatedCostCents: 500 },
    ]);
    expect((await tech.refusal('inventory.productSettings', { ndc: lisinopril, supplierId: 'x' })).code).toBe(
      'unknown-supplier',
    );
  });
});

describe('reports', () => {
  test('INV-56 what expires, by tier, with value and the share that will sell', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const soon = await stockUp(store, { quantity: 100, expiresOn: '2026-12-20', lotNumber: 'S' });
    await stockUp(store, { quantity: 300, expiresOn: '2027-04-30', lotNumber: 'M' });
    await stockUp(store, { quantity: 100, expiresOn: '2029-01-31', lotNumber: 'N' });
    useHistory(store, soon, lisinopril, 40, 1_000);
    const list = await tech.call('inventory.expiring', {});
    expect(list.items).toMatchObject([
      { batchId: soon, onHand: 60, tier: 'pull', daysLeft: 29, valueCents: 300, willSellBasisPoints: 5000 },
      { lotNumber: 'M', tier: 'push' },
    ]);
    expect(list.tiers).toMatchObject([
      { tier: 'expired', lots: 0 },
      { tier: 'pull', lots: 1, valueCents: 300 },
      { tier: 'push', lots: 1, valueCents: 1500 },
      { tier: 'watch', lots: 0 },
    ]);
    expect((await tech.call('inventory.expiring', { days: 28 })).items).toEqual([]);
    expect((await tech.call('inventory.expiring', { days: 29 })).items).toHaveLength(1);
    expect((await tech.call('inventory.expiring', { tier: 'push' })).items).toMatchObject([{ lotNumber: 'M' }]);
    store.clock.advance(31 * 86_400_000);
    expect((await tech.call('inventory.expiring', { tier: 'expired' })).items).toMatchObject([
      { batchId: soon, daysLeft: -2 },
    ]);
  });

  test('INV-65 the order list counts net use of 90 days, today and adjustments left out', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const batchId = await stockUp(store, { quantity: 1000 });
    useHistory(store, batchId, lisinopril, 100, 10_000);
    await tech.call('inventory.adjust', { batchId, delta: 100, reason: 'found', note: 'shelf' });
    await tech.call('inventory.adjust', { batchId, delta: -95, reason: 'damaged' });
    const list = await tech.call('inventory.reorder', {});
    expect(list).toMatchObject({ method: 'simple-90-day', serviceLevelBasisPoints: 9500, nextCursor: null });
    // d = 10 a day without spread, lead 1 day with half a day of spread: SS = 1.645 x 10 x 0.5 = 8.225
    expect(list.items).toMatchObject([
      {
        ndc: lisinopril,
        dailyUse: 10,
        leadTimeDays: 1,
        safetyStock: 8.225,
        reorderPoint: 18.225,
        order: { packages: 1, quantity: 100 },
      },
    ]);
    const supplier = await tech.call('inventory.addSupplier', {
      name: 'Slow Co',
      leadTimeDays: 5,
      leadTimeDeviationDays: 0,
    });
    await tech.call('inventory.productSettings', { ndc: lisinopril, supplierId: supplier.supplierId });
    const slow = await tech.call('inventory.reorder', { supplierId: supplier.supplierId });
    expect(slow.items).toMatchObject([{ leadTimeDays: 5, safetyStock: 0, reorderPoint: 50 }]);
    expect((await tech.call('inventory.reorder', { supplierId: 'other' })).items).toEqual([]);
    await tech.call('inventory.productSettings', { ndc: lisinopril, leadTimeDays: 2 });
    expect((await tech.call('inventory.reorder', {})).items[0].reorderPoint).toBe(20);
  });

  test('INV-66 one drug with its weeks, lots and class; the whole store in four figures', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const batchId = await stockUp(store, { quantity: 1000, expiresOn: '2027-03-31' });
    useHistory(store, batchId, lisinopril, 14, 7_000);
    const product = await tech.call('inventory.product', { ndc: lisinopril });
    expect(product).toMatchObject({ abcClass: 'A', costCents: 500, reorder: { dailyUse: 7 } });
    expect(product.usePerWeek).toHaveLength(13);
    expect(product.usePerWeek.at(-1)).toEqual({ from: '2026-11-14', quantity: 49 });
    expect(product.usePerWeek.at(-2).quantity).toBe(49);
    expect(product.willSell).toEqual([{ batchId, basisPoints: 10_000 }]);
    const other = await stockUp(store, { ndc: amoxicillin, quantity: 100, unitCostCents: 10, expiresOn: '2027-02-28' });
    const summary = await tech.call('inventory.summary', {});
    expect(summary).toEqual({
      valueCents: 902 * 5 + 1000,
      turnsHundredths: Math.round((98 * 5 * 365 * 100) / (90 * (902 * 5 + 1000))),
      willExpire: { valueCents: 1000, lots: 1, canGoBack: 1 },
      toOrder: { lines: 0, costCents: 0 },
      discrepancies: 0,
      quarantinedLots: 0,
    });
    await tech.call('inventory.setStatus', { id: other, status: 'quarantined', reason: 'x' });
    expect((await tech.call('inventory.summary', {})).quarantinedLots).toBe(1);
    expect((await tech.refusal('inventory.product', { ndc: 'x' })).code).toBe('unknown-drug');
  });

  test('INV-27 the screen sees what a fill would take and what it would pass over', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    await stockUp(store, { lotNumber: 'A', expiresOn: '2026-12-20', quantity: 30 });
    await stockUp(store, { lotNumber: 'B', expiresOn: '2027-12-31', quantity: 30 });
    const plan = await tech.call('inventory.allocation', { ndc: lisinopril, quantity: 40, daysSupply: 30 });
    expect(plan).toMatchObject({
      allocations: [{ lotNumber: 'B', quantity: 30 }],
      skipped: [{ lotNumber: 'A', reason: 'too-short-dated', onHand: 30 }],
      short: 10,
    });
  });
});
