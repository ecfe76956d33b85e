import { describe, expect, test } from 'vitest';
import { type Counter, counter, ibuprofen } from '../dispensing/testing/counter.ts';
import { lisinopril } from '../dispensing/testing/fixtures.ts';

const lot = { lotNumber: 'L1', expiresOn: '2028-01-31', quantity: 200 };
const cash = (amountCents: number) => ({ method: 'cash', amountCents });
const shelf = {
  key: ibuprofen.key,
  description: 'Ibuprofen 200 mg, 50 tablets',
  taxClass: 'otc-drug',
  shelfPriceCents: 1_000,
  packageSize: 50,
  usualAndCustomary: [],
  maximumRetailCents: null,
  isHealthEligible: true,
};

async function shop(profile = {}): Promise<Counter> {
  const store = await counter({ profile });
  await store.stock(lisinopril, [lot]);
  await store.as('manager').call('pos.setItem', shelf);
  return store;
}
const buy = (payments: object[]) => ({ items: [{ item: ibuprofen.key }], payments });

describe('cash drawer', () => {
  test('POS-40 one drawer is open at a terminal at a time', async () => {
    const store = await shop();
    const tech = store.as('technician');
    const drawer = await tech.call('pos.openDrawer', { openingFloatCents: 10_000 });
    expect(await tech.refusal('pos.openDrawer', { openingFloatCents: 0 })).toMatchObject({
      code: 'drawer-open-already',
      data: { drawerId: drawer.drawerId },
    });
    await tech.call('pos.closeDrawer', { id: drawer.drawerId, countedCents: 10_000 });
    expect((await tech.refusal('pos.closeDrawer', { id: drawer.drawerId, countedCents: 1 })).code).toBe(
      'drawer-closed',
    );
    await tech.call('pos.openDrawer', { openingFloatCents: 10_000 });
    expect((await tech.call('pos.drawers', { status: 'open' })).items).toHaveLength(1);
    expect((await tech.call('pos.drawers', {})).items).toHaveLength(2);
  });

  test('POS-42 the count is compared with float, cash sales less change, refunds and what was moved', async () => {
    const store = await shop();
    const tech = store.as('technician');
    const { drawerId: id } = await tech.call('pos.openDrawer', { openingFloatCents: 10_000 });
    const sold = await tech.call('dispensing.sell', buy([cash(5_000)]));
    expect(sold.changeCents).toBe(4_000);
    await tech.call('dispensing.sell', buy([{ method: 'check', amountCents: 1_000, checkNumber: '7' }]));
    await tech.call('dispensing.sell', buy([cash(1_000)]));
    await store.as('manager').call('pos.refund', { id: sold.saleId, lineIds: ['item-1'], reason: 'unopened' });
    await tech.call('pos.moveCash', { id, kind: 'paid-out', amountCents: 250, reason: 'stamps' });
    const open = (await tech.call('pos.drawers', {})).items[0];
    expect(open).toMatchObject({ status: 'open', expectedCents: null });
    const closed = await tech.call('pos.closeDrawer', { id, countedCents: 10_740 });
    expect(closed).toMatchObject({ expectedCents: 10_750, differenceCents: -10, status: 'closed' });
    expect((await tech.refusal('pos.moveCash', { id, kind: 'paid-in', amountCents: 1, reason: 'late' })).code).toBe(
      'drawer-closed',
    );
    const totals = await tech.call('pos.totals', {});
    expect(totals.drawers).toMatchObject([{ drawerId: id, differenceCents: -10 }]);
    expect(totals.cashOutsideDrawerCents).toBe(0);
    expect(store.unexpected).toEqual([]);
  });

  test('POS-44 cash taken without a drawer is sold and reported apart', async () => {
    const store = await shop();
    const tech = store.as('technician');
    await tech.call('dispensing.sell', buy([cash(1_000)]));
    expect(await tech.call('pos.totals', {})).toMatchObject({ cashOutsideDrawerCents: 1_000, netCents: 1_000 });
  });
});

