import type { RefusalOf, Result } from '../../kernel/refusal.ts';
import { ok, refuse } from '../../kernel/refusal.ts';
import { sum } from './money.ts';
import type { paymentRefusals } from './refusals.ts';
import type { Payment, Tender } from './sale-model.ts';

export type PaymentRefusal = RefusalOf<typeof paymentRefusals>;

export interface Settlement {
  readonly payments: readonly Payment[];
  readonly changeCents: number;
}

/**
 * How what was tendered pays what is due. Every other way pays exactly; cash pays the rest and gives the change. The
 * payments add up to the amount due. Rules POS-20 to POS-24.
 */
export function settle(dueCents: number, tenders: readonly Tender[]): Result<Settlement, PaymentRefusal> {
  const paidCents = sum(tenders.map((tender) => tender.amountCents));
  if (paidCents < dueCents) return refuse('amount-short', { dueCents, paidCents });
  const exact = tenders.filter((tender) => tender.method !== 'cash');
  const exactCents = sum(exact.map((tender) => tender.amountCents));
  if (exactCents > dueCents) return refuse('amount-above-due', { dueCents, paidCents: exactCents });
  const payments = exact
    .filter((tender) => tender.amountCents > 0)
    .map((tender) => payment(tender, tender.amountCents));
  const cashCents = dueCents - exactCents;
  const tenderedCents = paidCents - exactCents;
  if (tenderedCents > 0 || payments.length === 0) {
    const method = tenders.find((tender) => tender.method === 'cash') ?? tenders[0];
    if (method) payments.push({ ...payment(method, cashCents), tenderedCents, changeCents: tenderedCents - cashCents });
  }
  return ok({ payments, changeCents: tenderedCents - cashCents });
}

function payment(tender: Tender, amountCents: number): Payment {
  return {
    method: tender.method,
    amountCents,
    tenderedCents: tender.amountCents,
    changeCents: 0,
    cardPaymentId: tender.cardPaymentId ?? null,
    approvalCode: tender.approvalCode ?? null,
    checkNumber: tender.checkNumber ?? null,
    accountPatientId: tender.method === 'house-account' ? (tender.accountPatientId ?? null) : null,
  };
}
