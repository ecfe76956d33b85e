import type { ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import { cardPaymentAggregate } from './card-payment.ts';
import { planRefund, type RefundPlan } from './decide-refund.ts';
import { openDrawerId } from './drawers.ts';
import { saleAggregate } from './sale.ts';
import type { PaymentMethod, SaleState } from './sale-model.ts';

export interface RefundRequest {
  readonly saleId: string;
  readonly lineIds: readonly string[];
  readonly reason: string;
  readonly kind: 'refund' | 'void';
  readonly method?: PaymentMethod | undefined;
}

export function loadSale(context: ModuleContext, saleId: string): SaleState {
  const sale = context.load(saleAggregate, saleId);
  if (!sale?.recorded) throw new RefusalError({ kind: 'not-found', data: { what: 'sale', id: saleId } });
  return sale;
}

/** Writes the refund, and for its card parts what is wanted of the terminal; the terminal is asked after the commit. */
export function refundLines(
  context: ModuleContext,
  unit: Unit,
  request: RefundRequest,
): { refundId: string; amountCents: number; plan: RefundPlan } {
  const sale = unit.load(saleAggregate, request.saleId);
  if (!sale?.recorded) throw new RefusalError({ kind: 'not-found', data: { what: 'sale', id: request.saleId } });
  const plan = unwrap(planRefund(sale, request));
  const refundId = unit.newId('refund');
  for (const { patientId } of plan.lines) if (patientId) unit.concerns(patientId);
  unit.append(saleAggregate, request.saleId, {
    type: 'sale.refunded',
    payload: {
      refundId,
      businessDate: unit.today,
      drawerId: openDrawerId(unit.db, context.terminalId),
      reason: request.reason,
      kind: request.kind,
      lineIds: plan.lines.map((line) => line.lineId),
      amountCents: plan.amountCents,
      payments: plan.payments,
    },
  });
  for (const [index, part] of plan.payments.entries()) {
    if (part.method !== 'card' || part.cardPaymentId === null) continue;
    unit.append(cardPaymentAggregate, part.cardPaymentId, {
      type: 'card.refund-requested',
      payload: { refundId: `${refundId}-${index}`, amountCents: part.amountCents },
    });
  }
  return { refundId, amountCents: plan.amountCents, plan };
}

/** Card payments of a sale, to be settled at the terminal. */
export function cardPaymentIds(sale: SaleState): string[] {
  return sale.payments.flatMap(({ cardPaymentId }) => cardPaymentId ?? []);
}
