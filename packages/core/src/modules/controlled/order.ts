import type { AggregateType, DomainEvent, EventProjection } from '../../kernel/aggregate.ts';

/** A movement of a controlled lot: where it stands in its terminal's signed ledger, and what it did. */
export interface OrderedMovement {
  readonly origin: string;
  readonly seq: number;
  readonly item: number;
  readonly ndc: string;
  readonly batchId: string;
  readonly deltaMilli: number;
}

export type OrderEvent = DomainEvent<
  'controlled.ordered',
  {
    /** Epoch of the lease under which the holder gave these places. */
    readonly epoch: number;
    /** Index of the first movement; the others follow. */
    readonly first: number;
    readonly movements: readonly OrderedMovement[];
  }
>;

interface OrderState {
  readonly last: number;
}

/** One aggregate an epoch, named after it: its last index. */
export const orderAggregate: AggregateType<OrderState, OrderEvent> = {
  kind: 'controlled-order',
  initial: () => ({ last: 0 }),
  apply(state, event) {
    const { first, movements } = event.payload;
    return { last: Math.max(state.last, first + movements.length - 1) };
  },
};

export const controlledMigrations = [
  {
    id: 'controlled-001',
    sql: `
      CREATE TABLE controlled_entry (
        epoch INTEGER NOT NULL,
        place INTEGER NOT NULL,
        ref_origin TEXT NOT NULL,
        ref_seq INTEGER NOT NULL,
        ref_item INTEGER NOT NULL,
        ndc TEXT NOT NULL,
        batch_id TEXT NOT NULL,
        delta_milli INTEGER NOT NULL,
        by_origin TEXT NOT NULL,
        by_seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (ref_origin, ref_seq, ref_item, epoch, place)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX controlled_entry_of_drug ON controlled_entry (ndc, epoch, place);
    `,
  },
];

/** A row for each place that was given. A movement that was placed twice keeps its first place: `entriesOf`. */
export const orderProjection: EventProjection = {
  name: 'controlled-order',
  types: ['controlled.ordered'],
  rows(event, meta) {
    const { epoch, first, movements } = (event as OrderEvent).payload;
    return {
      controlled_entry: movements.map((one, offset) => ({
        epoch,
        place: first + offset,
        ref_origin: one.origin,
        ref_seq: one.seq,
        ref_item: one.item,
        ndc: one.ndc,
        batch_id: one.batchId,
        delta_milli: one.deltaMilli,
        by_origin: meta.origin,
        by_seq: meta.seq,
        at: meta.at,
      })),
    };
  },
};
