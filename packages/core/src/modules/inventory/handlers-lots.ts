import { fromMilli, toMilli } from '../../kernel/contract.ts';
import type { Call, Handlers, Unit } from '../../kernel/module.ts';
import { holds } from '../../kernel/permissions.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import type { inventoryContract } from './contract.ts';
import { dutiesAfter, isControlledDrug } from './controlled.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { decideAdjustment, decideStatus } from './decide-movement.ts';
import { lotAggregate, normalLotNumber } from './lot.ts';
import type { LotState, LotStatus, LotStatusSet, MovementReason, MovementRef } from './model.ts';
import { findLot, gatherFor, moveLot, mustFindDrug, nameOf, type StockRoom } from './stock-room.ts';
import { lotRow, lotsOf } from './stock-tables.ts';

type Lots = Pick<Handlers<typeof inventoryContract>, 'lot' | 'movements' | 'setStatus' | 'recall' | 'adjust'>;

export function lotHandlers(room: StockRoom): Lots {
  const { context, reader } = room;
  return {
    lot: ({ id }) => toLot(room, id),

    movements({ id, cursor, limit }) {
      if (lotRow(context.db, id) === undefined) throw notFound(id);
      const rows = readMovements(room, id, cursor, limit);
      return toPage(rows, limit, toMovement, (row) => [row.hlc, row.origin, row.seq, row.item]);
    },

    setStatus({ id, status, reason, version }, call) {
      context.command(call, { action: 'inventory.set-status' }, (unit) => {
        if (unit.load(lotAggregate, id) === undefined) throw notFound(id);
        unit.expectVersion(lotAggregate, id, version);
        changeStatus(room, unit, call, { batchId: id, status, reason });
        return null;
      });
      return toLot(room, id);
    },

    recall({ ndc, lotNumbers, recallNumber, recallClass, reason }, call) {
      const drug = mustFindDrug(context, ndc);
      const wanted = lotNumbers?.map(normalLotNumber);
      const lots = lotsOf(context.db, drug.key).filter(
        (row) => wanted === undefined || wanted.includes(row.lot_number),
      );
      context.command(call, { action: 'inventory.recall' }, (unit) => {
        unit.authorize({ recallNumber, recallClass, lots: lots.length });
        for (const row of lots) {
          const lot = unit.load(lotAggregate, row.aggregate_id);
          if (lot === undefined || lot.statusHeads.some((head) => head.recallNumber === recallNumber)) continue;
          unit.append(lotAggregate, lot.id, {
            type: 'lot.status-set',
            payload: {
              statusId: unit.newId('status'),
              status: 'recalled',
              reason,
              recall: { recallNumber, recallClass },
              prior: lot.statusHeads.map((head) => head.statusId),
            },
          });
        }
        return null;
      });
      const held = new Set(lots.map((row) => row.lot_number));
      return {
        lots: reader
          .lots(drug.key)
          .filter((lot) => lots.some((row) => row.aggregate_id === lot.aggregate_id))
          .map((lot) => reader.batch(lot)),
        fills: lots.flatMap((row) => fillsFrom(room, row.aggregate_id)),
        notHeld: wanted?.filter((number) => !held.has(number)) ?? [],
      };
    },

    async adjust(input, call) {
      if (input.delta < 0) await gatherFor(room, input, toMilli(-input.delta));
      const done = context.command(call, { action: 'inventory.adjust' }, (unit) => {
        const lot = unwrap(findLot(context, unit, input));
        const drug = reader.drug(lot.drugKey);
        const role = call.session?.role;
        if (isControlledDrug(drug) && !(role && holds(role, 'inventory.adjust-controlled'))) {
          const data = { permission: 'inventory.adjust-controlled', role: role ?? 'system' };
          throw new RefusalError({ kind: 'forbidden', data });
        }
        const deltaMilli = toMilli(input.delta);
        unit.authorize({ schedule: drug?.schedule ?? null, deltaMilli, reason: input.reason });
        unwrap(decideAdjustment(lot, { deltaMilli, reason: input.reason, note: input.note }));
        const adjustmentId = unit.newId('adj');
        const after = moveLot(
          room,
          unit,
          { batchId: lot.id, drugKey: lot.drugKey },
          {
            deltaMilli,
            reason: input.reason,
            ref: { kind: 'adjustment', id: adjustmentId },
            ...(input.note ? { note: input.note } : {}),
          },
        );
        return { adjustmentId, batchId: lot.id, ndc: lot.drugKey, onHand: fromMilli(after.onHandMilli) };
      });
      const jurisdiction = context.use('store').profile().jurisdiction;
      return { ...done, duties: dutiesAfter(input.reason, reader.drug(done.ndc), jurisdiction) };
    },
  };
}

