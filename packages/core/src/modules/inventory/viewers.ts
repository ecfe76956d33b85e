import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';

export type StockViewerEvent =
  | DomainEvent<'inventory.viewer-added', { readonly name: string; readonly tokenHash: string }>
  | DomainEvent<'inventory.viewer-revoked', { readonly reason: string }>;

export interface StockViewerState {
  readonly name: string;
  /** SHA-256 of the token, hex: the token itself is shown once and kept nowhere. */
  readonly tokenHash: string;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly revokedAt: string | null;
}

/** A tool outside that may watch the stock. A revocation holds for ever, in whatever order it comes. */
export const stockViewerAggregate: AggregateType<StockViewerState, StockViewerEvent> = {
  kind: 'stock-viewer',
  initial: () => ({ name: '', tokenHash: '', addedAt: '', addedBy: '', revokedAt: null }),
  apply(state, event, meta) {
    switch (event.type) {
      case 'inventory.viewer-added': {
        if (state.addedAt !== '') return state;
        const { name, tokenHash } = event.payload;
        return { ...state, name, tokenHash, addedAt: meta.at, addedBy: meta.actor.userName };
      }
      case 'inventory.viewer-revoked':
        return {
          ...state,
          revokedAt: state.revokedAt === null || meta.at < state.revokedAt ? meta.at : state.revokedAt,
        };
      default:
        return state;
    }
  },
  rows: (id, state) => ({
    inventory_viewer: [
      {
        aggregate_id: id,
        name: state.name,
        token_hash: state.tokenHash,
        added_at: state.addedAt,
        added_by: state.addedBy,
        revoked_at: state.revokedAt,
      },
    ],
  }),
};

export type StockSharingEvent = DomainEvent<'inventory.sharing-set', { readonly isShared: boolean }>;

export const stockSharingId = 'stock-sharing';

/** Whether the store shows its stock to its chain through the relay. Off until the owner says so. */
export const stockSharingAggregate: AggregateType<
  { readonly isShared: boolean; readonly at: string; readonly by: string },
  StockSharingEvent
> = {
  kind: 'stock-sharing',
  initial: () => ({ isShared: false, at: '', by: '' }),
  apply(state, event, meta) {
    if (event.type !== 'inventory.sharing-set') return state;
    return { isShared: event.payload.isShared === true, at: meta.at, by: meta.actor.userName };
  },
};
