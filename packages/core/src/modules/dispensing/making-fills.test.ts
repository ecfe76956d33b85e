import { createGuardrails, generateSync } from 'otplib';
import { describe, expect, test } from 'vitest';
import { counter } from './testing/counter.ts';
import { lisinopril, otherLabeler, oxycodone } from './testing/fixtures.ts';

const soon = { lotNumber: 'SOON', expiresOn: '2027-02-28', quantity: 50 };
const later = { lotNumber: 'LATER', expiresOn: '2028-01-31', quantity: 100 };
const cash = (amountCents: number) => ({ method: 'cash', amountCents });
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });
const code = (now: string) =>
  generateSync({ secret: 'JBSWY3DPEHPK3PXP', epoch: Math.floor(Date.parse(now) / 1000), guardrails });

describe('making a fill', () => {
  test('DSP-29 first expired is used first among lots that outlast the supply by the margin', async () => {
    const store = await counter();
    const short = { lotNumber: 'SHORT', expiresOn: '2026-12-31', quantity: 100 };
    await store.stock(lisinopril, [later, soon, short]);
    const id = await store.priced(lisinopril);
    const made = await store.as('technician').call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 });
    expect(made).toMatchObject({
      fillNumber: 0,
      part: 0,
      stage: 'verification',
      daysSupply: 30,
      owed: null,
      productChanged: false,
    });
    expect(made.allocations).toMatchObject([{ lotNumber: 'SOON', quantity: 30 }]);
    expect(made.label).toMatchObject({ fillId: made.fillId });
    expect(await store.onHand(lisinopril)).toBe(220);
  });

  test('DSP-29 a lot inside the margin is used where there is no other, and the screen says so', async () => {
    const store = await counter();
    await store.stock(lisinopril, [{ lotNumber: 'SHORT', expiresOn: '2026-12-31', quantity: 100 }]);
    const id = await store.priced(lisinopril);
    const tech = store.as('technician');
    const made = await tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 });
    const work = await tech.call('dispensing.work', { id: made.fillId });
    expect(work.checks).toContainEqual(expect.objectContaining({ id: 'lot-expiry', status: 'attention' }));
  });

  test('DSP-29 a lot that ends before the supply does is not used', async () => {
    const store = await counter();
    await store.stock(lisinopril, [{ lotNumber: 'OLD', expiresOn: '2026-12-20', quantity: 100 }]);
    const id = await store.priced(lisinopril);
    const refused = await store.as('technician').refusal('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 });
    expect(refused).toMatchObject({ code: 'insufficient-stock', data: { needed: 30, available: 0 } });
    expect(await store.onHand(lisinopril)).toBe(100);
  });

  test('DSP-7 the scanned lot is used, and a lot that may not be used stops the fill', async () => {
    const store = await counter();
    await store.stock(lisinopril, [soon, later]);
    const tech = store.as('technician');
    const id = await store.priced(lisinopril);
    const fill = (scan: string) => ({ id, ndc: lisinopril.key, quantity: 30, scan });
    const gs1 = (key: string, lot: string, expiresOn: string) => `GS1|${key}|${lot}|${expiresOn}`;
    const refused = async (scan: string) => (await tech.refusal('dispensing.fill', fill(scan))).code;
    expect(await refused(gs1(otherLabeler.key, 'SOON', '2027-02-28'))).toBe('scan-mismatch');
    expect(await refused(gs1(lisinopril.key, 'SOON', '2026-11-20'))).toBe('scan-expired');
    expect(await refused(gs1(lisinopril.key, 'NEVER', '2028-01-31'))).toBe('lot-not-allowed');
    expect(await refused(gs1(lisinopril.key, 'LATER', '2028-02-29'))).toBe('scan-lot-differs');
    expect(await refused('nonsense')).toBe('scan-unreadable');
    const made = await tech.call('dispensing.fill', fill(gs1(lisinopril.key, 'LATER', '2028-01-31')));
    expect(made.allocations).toMatchObject([{ lotNumber: 'LATER', quantity: 30 }]);
    const work = await tech.call('dispensing.work', { id: made.fillId });
    expect(work.checks).toContainEqual(expect.objectContaining({ id: 'barcode', status: 'pass' }));
    expect(store.unexpected).toEqual([]);
  });

  test('DSP-7 a quarantined lot stops the fill', async () => {
    const store = await counter();
    await store.stock(lisinopril, [later]);
    const { items } = await store.as('technician').call('inventory.stock', { ndc: lisinopril.key });
    const batchId = items[0].batches[0].batchId;
    await store
      .as('pharmacist')
      .call('inventory.setStatus', { id: batchId, status: 'quarantined', reason: 'damaged box' });
    const id = await store.priced(lisinopril);
    const scan = `GS1|${lisinopril.key}|LATER|2028-01-31`;
    const refused = await store
      .as('technician')
      .refusal('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30, scan });
    expect(refused).toMatchObject({ code: 'lot-not-allowed', data: { reason: 'quarantined' } });
  });

  test('DSP-16 another product of the same drug is recorded as a change and priced anew', async () => {
    const store = await counter();
    await store.stock(otherLabeler, [later]);
    await store.stock(lisinopril, [{ ...later, quantity: 1 }]);
    const id = await store.priced(lisinopril);
    await store.stock(otherLabeler, [{ lotNumber: 'DEAR', expiresOn: '2028-01-31', quantity: 1 }]);
    const made = await store
      .as('technician')
      .call('dispensing.fill', { id, ndc: otherLabeler.key, quantity: 30, daw: 3 });
    expect(made).toMatchObject({ productChanged: true, stage: 'verification' });
    const { items } = await store.as('technician').call('claims.list', { id });
    expect(items).toHaveLength(2);
    expect(items.filter((item: { isCurrent: boolean }) => item.isCurrent)).toMatchObject([
      { price: { ndc: otherLabeler.key } },
    ]);
    const work = await store.as('technician').call('dispensing.work', { id: made.fillId });
    expect(work.prescription.daw).toBe(3);
    expect(work.checks).toContainEqual(expect.objectContaining({ id: 'product-change', status: 'attention' }));
  });

  test('DSP-16 a product without a price refuses the fill and takes nothing', async () => {
    const store = await counter();
    await store.stock(lisinopril, [later]);
    const id = await store.priced(lisinopril);
    await store.as('pharmacist').call('inventory.receive', {
      lines: [{ ndc: otherLabeler.key, lotNumber: 'FREE', expiresOn: '2028-01-31', quantity: 100 }],
    });
    const before = store.digest();
    const refused = await store
      .as('technician')
      .refusal('dispensing.fill', { id, ndc: otherLabeler.key, quantity: 30 });
    expect(refused.code).toBe('no-price');
    expect(store.digest()).toBe(before);
  });

  test('DSP-27 a fill that a correction overtook gives its stock back when the next one is made', async () => {
    const store = await counter();
    await store.stock(lisinopril, [later]);
    const id = await store.priced(lisinopril);
    const tech = store.as('technician');
    const first = await tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 });
    store.corrected(id, { quantityMilli: 60_000 });
    await tech.call('claims.adjudicate', { id, payer: 'cash' });
    expect(await store.onHand(lisinopril)).toBe(70);
    await tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 60 });
    expect(await store.onHand(lisinopril)).toBe(40);
    expect(await tech.call('dispensing.get', { id: first.fillId })).toMatchObject({ status: 'voided' });
    expect((await tech.refusal('dispensing.returnToStock', { id: first.fillId, reason: 'again' })).code).toBe(
      'fill-not-waiting',
    );
  });

  test('DSP-83 the same request twice, with and without a key, makes one fill', async () => {
    const store = await counter();
    await store.stock(lisinopril, [later]);
    const id = await store.priced(lisinopril);
    const tech = store.as('technician');
    const input = { id, ndc: lisinopril.key, quantity: 30 };
    const first = await tech.call('dispensing.fill', input, { idempotencyKey: 'k1' });
    expect(await tech.call('dispensing.fill', input, { idempotencyKey: 'k1' })).toEqual(first);
    expect(await tech.refusal('dispensing.fill', input)).toMatchObject({
      code: 'fill-in-progress',
      data: { fillId: first.fillId, madeBy: 'Test technician' },
    });
    expect(await store.onHand(lisinopril)).toBe(70);
  });
});

