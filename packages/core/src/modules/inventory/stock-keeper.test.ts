import { InventoryDocument } from '@apotheca/crdt-inventory';
import { describe, expect, test } from 'vitest';
import { ledgerRows } from '../../kernel/ledger/rows.ts';
import { memoryDatabase, type TestStore } from '../../testing/index.ts';
import { lisinopril, oxycodone, stockStore, stockUp } from './testing/stock-store.ts';

const serviceOf = (store: TestStore) => store.kernel.host.service('inventory');

/** Gives one terminal the ledger rows of another, as the sync will, and lets it look at everything. */
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

/** Two terminals that hold the same events. */
function meet(a: TestStore, b: TestStore): void {
  learn(a, b);
  learn(b, a);
  a.rebuild();
  b.rebuild();
}

async function work(store: TestStore, changes: readonly number[]): Promise<string> {
  const batchId = await stockUp(store);
  for (const delta of changes) {
    store.clock.advance(1000);
    await store.as('technician').call('inventory.adjust', { batchId, delta, reason: 'damaged' });
  }
  return batchId;
}

describe('the document in step with the ledger', () => {
  test('INV-90 after each commit the document holds what was moved', async () => {
    const store = stockStore();
    const service = serviceOf(store);
    const updates: boolean[] = [];
    const stop = service.replica.onUpdate((_update, isLocal) => updates.push(isLocal));
    const batchId = await work(store, [-1, -2]);
    await store.as('technician').call('inventory.setStatus', { id: batchId, status: 'quarantined', reason: 'x' });
    stop();
    expect(updates.length).toBeGreaterThan(0);
    const peer = new InventoryDocument({ storeId: 'store_test', epoch: 1 });
    peer.load(service.replica.encodeState());
    expect(service.replica.room()).toBe(peer.room);
    expect(peer.onHandMilli(batchId)).toBe(97_000);
    expect(peer.description(batchId)).toEqual({ ndc: lisinopril, lotNumber: 'L1', expiresOn: '2028-01-31' });
    expect(peer.status(batchId)).toBe('quarantined');
    expect(service.health()).toMatchObject({ state: 'ok', batches: 1, discrepancies: 0, findings: [] });
  });

  test('INV-91 a rebuild of the projections leaves digest and stock as they were', async () => {
    const store = stockStore();
    const batchId = await work(store, [-1, -2]);
    const before = [serviceOf(store).digest(), store.digest(), store.dump()];
    store.rebuild();
    expect([serviceOf(store).digest(), store.digest(), store.dump()]).toEqual(before);
    expect(serviceOf(store).lot(batchId)?.onHandMilli).toBe(97_000);
    expect(serviceOf(store).health().findings).toEqual([]);
  });

  test('INV-92 two terminals with the same events have the same digest, with or without each other’s document', async () => {
    const [a, b] = [
      stockStore({ terminalId: 't1' }),
      stockStore({ terminalId: 't2', seed: 'b', now: '2026-11-21T15:00:30Z' }),
    ];
    const batchId = await work(a, [-1]);
    expect(await work(b, [-2, -3])).toBe(batchId);
    expect(serviceOf(a).digest()).not.toBe(serviceOf(b).digest());
    meet(a, b);
    expect(serviceOf(a).onHandMilli(lisinopril)).toBe(194_000);
    expect(serviceOf(a).digest()).toBe(serviceOf(b).digest());
    serviceOf(a).replica.applyUpdate(serviceOf(b).replica.encodeState());
    expect(serviceOf(a).digest()).toBe(serviceOf(b).digest());
    expect(serviceOf(a).onHandMilli(lisinopril)).toBe(194_000);
    expect(Object.keys(serviceOf(a).health().watermarks)).toHaveLength(2);
  });

  test('INV-93 a peer’s document that is ahead of the ledger shows at once', async () => {
    const [a, b] = [stockStore({ terminalId: 't1' }), stockStore({ terminalId: 't2', seed: 'b' })];
    await work(a, []);
    meet(a, b);
    await work(b, [-40]);
    serviceOf(a).replica.applyUpdate(serviceOf(b).replica.encodeState());
    expect(serviceOf(a).onHandMilli(lisinopril)).toBe(160_000);
    expect(
      serviceOf(a).lot(
        (await a.as('technician').call('inventory.stock', { ndc: lisinopril })).items[0].batches[0].batchId,
      )?.onHandMilli,
    ).toBe(100_000);
    learn(a, b);
    a.rebuild();
    expect(serviceOf(a).onHandMilli(lisinopril)).toBe(160_000);
  });

  test('INV-94 a restart goes on from what was saved, after a clean end and after a crash', async () => {
    const database = memoryDatabase();
    const keep = { ...database, close: () => {} };
    const first = stockStore({ database: keep });
    await work(first, [-1]);
    const digest = serviceOf(first).digest();
    first.close();
    const second = stockStore({ database: keep, seed: 'second' });
    expect(serviceOf(second).digest()).toBe(digest);
    expect(serviceOf(second).health()).toMatchObject({ state: 'ok' });
    await work(second, [-5]);
    const later = serviceOf(second).digest();
    const afterCrash = stockStore({ database: keep, seed: 'third' });
    expect(serviceOf(afterCrash).digest()).toBe(later);
    expect(serviceOf(afterCrash).onHandMilli(lisinopril)).toBe(194_000);
    const peer = new InventoryDocument({ storeId: 'store_test', epoch: 1 });
    peer.load(serviceOf(second).replica.encodeState());
    peer.applyUpdate(serviceOf(afterCrash).replica.encodeState());
    const [batchId] = peer.batchIds();
    expect(peer.onHandMilli(batchId as string)).toBe(194_000);
    expect(peer.findings()).toEqual([]);
  });

  test('INV-95 a saved document that cannot be read costs nothing', async () => {
    const database = memoryDatabase();
    const keep = { ...database, close: () => {} };
    const first = stockStore({ database: keep });
    await work(first, [-1]);
    const digest = serviceOf(first).digest();
    first.close();
    keep.write("UPDATE inventory_local SET value = ? WHERE key = 'document'").run(new Uint8Array([7, 7, 7]));
    const second = stockStore({ database: keep, seed: 'second' });
    expect(serviceOf(second).digest()).toBe(digest);
    await work(second, [-5]);
    expect(serviceOf(second).onHandMilli(lisinopril)).toBe(194_000);
  });

  test('INV-95 a document that cannot be trusted is rebuilt from the ledger and says so', async () => {
    const store = stockStore();
    await work(store, [-1]);
    const digest = serviceOf(store).digest();
    const foreign = new InventoryDocument({ storeId: 'another', epoch: 1 });
    foreign.assignClientId(5);
    foreign.append('t9:1', 1, [{ batchId: 'lot_x', addMilli: 1000, takeMilli: 0 }]);
    serviceOf(store).replica.applyUpdate(foreign.encodeState());
    expect(serviceOf(store).digest()).not.toBe(digest);
    store.rebuild();
    expect(serviceOf(store).digest()).toBe(digest);
    expect(serviceOf(store).health()).toMatchObject({
      state: 'rebuilt',
      findings: expect.arrayContaining(['The shared document held foreign entries and was rebuilt from the ledger.']),
    });
  });
});

