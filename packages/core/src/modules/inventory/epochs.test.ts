import { clientIdsMax, InventoryDocument } from '@apotheca/crdt-inventory';
import { describe, expect, test } from 'vitest';
import { memoryDatabase } from '../../testing/index.ts';
import { systemCall } from '../nodes/system-call.ts';
import { stockDocumentAggregate, stockDocumentId } from './stock-document.ts';
import { lisinopril, stockUp } from './testing/stock-store.ts';
import { type StockTerminal, shareDocuments, shareLedgers, stockTerminal, upkeep } from './testing/terminals.ts';

const roomOfEpoch = (epoch: number) => `inventory/store_test/${epoch}`;

const worn = new Map<number, Uint8Array>();

/** As after years of unclean starts: many clients have written into the document. */
function wearOut({ stock }: StockTerminal): void {
  const epoch = Number(stock.replica.room().split('/').at(-1));
  const state = worn.get(epoch) ?? wornDocument(epoch);
  worn.set(epoch, state);
  stock.replica.applyUpdate(state);
}

function wornDocument(epoch: number): Uint8Array {
  const all = new InventoryDocument({ storeId: 'store_test', epoch });
  for (let i = 0; i <= clientIdsMax; i += 1) {
    const one = new InventoryDocument({ storeId: 'store_test', epoch });
    one.assignClientId(i + 1);
    one.describe('lot_of_all', { ndc: lisinopril, lotNumber: 'ALL', expiresOn: '2030-01-31' });
    all.load(one.encodeState());
    one.destroy();
  }
  return all.encodeState();
}

function documentOf({ stock }: StockTerminal): InventoryDocument {
  const [, storeId = '', epoch] = stock.replica.room().split('/');
  const copy = new InventoryDocument({ storeId, epoch: Number(epoch) });
  copy.load(stock.replica.encodeState());
  return copy;
}

async function take(terminal: StockTerminal, batchId: string, quantity: number): Promise<void> {
  terminal.clock.advance(1_000);
  const input = { batchId, delta: -quantity, reason: 'damaged' };
  await terminal.as('pharmacist').call('inventory.adjust', input);
}

/** Three terminals that know the same 300 tablets, each of which wrote a part of them. */
async function three(): Promise<{ a: StockTerminal; b: StockTerminal; c: StockTerminal; batchId: string }> {
  const [a, b, c] = [stockTerminal('t1'), stockTerminal('t2'), stockTerminal('t3')];
  const batchId = await stockUp(a);
  for (const one of [b, c]) {
    one.clock.advance(1_000);
    await stockUp(one);
  }
  shareLedgers(a, b, c);
  shareDocuments(a, b, c);
  return { a, b, c, batchId };
}

function expectWhole(terminals: readonly StockTerminal[], batchId: string, onHandMilli: number): void {
  const [first] = terminals;
  for (const one of terminals) {
    expect(one.stock.onHandMilli(lisinopril)).toBe(onHandMilli);
    expect(one.stock.lot(batchId)?.onHandMilli).toBe(onHandMilli);
    expect(documentOf(one).onHandMilli(batchId)).toBe(onHandMilli);
    expect(one.stock.digest()).toBe(first?.stock.digest());
    expect(one.stock.health().findings).toEqual([]);
  }
}

