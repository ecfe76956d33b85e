import type { AggregateType } from '../../kernel/aggregate.ts';

export interface Invoice {
  readonly number: string;
  readonly date?: string;
  readonly totalCents?: number;
  /** DEA Form 222 serial or CSOS order number. */
  readonly orderForm?: string;
}

export interface ReceiptLine {
  readonly batchId: string;
  readonly drugKey: string;
  readonly name: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly quantityMilli: number;
  readonly costCents: number | null;
  readonly serial: string | null;
}

export interface ReceiptState {
  readonly supplierId: string | null;
  readonly invoice: Invoice | null;
  readonly lines: readonly ReceiptLine[];
  readonly receivedAt: string;
  readonly receivedBy: string;
}

export interface ReceiptEvent {
  type: 'receipt.received';
  payload: { supplierId: string | null; invoice: Invoice | null; lines: readonly ReceiptLine[] };
}

/** Goods taken in: the paper behind the lots' `receipt` movements. Written once. */
export const receiptAggregate: AggregateType<ReceiptState, ReceiptEvent> = {
  kind: 'receipt',
  initial: () => ({ supplierId: null, invoice: null, lines: [], receivedAt: '', receivedBy: '' }),
  apply(state, event, meta) {
    if (event.type !== 'receipt.received' || state.receivedAt !== '') return state;
    return { ...event.payload, receivedAt: meta.at, receivedBy: meta.actor.userName };
  },
  rows: (id, state) => ({
    inventory_receipt: [
      {
        aggregate_id: id,
        received_at: state.receivedAt,
        supplier_id: state.supplierId,
        invoice_number: state.invoice?.number ?? null,
        total_cents: receiptTotalCents(state),
      },
    ],
    inventory_receipt_line: state.lines.map((line, index) => ({
      aggregate_id: id,
      line: index,
      batch_id: line.batchId,
      drug_key: line.drugKey,
      quantity_milli: line.quantityMilli,
      serial: line.serial,
    })),
  }),
};

export function receiptTotalCents(state: ReceiptState): number {
  return state.lines.reduce((sum, line) => sum + (line.costCents ?? 0), 0);
}
