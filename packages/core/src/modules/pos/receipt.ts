import type { ReceiptFacts } from '../labels/receipt.ts';
import type { StoreProfile } from '../store/model.ts';
import { lineTotal } from './decide-refund.ts';
import { sum } from './money.ts';
import type { PaymentMethod, SaleLine, SaleState } from './sale-model.ts';

const methodNames: Readonly<Record<PaymentMethod, string>> = {
  cash: 'Cash',
  card: 'Card',
  check: 'Check',
  'house-account': 'House account',
};

/**
 * What the receipt of a sale, or of one of its refunds, says. Prescription lines carry the number and no drug, for
 * receipts are left on counters. Undefined when the sale has no such refund.
 */
export function receiptFacts(
  sale: SaleState,
  store: StoreProfile,
  refundId: string | undefined,
): ReceiptFacts | undefined {
  const refund = refundId === undefined ? null : sale.refunds.find((candidate) => candidate.refundId === refundId);
  if (refund === undefined) return undefined;
  const lines = refund ? sale.lines.filter((line) => refund.lineIds.includes(line.lineId)) : sale.lines;
  const paid = refund ? refund.payments : sale.payments;
  const taxCents = sum(lines.map((line) => line.taxCents));
  const totalCents = refund ? refund.amountCents : sale.totalCents;
  return {
    store: { name: store.name, addressLines: addressLines(store), phone: store.phone, demo: store.demo },
    title: refund ? refund.kind : 'sale',
    receiptNumber: sale.receiptNumber,
    at: localTime(store.timeZone, refund?.at ?? sale.at),
    cashier: refund?.byUser ?? sale.cashier,
    terminal: refund?.terminalId ?? sale.terminalId,
    lines: lines.map((line) => ({
      text: line.description,
      quantityMilli: line.kind === 'item' ? line.quantityMilli : 1000,
      amountCents: line.amountCents,
      fsaEligible: line.isHealthEligible,
    })),
    subtotalCents: totalCents - taxCents,
    taxCents,
    totalCents,
    payments: paid.map((payment) => ({
      text: methodNames[payment.method],
      amountCents: 'tenderedCents' in payment ? payment.tenderedCents : payment.amountCents,
    })),
    changeCents: refund ? 0 : sum(sale.payments.map((payment) => payment.changeCents)),
    fsaEligibleCents: sum(lines.filter((line) => line.isHealthEligible).map(lineTotal)),
    footer: footer(lines, refund?.reason ?? null),
  };
}

function addressLines({ address }: StoreProfile): string[] {
  return [address.line1, `${address.city}, ${address.state} ${address.postalCode}`];
}

function footer(lines: readonly SaleLine[], reason: string | null): string[] {
  const includedCents = sum(lines.map((line) => line.includedTaxCents));
  const included = `Prices include tax of ${(includedCents / 100).toFixed(2)}.`;
  return [
    ...lines.flatMap((line) => line.note ?? []),
    ...(includedCents > 0 ? [included] : []),
    ...(reason === null ? [] : [`Reason: ${reason}`]),
  ];
}

/** `2026-11-21 10:32` on the store's wall. */
export function localTime(timeZone: string, at: string): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(Date.parse(at)).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
}
