import { describe, expect, test } from 'vitest';
import { lisinopril, oxycodone, stockStore, stockUp } from './testing/stock-store.ts';

const store2 = { name: 'Apotheca Short North' };

describe('transfers between stores', () => {
  test('INV-80 stock goes out by lot with a document, and comes in like goods', async () => {
    const store = stockStore();
    const tech = store.as('technician');
    const batchId = await stockUp(store);
    const out = await tech.call('inventory.transfer', {
      direction: 'out',
      store: store2,
      lines: [{ batchId, quantity: 40 }],
      note: 'they ran out',
    });
    expect(out).toMatchObject({
      direction: 'out',
      store: { name: 'Apotheca Short North', id: null },
      by: 'Test technician',
      lines: [{ batchId, ndc: lisinopril, quantity: 40, costCents: 200 }],
    });
    const line = { ndc: lisinopril, lotNumber: 'Z1', expiresOn: '2027-12-31', quantity: 20, costCents: 90 };
    const incoming = await tech.call('inventory.transfer', {
      direction: 'in',
      store: store2,
      document: 'T-77',
      lines: [line],
    });
    expect(incoming.lines[0].batchId).not.toBe(batchId);
    const stock = (await tech.call('inventory.stock', { ndc: lisinopril })).items[0];
    expect(stock.batches.map((one: { onHand: number }) => one.onHand)).toEqual([20, 60]);
    expect((await tech.call('inventory.movements', { id: batchId })).items[0]).toMatchObject({
      reason: 'transfer-out',
      reference: { kind: 'transfer', id: out.transferId },
    });
    expect((await tech.call('inventory.transfers', {})).items).toHaveLength(2);
    const expired = { direction: 'in', store: store2, lines: [{ ...line, expiresOn: '2026-01-31' }] };
    expect((await tech.refusal('inventory.transfer', expired)).code).toBe('expired-on-arrival');
  });

  test('INV-81 blocked lots, more than there is, and what prescriptions wait for do not leave', async () => {
    const waiting = new Map<string, number>();
    const store = stockStore({ waiting });
    const tech = store.as('technician');
    const batchId = await stockUp(store);
    const send = (quantity: number) => ({
      direction: 'out',
      store: store2,
      lines: [
        { batchId, quantity: 1 },
        { batchId, quantity },
      ],
    });
    expect(await tech.refusal('inventory.transfer', send(100))).toMatchObject({
      code: 'more-than-on-hand',
      data: { line: 1 },
    });
    waiting.set(lisinopril, 70_000);
    expect(await tech.refusal('inventory.transfer', send(30))).toMatchObject({
      code: 'promised-to-patients',
      data: { ndc: lisinopril, free: 30 },
    });
    await tech.call('inventory.setStatus', { id: batchId, status: 'quarantined', reason: 'x' });
    expect(await tech.refusal('inventory.transfer', send(1))).toMatchObject({
      code: 'lot-not-available',
      data: { status: 'quarantined' },
    });
  });

  test('INV-82 controlled stock moves by a pharmacist, Schedule II only on an order form', async () => {
    const store = stockStore();
    const batchId = await stockUp(store, { ndc: oxycodone });
    const send = { direction: 'out', store: store2, lines: [{ batchId, quantity: 10 }] };
    const pharmacist = store.as('pharmacist');
    expect((await pharmacist.refusal('inventory.transfer', send)).code).toBe('order-form-required');
    const withForm = { ...send, orderForm: '222-000123' };
    expect((await store.as('technician').refusal('inventory.transfer', withForm)).code).toBe('forbidden');
    await pharmacist.call('inventory.transfer', withForm);
    expect((await pharmacist.call('inventory.stock', { ndc: oxycodone })).items[0].onHand).toBe(90);
  });
});
