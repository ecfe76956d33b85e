import type { AggregateType } from '../../kernel/aggregate.ts';

export interface TransferLine {
  readonly batchId: string;
  readonly drugKey: string;
  readonly name: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly quantityMilli: number;
  readonly costCents: number | null;
}

export interface TransferDocument {
  readonly direction: 'out' | 'in';
  readonly store: { readonly name: string; readonly id: string | null; readonly dea: string | null };
  readonly document: string | null;
  readonly orderForm: string | null;
  readonly note: string | null;
  readonly lines: readonly TransferLine[];
}

export interface TransferState extends TransferDocument {
  readonly at: string;
  readonly by: string;
}

export interface TransferEvent {
  type: 'transfer.recorded';
  payload: TransferDocument;
}

/** Stock that went to another store or came from one; the paper behind `transfer-out` and `transfer-in`. */
export const transferAggregate: AggregateType<TransferState, TransferEvent> = {
  kind: 'stock-transfer',
  initial: () => ({
    direction: 'out',
    store: { name: '', id: null, dea: null },
    document: null,
    orderForm: null,
    note: null,
    lines: [],
    at: '',
    by: '',
  }),
  apply(state, event, meta) {
    if (event.type !== 'transfer.recorded' || state.at !== '') return state;
    return { ...event.payload, at: meta.at, by: meta.actor.userName };
  },
  rows: (id, state) => ({ inventory_transfer: [{ aggregate_id: id, at: state.at, direction: state.direction }] }),
};
