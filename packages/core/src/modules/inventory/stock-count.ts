import type { AggregateType } from '../../kernel/aggregate.ts';

export type CountLineState = 'to-count' | 'agreed' | 'posted' | 'waiting' | 'dismissed';

export interface CountLine {
  readonly batchId: string;
  readonly countedMilli: number | null;
  /** The book at the moment the count was handed in; unknown to the counter before. */
  readonly bookMilli: number | null;
  readonly isControlled: boolean;
  readonly state: CountLineState;
  /** Counts of this lot that were known then; see `LotMoved.count`. */
  readonly priorCounts: readonly string[];
}

export interface StockCountState {
  readonly title: string;
  readonly status: 'open' | 'submitted' | 'waiting' | 'closed';
  readonly lines: readonly CountLine[];
  readonly openedAt: string;
  readonly openedBy: string;
  readonly submittedAt: string | null;
  readonly submittedBy: string | null;
  readonly decisionReason: string | null;
}

export type StockCountEvent =
  | { type: 'count.opened'; payload: { title: string; batchIds: readonly string[] } }
  | { type: 'count.submitted'; payload: { lines: readonly CountLine[] } }
  | { type: 'count.decided'; payload: { accept: boolean; reason: string } };

export const stockCountAggregate: AggregateType<StockCountState, StockCountEvent> = {
  kind: 'stock-count',
  initial: () => ({
    title: '',
    status: 'open',
    lines: [],
    openedAt: '',
    openedBy: '',
    submittedAt: null,
    submittedBy: null,
    decisionReason: null,
  }),
  apply(state, event, meta) {
    switch (event.type) {
      case 'count.opened':
        return {
          ...state,
          title: event.payload.title,
          openedAt: meta.at,
          openedBy: meta.actor.userName,
          lines: event.payload.batchIds.map(blankLine),
        };
      case 'count.submitted':
        // Handed in on two terminals at once: the sheet shows the first, the lots show `counted-at-once`.
        if (state.submittedAt !== null) return state;
        return {
          ...state,
          lines: event.payload.lines,
          status: event.payload.lines.some((line) => line.state === 'waiting') ? 'waiting' : 'submitted',
          submittedAt: meta.at,
          submittedBy: meta.actor.userName,
        };
      case 'count.decided':
        if (state.status !== 'waiting') return state;
        return {
          ...state,
          status: 'closed',
          decisionReason: event.payload.reason,
          lines: state.lines.map((line) =>
            line.state === 'waiting' ? { ...line, state: event.payload.accept ? 'posted' : 'dismissed' } : line,
          ),
        };
      default:
        return state;
    }
  },
  rows: (id, state) => ({
    inventory_count: [
      {
        aggregate_id: id,
        title: state.title,
        status: state.status,
        opened_at: state.openedAt,
        opened_by: state.openedBy,
        submitted_at: state.submittedAt,
        submitted_by: state.submittedBy,
        line_count: state.lines.length,
      },
    ],
  }),
};

export function blankLine(batchId: string): CountLine {
  return { batchId, countedMilli: null, bookMilli: null, isControlled: false, state: 'to-count', priorCounts: [] };
}
