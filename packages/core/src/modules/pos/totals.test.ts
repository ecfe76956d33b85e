import { expect, test } from 'vitest';
import { sum } from './money.ts';
import { type LineRow, type MoneyRow, totalsOf } from './totals.ts';

const line = (kind: LineRow['kind'], amount_cents: number, tax_cents = 0): LineRow => ({
  kind,
  tax_class: kind === 'fill' ? 'prescription' : 'general',
  amount_cents,
  tax_cents,
  included_tax_cents: 0,
});
const money = (method: MoneyRow['method'], amount_cents: number, more: Partial<MoneyRow> = {}): MoneyRow => ({
  aggregate_id: 's',
  refund_id: null,
  kind: 'sale',
  method,
  amount_cents,
  drawer_id: 'd1',
  ...more,
});

test('POS-70 lines and payments of a day give the same total; ways of paying add up to the net', () => {
  const totals = totalsOf({
    receipts: ['A-1', 'A-2'],
    lines: [line('fill', 1_000), line('item', 500, 36), line('item', 100)],
    money: [
      money('cash', 1_036, { drawer_id: null }),
      money('card', 600),
      money('card', -100, { kind: 'refund', refund_id: 'r1' }),
      money('cash', -500, { kind: 'void', refund_id: 'r2' }),
      money('card', -36, { kind: 'void', refund_id: 'r2' }),
    ],
  });
  expect(totals.sales).toEqual({ count: 2, amountCents: 1_636, taxCents: 36, includedTaxCents: 0 });
  expect(sum(totals.byKind.map((kind) => kind.amountCents))).toBe(totals.sales.amountCents);
  expect(totals.refunds).toEqual({ count: 1, amountCents: 100 });
  expect(totals.voids).toEqual({ count: 1, amountCents: 536 });
  expect(totals.netCents).toBe(1_636 - 100 - 536);
  expect(sum(totals.byMethod.map((method) => method.netCents))).toBe(totals.netCents);
  expect(totals.byMethod.find((method) => method.method === 'card')).toEqual({
    method: 'card',
    takenCents: 600,
    refundedCents: 136,
    netCents: 464,
  });
  expect(totals.cashOutsideDrawerCents).toBe(1_036);
});

test('POS-70 a day without sales has totals of zero', () => {
  expect(totalsOf({ receipts: [], lines: [], money: [] })).toMatchObject({
    netCents: 0,
    refunds: { count: 0, amountCents: 0 },
  });
});