describe('partial fills', () => {
  test('DSP-39 what is short is owed, listed, and completed as the next part of the same fill', async () => {
    const store = await counter();
    await store.stock(lisinopril, [{ ...later, quantity: 20 }]);
    const tech = store.as('technician');
    const id = await store.priced(lisinopril);
    expect((await tech.refusal('dispensing.fill', { id, ndc: lisinopril.key, quantity: 30 })).code).toBe(
      'insufficient-stock',
    );
    const first = await tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 20 });
    expect(first).toMatchObject({ part: 0, daysSupply: 20, owed: { quantity: 10, isOver: false } });
    await store.as('pharmacist').call('dispensing.verify', { id: first.fillId, approved: true });
    const sold = await tech.call('dispensing.handOver', {
      id: first.fillId,
      relationship: 'self',
      payment: cash(first.dueCents),
      counseling: 'accepted',
    });
    expect(sold.stage).toBe('fill');
    const { lines } = await tech.call('pos.sale', { id: sold.saleId });
    expect(lines[0].note).toMatch(/^Rx T1-\d+: 10 still owed to you$/);
    expect((await tech.call('dispensing.owed', {})).items).toMatchObject([
      { prescriptionId: id, isInStock: false, owed: { quantity: 10 } },
    ]);
    await store.stock(lisinopril, [later]);
    expect((await tech.call('dispensing.owed', {})).items).toMatchObject([{ isInStock: true }]);
    expect(await tech.refusal('claims.adjudicate', { id, payer: 'cash' })).toMatchObject({ code: 'already-sold' });
    const rest = await tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity: 10 });
    expect(rest).toMatchObject({ fillNumber: 0, part: 1, daysSupply: 10, owed: null });
    await store.as('pharmacist').call('dispensing.verify', { id: rest.fillId, approved: true });
    const done = await tech.call('dispensing.handOver', {
      id: rest.fillId,
      relationship: 'self',
      payment: cash(rest.dueCents),
      counseling: 'not-required',
    });
    expect(done.stage).toBe('sold');
    const { items } = await tech.call('claims.list', { id });
    expect(first.dueCents + rest.dueCents).toBe(items[0].patientPayCents);
    expect((await tech.call('dispensing.owed', {})).items).toEqual([]);
    expect(store.unexpected).toEqual([]);
  });

  test('DSP-32 the rest of a schedule II fill is refused after 72 hours', async () => {
    const store = await counter();
    await store.stock(oxycodone, [later]);
    const tech = store.as('technician');
    const id = await store.priced(oxycodone);
    const part = { id, ndc: oxycodone.key, quantity: 20 };
    expect((await tech.refusal('dispensing.fill', part)).code).toBe('partial-reason-required');
    const first = await tech.call('dispensing.fill', { ...part, partial: { reason: 'STOCK' } });
    expect(first.owed).toMatchObject({ reason: 'STOCK', deadline: '2026-11-24T15:00:00.000Z' });
    await store
      .as('pharmacist')
      .call('dispensing.verify', { id: first.fillId, approved: true, totp: code('2026-11-21T15:00:00Z') });
    await tech.call('dispensing.handOver', {
      id: first.fillId,
      relationship: 'self',
      payment: cash(first.dueCents),
      counseling: 'accepted',
    });
    store.clock.advance(72 * 3_600_000 + 1);
    const rest = await tech.refusal('dispensing.fill', { id, ndc: oxycodone.key, quantity: 10 });
    expect(rest).toMatchObject({ code: 'partial-window-closed', data: { cite: '21 CFR 1306.13(a)' } });
    expect((await tech.call('dispensing.owed', {})).items).toMatchObject([{ owed: { isOver: true } }]);
  });
});
