import type { ModuleContext, Unit } from '../../kernel/module.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import { accountOf } from './accounts.ts';
import { cardPaymentAggregate, cardStatus, isUsable } from './card-payment.ts';
import { settle } from './decide-payment.ts';
import { lineTotal } from './decide-refund.ts';
import { openDrawerId } from './drawers.ts';
import { sum } from './money.ts';
import { nextReceiptNumber } from './receipt-number.ts';
import { saleAggregate } from './sale.ts';
import type { Payment } from './sale-model.ts';
import type { RecordedSale, SaleDraft } from './services.ts';

/** One unit: the sale with its number, the cards it uses up. Either all of it is in the ledger, or none. */
export function recordSale(context: ModuleContext, unit: Unit, draft: SaleDraft): RecordedSale {
  const totalCents = sum(draft.lines.map(lineTotal));
  const { payments, changeCents } = unwrap(settle(totalCents, draft.tenders));
  const onAccounts = new Map<string, number>();
  for (const payment of payments) checkPayment(context, unit, { payment, saleId: draft.saleId, onAccounts });
  for (const { patientId } of draft.lines) if (patientId) unit.concerns(patientId);
  const receiptNumber = nextReceiptNumber(unit.db, context.origin());
  unit.append(saleAggregate, draft.saleId, {
    type: 'sale.recorded',
    payload: {
      receiptNumber,
      businessDate: unit.today,
      drawerId: openDrawerId(unit.db, context.terminalId),
      lines: draft.lines,
      payments,
      totalCents,
    },
  });
  const cardPaymentIds = payments.flatMap(({ cardPaymentId }) => cardPaymentId ?? []);
  return { saleId: draft.saleId, receiptNumber, totalCents, changeCents, cardPaymentIds };
}

interface Checked {
  readonly payment: Payment;
  readonly saleId: string;
  /** What the payments before this one charge to each account: the sale is not in the balance yet. */
  readonly onAccounts: Map<string, number>;
}

function checkPayment(context: ModuleContext, unit: Unit, { payment, saleId, onAccounts }: Checked): void {
  if (payment.method === 'card') useCard(unit, payment, saleId);
  if (payment.method === 'house-account') checkAccount(context, unit, payment, onAccounts);
}

/** An authorisation pays one sale of exactly its amount; an approval code stands for a terminal that is not connected. */
function useCard(unit: Unit, payment: Payment, saleId: string): void {
  const id = payment.cardPaymentId;
  if (id === null) {
    if (payment.approvalCode === null && payment.amountCents > 0) refuse('card-not-connected', undefined);
    return;
  }
  const card = unit.load(cardPaymentAggregate, id);
  if (!card || !isUsable(card, payment.amountCents)) {
    refuse('card-payment-not-usable', { cardPaymentId: id, status: card ? cardStatus(card) : 'unknown' });
  }
  unit.append(cardPaymentAggregate, id, { type: 'card.used', payload: { saleId } });
}

function checkAccount(context: ModuleContext, unit: Unit, payment: Payment, onAccounts: Map<string, number>): void {
  if (payment.accountPatientId === null) refuse('house-account-closed', undefined);
  const account = accountOf(context, unit.db, payment.accountPatientId);
  if (!account.isOpen) refuse('house-account-closed', undefined);
  unit.concerns(payment.accountPatientId);
  const { limitCents, balanceCents } = account;
  const chargedCents = (onAccounts.get(account.patientId) ?? 0) + payment.amountCents;
  onAccounts.set(account.patientId, chargedCents);
  if (balanceCents + chargedCents > limitCents) refuse('house-account-limit', { limitCents, balanceCents });
}

function refuse(kind: string, data: unknown): never {
  throw new RefusalError({ kind, data });
}
