import { expect, test } from 'vitest';
import { type Counter, counter } from './testing/counter.ts';
import { lisinopril, oxycodone } from './testing/fixtures.ts';

const lot = { lotNumber: 'L1', expiresOn: '2028-01-31', quantity: 200 };

async function withBag(refillsAuthorized: number): Promise<Counter & { id: string; fillId: string; dueCents: number }> {
  const store = await counter();
  await store.stock(lisinopril, [lot]);
  return { ...store, ...(await store.ready(lisinopril, { refillsAuthorized })) };
}

test('DSP-88 a prescription is not cancelled or moved while a bag that a correction overtook is out', async () => {
  const store = await withBag(1);
  const { id, fillId } = store;
  const tech = store.as('technician');
  await tech.call('prescriptions.correct', { id, sig: 'take 2 tablets by mouth daily', reason: 'prescriber called' });
  const cancel = { id, reason: 'not wanted', requestedBy: 'patient' };
  expect(await tech.refusal('prescriptions.cancel', cancel)).toMatchObject({ code: 'fill-open', data: { fillId } });
  const to = { pharmacyName: 'Other Pharmacy', address: '2 Side St, Columbus', pharmacistName: 'Ana Lee' };
  const move = { id, to, patientRequested: true, reason: 'moved' };
  expect((await store.as('pharmacist').refusal('prescriptions.transfer', move)).code).toBe('fill-open');
  await store.as('pharmacist').call('dispensing.void', { id: fillId, reason: 'directions changed' });
  expect(await store.onHand(lisinopril)).toBe(200);
  expect((await tech.call('prescriptions.cancel', cancel)).stage).toBe('cancelled');
});

test.each([
  ['returned', 'technician', 'dispensing.returnToStock', 'returned'],
  ['voided', 'pharmacist', 'dispensing.void', 'fill'],
] as const)('DSP-89 a bag %s during a hold: the release leads to work that is there', async (_, role, verb, stage) => {
  const store = await withBag(0);
  const { id, fillId } = store;
  await store.as('technician').call('prescriptions.hold', { id, reason: 'patient-request' });
  await store.as(role).call(verb, { id: fillId, reason: 'not collected' });
  expect((await store.as('technician').call('prescriptions.release', { id })).stage).toBe(stage);
});

test('DSP-90 a refill of which nothing was handed over moves with the others', async () => {
  const store = await withBag(2);
  const { id, fillId, dueCents } = store;
  const payment = { method: 'cash', amountCents: dueCents };
  const tech = store.as('technician');
  await tech.call('dispensing.handOver', { id: fillId, relationship: 'self', counseling: 'accepted', payment });
  store.clock.advance(40 * 86_400_000);
  await tech.call('prescriptions.refill', { id, requestedBy: 'patient' });
  const to = { pharmacyName: 'Other Pharmacy', address: '2 Side St, Columbus', pharmacistName: 'Ana Lee' };
  await store.as('pharmacist').call('prescriptions.transfer', { id, to, patientRequested: true, reason: 'moved' });
  const { transferOut } = await store.as('pharmacist').call('prescriptions.get', { id });
  expect(transferOut.refillsTransferred).toBe(2);
});

test('POL-8 a bag that went back to stock is made again without a refill', async () => {
  const store = await withBag(0);
  const { id, fillId } = store;
  const tech = store.as('technician');
  await tech.call('dispensing.returnToStock', { id: fillId, reason: 'not collected' });
  expect(await tech.call('prescriptions.refill', { id, requestedBy: 'patient' })).toMatchObject({
    stage: 'review',
    refillsRemaining: 0,
  });
});

test('POL-7 after review only a pharmacist adds refills or gives a later date', async () => {
  const store = await withBag(0);
  const { id } = store;
  const more = { id, refillsAuthorized: 11, reason: 'prescriber called' };
  const later = { id, writtenOn: '2026-11-21', reason: 'prescriber called' };
  for (const change of [more, later]) {
    const refused = await store.as('technician').refusal('prescriptions.correct', change);
    expect(refused).toMatchObject({ code: 'policy-denied', data: { denials: [{ id: 'POL-7' }] } });
  }
  expect((await store.as('pharmacist').call('prescriptions.correct', more)).stage).toBe('ready');
});

test('DSP-91 the issue date of a reviewed schedule II prescription is not changed', async () => {
  const store = await counter();
  const id = store.reviewed(oxycodone);
  const later = { id, writtenOn: '2026-11-21', reason: 'prescriber called' };
  expect(await store.as('pharmacist').refusal('prescriptions.correct', later)).toMatchObject({
    code: 'field-not-changeable',
    data: { field: 'writtenOn' },
  });
});

test('DSP-92 a correction between the parts of a fill leaves what is owed and its price', async () => {
  const store = await counter();
  await store.stock(lisinopril, [lot]);
  const id = await store.priced(lisinopril);
  const tech = store.as('technician');
  const pharmacist = store.as('pharmacist');
  const part = async (quantity: number) => {
    const { fillId, dueCents } = await tech.call('dispensing.fill', { id, ndc: lisinopril.key, quantity });
    await pharmacist.call('dispensing.verify', { id: fillId, approved: true });
    const payment = { method: 'cash', amountCents: dueCents };
    await tech.call('dispensing.handOver', { id: fillId, relationship: 'self', counseling: 'accepted', payment });
    return dueCents;
  };
  const first = await part(20);
  const smaller = { id, quantity: 25, reason: 'prescriber called' };
  expect(await tech.refusal('prescriptions.correct', smaller)).toMatchObject({
    code: 'field-not-changeable',
    data: { field: 'quantityMilli' },
  });
  store.corrected(id, { daysSupply: 15 });
  expect(await pharmacist.call('prescriptions.get', { id })).toMatchObject({ stage: 'fill' });
  const { items } = await pharmacist.call('claims.list', { id });
  expect(first + (await part(10))).toBe(items[0].patientPayCents);
  expect(await store.onHand(lisinopril)).toBe(170);
});