describe('the next epoch', () => {
  test('INV-96 a worn-out document is started afresh by the leader alone, and everybody changes rooms', async () => {
    const { a, b, c, batchId } = await three();
    await a.as('pharmacist').call('inventory.setStatus', { id: batchId, status: 'quarantined', reason: 'wet' });
    shareLedgers(a, b, c);
    wearOut(b);
    upkeep(a, b, c);
    expect(b.stock.replica.room()).toBe(roomOfEpoch(1));
    b.leads = true;
    upkeep(b);
    expect(b.stock.replica.room()).toBe(roomOfEpoch(2));
    expect(documentOf(b).clientIdCount).toBe(1);
    expect(documentOf(b).onHandMilli(batchId)).toBe(300_000);
    expect(documentOf(b).status(batchId)).toBe('quarantined');
    const late = a.stock.replica.room();
    await take(a, batchId, 1);
    shareLedgers(a, b, c);
    expect(late).toBe(roomOfEpoch(1));
    expect([a, c].map(({ stock }) => stock.replica.room())).toEqual([roomOfEpoch(2), roomOfEpoch(2)]);
    shareDocuments(a, b, c);
    upkeep(a, b, c);
    expectWhole([a, b, c], batchId, 299_000);
    expect(b.stock.replica.room()).toBe(roomOfEpoch(2));
    await take(c, batchId, 9);
    shareLedgers(a, b, c);
    shareDocuments(a, b, c);
    upkeep(a, b, c);
    expectWhole([a, b, c], batchId, 290_000);
  });

  test('INV-96 a terminal that was away over two rolls joins the room the ledger names, with what it did meanwhile', async () => {
    const { a, b, c, batchId } = await three();
    a.leads = true;
    for (const epoch of [2, 3]) {
      await take(c, batchId, epoch);
      await take(a, batchId, 10);
      wearOut(a);
      upkeep(a);
      shareLedgers(a, b);
      shareDocuments(a, b, c);
      expect([a, b, c].map(({ stock }) => stock.replica.room())).toEqual([epoch, epoch, 1].map(roomOfEpoch));
    }
    await take(c, batchId, 5);
    shareLedgers(a, b, c);
    expect(c.stock.replica.room()).toBe(roomOfEpoch(3));
    shareDocuments(a, b, c);
    upkeep(a, b, c);
    expectWhole([a, b, c], batchId, 270_000);
  });

  test('INV-97 an epoch that two started is found by all and started once more from the ledger', async () => {
    const { a, b, c, batchId } = await three();
    await take(a, batchId, 10);
    await take(b, batchId, 20);
    for (const one of [a, b]) {
      one.leads = true;
      wearOut(one);
      upkeep(one);
      one.leads = false;
    }
    expect([a, b].map(({ stock }) => stock.replica.room())).toEqual([roomOfEpoch(2), roomOfEpoch(2)]);
    shareLedgers(a, b, c);
    shareDocuments(a, b, c);
    upkeep(a, b, c);
    for (const { stock } of [a, b, c]) {
      expect(stock.health().findings.join(' ')).toContain('started the shared document afresh at once');
      expect(stock.onHandMilli(lisinopril)).toBe(270_000);
    }
    c.leads = true;
    upkeep(c);
    shareLedgers(a, b, c);
    shareDocuments(a, b, c);
    upkeep(a, b, c);
    expect([a, b, c].map(({ stock }) => stock.replica.room())).toEqual([3, 3, 3].map(roomOfEpoch));
    expectWhole([a, b, c], batchId, 270_000);
  });

  test('INV-97 the events of rolls fold to the same room in any order', () => {
    const event = (epoch: number) =>
      ({ type: 'inventory.epoch-rolled', payload: { epoch, clientIds: 1, reason: 'client-ids' } }) as const;
    const fold = (order: readonly [number, string][]) =>
      order.reduce(
        (state, [epoch, origin]) => stockDocumentAggregate.apply(state, event(epoch), { origin } as never),
        stockDocumentAggregate.initial(''),
      );
    const one: [number, string][] = [
      [2, 't1:1'],
      [2, 't2:1'],
      [3, 't3:1'],
      [3, 't1:1'],
    ];
    expect(fold(one)).toEqual({ epoch: 3, starts: ['t1:1', 't3:1'] });
    expect(fold([...one].reverse())).toEqual(fold(one));
    expect(fold(one.slice(0, 2))).toEqual({ epoch: 2, starts: ['t1:1', 't2:1'] });
  });

  test('INV-98 a leader that died before it wrote the new document has it whole after its next check', async () => {
    const database = memoryDatabase();
    const [first, b] = [stockTerminal('t1', { database: { ...database, close: () => {} } }), stockTerminal('t2')];
    const batchId = await stockUp(b);
    shareLedgers(first, b);
    first.kernel.engine.parts.ledger.seal();
    first.kernel.engine.command(systemCall('test.roll'), 'inventory.roll-epoch', (unit) => {
      unit.authorize({});
      const payload = { epoch: 2, clientIds: 1000, reason: 'client-ids' } as const;
      unit.append(stockDocumentAggregate, stockDocumentId, { type: 'inventory.epoch-rolled', payload });
    });
    first.db.transaction(() => first.db.write('DELETE FROM inventory_local').run());
    const again = stockTerminal('t1', { database, seed: 'again' });
    expect(again.stock.replica.room()).toBe(roomOfEpoch(2));
    expect(documentOf(again).onHandMilli(batchId)).toBe(0);
    again.leads = true;
    upkeep(again);
    expect(documentOf(again).onHandMilli(batchId)).toBe(100_000);
  });
});

describe('the cross-check', () => {
  test('INV-99 it runs every five minutes, and soon after others’ movements came in', async () => {
    const { a, b } = await three();
    const checked = () => b.stock.health().lastCheckedAt;
    upkeep(b);
    const before = checked();
    b.clock.advance(4 * 60_000);
    b.stock.upkeep();
    expect(checked()).toBe(before);
    await stockUp(a, { lotNumber: 'NEW' });
    shareLedgers(a, b);
    b.stock.upkeep();
    expect(checked()).toBe(before);
    b.clock.advance(2_000);
    b.stock.upkeep();
    const second = checked();
    expect(second).not.toBe(before);
    b.clock.advance(4 * 60_000);
    b.stock.upkeep();
    expect(checked()).toBe(second);
    b.clock.advance(60_000);
    b.stock.upkeep();
    expect(checked()).not.toBe(second);
  });

  test('INV-99 what a peer wrote into the part of this terminal is put right at once', async () => {
    const { a, b, batchId } = await three();
    const hostile = new InventoryDocument({ storeId: 'store_test', epoch: 1 });
    hostile.load(b.stock.replica.encodeState());
    hostile.assignClientId(77);
    const own = hostile.replicaIds().find((id) => id.startsWith('t1:')) as string;
    hostile.replaceOwn({ replicaId: own, watermark: hostile.watermark(own), totals: new Map() });
    await take(a, batchId, 1);
    a.stock.replica.applyUpdate(hostile.encodeState());
    expect(documentOf(a).onHandMilli(batchId)).toBe(299_000);
  });

  test('INV-35 what two terminals took of the same lot while apart goes below zero on both, and is to be counted', async () => {
    const { a, b, c, batchId } = await three();
    await take(a, batchId, 200);
    await take(b, batchId, 150);
    shareLedgers(a, b, c);
    shareDocuments(a, b, c);
    upkeep(a, b, c);
    expectWhole([a, b, c], batchId, -50_000);
    for (const one of [a, b, c]) {
      const { items } = await one.as('technician').call('inventory.discrepancies', {});
      expect(items).toMatchObject([{ kind: 'below-zero', batchId }]);
      expect(one.stock.saleableMilli(lisinopril)).toBe(0);
    }
  });
});
