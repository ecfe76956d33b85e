import { fromMilli } from '../../kernel/contract.ts';
import type { Handlers, Unit } from '../../kernel/module.ts';
import { RefusalError, unwrap } from '../../kernel/refusal.ts';
import type { Scan } from '../drugs/model.ts';
import type { inventoryContract } from './contract.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { decideReceipt, hasControlled, type LineFacts } from './decide-receipt.ts';
import { lotAggregate } from './lot.ts';
import { priceBasisOf } from './product-tables.ts';
import { type Invoice, type ReceiptState, receiptAggregate, receiptTotalCents } from './receipt.ts';
import { type ArrivingLine, type ResolvedLine, resolveLine } from './resolve-line.ts';
import { costFor, moveLot, mustFindDrug, openLot, type StockRoom } from './stock-room.ts';
import { supplierAggregate } from './supplier.ts';

type Receiving = Pick<Handlers<typeof inventoryContract>, 'receive' | 'receipts' | 'receipt'>;

export function receivingHandlers(room: StockRoom): Receiving {
  const { context } = room;
  return {
    receive(input, call) {
      const invoice: Invoice | null = input.invoice ?? null;
      const supplierId = input.supplierId ?? null;
      const { receiptId, warnings } = context.command(call, { action: 'inventory.receive' }, (unit) => {
        if (supplierId !== null) mustKnowSupplier(unit, supplierId);
        const lines = input.lines.map((line, index) => arrive(room, index, line));
        unit.authorize({ lines: lines.length, hasControlled: hasControlled(lines) ? 1 : 0, supplierId });
        const facts = lines.map((line) => lineFacts(unit, line, { supplierId, invoice }));
        const decided = unwrap(
          decideReceipt({ lines, invoice, acceptDuplicates: input.acceptDuplicates }, facts, unit.today),
        );
        const id = unit.newId('receipt');
        unit.append(receiptAggregate, id, {
          type: 'receipt.received',
          payload: { supplierId, invoice, lines: decided.lines },
        });
        for (const line of lines) takeIn(room, unit, line, { reason: 'receipt', ref: { kind: 'receipt', id } });
        return { receiptId: id, warnings: decided.warnings };
      });
      return { ...toReceipt(room, receiptId, mustLoad(room, receiptId)), warnings };
    },

    receipts({ q, supplierId, cursor, limit }) {
      const after = decodeCursor<[string, string]>(cursor, ['string', 'string']) ?? ['9999', ''];
      const like = q === undefined ? null : `%${q}%`;
      const rows = context.db
        .prepare<{ id: string; at: string }>(
          `SELECT r.aggregate_id AS id, r.received_at AS at FROM inventory_receipt r
           WHERE (r.received_at, r.aggregate_id) < (?, ?)
             AND (? IS NULL OR r.supplier_id = ?)
             AND (? IS NULL OR r.invoice_number LIKE ? OR EXISTS (
               SELECT 1 FROM inventory_receipt_line l JOIN inventory_lot b ON b.aggregate_id = l.batch_id
               WHERE l.aggregate_id = r.aggregate_id AND (b.name LIKE ? OR b.lot_number LIKE ? OR b.drug_key LIKE ?)))
           ORDER BY r.received_at DESC, r.aggregate_id DESC LIMIT ?`,
        )
        .all(...after, supplierId ?? null, supplierId ?? null, like, like, like, like, like, limit + 1);
      return toPage(
        rows,
        limit,
        (row) => toReceipt(room, row.id, mustLoad(room, row.id)),
        (row) => [row.at, row.id],
      );
    },

    receipt: ({ id }) => toReceipt(room, id, mustLoad(room, id)),
  };
}

