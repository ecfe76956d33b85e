import { strictest } from '@apotheca/crdt-inventory';
import type { AggregateType, EventMeta, EventProjection, ProjectedRows } from '../../kernel/aggregate.ts';
import { sha256 } from '../../kernel/canonical.ts';
import type { LotEvent, LotMoved, LotOpened, LotState, LotStatusSet, StatusHead } from './model.ts';
import { passed, withRights } from './rights.ts';

/** Lot numbers are compared as printed, without case: two people type the same one differently. */
export function normalLotNumber(lotNumber: string): string {
  return lotNumber.trim().toUpperCase();
}

/**
 * The id of a lot follows from what stands on the package, so two terminals that open the same lot while apart open
 * the same aggregate. 72 bits: short, because the replicated document repeats it.
 */
export function lotIdOf(lot: { drugKey: string; lotNumber: string; expiresOn: string }): string {
  const text = `${lot.drugKey}|${normalLotNumber(lot.lotNumber)}|${lot.expiresOn}`;
  return `lot_${Buffer.from(sha256(text)).subarray(0, 9).toString('base64url')}`;
}

export const lotAggregate: AggregateType<LotState, LotEvent> = {
  kind: 'lot',
  initial: (id) => ({
    id,
    drugKey: '',
    name: '',
    lotNumber: '',
    expiresOn: '',
    onHandMilli: 0,
    status: 'available',
    statusHeads: [],
    countHeads: [],
    cost: null,
    costAt: '',
    openedAt: '',
    lastMovedAt: '',
    belowZeroSince: '',
    isControlled: false,
    rights: {},
  }),
  apply(state, event, meta) {
    switch (event.type) {
      case 'lot.opened':
        return opened(state, event.payload, meta);
      case 'lot.moved':
        return moved(state, event.payload, meta);
      case 'lot.status-set':
        return statusSet(state, event.payload, meta);
      case 'lot.rights-passed':
        return { ...state, rights: passed(state.rights, meta.origin, event.payload.to, event.payload.quantityMilli) };
      case 'lot.rights-reclaimed':
        return { ...state, rights: passed(state.rights, event.payload.from, meta.origin, event.payload.quantityMilli) };
      default:
        return state;
    }
  },
  rows: (id, state) => lotRows(id, state),
};

function opened(state: LotState, payload: LotOpened, meta: EventMeta): LotState {
  const described: LotState =
    state.openedAt === ''
      ? {
          ...state,
          drugKey: payload.drugKey,
          name: payload.name,
          lotNumber: normalLotNumber(payload.lotNumber),
          expiresOn: payload.expiresOn,
          openedAt: meta.at,
        }
      : state;
  const withCost = payload.cost ? { ...described, cost: payload.cost, costAt: meta.at } : described;
  return payload.openingMilli ? changed(withCost, payload.openingMilli, meta) : withCost;
}

function moved(state: LotState, payload: LotMoved, meta: EventMeta): LotState {
  const isControlled = state.isControlled || payload.controlled === true;
  const known = { ...state, drugKey: state.drugKey || payload.drugKey, isControlled };
  const next = changed(known, payload.deltaMilli, meta);
  const withCost = payload.cost ? { ...next, cost: payload.cost, costAt: meta.at } : next;
  const { count } = payload;
  if (!count) return withCost;
  return { ...withCost, countHeads: [...next.countHeads.filter((head) => !count.prior.includes(head)), count.head] };
}

function changed(state: LotState, deltaMilli: number, meta: EventMeta): LotState {
  const onHandMilli = state.onHandMilli + deltaMilli;
  const belowZeroSince = onHandMilli < 0 ? state.belowZeroSince || meta.at : '';
  const rights = withRights(state.rights, meta.origin, deltaMilli);
  return { ...state, onHandMilli, belowZeroSince, rights, lastMovedAt: meta.at };
}

