import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';

export const stockDocumentId = 'stock-document';

/** The next epoch of the replicated document was started: every terminal goes to its room. */
export type EpochRolled = DomainEvent<
  'inventory.epoch-rolled',
  { readonly epoch: number; readonly clientIds: number; readonly reason: RollReason }
>;
export type RollReason = 'client-ids' | 'started-twice' | 'foreign-document';

export interface StockDocumentState {
  readonly epoch: number;
  /** Incarnations that started this epoch. More than one: two held themselves for the leader at once. */
  readonly starts: readonly string[];
}

/** Which room the replicated document is in. The highest epoch counts, in whatever order the events come. */
export const stockDocumentAggregate: AggregateType<StockDocumentState, EpochRolled> = {
  kind: 'stock-document',
  initial: () => ({ epoch: 1, starts: [] }),
  apply(state, event, meta) {
    if (event.type !== 'inventory.epoch-rolled' || !Number.isSafeInteger(event.payload.epoch)) return state;
    const { epoch } = event.payload;
    if (epoch < state.epoch) return state;
    const starts = epoch === state.epoch ? state.starts : [];
    return { epoch, starts: [...new Set([...starts, meta.origin])].sort() };
  },
};