test('POS-11 a clock that is set back changes no number that was given', async () => {
  const store = await shop();
  const tech = store.as('technician');
  const numbers: string[] = [];
  for (const jumpMs of [0, -86_400_000, 3_600_000, -40 * 86_400_000]) {
    store.clock.jump(jumpMs);
    numbers.push((await tech.call('dispensing.sell', buy([cash(1_000)]))).receiptNumber);
  }
  expect(new Set(numbers).size).toBe(4);
  expect([...numbers].sort()).toEqual(numbers);
  for (const receiptNumber of numbers) {
    expect((await tech.call('pos.sales', { receiptNumber })).items).toMatchObject([
      { receiptNumber, totalCents: 1_000 },
    ]);
  }
});

describe('house account', () => {
  const onAccount = (amountCents: number, accountPatientId: string) => ({
    method: 'house-account',
    amountCents,
    accountPatientId,
  });

  test('POS-60 an account is charged only while it is open, and up to its limit', async () => {
    const store = await shop();
    const tech = store.as('technician');
    const pay = buy([onAccount(1_000, store.patientId)]);
    expect((await tech.refusal('dispensing.sell', pay)).code).toBe('house-account-closed');
    expect(
      (await tech.refusal('pos.setAccount', { patientId: store.patientId, isOpen: true, limitCents: 1 })).code,
    ).toBe('forbidden');
    await store.as('manager').call('pos.setAccount', { patientId: store.patientId, isOpen: true, limitCents: 1_999 });
    await tech.call('dispensing.sell', pay);
    expect(await tech.refusal('dispensing.sell', pay)).toMatchObject({
      code: 'house-account-limit',
      data: { limitCents: 1_999, balanceCents: 1_000 },
    });
    await store.as('manager').call('pos.setAccount', { patientId: store.patientId, isOpen: true, limitCents: 2_000 });
    await tech.call('dispensing.sell', pay);
    expect((await tech.call('pos.account', { patientId: store.patientId })).balanceCents).toBe(2_000);
  });

  test('POS-62 two payments on one account count together', async () => {
    const store = await shop();
    await store.as('manager').call('pos.setAccount', { patientId: store.patientId, isOpen: true, limitCents: 999 });
    const halves = buy([onAccount(500, store.patientId), onAccount(500, store.patientId)]);
    expect((await store.as('technician').refusal('dispensing.sell', halves)).code).toBe('house-account-limit');
  });

  test('POS-61 a payment or a refund lowers the balance; more than is owed is refused', async () => {
    const store = await shop();
    const tech = store.as('technician');
    const { patientId } = store;
    await store.as('manager').call('pos.setAccount', { patientId, isOpen: true, limitCents: 5_000 });
    const first = await tech.call('dispensing.sell', buy([onAccount(1_000, patientId)]));
    await tech.call('dispensing.sell', buy([onAccount(1_000, patientId)]));
    await store.as('manager').call('pos.refund', { id: first.saleId, lineIds: ['item-1'], reason: 'unopened' });
    expect(await tech.refusal('pos.payAccount', { patientId, amountCents: 1_001, payment: cash(1_001) })).toMatchObject(
      {
        code: 'account-overpaid',
        data: { balanceCents: 1_000 },
      },
    );
    const paid = await tech.call('pos.payAccount', { patientId, amountCents: 400, payment: cash(500) });
    expect(paid).toMatchObject({ changeCents: 100, balanceCents: 600 });
    const account = await tech.call('pos.account', { patientId });
    expect(account.entries.map((entry: { kind: string }) => entry.kind).sort()).toEqual([
      'charge',
      'charge',
      'payment',
      'refund',
    ]);
    expect(
      (await tech.refusal('pos.payAccount', { patientId, amountCents: 1, payment: onAccount(1, patientId) })).code,
    ).toBe('invalid-input');
    expect(store.unexpected).toEqual([]);
  });
});

