import { describe, expect, test } from 'vitest';
import { lisinopril, orangeBookDrug, oxycodone, stockStore, stockUp } from './testing/stock-store.ts';

describe('adjustments', () => {
  test('INV-30 stock changes by a reason of the closed list, and the movement says who and why', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const batchId = await stockUp(store);
    const done = await tech.call('inventory.adjust', { batchId, delta: -3.5, reason: 'damaged' });
    expect(done).toMatchObject({ batchId, ndc: lisinopril, onHand: 96.5, duties: [] });
    const { items } = await tech.call('inventory.movements', { id: batchId });
    expect(items).toMatchObject([
      {
        delta: -3.5,
        balance: 96.5,
        reason: 'damaged',
        reference: { kind: 'adjustment', id: done.adjustmentId },
        user: { id: 'user_technician', name: 'Test technician', role: 'technician' },
        terminalId: 't1',
        on: '2026-11-21',
      },
      { delta: 100, balance: 100, reason: 'receipt', reference: { kind: 'receipt' } },
    ]);
    expect((await tech.refusal('inventory.adjust', { batchId, delta: -1, reason: 'because' })).code).toBe(
      'invalid-input',
    );
    expect((await tech.refusal('inventory.adjust', { batchId, delta: -1, reason: 'fill' })).code).toBe('invalid-input');
  });

  test('INV-31 a reason moves stock its own way, some need a note, and a lot gives no more than it holds', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const batchId = await stockUp(store);
    expect(await tech.refusal('inventory.adjust', { batchId, delta: 5, reason: 'damaged' })).toMatchObject({
      code: 'wrong-direction',
      data: { sign: 'minus' },
    });
    expect((await tech.refusal('inventory.adjust', { batchId, delta: -5, reason: 'lost' })).code).toBe('note-required');
    expect(await tech.refusal('inventory.adjust', { batchId, delta: -101, reason: 'damaged' })).toMatchObject({
      code: 'more-than-on-hand',
      data: { onHand: 100 },
    });
    const found = { batchId, delta: 2, reason: 'found', note: 'behind the drawer' };
    expect((await tech.call('inventory.adjust', found)).onHand).toBe(102);
    const { items } = await tech.call('inventory.movements', { id: batchId });
    expect(items[0].note).toBe('behind the drawer');
  });

  test('INV-32 only who may change controlled stock adjusts it, and silence about a schedule counts as controlled', async () => {
    const store = stockStore();
    for (const ndc of [oxycodone, orangeBookDrug]) {
      const batchId = await stockUp(store, { ndc });
      const change = { batchId, delta: -1, reason: 'theft', note: 'seal broken' };
      for (const role of ['technician', 'manager', 'owner'] as const) {
        expect(await store.as(role).refusal('inventory.adjust', change)).toMatchObject({
          code: 'forbidden',
          data: { permission: 'inventory.adjust-controlled', role },
        });
      }
      const done = await store.as('pharmacist').call('inventory.adjust', change);
      expect(done.onHand).toBe(99);
      expect(done.duties).toMatchObject([{ cite: '88 FR 40707' }]);
    }
    expect((await store.as('auditor').refusal('inventory.adjust', {})).code).toBe('forbidden');
  });

  test('INV-33 a lot is named by its id or by what stands on the package', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const batchId = await stockUp(store);
    const onPackage = { ndc: lisinopril, lotNumber: 'l1', delta: -1, reason: 'damaged' };
    expect((await tech.call('inventory.adjust', onPackage)).batchId).toBe(batchId);
    await stockUp(store, { expiresOn: '2028-06-30' });
    expect(await tech.refusal('inventory.adjust', onPackage)).toMatchObject({
      code: 'ambiguous-lot',
      data: { expiresOn: ['2028-01-31', '2028-06-30'] },
    });
    expect((await tech.call('inventory.adjust', { ...onPackage, expiresOn: '2028-01-31' })).batchId).toBe(batchId);
    expect((await tech.refusal('inventory.adjust', { ...onPackage, lotNumber: 'L9' })).code).toBe('unknown-lot');
    expect((await tech.refusal('inventory.adjust', { ...onPackage, ndc: '1' })).code).toBe('unknown-drug');
    expect((await tech.refusal('inventory.adjust', { batchId: 'lot_x', delta: 1, reason: 'damaged' })).code).toBe(
      'unknown-lot',
    );
  });

  test('INV-34 movements are paged, newest first, with the balance after each', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const batchId = await stockUp(store);
    for (let i = 1; i <= 4; i += 1) {
      store.clock.advance(60_000);
      await tech.call('inventory.adjust', { batchId, delta: -i, reason: 'damaged' });
    }
    const first = await tech.call('inventory.movements', { id: batchId, limit: 3 });
    const rest = await tech.call('inventory.movements', { id: batchId, limit: 3, cursor: first.nextCursor });
    const balances = [...first.items, ...rest.items].map((one: { balance: number }) => one.balance);
    expect(balances).toEqual([90, 94, 97, 99, 100]);
    expect(rest.nextCursor).toBeNull();
    expect((await tech.refusal('inventory.movements', { id: batchId, cursor: 'bogus' })).code).toBe('invalid-input');
    expect((await tech.refusal('inventory.movements', { id: 'lot_x' })).code).toBe('not-found');
  });
});

