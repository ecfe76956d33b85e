import { fromMilli, toMilli } from '../../kernel/contract.ts';
import type { Handlers, Unit } from '../../kernel/module.ts';
import { holds } from '../../kernel/permissions.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import type { inventoryContract } from './contract.ts';
import { isControlledDrug } from './controlled.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { decideTransferOut } from './decide-movement.ts';
import { toReceiptLine } from './decide-receipt.ts';
import { arrive, takeIn } from './handlers-receiving.ts';
import type { LotState } from './model.ts';
import { costOf } from './product-tables.ts';
import { findLot, gatherFor, type LotRef, moveLot, nameOf, type StockRoom } from './stock-room.ts';
import { saleableByDrug } from './stock-tables.ts';
import { type TransferLine, transferAggregate } from './stock-transfer.ts';

type Transfers = Pick<Handlers<typeof inventoryContract>, 'transfer' | 'transfers'>;
type Line = LotRef & { quantity: number; costCents?: number };

export function transferHandlers(room: StockRoom): Transfers {
  const { context } = room;
  return {
    async transfer(input, call) {
      if (input.direction === 'out') {
        for (const line of input.lines) await gatherFor(room, line, toMilli(line.quantity));
      }
      const transferId = context.command(call, { action: 'inventory.transfer' }, (unit) => {
        const id = unit.newId('transfer');
        const { direction, store, document, orderForm, note } = input;
        const lines =
          direction === 'out'
            ? sendOut(room, unit, { id, lines: input.lines, orderForm })
            : receive(room, unit, id, input.lines);
        const hasControlled = lines.some((line) => isControlledDrug(room.reader.drug(line.drugKey)));
        const role = call.session?.role;
        if (hasControlled && !(role && holds(role, 'inventory.adjust-controlled'))) {
          const data = { permission: 'inventory.adjust-controlled', role: role ?? 'system' };
          throw new RefusalError({ kind: 'forbidden', data });
        }
        unit.authorize({ direction, lines: lines.length, hasControlled: hasControlled ? 1 : 0 });
        unit.append(transferAggregate, id, {
          type: 'transfer.recorded',
          payload: { direction, store, document, orderForm, note, lines },
        });
        return id;
      });
      return toTransfer(room, transferId);
    },

    transfers({ cursor, limit }) {
      const after = decodeCursor<[string, string]>(cursor, ['string', 'string']) ?? ['9999', ''];
      const rows = context.db
        .prepare<{ id: string; at: string }>(
          `SELECT aggregate_id AS id, at FROM inventory_transfer WHERE (at, aggregate_id) < (?, ?)
           ORDER BY at DESC, aggregate_id DESC LIMIT ?`,
        )
        .all(...after, limit + 1);
      return toPage(
        rows,
        limit,
        (row) => toTransfer(room, row.id),
        (row) => [row.at, row.id],
      );
    },
  };
}

function sendOut(
  room: StockRoom,
  unit: Unit,
  what: { id: string; lines: readonly Line[]; orderForm: string | null },
): TransferLine[] {
  const lots = what.lines.map((line, index) => ({
    lot: unwrap(findLot(room.context, unit, line, index)),
    quantityMilli: toMilli(line.quantity),
  }));
  const outgoing = lots.map((line) => ({
    ...line,
    isScheduleTwo: room.reader.drug(line.lot.drugKey)?.schedule === 'CII',
  }));
  const saleable = saleableByDrug(unit.db, unit.today);
  const prescriptions = room.context.use('prescriptions');
  const freeMilli = new Map(
    outgoing.map(({ lot }) => [
      lot.drugKey,
      (saleable.get(lot.drugKey) ?? 0) - prescriptions.reservedMilli(lot.drugKey),
    ]),
  );
  unwrap(decideTransferOut(outgoing, { today: unit.today, orderForm: what.orderForm, freeMilli }));
  return outgoing.map(({ lot, quantityMilli }) => {
    moveLot(
      room,
      unit,
      { batchId: lot.id, drugKey: lot.drugKey },
      { deltaMilli: -quantityMilli, reason: 'transfer-out', ref: { kind: 'transfer', id: what.id } },
    );
    return outLine(room, lot, quantityMilli);
  });
}

function outLine(room: StockRoom, lot: LotState, quantityMilli: number): TransferLine {
  return {
    batchId: lot.id,
    drugKey: lot.drugKey,
    name: nameOf(room, lot),
    lotNumber: lot.lotNumber,
    expiresOn: lot.expiresOn,
    quantityMilli,
    costCents: lot.cost === null ? null : costOf(lot.cost, quantityMilli),
  };
}

function receive(room: StockRoom, unit: Unit, id: string, lines: readonly Line[]): TransferLine[] {
  return lines.map((line, index) => {
    const resolved = arrive(room, index, {
      ndc: line.ndc ?? '',
      quantity: line.quantity,
      ...(line.lotNumber === undefined ? {} : { lotNumber: line.lotNumber }),
      ...(line.expiresOn === undefined ? {} : { expiresOn: line.expiresOn }),
      ...(line.costCents === undefined ? {} : { lineCostCents: line.costCents }),
    });
    takeIn(room, unit, resolved, { reason: 'transfer-in', ref: { kind: 'transfer', id } });
    const { serial: _none, ...kept } = toReceiptLine(resolved);
    return kept;
  });
}

function toTransfer(room: StockRoom, transferId: string) {
  const state = room.context.load(transferAggregate, transferId);
  if (state === undefined) throw new RefusalError({ kind: 'not-found', data: { what: 'transfer', id: transferId } });
  const { direction, store, document, orderForm, at, by, note } = state;
  return {
    transferId,
    direction,
    store,
    document,
    orderForm,
    at,
    by,
    note,
    lines: state.lines.map(({ drugKey, quantityMilli, ...line }) => ({
      ...line,
      ndc: drugKey,
      quantity: fromMilli(quantityMilli),
    })),
  };
}
