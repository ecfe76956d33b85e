import { type CardPaymentState, cardStatus, needsAttention } from './card-payment.ts';
import { refundedLineIds } from './decide-refund.ts';
import type { DrawerState } from './drawer.ts';
import { sum } from './money.ts';
import type { PriceBreakdown, PriceItem } from './price-model.ts';
import { saleStatus } from './sale.ts';
import type { SaleLine, SaleState } from './sale-model.ts';

/** From state to what the contract promises. Quantities leave as decimals, see kernel/contract.ts. */

export function priceToWire(price: PriceBreakdown) {
  const { quantityMilli, parts, ...rest } = price;
  return { ...rest, parts: parts.map((part) => ({ ...part })), quantity: quantityMilli / 1000 };
}

export function lineToWire(line: SaleLine, isRefunded: boolean) {
  const { quantityMilli, allocations: _lots, patientId: _patient, ...rest } = line;
  return { ...rest, quantity: quantityMilli / 1000, isRefunded };
}

export function saleToWire(sale: SaleState) {
  const gone = refundedLineIds(sale.refunds);
  return {
    saleId: sale.saleId,
    receiptNumber: sale.receiptNumber,
    at: sale.at,
    businessDate: sale.businessDate,
    terminalId: sale.terminalId,
    drawerId: sale.drawerId,
    cashier: sale.cashier,
    lines: sale.lines.map((line) => lineToWire(line, gone.has(line.lineId))),
    payments: sale.payments.map(({ method, amountCents, tenderedCents, changeCents, cardPaymentId }) => ({
      method,
      amountCents,
      tenderedCents,
      changeCents,
      cardPaymentId,
    })),
    totalCents: sale.totalCents,
    refundedCents: sum(sale.refunds.map((refund) => refund.amountCents)),
    status: saleStatus(sale),
    refunds: sale.refunds.map((refund) => ({
      refundId: refund.refundId,
      at: refund.at,
      byUser: refund.byUser,
      kind: refund.kind,
      reason: refund.reason,
      amountCents: refund.amountCents,
      methods: refund.payments.map(({ method, amountCents }) => ({ method, amountCents })),
    })),
    conflicts: [...sale.conflicts],
  };
}

export function cardToWire(state: CardPaymentState) {
  return {
    cardPaymentId: state.cardPaymentId,
    amountCents: state.requested?.amountCents ?? 0,
    status: cardStatus(state),
    needsAttention: needsAttention(state),
    saleId: state.saleIds[0] ?? null,
    approvalCode: state.answer?.approvalCode ?? null,
    declineReason: state.answer?.status === 'declined' ? state.answer.reason : null,
    terminalName: state.requested?.terminalName ?? '',
    isSimulator: state.requested?.isSimulator ?? false,
    at: state.requested?.at ?? '',
  };
}

/** While a drawer is open its expected cash stays unsaid: the count is blind. */
export function drawerToWire(state: DrawerState) {
  return {
    drawerId: state.drawerId,
    terminalId: state.terminalId,
    status: state.closed ? ('closed' as const) : ('open' as const),
    openedAt: state.opened?.at ?? '',
    openedBy: state.opened?.by ?? '',
    openingFloatCents: state.opened?.floatCents ?? 0,
    movements: state.movements.map((movement) => ({ ...movement })),
    closedAt: state.closed?.at ?? null,
    closedBy: state.closed?.by ?? null,
    countedCents: state.closed?.countedCents ?? null,
    expectedCents: state.closed?.expectedCents ?? null,
    differenceCents: state.closed?.differenceCents ?? null,
    note: state.closed?.note ?? null,
    conflicts: [...state.conflicts],
  };
}

export function itemToWire(item: PriceItem) {
  const { packageSizeMilli, usualAndCustomary, ...rest } = item;
  return {
    ...rest,
    packageSize: packageSizeMilli / 1000,
    usualAndCustomary: usualAndCustomary.map(({ upToMilli, priceCents }) => ({ upTo: upToMilli / 1000, priceCents })),
  };
}
