import { describe, expect, test } from 'vitest';
import { type Counter, counter, decongestant, ibuprofen } from './testing/counter.ts';
import { lisinopril } from './testing/fixtures.ts';

const lot = { lotNumber: 'L1', expiresOn: '2028-01-31', quantity: 200 };
const cash = (amountCents: number) => ({ method: 'cash', amountCents });
const self = { relationship: 'self', counseling: 'accepted' };

async function withBag(
  options: Parameters<typeof counter>[0] = {},
): Promise<Counter & { fillId: string; id: string; dueCents: number }> {
  const store = await counter(options);
  await store.stock(lisinopril, [lot]);
  await store.stock(ibuprofen, [{ ...lot, quantity: 150 }]);
  return { ...store, ...(await store.ready(lisinopril)) };
}
async function withShelf(store: Counter, change: object = {}): Promise<void> {
  await store.as('manager').call('pos.setItem', {
    key: ibuprofen.key,
    description: 'Ibuprofen 200 mg, 50 tablets',
    taxClass: 'otc-drug',
    shelfPriceCents: 799,
    packageSize: 50,
    usualAndCustomary: [],
    maximumRetailCents: null,
    isHealthEligible: true,
    ...change,
  });
}

describe('hand-over', () => {
  test('POS-10 a bag is handed over against cash, with change, receipt, signature and sale in one', async () => {
    const store = await withBag();
    const tech = store.as('technician');
    const sold = await tech.call('dispensing.handOver', {
      id: store.fillId,
      ...self,
      payment: cash(store.dueCents + 500),
      signature: 'M1 1 L20 20',
      identification: { checked: ['name', 'birth-date'] },
    });
    expect(sold).toMatchObject({ stage: 'sold', changeCents: 500, totalCents: store.dueCents });
    const fill = await tech.call('dispensing.get', { id: store.fillId });
    expect(fill).toMatchObject({ status: 'handed-over', sale: { saleId: sold.saleId, counseling: 'accepted' } });
    const sale = await tech.call('pos.sale', { id: sold.saleId });
    expect(sale).toMatchObject({ receiptNumber: sold.receiptNumber, status: 'sold', totalCents: store.dueCents });
    expect(await store.onHand(lisinopril)).toBe(170);
    expect(store.unexpected).toEqual([]);
  });

  test('POS-10 a sale that is refused leaves nothing behind', async () => {
    const store = await withBag();
    const tech = store.as('technician');
    const before = store.digest();
    const refused = async (change: object) =>
      (
        await tech.refusal('dispensing.handOver', {
          id: store.fillId,
          ...self,
          payment: cash(store.dueCents),
          ...change,
        })
      ).code;
    expect(await refused({ payment: cash(store.dueCents - 1) })).toBe('amount-short');
    expect(await refused({ payment: { method: 'check', amountCents: store.dueCents + 1 } })).toBe('amount-above-due');
    expect(await refused({ counseling: 'not-required' })).toBe('counseling-required');
    expect(await refused({ signature: 'data:text/html,x' })).toBe('signature-unreadable');
    expect(await refused({ identification: { checked: ['name'] } })).toBe('identifiers-required');
    expect(await refused({ payment: { method: 'card', amountCents: store.dueCents } })).toBe('card-not-connected');
    expect(store.digest()).toBe(before);
    const paid = { method: 'card', amountCents: store.dueCents, approvalCode: 'A12345' };
    expect(await tech.call('dispensing.handOver', { id: store.fillId, ...self, payment: paid })).toMatchObject({
      stage: 'sold',
    });
  });

  test('POS-13 the same hand-over again answers the same; without a key it is refused', async () => {
    const store = await withBag();
    const tech = store.as('technician');
    const input = { id: store.fillId, ...self, payment: cash(store.dueCents) };
    const first = await tech.call('dispensing.handOver', input, { idempotencyKey: 'k' });
    expect(await tech.call('dispensing.handOver', input, { idempotencyKey: 'k' })).toEqual(first);
    expect((await tech.refusal('dispensing.handOver', input)).code).toBe('fill-not-waiting');
    expect((await tech.call('pos.sales', {})).items).toHaveLength(1);
  });

  test('DSP-68 several bags and shelf items go in one sale with one receipt', async () => {
    const store = await withBag();
    await withShelf(store);
    const second = await store.ready(lisinopril);
    const tech = store.as('technician');
    const total = store.dueCents + second.dueCents + 2 * 799;
    const sale = {
      fillIds: [store.fillId, second.fillId, second.fillId],
      items: [{ item: ibuprofen.key, packages: 2 }],
      payments: [cash(total)],
      counseling: 'refused',
    };
    expect(await tech.refusal('dispensing.sell', { ...sale, expectedTotalCents: total - 1 })).toMatchObject({
      code: 'price-changed',
      data: { dueCents: total },
    });
    const sold = await tech.call('dispensing.sell', { ...sale, expectedTotalCents: total });
    expect(sold.fills).toMatchObject([{ stage: 'sold' }, { stage: 'sold' }]);
    const recorded = await tech.call('pos.sale', { id: sold.saleId });
    expect(recorded.lines).toHaveLength(3);
    expect(await store.onHand(ibuprofen)).toBe(50);
    expect((await tech.refusal('dispensing.sell', { payments: [cash(0)] })).code).toBe('nothing-to-sell');
  });

  test('POS-12 the receipt shows the number of the prescription and no drug', async () => {
    const store = await withBag();
    const tech = store.as('technician');
    const sold = await tech.call('dispensing.handOver', { id: store.fillId, ...self, payment: cash(store.dueCents) });
    const receipt = await tech.call('pos.receipt', { id: sold.saleId });
    expect(receipt.lines[0].text).toMatch(/^Rx T1-\d+$/);
    expect(JSON.stringify(receipt).toLowerCase()).not.toContain('lisinopril');
  });
});

