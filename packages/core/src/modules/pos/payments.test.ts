import { expect, test } from 'vitest';
import { settle } from './decide-payment.ts';
import { planRefund } from './decide-refund.ts';
import { saleAggregate, saleStatus } from './sale.ts';
import type { SaleLine, SaleState } from './sale-model.ts';
import { tenderSchema } from './sale-schema.ts';

test('POS-21 a payment one cent short is refused, the exact one is taken', () => {
  expect(settle(1_000, [{ method: 'cash', amountCents: 999 }])).toMatchObject({
    ok: false,
    refusal: { kind: 'amount-short', data: { dueCents: 1_000, paidCents: 999 } },
  });
  expect(settle(1_000, [{ method: 'cash', amountCents: 1_000 }])).toMatchObject({
    ok: true,
    value: { changeCents: 0 },
  });
});

test('POS-22 cash gives change, no other way of paying does', () => {
  expect(settle(1_000, [{ method: 'cash', amountCents: 2_000 }])).toMatchObject({ value: { changeCents: 1_000 } });
  for (const method of ['card', 'check', 'house-account'] as const) {
    expect(settle(1_000, [{ method, amountCents: 1_001 }])).toMatchObject({ refusal: { kind: 'amount-above-due' } });
    expect(settle(1_000, [{ method, amountCents: 1_000 }])).toMatchObject({ ok: true });
  }
});

test('POS-22 a split payment takes the exact ways first and the rest in cash', () => {
  const result = settle(1_000, [
    { method: 'cash', amountCents: 700 },
    { method: 'check', amountCents: 400, checkNumber: '12' },
  ]);
  expect(result).toMatchObject({
    ok: true,
    value: {
      changeCents: 100,
      payments: [
        { method: 'check', amountCents: 400 },
        { method: 'cash', amountCents: 600, tenderedCents: 700, changeCents: 100 },
      ],
    },
  });
});

test('POS-22 nothing due is paid with nothing', () => {
  expect(settle(0, [{ method: 'cash', amountCents: 0 }])).toMatchObject({ ok: true, value: { changeCents: 0 } });
});

test('POS-23 a card number has nowhere to go', () => {
  const tender = { method: 'card', amountCents: 100 };
  expect(tenderSchema.safeParse({ ...tender, cardNumber: '4111111111111111' }).success).toBe(false);
  expect(tenderSchema.safeParse({ ...tender, approvalCode: '4111111111111111' }).success).toBe(false);
  expect(tenderSchema.safeParse({ ...tender, approvalCode: 'A1B2C3' }).success).toBe(true);
});

const line = (lineId: string, amountCents: number, taxCents = 0): SaleLine => ({
  lineId,
  kind: 'item',
  description: 'bandage',
  note: null,
  fillId: null,
  prescriptionId: null,
  patientId: null,
  itemKey: 'x',
  quantityMilli: 1000,
  amountCents,
  taxCents,
  includedTaxCents: 0,
  taxClass: 'general',
  isHealthEligible: false,
  allocations: [],
});

function sale(
  methods: { method: 'cash' | 'check' | 'card'; amountCents: number; cardPaymentId?: string }[],
): SaleState {
  const settled = settle(1_100, methods);
  if (!settled.ok) throw new Error(settled.refusal.kind);
  return {
    ...saleAggregate.initial('s'),
    recorded: true,
    lines: [line('a', 600, 50), line('b', 450)],
    payments: settled.value.payments,
    totalCents: 1_100,
  };
}

test('POS-31 a line is refunded once, and only a line of the sale', () => {
  const sold = sale([{ method: 'cash', amountCents: 1_100 }]);
  const plan = planRefund(sold, { lineIds: ['a'] });
  expect(plan).toMatchObject({ ok: true, value: { amountCents: 650 } });
  expect(planRefund(sold, { lineIds: ['a', 'a'] })).toMatchObject({ value: { amountCents: 650 } });
  expect(planRefund(sold, { lineIds: ['z'] })).toMatchObject({ refusal: { kind: 'line-not-refundable' } });
});

test('POS-32 money goes back the way it came; a check may go back in cash, a card at the terminal may not', () => {
  const check = sale([{ method: 'check', amountCents: 1_100 }]);
  expect(planRefund(check, { lineIds: ['b'] })).toMatchObject({ value: { payments: [{ method: 'check' }] } });
  expect(planRefund(check, { lineIds: ['b'], method: 'cash' })).toMatchObject({
    value: { payments: [{ method: 'cash', amountCents: 450 }] },
  });
  const card = sale([{ method: 'card', amountCents: 1_100, cardPaymentId: 'card_1' }]);
  expect(planRefund(card, { lineIds: ['b'], method: 'cash' })).toMatchObject({ refusal: { kind: 'refund-method' } });
  const cash = sale([{ method: 'cash', amountCents: 1_100 }]);
  expect(planRefund(cash, { lineIds: ['b'], method: 'card' })).toMatchObject({ refusal: { kind: 'refund-method' } });
});

test('POS-33 one line refunded at two terminals: both refunds stay and the sale says so', () => {
  const meta = (terminalId: string) => ({
    origin: terminalId,
    seq: 1,
    hlc: 1,
    at: '2026-11-21T15:00:00Z',
    action: 'pos.refund',
    actor: { userId: 'u', userName: 'U', role: 'manager' as const, sessionId: null, terminalId, address: 'local' },
  });
  const refund = (refundId: string) => ({
    type: 'sale.refunded' as const,
    payload: {
      refundId,
      businessDate: '2026-11-21',
      drawerId: null,
      reason: 'wrong item',
      kind: 'refund' as const,
      lineIds: ['a'],
      amountCents: 650,
      payments: [
        { paymentIndex: 0, method: 'cash' as const, amountCents: 650, cardPaymentId: null, accountPatientId: null },
      ],
    },
  });
  const sold = sale([{ method: 'cash', amountCents: 1_100 }]);
  const one = saleAggregate.apply(sold, refund('r1'), meta('t1'));
  const both = saleAggregate.apply(one, refund('r2'), meta('t2'));
  expect(one.conflicts).toEqual([]);
  expect(both.refunds).toHaveLength(2);
  expect(both.conflicts).toContain('refunded-twice:a');
  expect(both.conflicts).toContain('refunded-above-paid');
  expect(saleAggregate.apply(both, refund('r2'), meta('t2')).refunds).toHaveLength(2);
  expect(saleStatus(one)).toBe('partly-refunded');
});
