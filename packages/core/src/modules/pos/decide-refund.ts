import type { RefusalOf, Result } from '../../kernel/refusal.ts';
import { ok, refuse } from '../../kernel/refusal.ts';
import { sum } from './money.ts';
import type { refundRefusals } from './refusals.ts';
import type { Payment, PaymentMethod, Refund, RefundPayment, SaleLine, SaleState } from './sale-model.ts';

export type RefundRefusal = RefusalOf<typeof refundRefusals>;

export interface RefundPlan {
  readonly lines: readonly SaleLine[];
  readonly amountCents: number;
  readonly payments: readonly RefundPayment[];
}

/**
 * Which money goes back, and how. Each payment is drawn on at most up to what is left of it, so the refunds of a sale
 * never pass what was paid. Cards and accounts come first, cash last. Rules POS-30 to POS-34.
 */
export function planRefund(
  sale: SaleState,
  request: { lineIds: readonly string[]; method?: PaymentMethod | undefined },
): Result<RefundPlan, RefundRefusal> {
  const wanted = [...new Set(request.lineIds)];
  const gone = refundedLineIds(sale.refunds);
  const lines: SaleLine[] = [];
  for (const lineId of wanted) {
    const line = sale.lines.find((candidate) => candidate.lineId === lineId);
    if (!line || gone.has(lineId)) return refuse('line-not-refundable', { lineId });
    lines.push(line);
  }
  const payments = draw(sale, sum(lines.map(lineTotal)));
  const amountCents = sum(payments.map((part) => part.amountCents));
  if (request.method === undefined) return ok({ lines, amountCents, payments });
  const diverted = payments.map((part) =>
    divert(part, sale.payments[part.paymentIndex], request.method as PaymentMethod),
  );
  const refused = diverted.find((part) => part === null);
  if (refused !== undefined) return refuse('refund-method', { method: request.method });
  return ok({ lines, amountCents, payments: diverted as RefundPayment[] });
}

export function lineTotal(line: SaleLine): number {
  return line.amountCents + line.taxCents;
}

export function refundedLineIds(refunds: readonly Refund[]): Set<string> {
  return new Set(refunds.flatMap((refund) => refund.lineIds));
}

/** What is left of each payment after the refunds so far. */
export function remainders(sale: Pick<SaleState, 'payments' | 'refunds'>): number[] {
  return sale.payments.map((payment, index) => {
    const back = sale.refunds.flatMap((refund) => refund.payments).filter((part) => part.paymentIndex === index);
    return payment.amountCents - sum(back.map((part) => part.amountCents));
  });
}

function draw(sale: SaleState, amountCents: number): RefundPayment[] {
  const left = remainders(sale);
  const order = sale.payments
    .map((_, index) => index)
    .sort((a, b) => rank(sale.payments[a]) - rank(sale.payments[b]) || a - b);
  const parts: RefundPayment[] = [];
  let open = amountCents;
  for (const paymentIndex of order) {
    const payment = sale.payments[paymentIndex];
    const take = Math.min(open, Math.max(0, left[paymentIndex] ?? 0));
    if (!payment || take === 0) continue;
    open -= take;
    parts.push({
      paymentIndex,
      method: payment.method,
      amountCents: take,
      cardPaymentId: payment.cardPaymentId,
      accountPatientId: payment.accountPatientId,
    });
  }
  return parts;
}

function rank(payment: Payment | undefined): number {
  return payment?.method === 'cash' ? 1 : 0;
}

/** A check, or a card that went through a stand-alone terminal, may be paid back in cash; nothing else changes its way. */
function divert(part: RefundPayment, payment: Payment | undefined, method: PaymentMethod): RefundPayment | null {
  if (part.method === method) return part;
  const byHand = payment?.method === 'check' || (payment?.method === 'card' && payment.cardPaymentId === null);
  if (method !== 'cash' || !byHand) return null;
  return { ...part, method: 'cash' };
}