/** Inside a command. What was known before is replaced: statuses set at once are settled by it. */
export function changeStatus(
  room: StockRoom,
  unit: Unit,
  call: Call,
  wish: { readonly batchId: string; readonly status: LotStatus; readonly reason: string },
): void {
  const { batchId, status, reason } = wish;
  const lot = unit.load(lotAggregate, batchId);
  if (lot === undefined) throw notFound(batchId);
  unit.authorize({ status, schedule: room.reader.drug(lot.drugKey)?.schedule ?? null });
  const mayLiftRecall = call.session !== null && holds(call.session.role, 'inventory.adjust-controlled');
  const { prior } = unwrap(decideStatus(lot, { status, mayLiftRecall }, unit.today));
  const payload: LotStatusSet = { statusId: unit.newId('status'), status, reason, prior };
  unit.append(lotAggregate, batchId, { type: 'lot.status-set', payload });
}

interface MovementRow {
  readonly origin: string;
  readonly seq: number;
  readonly item: number;
  readonly hlc: number;
  readonly at: string;
  readonly moved_on: string;
  readonly delta_milli: number;
  readonly balance_milli: number;
  readonly reason: MovementReason;
  readonly ref_kind: MovementRef['kind'];
  readonly ref_id: string;
  readonly note: string | null;
  readonly user_id: string;
  readonly user_name: string;
  readonly user_role: string;
  readonly terminal_id: string;
}

/** Newest first, with the balance after each in the order of their clocks. One row more than asked. */
function readMovements(room: StockRoom, lotId: string, cursor: string | undefined, limit: number): MovementRow[] {
  const shape = ['number', 'string', 'number', 'number'] as const;
  const after = decodeCursor<[number, string, number, number]>(cursor, shape) ?? [Number.MAX_SAFE_INTEGER, '', 0, 0];
  return room.context.db
    .prepare<MovementRow>(
      `SELECT * FROM (
         SELECT origin, seq, item, hlc, at, moved_on, delta_milli, reason, ref_kind, ref_id, note,
           user_id, user_name, user_role, terminal_id,
           sum(delta_milli) OVER (ORDER BY hlc, origin, seq, item ROWS UNBOUNDED PRECEDING) AS balance_milli
         FROM inventory_movement WHERE aggregate_id = ?
       ) WHERE (hlc, origin, seq, item) < (?, ?, ?, ?) ORDER BY hlc DESC, origin DESC, seq DESC, item DESC LIMIT ?`,
    )
    .all(lotId, ...after, limit + 1);
}

function toMovement(row: MovementRow) {
  return {
    id: `${row.origin}/${row.seq}/${row.item}`,
    at: row.at,
    on: row.moved_on || row.at.slice(0, 10),
    delta: fromMilli(row.delta_milli),
    balance: fromMilli(row.balance_milli),
    reason: row.reason,
    reference: { kind: row.ref_kind, id: row.ref_id },
    note: row.note,
    user: { id: row.user_id, name: row.user_name, role: row.user_role },
    terminalId: row.terminal_id,
  };
}

/** Fills that took from a lot and did not give all of it back. */
function fillsFrom(room: StockRoom, batchId: string) {
  const rows = room.context.db
    .prepare<{ fillId: string; milli: number }>(
      `SELECT ref_id AS fillId, -sum(delta_milli) AS milli FROM inventory_movement
       WHERE aggregate_id = ? AND ref_kind = 'fill' GROUP BY ref_id HAVING sum(delta_milli) < 0 ORDER BY ref_id`,
    )
    .all(batchId);
  return rows.map((row) => ({ fillId: row.fillId, batchId, quantity: fromMilli(row.milli) }));
}

function toLot(room: StockRoom, id: string) {
  const { context, reader } = room;
  const row = lotRow(context.db, id);
  const state: LotState | undefined = context.load(lotAggregate, id);
  if (row === undefined || state === undefined) throw notFound(id);
  return {
    ...reader.batch(reader.withOnHand(row)),
    ndc: state.drugKey,
    name: nameOf(room, state),
    schedule: reader.drug(state.drugKey)?.schedule ?? null,
    openedAt: state.openedAt,
    lastMovedAt: state.lastMovedAt,
    version: context.version(lotAggregate, id),
    statusHistory: context.history(lotAggregate, id).flatMap(({ event, meta }) =>
      event.type === 'lot.status-set'
        ? [
            {
              status: event.payload.status,
              reason: event.payload.reason,
              recallNumber: event.payload.recall?.recallNumber ?? null,
              at: meta.at,
              by: meta.actor.userName,
            },
          ]
        : [],
    ),
  };
}

function notFound(id: string): RefusalError {
  return new RefusalError({ kind: 'not-found', data: { what: 'lot', id } });
}
