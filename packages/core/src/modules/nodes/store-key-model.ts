import type { AggregateType, DomainEvent, ProjectedRows } from '../../kernel/aggregate.ts';
import type { Standing } from '../../replication/standing.ts';

/** One terminal says for whom it sealed a key: the one that made it, or one that hands it on. */
export interface KeyGrant {
  readonly isRotation: boolean;
  readonly by: string;
  readonly origin: string;
  readonly seq: number;
  readonly hlc: number;
  /** The key sealed for the box key of each terminal, base64. */
  readonly wraps: Readonly<Record<string, string>>;
}

/** A store key that came by rotation, and all that was said of it. The id is the key's. */
export interface StoreKeyState {
  readonly keyId: string;
  readonly grants: readonly KeyGrant[];
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
  initial: (id) => ({ keyId: id, grants: [] }),
  apply(state, event, { origin, seq, hlc }) {
    if (event.type !== 'store-key.rotated' && event.type !== 'store-key.shared') return state;
    const isRotation = event.type === 'store-key.rotated';
    const { by, wraps } = event.payload;
    return { ...state, grants: [...state.grants, { isRotation, by, origin, seq, hlc, wraps: { ...wraps } }] };
  },
  rows(id, { grants }): ProjectedRows {
    const made = grants.find((one) => one.isRotation);
    const wraps = JSON.stringify(Object.assign({}, ...grants.map((one) => one.wraps).toReversed()));
    const row = { made_by: made?.by ?? null, hlc: made?.hlc ?? 0, origin: made?.origin ?? '', wraps };
    return { nodes_store_key: [{ aggregate_id: id, ...row }] };
  },
};

/** A rotated key as the register makes it. */
export interface Rotation {
  readonly keyId: string;
  /** Null while no member is known to have made it: nothing is written under it. */
  readonly madeBy: string | null;
  readonly hlc: number;
  readonly origin: string;
  /** Terminals that have it, as members said: the ones that sealed it and those they sealed it for. */
  readonly holders: ReadonlySet<string>;
  /** What may open as the key here, by terminal. */
  readonly wraps: Readonly<Record<string, readonly string[]>>;
}

/**
 * Acts that do not count make nobody a holder: whoever really has a key and was put out is known to have it by other
 * acts, and one that has not must not spoil it for the others. They may still be opened, to read what is under the key.
 */
export function rotationOf({ keyId, grants }: StoreKeyState, standing: Standing): Rotation {
  const counted = grants.filter((one) => standing.counts(one));
  const made = counted.find((one) => one.isRotation);
  const holders = new Set((made ? counted : grants).flatMap(({ by, wraps }) => [by, ...Object.keys(wraps)]));
  const wraps: Record<string, string[]> = {};
  for (const grant of [...counted, ...grants.filter((one) => !counted.includes(one))]) {
    for (const [terminalId, sealed] of Object.entries(grant.wraps))
      wraps[terminalId] = [...(wraps[terminalId] ?? []), sealed];
  }
  return { keyId, madeBy: made?.by ?? null, hlc: made?.hlc ?? 0, origin: made?.origin ?? '', holders, wraps };
}