describe('shelf items', () => {
  test('POS-14 what needs a prescription, a purchase log or a price is not sold from the shelf', async () => {
    const store = await withBag();
    const tech = store.as('technician');
    const refused = async (item: string) => (await tech.refusal('pos.quote', { items: [{ item }] })).code;
    expect(await refused(lisinopril.key)).toBe('item-prescription-only');
    expect(await refused(decongestant.key)).toBe('item-needs-purchase-log');
    expect(await refused(ibuprofen.key)).toBe('item-unknown');
    expect(await refused('no-such-thing')).toBe('item-unknown');
    await withShelf(store);
    expect(await tech.call('pos.quote', { items: [{ item: ibuprofen.key, packages: 3 }] })).toMatchObject({
      totalCents: 2_397,
    });
  });

  test('POS-15 a shelf item leaves stock by expiry; one that is only there expired is refused', async () => {
    const store = await counter();
    await withShelf(store);
    await store.stock(ibuprofen, [
      { lotNumber: 'B', expiresOn: '2028-01-31', quantity: 50 },
      { lotNumber: 'A', expiresOn: '2026-12-31', quantity: 50 },
    ]);
    const tech = store.as('technician');
    const sale = { items: [{ item: ibuprofen.key }], payments: [cash(799)] };
    await tech.call('dispensing.sell', sale);
    const { items } = await tech.call('inventory.stock', { ndc: ibuprofen.key });
    expect(items[0].batches).toMatchObject([
      { lotNumber: 'A', onHand: 0 },
      { lotNumber: 'B', onHand: 50 },
    ]);
    store.clock.advance(500 * 86_400_000);
    expect(await tech.refusal('dispensing.sell', sale)).toMatchObject({
      code: 'item-not-saleable',
      data: { reason: 'expired' },
    });
  });

  test('POS-15 what the book says is gone but lies on the counter is sold', async () => {
    const store = await counter();
    await withShelf(store);
    const sold = await store
      .as('technician')
      .call('dispensing.sell', { items: [{ item: ibuprofen.key }], payments: [cash(799)] });
    expect(sold.totalCents).toBe(799);
  });

  test('POS-34 a shelf line is refunded at the till, a prescription line by voiding its fill', async () => {
    const store = await withBag();
    await withShelf(store);
    const sold = await store.as('technician').call('dispensing.sell', {
      fillIds: [store.fillId],
      items: [{ item: ibuprofen.key }],
      payments: [cash(store.dueCents + 799)],
      counseling: 'accepted',
    });
    const manager = store.as('manager');
    const refund = { id: sold.saleId, reason: 'unopened' };
    expect((await store.as('technician').refusal('pos.refund', { ...refund, lineIds: ['item-1'] })).code).toBe(
      'forbidden',
    );
    expect((await manager.refusal('pos.refund', { ...refund, lineIds: [store.fillId] })).code).toBe('sale-holds-fills');
    const done = await manager.call('pos.refund', { ...refund, lineIds: ['item-1'], restock: true });
    expect(done).toMatchObject({ amountCents: 799, sale: { status: 'partly-refunded', refundedCents: 799 } });
    expect(await store.onHand(ibuprofen)).toBe(150);
    expect((await manager.refusal('pos.refund', { ...refund, lineIds: ['item-1'] })).code).toBe('line-not-refundable');
    const receipt = await manager.call('pos.receipt', { id: sold.saleId, refundId: done.refundId });
    expect(receipt).toMatchObject({ title: 'refund', totalCents: 799 });
    expect(store.unexpected).toEqual([]);
  });
});