describe('status', () => {
  test('INV-40 a lot that is held back is not saleable and its history names who and why', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const batchId = await stockUp(store);
    const held = await tech.call('inventory.setStatus', { id: batchId, status: 'quarantined', reason: 'seal open' });
    expect(held).toMatchObject({
      status: 'quarantined',
      onHand: 100,
      statusHistory: [{ status: 'quarantined', reason: 'seal open', by: 'Test technician' }],
    });
    expect((await tech.call('inventory.stock', { ndc: lisinopril })).items[0]).toMatchObject({
      onHand: 100,
      saleable: 0,
    });
    const again = { id: batchId, status: 'quarantined', reason: 'again' };
    expect((await tech.refusal('inventory.setStatus', again)).code).toBe('already-in-this-status');
    await tech.call('inventory.setStatus', {
      id: batchId,
      status: 'available',
      reason: 'inspected',
      version: held.version,
    });
    expect((await tech.call('inventory.stock', { ndc: lisinopril })).items[0].saleable).toBe(100);
    const stale = { id: batchId, status: 'quarantined', reason: 'x', version: held.version };
    expect((await tech.refusal('inventory.setStatus', stale)).code).toBe('changed-elsewhere');
  });

  test('INV-41 a recall stops the lots, names the fills, and only a pharmacist lifts it', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const first = await stockUp(store);
    const second = await stockUp(store, { lotNumber: 'L2' });
    const { engine, host } = store.kernel;
    const inventory = host.service('inventory');
    engine.command(callOf(store), 'dispensing.fill', (unit) => {
      unit.authorize({});
      for (const [id, give] of [
        ['fill_1', false],
        ['fill_2', true],
      ] as const) {
        const taken = inventory.allocate(unit, { ndc11: lisinopril, quantityMilli: 30_000, notBefore: unit.today });
        if (!taken.ok) throw new Error('stock');
        const allocations = taken.value;
        inventory.take(unit, { allocations, reason: 'fill', ref: { kind: 'fill', id } });
        if (give) inventory.giveBack(unit, { allocations, reason: 'fill-voided', ref: { kind: 'fill', id } });
      }
      return null;
    });
    const recall = {
      ndc: lisinopril,
      lotNumbers: ['l1', 'L9'],
      recallNumber: 'D-0001-2027',
      recallClass: 'I',
      reason: 'NDMA',
    };
    const recalled = await tech.call('inventory.recall', recall);
    expect(recalled).toMatchObject({
      lots: [{ batchId: first, status: 'recalled' }],
      fills: [{ fillId: 'fill_1', batchId: first, quantity: 30 }],
      notHeld: ['L9'],
    });
    await tech.call('inventory.recall', recall);
    expect((await tech.call('inventory.lot', { id: first })).statusHistory).toHaveLength(1);
    expect((await tech.call('inventory.lot', { id: second })).status).toBe('available');
    const lift = { id: first, status: 'available', reason: 'recall closed' };
    expect((await tech.refusal('inventory.setStatus', lift)).code).toBe('recalled-lot');
    expect((await store.as('pharmacist').call('inventory.setStatus', lift)).status).toBe('available');
    const all = await tech.call('inventory.recall', { ...recall, lotNumbers: undefined, recallNumber: 'D-0002-2027' });
    expect(all.lots).toHaveLength(2);
  });

  test('INV-42 an expired lot is never made available', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const batchId = await stockUp(store, { expiresOn: '2026-11-30' });
    await tech.call('inventory.setStatus', { id: batchId, status: 'quarantined', reason: 'short' });
    store.clock.advance(12 * 86_400_000);
    const release = { id: batchId, status: 'available', reason: 'x' };
    expect((await tech.refusal('inventory.setStatus', release)).code).toBe('expired-lot');
  });
});

function callOf(store: ReturnType<typeof stockStore>) {
  return {
    session: store.as('pharmacist').session,
    address: 'local',
    ownWindow: true,
    idempotencyKey: null,
    procedure: 'test',
    requestId: 'r',
    signal: new AbortController().signal,
  };
}
