import type { AggregateType, DomainEvent, ProjectedRows } from '../../kernel/aggregate.ts';

/** A store key that came by rotation: who made it, and for whom it is wrapped. The id is the key's. */
export interface StoreKeyState {
  readonly keyId: string;
  readonly madeBy: string | null;
  /** Stamp and origin of the rotation: the newest clean key is the one everybody writes under. */
  readonly hlc: number;
  readonly origin: string;
  /** The key sealed for the box key of each terminal, base64. */
  readonly wraps: Readonly<Record<string, string>>;
}

export type StoreKeyEvent =
  | DomainEvent<
      'store-key.rotated',
      { readonly keyId: string; readonly by: string; readonly wraps: Readonly<Record<string, string>> }
    >
  /** The same key for terminals that the rotation did not know yet. */
  | DomainEvent<'store-key.shared', { readonly by: string; readonly wraps: Readonly<Record<string, string>> }>;

export const storeKeyAggregate: AggregateType<StoreKeyState, StoreKeyEvent> = {
  kind: 'store-key',
  initial: (id) => ({ keyId: id, madeBy: null, hlc: 0, origin: '', wraps: {} }),
  apply(state, event, meta) {
    switch (event.type) {
      case 'store-key.rotated': {
        const wraps = { ...event.payload.wraps, ...state.wraps };
        if (state.madeBy !== null) return { ...state, wraps };
        return { ...state, madeBy: event.payload.by, hlc: meta.hlc, origin: meta.origin, wraps };
      }
      case 'store-key.shared':
        return { ...state, wraps: { ...event.payload.wraps, ...state.wraps } };
      default:
        return state;
    }
  },
  rows(id, state): ProjectedRows {
    const row = { made_by: state.madeBy, hlc: state.hlc, origin: state.origin, wraps: JSON.stringify(state.wraps) };
    return { nodes_store_key: [{ aggregate_id: id, ...row }] };
  },
};