/** A typed or scanned line with its drug, or the refusal that names the line. */
export function arrive(
  room: StockRoom,
  line: number,
  input: ArrivingLine & { ndc?: string; scan?: string },
): ResolvedLine {
  const { context } = room;
  const scan: Scan | null =
    input.scan === undefined ? null : unwrap(context.use('drugs').scan(input.scan, context.today()));
  const typed = input.ndc === undefined ? null : mustFindDrug(context, input.ndc);
  const drug = scan === null ? typed : (scan.drug ?? mustFindDrug(context, scan.ndc11 ?? scan.candidates[0] ?? ''));
  if (drug === null) throw new RefusalError({ kind: 'unknown-drug', data: { ndc: '' } });
  if (typed !== null && typed.key !== drug.key) {
    const data = { line, field: 'ndc', scanned: drug.key, typed: typed.key };
    throw new RefusalError({ kind: 'scan-mismatch', data });
  }
  return unwrap(resolveLine(line, input, { drug, scan }, context.today()));
}

/** Opens the lot where it is new and adds the quantity. */
export function takeIn(
  room: StockRoom,
  unit: Unit,
  line: ResolvedLine,
  why: { reason: 'receipt' | 'transfer-in'; ref: { kind: 'receipt' | 'transfer'; id: string } },
): void {
  openLot(unit, line);
  moveLot(
    room,
    unit,
    { batchId: line.batchId, drugKey: line.drug.key },
    { ...why, deltaMilli: line.quantityMilli, cost: costFor(line.costCents, line.quantityMilli) },
  );
}

export function mustKnowSupplier(unit: Unit, supplierId: string): void {
  if (unit.load(supplierAggregate, supplierId) === undefined) {
    throw new RefusalError({ kind: 'unknown-supplier', data: { supplierId } });
  }
}

function lineFacts(
  unit: Unit,
  line: ResolvedLine,
  paper: { supplierId: string | null; invoice: Invoice | null },
): LineFacts {
  const seen =
    line.serial !== null &&
    unit.db
      .prepare('SELECT 1 FROM inventory_receipt_line WHERE serial = ? AND drug_key = ?')
      .get(line.serial, line.drug.key) !== undefined;
  return {
    status: unit.load(lotAggregate, line.batchId)?.status ?? 'available',
    lastCost: priceBasisOf(unit.db, line.drug.key, null)?.cost ?? null,
    isSerialSeen: seen,
    earlier: paper.invoice === null ? null : earlierReceipt(unit, line, paper.supplierId, paper.invoice.number),
  };
}

function earlierReceipt(
  unit: Unit,
  line: ResolvedLine,
  supplierId: string | null,
  number: string,
): LineFacts['earlier'] {
  const row = unit.db
    .prepare<{ receiptId: string; receivedAt: string }>(
      `SELECT r.aggregate_id AS receiptId, r.received_at AS receivedAt FROM inventory_receipt r
       JOIN inventory_receipt_line l ON l.aggregate_id = r.aggregate_id
       WHERE r.invoice_number = ? AND r.supplier_id IS ? AND l.batch_id = ? AND l.quantity_milli = ?
       ORDER BY r.received_at LIMIT 1`,
    )
    .get(number, supplierId, line.batchId, line.quantityMilli);
  return row ?? null;
}

function mustLoad(room: StockRoom, id: string): ReceiptState {
  const state = room.context.load(receiptAggregate, id);
  if (state === undefined) throw new RefusalError({ kind: 'not-found', data: { what: 'receipt', id } });
  return state;
}

function toReceipt(room: StockRoom, receiptId: string, state: ReceiptState) {
  const { supplierId } = state;
  return {
    receiptId,
    receivedAt: state.receivedAt,
    receivedBy: state.receivedBy,
    supplierId,
    supplierName: supplierId === null ? null : (room.context.load(supplierAggregate, supplierId)?.name ?? null),
    invoice: state.invoice,
    totalCents: receiptTotalCents(state),
    lines: state.lines.map((line) => ({
      batchId: line.batchId,
      ndc: line.drugKey,
      name: line.name,
      lotNumber: line.lotNumber,
      expiresOn: line.expiresOn,
      quantity: fromMilli(line.quantityMilli),
      costCents: line.costCents,
      serial: line.serial,
    })),
  };
}
