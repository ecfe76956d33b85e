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