describe('what two terminals did at once', () => {
  test('INV-35 stock below zero is shown as it is, and asks to be counted', async () => {
    const [a, b] = [stockStore({ terminalId: 't1' }), stockStore({ terminalId: 't2', seed: 'b' })];
    const batchId = await work(a, []);
    meet(a, b);
    for (const store of [a, b])
      await store.as('technician').call('inventory.adjust', { batchId, delta: -60, reason: 'damaged' });
    meet(a, b);
    const tech = a.as('technician');
    expect((await tech.call('inventory.stock', { ndc: lisinopril })).items[0]).toMatchObject({
      onHand: -20,
      saleable: 0,
      discrepancies: 1,
    });
    const { items } = await tech.call('inventory.discrepancies', {});
    expect(items).toMatchObject([{ kind: 'below-zero', batchId, onHand: -20, lotNumber: 'L1' }]);
    expect((await b.as('technician').call('inventory.stock', { filter: 'discrepancy' })).items).toHaveLength(1);
    await tech.call('inventory.count', { lines: [{ batchId, counted: 3 }] });
    expect((await tech.call('inventory.discrepancies', {})).items).toEqual([]);
    expect(serviceOf(a).health().discrepancies).toBe(0);
  });

  test('INV-36 a difference that two people posted at once is found, and a new count settles it', async () => {
    const [a, b] = [stockStore({ terminalId: 't1' }), stockStore({ terminalId: 't2', seed: 'b' })];
    const batchId = await work(a, []);
    meet(a, b);
    for (const store of [a, b])
      await store.as('technician').call('inventory.count', { lines: [{ batchId, counted: 95 }] });
    meet(a, b);
    for (const store of [a, b]) {
      const { items } = await store.as('technician').call('inventory.discrepancies', {});
      expect(items).toMatchObject([{ kind: 'counted-at-once', onHand: 90 }]);
    }
    await b.as('technician').call('inventory.count', { lines: [{ batchId, counted: 95 }] });
    meet(a, b);
    expect((await a.as('technician').call('inventory.discrepancies', {})).items).toEqual([]);
    expect(serviceOf(a).onHandMilli(lisinopril)).toBe(95_000);
    expect(a.digest()).toBe(b.digest());
  });

  test('INV-43 two statuses set at once: the stricter holds until a person decides', async () => {
    const [a, b] = [stockStore({ terminalId: 't1' }), stockStore({ terminalId: 't2', seed: 'b' })];
    const batchId = await stockUp(a, { ndc: oxycodone });
    await a.as('technician').call('inventory.setStatus', { id: batchId, status: 'quarantined', reason: 'x' });
    meet(a, b);
    await a.as('pharmacist').call('inventory.setStatus', { id: batchId, status: 'recalled', reason: 'letter' });
    b.clock.advance(5000);
    await b.as('pharmacist').call('inventory.setStatus', { id: batchId, status: 'available', reason: 'looked fine' });
    meet(a, b);
    for (const store of [a, b]) {
      const lot = await store.as('technician').call('inventory.lot', { id: batchId });
      expect(lot).toMatchObject({ status: 'recalled' });
      expect(lot.statusHistory).toHaveLength(3);
      expect((await store.as('technician').call('inventory.discrepancies', {})).items).toMatchObject([
        { kind: 'status-conflict' },
      ]);
    }
    await b.as('pharmacist').call('inventory.setStatus', { id: batchId, status: 'recalled', reason: 'letter found' });
    expect((await b.as('technician').call('inventory.discrepancies', {})).items).toEqual([]);
  });
});
