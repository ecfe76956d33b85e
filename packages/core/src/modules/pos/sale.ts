import type { AggregateType, DomainEvent, EventMeta, ProjectedRows } from '../../kernel/aggregate.ts';
import { refundedLineIds, remainders } from './decide-refund.ts';
import type { Payment, Refund, SaleLine, SaleState } from './sale-model.ts';

export interface SaleRecorded {
  readonly receiptNumber: string;
  /** The store's date, so that totals of a day need no time zone later. */
  readonly businessDate: string;
  readonly drawerId: string | null;
  readonly lines: readonly SaleLine[];
  readonly payments: readonly Payment[];
  readonly totalCents: number;
}
export type SaleRefunded = Pick<
  Refund,
  'refundId' | 'businessDate' | 'drawerId' | 'reason' | 'kind' | 'lineIds' | 'amountCents' | 'payments'
>;
export type SaleEvent = DomainEvent<'sale.recorded', SaleRecorded> | DomainEvent<'sale.refunded', SaleRefunded>;

/** One sale. The kernel folds in one order everywhere; what two terminals did at once shows in `conflicts`. */
export const saleAggregate: AggregateType<SaleState, SaleEvent> = {
  kind: 'sale',
  initial: (saleId) => ({
    saleId,
    recorded: false,
    receiptNumber: '',
    at: '',
    businessDate: '',
    terminalId: '',
    drawerId: null,
    cashier: '',
    lines: [],
    payments: [],
    totalCents: 0,
    refunds: [],
    conflicts: [],
  }),
  apply(state, event, meta) {
    const next = event.type === 'sale.recorded' ? recorded(state, event.payload, meta) : refunded(state, event, meta);
    return { ...next, conflicts: conflictsOf(next) };
  },
  rows: saleRows,
};

function recorded(state: SaleState, payload: SaleRecorded, meta: EventMeta): SaleState {
  if (state.recorded) return state;
  return {
    ...state,
    ...payload,
    recorded: true,
    at: meta.at,
    terminalId: meta.actor.terminalId,
    cashier: meta.actor.userName,
  };
}

function refunded(state: SaleState, event: SaleEvent, meta: EventMeta): SaleState {
  if (event.type !== 'sale.refunded' || state.refunds.some((refund) => refund.refundId === event.payload.refundId))
    return state;
  const refund: Refund = {
    ...event.payload,
    at: meta.at,
    terminalId: meta.actor.terminalId,
    byUser: meta.actor.userName,
  };
  return { ...state, refunds: [...state.refunds, refund] };
}

/** Two refunds of one line, or more money back than was paid: both stay on record, a person decides. */
function conflictsOf(state: SaleState): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  for (const lineId of state.refunds.flatMap((refund) => refund.lineIds)) {
    if (seen.has(lineId)) found.push(`refunded-twice:${lineId}`);
    seen.add(lineId);
  }
  if (state.recorded && remainders(state).some((left) => left < 0)) found.push('refunded-above-paid');
  return [...new Set(found)];
}

export function saleStatus(state: SaleState): 'sold' | 'partly-refunded' | 'refunded' | 'voided' {
  if (state.refunds.length === 0) return 'sold';
  const gone = refundedLineIds(state.refunds);
  if (state.lines.some((line) => !gone.has(line.lineId))) return 'partly-refunded';
  return state.refunds.every((refund) => refund.kind === 'void') ? 'voided' : 'refunded';
}

function saleRows(id: string, state: SaleState): ProjectedRows {
  if (!state.recorded) return {};
  const gone = refundedLineIds(state.refunds);
  return {
    pos_sale: [
      {
        aggregate_id: id,
        receipt_number: state.receiptNumber,
        at: state.at,
        business_date: state.businessDate,
        terminal_id: state.terminalId,
        drawer_id: state.drawerId,
        total_cents: state.totalCents,
        status: saleStatus(state),
        conflicts: state.conflicts.length,
      },
    ],
    pos_conflict: state.conflicts.map((conflict) => ({
      aggregate_id: id,
      kind: 'sale',
      conflict,
      since: state.refunds.at(-1)?.at ?? state.at,
    })),
    pos_sale_line: state.lines.map((line, index) => ({
      aggregate_id: id,
      line: index,
      kind: line.kind,
      receipt_number: state.receiptNumber,
      at: state.at,
      patient_id: line.patientId,
      amount_cents: line.amountCents,
      tax_cents: line.taxCents,
      included_tax_cents: line.includedTaxCents,
      tax_class: line.taxClass,
      is_refunded: gone.has(line.lineId) ? 1 : 0,
      business_date: state.businessDate,
      terminal_id: state.terminalId,
    })),
    pos_money: [...state.payments.map((payment) => moneyIn(state, payment)), ...state.refunds.flatMap(moneyOut)].map(
      (money, index) => ({ aggregate_id: id, part: index, receipt_number: state.receiptNumber, ...money }),
    ),
  };
}

function moneyIn(state: SaleState, payment: Payment) {
  return {
    refund_id: null,
    kind: 'sale',
    method: payment.method,
    amount_cents: payment.amountCents,
    at: state.at,
    business_date: state.businessDate,
    terminal_id: state.terminalId,
    drawer_id: state.drawerId,
    account_patient_id: payment.accountPatientId,
  };
}

function moneyOut(refund: Refund) {
  return refund.payments.map((part) => ({
    refund_id: refund.refundId,
    kind: refund.kind,
    method: part.method,
    amount_cents: -part.amountCents,
    at: refund.at,
    business_date: refund.businessDate,
    terminal_id: refund.terminalId,
    drawer_id: refund.drawerId,
    account_patient_id: part.accountPatientId,
  }));
}