function statusSet(state: LotState, payload: LotStatusSet, meta: EventMeta): LotState {
  const head: StatusHead = {
    statusId: payload.statusId,
    status: payload.status,
    reason: payload.reason,
    at: meta.at,
    by: meta.actor.userName,
    terminalId: meta.actor.terminalId,
    recallNumber: payload.recall?.recallNumber ?? null,
  };
  const statusHeads = [...state.statusHeads.filter((one) => !payload.prior.includes(one.statusId)), head];
  return { ...state, statusHeads, status: strictest(statusHeads.map((one) => one.status)) };
}

function lotRows(id: string, state: LotState): ProjectedRows {
  return {
    inventory_lot: [
      {
        aggregate_id: id,
        drug_key: state.drugKey,
        name: state.name,
        lot_number: state.lotNumber,
        expires_on: state.expiresOn,
        on_hand_milli: state.onHandMilli,
        status: state.status,
        cost_cents: state.cost?.costCents ?? null,
        cost_milli: state.cost?.forMilli ?? null,
        cost_at: state.costAt,
        opened_at: state.openedAt,
        last_moved_at: state.lastMovedAt,
      },
    ],
    inventory_discrepancy: discrepanciesOf(state).map((found) => ({
      aggregate_id: id,
      kind: found.kind,
      drug_key: state.drugKey,
      since: found.since,
      mark: found.mark,
    })),
  };
}

export type DiscrepancyKind = 'below-zero' | 'counted-at-once' | 'status-conflict';

/** What a person has to look at: stock that cannot be, and what two terminals did without knowing of each other. */
export function discrepanciesOf(state: LotState): { kind: DiscrepancyKind; since: string; mark: string }[] {
  const found: { kind: DiscrepancyKind; since: string; mark: string }[] = [];
  if (state.onHandMilli < 0) {
    found.push({ kind: 'below-zero', since: state.belowZeroSince, mark: state.belowZeroSince.replace(/\D/g, '') });
  }
  if (state.countHeads.length > 1) {
    found.push({ kind: 'counted-at-once', since: state.lastMovedAt, mark: markOf(state.countHeads) });
  }
  const statuses = new Set(state.statusHeads.map((head) => head.status));
  if (statuses.size > 1) {
    const mark = markOf(state.statusHeads.map((head) => head.statusId));
    found.push({ kind: 'status-conflict', since: state.statusHeads.at(-1)?.at ?? '', mark });
  }
  return found;
}

function markOf(ids: readonly string[]): string {
  return Buffer.from(sha256([...ids].sort().join(' ')))
    .toString('base64url')
    .slice(0, 12);
}

/** One row a movement: the truth behind every number on the stock screen, and what the document is rebuilt from. */
export const movementProjection: EventProjection = {
  name: 'inventory-movements',
  types: ['lot.opened', 'lot.moved'],
  rows(event, meta, target): ProjectedRows {
    const movement = movementOf(event.type, event.payload);
    if (movement === undefined) return {};
    return {
      inventory_movement: [
        {
          origin: meta.origin,
          seq: meta.seq,
          item: target.item,
          aggregate_id: target.id,
          drug_key: movement.drugKey,
          hlc: meta.hlc,
          delta_milli: movement.deltaMilli,
          reason: movement.reason,
          ref_kind: movement.ref.kind,
          ref_id: movement.ref.id,
          note: movement.note ?? null,
          moved_on: movement.on,
          at: meta.at,
          user_id: meta.actor.userId,
          user_name: meta.actor.userName,
          user_role: meta.actor.role,
          terminal_id: meta.actor.terminalId,
        },
      ],
    };
  },
};

function movementOf(type: string, payload: unknown): LotMoved | undefined {
  if (type === 'lot.moved') return payload as LotMoved;
  const lot = payload as LotOpened;
  if (!lot.openingMilli) return undefined;
  return {
    deltaMilli: lot.openingMilli,
    reason: 'opening',
    ref: { kind: 'opening', id: '' },
    on: lot.on ?? '',
    drugKey: lot.drugKey,
  };
}
