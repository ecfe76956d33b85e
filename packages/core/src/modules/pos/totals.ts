import type { ReadDb } from '../../kernel/ports.ts';
import { sum } from './money.ts';
import type { TaxClass } from './price-model.ts';
import { type PaymentMethod, paymentMethods, type SaleLineKind } from './sale-model.ts';

export interface LineRow {
  readonly kind: SaleLineKind;
  readonly tax_class: TaxClass;
  readonly amount_cents: number;
  readonly tax_cents: number;
  readonly included_tax_cents: number;
}
export interface MoneyRow {
  readonly aggregate_id: string;
  readonly refund_id: string | null;
  readonly kind: 'sale' | 'refund' | 'void';
  readonly method: PaymentMethod;
  readonly amount_cents: number;
  readonly drawer_id: string | null;
}

export interface DayRows {
  readonly lines: readonly LineRow[];
  readonly money: readonly MoneyRow[];
  /** Receipt numbers of the sales, in the order they were made. */
  readonly receipts: readonly string[];
}

/** Totals of a day from its lines and its money. What came in less what went out is the same seen from either side. */
export function totalsOf(rows: DayRows) {
  const taken = rows.money.filter((row) => row.kind === 'sale');
  const out = (kind: 'refund' | 'void') => rows.money.filter((row) => row.kind === kind);
  const count = (money: readonly MoneyRow[]) => new Set(money.map((row) => row.refund_id)).size;
  const cents = (money: readonly MoneyRow[]) => sum(money.map((row) => row.amount_cents));
  return {
    sales: {
      count: rows.receipts.length,
      amountCents: cents(taken),
      taxCents: sum(rows.lines.map((line) => line.tax_cents)),
      includedTaxCents: sum(rows.lines.map((line) => line.included_tax_cents)),
    },
    refunds: { count: count(out('refund')), amountCents: 0 - cents(out('refund')) },
    voids: { count: count(out('void')), amountCents: 0 - cents(out('void')) },
    netCents: cents(rows.money),
    byKind: (['fill', 'item', 'account-payment'] as const).map((kind) => {
      const lines = rows.lines.filter((line) => line.kind === kind);
      return { kind, lines: lines.length, amountCents: sum(lines.map((line) => line.amount_cents + line.tax_cents)) };
    }),
    byTaxClass: [...new Set(rows.lines.map((line) => line.tax_class))].sort().map((taxClass) => {
      const lines = rows.lines.filter((line) => line.tax_class === taxClass);
      return {
        taxClass,
        amountCents: sum(lines.map((line) => line.amount_cents)),
        taxCents: sum(lines.map((line) => line.tax_cents)),
      };
    }),
    byMethod: paymentMethods.map((method) => {
      const of = rows.money.filter((row) => row.method === method);
      const takenCents = cents(of.filter((row) => row.kind === 'sale'));
      return { method, takenCents, refundedCents: takenCents - cents(of), netCents: cents(of) };
    }),
    cashOutsideDrawerCents: cents(rows.money.filter((row) => row.method === 'cash' && row.drawer_id === null)),
  };
}

/** What the report of one day, for the store or one terminal, is read from. */
export function dayRows(db: ReadDb, date: string, terminalId: string | null): DayRows {
  const where = terminalId === null ? 'business_date = ?' : 'business_date = ? AND terminal_id = ?';
  const params = terminalId === null ? [date] : [date, terminalId];
  return {
    lines: db
      .prepare<LineRow>(
        `SELECT kind, tax_class, amount_cents, tax_cents, included_tax_cents FROM pos_sale_line WHERE ${where}`,
      )
      .all(...params),
    money: db
      .prepare<MoneyRow>(
        `SELECT aggregate_id, refund_id, kind, method, amount_cents, drawer_id FROM pos_money WHERE ${where}`,
      )
      .all(...params),
    receipts: db
      .prepare<{ number: string }>(`SELECT receipt_number AS number FROM pos_sale WHERE ${where} ORDER BY at`)
      .all(...params)
      .map(({ number }) => number),
  };
}