describe('taxes and prices', () => {
  const pricing = { markupBasisPoints: 2_500, dispensingFeeCents: 900, minimumPriceCents: 400, taxBasisPoints: 575 };

  test('POS-7 a shelf item is taxed as its class and place say, a prescription is not', async () => {
    const store = await shop({ pricing });
    const tech = store.as('technician');
    expect(await tech.call('pos.quote', { items: [{ item: ibuprofen.key }] })).toMatchObject({
      totalCents: 1_058,
      lines: [{ taxCents: 58 }],
    });
    const bag = await store.ready(lisinopril);
    const sold = await tech.call('dispensing.sell', {
      fillIds: [bag.fillId],
      ...buy([cash(bag.dueCents + 1_058)]),
      counseling: 'accepted',
    });
    const totals = await tech.call('pos.totals', {});
    expect(totals).toMatchObject({ netCents: sold.totalCents, sales: { taxCents: 58 } });
    expect(totals.byTaxClass).toMatchObject([
      { taxClass: 'otc-drug', amountCents: 1_000, taxCents: 58 },
      { taxClass: 'prescription', taxCents: 0 },
    ]);
    await store.as('manager').call('pos.addTaxRule', {
      jurisdiction: 'us_oh',
      taxClass: 'otc-drug',
      rate: 0,
      mode: 'added',
      effectiveFrom: '2026-11-21',
      effectiveTo: null,
      source: 'made up',
    });
    expect(await tech.call('pos.quote', { items: [{ item: ibuprofen.key }] })).toMatchObject({ totalCents: 1_000 });
  });

  test('POS-8 in India the tax is inside the price and named', async () => {
    const store = await shop({ jurisdiction: 'ind_ka', pricing });
    const quote = await store.as('technician').call('pos.quote', { items: [{ item: ibuprofen.key }] });
    expect(quote).toMatchObject({ totalCents: 1_000, lines: [{ taxCents: 0, includedTaxCents: 48 }] });
  });

  test('POS-3 a price list of the store is the ceiling of a prescription price', async () => {
    const store = await shop();
    const tech = store.as('technician');
    const quote = () => tech.call('claims.quote', { ndc: lisinopril.key, quantity: 30 });
    expect((await quote()).totalCents).toBe(150 + 38 + 900);
    await store.as('manager').call('pos.setItem', {
      ...shelf,
      key: lisinopril.key,
      taxClass: 'prescription',
      shelfPriceCents: null,
      usualAndCustomary: [{ upTo: 30, priceCents: 400 }],
    });
    expect(await quote()).toMatchObject({ totalCents: 400 });
    expect((await tech.call('pos.items', { q: 'IBUPROFEN' })).items).toHaveLength(2);
  });

  test('CLM-4 a coverage without a connection is refused and says what to do', async () => {
    const store = await shop();
    const id = store.reviewed(lisinopril);
    const refused = await store.as('technician').refusal('claims.adjudicate', { id, payer: 'coverage_1' });
    expect(refused).toMatchObject({ code: 'payer-not-connected', status: 409, data: { payer: 'coverage_1' } });
  });

  test('CLM-5 cash settles the price and moves the prescription to the fill; asking again replaces the answer', async () => {
    const store = await shop();
    const tech = store.as('technician');
    const id = store.reviewed(lisinopril);
    const first = await tech.call('claims.adjudicate', { id, payer: 'cash' });
    expect(first).toMatchObject({ status: 'paid', patientPayCents: 1_088, stage: 'fill', rejects: [], fillNumber: 0 });
    await store.stock(lisinopril, [{ ...lot, lotNumber: 'L2' }]);
    const manager = store.as('manager');
    expect((await tech.refusal('claims.overridePrice', { id, priceCents: 500, reason: 'agreed' })).code).toBe(
      'forbidden',
    );
    expect(
      (await manager.call('claims.overridePrice', { id, priceCents: 500, reason: 'agreed' })).patientPayCents,
    ).toBe(500);
    expect((await tech.call('claims.adjudicate', { id, payer: 'cash' })).patientPayCents).toBe(1_088);
    const { items } = await tech.call('claims.list', { id });
    expect(items.map((item: { isCurrent: boolean }) => item.isCurrent).filter(Boolean)).toHaveLength(1);
    expect(items).toHaveLength(3);
  });

  test('CLM-8 without a known cost or price the answer is a refusal, and a price by hand helps', async () => {
    const store = await counter();
    const id = store.reviewed(lisinopril);
    expect(await store.as('technician').refusal('claims.adjudicate', { id, payer: 'cash' })).toMatchObject({
      code: 'no-price',
    });
    const set = await store
      .as('manager')
      .call('claims.overridePrice', { id, priceCents: 1_200, reason: 'list of the wholesaler' });
    expect(set).toMatchObject({
      status: 'paid',
      patientPayCents: 1_200,
      stage: 'fill',
      price: { overrideReason: 'list of the wholesaler' },
    });
    expect(store.unexpected).toEqual([]);
  });
});
