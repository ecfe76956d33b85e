import { expect, test } from 'vitest';
import {
  type CardPaymentEvent,
  cardPaymentAggregate,
  cardStatus,
  isOpen,
  isUsable,
  needsAttention,
  nextStep,
} from './card-payment.ts';
import { createCardSimulator } from './card-simulator.ts';

const meta = {
  origin: 't1',
  seq: 1,
  hlc: 1,
  at: '2026-11-21T15:00:00Z',
  action: 'pos.test',
  actor: {
    userId: 'u',
    userName: 'Pat',
    role: 'technician' as const,
    sessionId: null,
    terminalId: 't1',
    address: 'local',
  },
};
const fold = (events: CardPaymentEvent[]) =>
  events.reduce((state, event) => cardPaymentAggregate.apply(state, event, meta), cardPaymentAggregate.initial('c'));

const requested: CardPaymentEvent = {
  type: 'card.requested',
  payload: { amountCents: 500, purpose: 'fills x', terminalName: 'sim', isSimulator: true },
};
const answered = (status: 'authorized' | 'declined' | 'cancelled' | 'unknown'): CardPaymentEvent => ({
  type: 'card.answered',
  payload: { status, approvalCode: null, reason: null },
});
const used: CardPaymentEvent = { type: 'card.used', payload: { saleId: 's1' } };
const captured: CardPaymentEvent = { type: 'card.captured', payload: {} };

test('POS-50 what is outstanding at the terminal follows from the ledger alone', () => {
  expect(nextStep(fold([requested])).kind).toBe('ask');
  expect(nextStep(fold([requested, answered('unknown')])).kind).toBe('ask');
  expect(nextStep(fold([requested, answered('authorized')])).kind).toBe('none');
  expect(nextStep(fold([requested, answered('authorized'), used])).kind).toBe('capture');
  expect(nextStep(fold([requested, answered('authorized'), used, captured])).kind).toBe('none');
  expect(nextStep(fold([requested, answered('declined')])).kind).toBe('none');
  const release: CardPaymentEvent = { type: 'card.release-requested', payload: { reason: 'r' } };
  expect(nextStep(fold([requested, answered('authorized'), release])).kind).toBe('release');
  expect(nextStep(fold([requested, release])).kind).toBe('release');
});

test('POS-54 an authorisation pays one sale of exactly its amount', () => {
  const ready = fold([requested, answered('authorized')]);
  expect(isUsable(ready, 500)).toBe(true);
  expect(isUsable(ready, 499)).toBe(false);
  expect(isUsable(fold([requested, answered('unknown')]), 500)).toBe(false);
  expect(isUsable(fold([requested, answered('authorized'), used]), 500)).toBe(false);
});

test('POS-51 only a payment that is neither ended nor used is taken up again', () => {
  expect(isOpen(fold([requested]))).toBe(true);
  expect(isOpen(fold([requested, answered('unknown')]))).toBe(true);
  expect(isOpen(fold([requested, answered('declined')]))).toBe(false);
  expect(isOpen(fold([requested, answered('authorized'), used]))).toBe(false);
});

test('POS-50 a final answer stays when a late or second one arrives', () => {
  expect(cardStatus(fold([requested, answered('declined'), answered('unknown')]))).toBe('declined');
  expect(cardStatus(fold([requested, answered('unknown'), answered('authorized')]))).toBe('authorized');
});

test('POS-54 two sales on one authorisation ask for a person', () => {
  const other: CardPaymentEvent = { type: 'card.used', payload: { saleId: 's2' } };
  expect(needsAttention(fold([requested, answered('authorized'), used, captured]))).toBe(false);
  expect(needsAttention(fold([requested, answered('authorized'), used, other, captured]))).toBe(true);
});

test('POS-57 the last two digits choose what the simulator does, and one reference has one answer', async () => {
  const sim = createCardSimulator();
  const ask = async (reference: string, amountCents: number) =>
    (await sim.authorize({ reference, amountCents })).status;
  expect(sim.isSimulator).toBe(true);
  expect(sim.name).toContain('simulator');
  expect(await ask('a', 1_000)).toBe('authorized');
  expect(await ask('a', 1_000)).toBe('authorized');
  expect(await ask('b', 1_013)).toBe('declined');
  expect(await ask('c', 1_014)).toBe('no-answer');
  expect((await sim.status({ reference: 'c' })).status).toBe('authorized');
  expect(await ask('d', 1_015)).toBe('cancelled');
  expect(await ask('e', 1_016)).toBe('no-answer');
  expect((await sim.status({ reference: 'e' })).status).toBe('not-found');
  await sim.capture({ reference: 'a' });
  await sim.capture({ reference: 'a' });
  expect(sim.books()).toMatchObject({ charged: 1_000, charges: 1, reserved: 1_014 });
});

test('POS-58 a reference that was closed before it arrived stays closed', async () => {
  const sim = createCardSimulator();
  await sim.release({ reference: 'late' });
  expect((await sim.authorize({ reference: 'late', amountCents: 1_000 })).status).toBe('released');
  expect(sim.books()).toMatchObject({ charged: 0, reserved: 0 });
});

test('POS-59 the simulator pays back each refund once and never more than it charged', async () => {
  const sim = createCardSimulator();
  await sim.authorize({ reference: 'a', amountCents: 1_000 });
  await sim.capture({ reference: 'a' });
  const refund = async (refundReference: string, amountCents: number) =>
    (await sim.refund({ reference: 'a', refundReference, amountCents })).status;
  expect(await refund('r1', 600)).toBe('refunded');
  expect(await refund('r1', 600)).toBe('refunded');
  expect(await refund('r2', 401)).toBe('declined');
  expect(await refund('r2', 400)).toBe('refunded');
  expect(sim.books().refunded).toBe(1_000);
});
