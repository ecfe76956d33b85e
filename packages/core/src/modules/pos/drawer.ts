import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';
import { sum } from './money.ts';

export const cashMovementKinds = ['paid-in', 'paid-out', 'safe-drop'] as const;
export type CashMovementKind = (typeof cashMovementKinds)[number];

export interface CashMovement {
  readonly movementId: string;
  readonly kind: CashMovementKind;
  readonly amountCents: number;
  readonly reason: string;
  readonly at: string;
  readonly byUser: string;
}

export interface DrawerState {
  readonly drawerId: string;
  readonly terminalId: string;
  readonly opened: { readonly at: string; readonly by: string; readonly floatCents: number } | null;
  readonly movements: readonly CashMovement[];
  readonly closed: DrawerClosed | null;
  readonly conflicts: readonly string[];
}
export interface DrawerClosed {
  readonly at: string;
  readonly by: string;
  readonly countedCents: number;
  readonly expectedCents: number;
  readonly differenceCents: number;
  readonly note: string | null;
}

export type DrawerEvent =
  | DomainEvent<'drawer.opened', { readonly floatCents: number }>
  | DomainEvent<'drawer.cash-moved', Omit<CashMovement, 'at' | 'byUser'>>
  | DomainEvent<'drawer.closed', Omit<DrawerClosed, 'at' | 'by'>>;

/** A cash drawer from its float to its count. It stands at one terminal, which alone writes to it. */
export const drawerAggregate: AggregateType<DrawerState, DrawerEvent> = {
  kind: 'cash-drawer',
  initial: (drawerId) => ({ drawerId, terminalId: '', opened: null, movements: [], closed: null, conflicts: [] }),
  apply(state, event, meta) {
    const by = meta.actor.userName;
    switch (event.type) {
      case 'drawer.opened':
        if (state.opened) return flagged(state, 'opened-twice');
        return {
          ...state,
          terminalId: meta.actor.terminalId,
          opened: { at: meta.at, by, floatCents: event.payload.floatCents },
        };
      case 'drawer.cash-moved': {
        if (state.movements.some((movement) => movement.movementId === event.payload.movementId)) return state;
        const movements = [...state.movements, { ...event.payload, at: meta.at, byUser: by }];
        return state.closed ? flagged({ ...state, movements }, 'moved-after-close') : { ...state, movements };
      }
      case 'drawer.closed':
        if (state.closed) return flagged(state, 'closed-twice');
        return { ...state, closed: { ...event.payload, at: meta.at, by } };
      default:
        return state;
    }
  },
  rows: (id, state) => ({
    pos_drawer: state.opened
      ? [
          {
            aggregate_id: id,
            terminal_id: state.terminalId,
            status: state.closed ? 'closed' : 'open',
            opened_at: state.opened.at,
            difference_cents: state.closed?.differenceCents ?? null,
          },
        ]
      : [],
    pos_conflict: state.conflicts.map((conflict) => ({
      aggregate_id: id,
      kind: 'drawer',
      conflict,
      since: state.closed?.at ?? state.opened?.at ?? '',
    })),
  }),
};

function flagged(state: DrawerState, conflict: string): DrawerState {
  return state.conflicts.includes(conflict) ? state : { ...state, conflicts: [...state.conflicts, conflict] };
}

/** Float, plus cash of sales less cash refunds, plus what was put in, less what was taken out. Rule POS-42. */
export function expectedCash(state: DrawerState, cashOfSalesCents: number): number {
  const moved = state.movements.map((movement) =>
    movement.kind === 'paid-in' ? movement.amountCents : -movement.amountCents,
  );
  return (state.opened?.floatCents ?? 0) + cashOfSalesCents + sum(moved);
}
