import type { Handlers, ModuleContext } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { CardFlow } from './card-flow.ts';
import type { posContract } from './contract.ts';
import { lineTotal } from './decide-refund.ts';
import { quoteItems } from './items.ts';
import { sum } from './money.ts';
import { cursorOf, pageOf, readCursor } from './paging.ts';
import { receiptFacts } from './receipt.ts';
import { cardPaymentIds, loadSale, refundLines } from './refund-sale.ts';
import { saleAggregate } from './sale.ts';
import type { SaleAllocation, SaleState } from './sale-model.ts';
import { dayRows, totalsOf } from './totals.ts';
import { lineToWire, saleToWire } from './wire.ts';

type SaleHandlers = Pick<Handlers<typeof posContract>, 'quote' | 'sales' | 'sale' | 'receipt' | 'refund' | 'totals'>;

export function saleHandlers(context: ModuleContext, cards: CardFlow): SaleHandlers {
  const patientsOf = (sale: SaleState) => [...new Set(sale.lines.flatMap((line) => line.patientId ?? []))];

  return {
    quote({ items }) {
      const lines = quoteItems(context, items, context.today());
      return { lines: lines.map((line) => lineToWire(line, false)), totalCents: sum(lines.map(lineTotal)) };
    },

    sales({ date, receiptNumber, cursor, limit }, call) {
      const found = context.read(
        call,
        { action: 'pos.read-sale', patientIds: (page: SaleState[]) => page.flatMap(patientsOf) },
        () => findSales(context, { date: date ?? context.today(), receiptNumber, cursor, limit }),
      );
      return pageOf(found, limit, (sale) => cursorOf(sale.at, sale.saleId), saleToWire);
    },

    sale({ id }, call) {
      const sale = context.read(call, { action: 'pos.read-sale', patientIds: patientsOf }, () => loadSale(context, id));
      return saleToWire(sale);
    },

    async receipt({ id, refundId }, call) {
      const sale = context.read(call, { action: 'pos.read-sale', patientIds: patientsOf }, () => loadSale(context, id));
      const facts = receiptFacts(sale, context.use('store').profile(), refundId);
      if (!facts) throw new RefusalError({ kind: 'not-found', data: { what: 'refund', id: refundId ?? '' } });
      const document = await context.use('labels').receipt(facts);
      return {
        receiptNumber: facts.receiptNumber,
        title: facts.title,
        lines: facts.lines.map(({ text, amountCents }) => ({ text, amountCents })),
        totalCents: facts.totalCents,
        changeCents: facts.changeCents,
        document,
      };
    },

    async refund({ id, lineIds, reason, kind, method, restock }, call) {
      const done = context.command(call, { action: 'pos.refund' }, (unit) => {
        unit.authorize({ kind });
        refuseFills(loadSale(context, id), lineIds);
        const { refundId, amountCents, plan } = refundLines(context, unit, {
          saleId: id,
          lineIds,
          reason,
          kind,
          method,
        });
        const lots = plan.lines.flatMap((line) => line.allocations);
        if (restock)
          giveBack(lots, (allocations) =>
            context.use('inventory').giveBack(unit, { allocations, reason: 'refund', ref: { kind: 'sale', id } }),
          );
        return { refundId, amountCents };
      });
      await cards.finish(call, cardPaymentIds(loadSale(context, id)));
      return { ...done, sale: saleToWire(loadSale(context, id)) };
    },

    totals({ date, terminalId }) {
      const on = date ?? context.today();
      const terminal = terminalId ?? null;
      const rows = dayRows(context.db, on, terminal);
      return {
        date: on,
        terminalId: terminal,
        ...totalsOf(rows),
        drawers: drawersOf(context, on, terminal),
        firstReceipt: rows.receipts[0] ?? null,
        lastReceipt: rows.receipts.at(-1) ?? null,
        openCardPayments: openCards(context, terminal),
      };
    },
  };
}

/** A prescription is undone as a whole by voiding its fill. */
function refuseFills(sale: SaleState, lineIds: readonly string[]): void {
  const fillIds = sale.lines.filter((line) => lineIds.includes(line.lineId)).flatMap((line) => line.fillId ?? []);
  if (fillIds.length > 0) throw new RefusalError({ kind: 'sale-holds-fills', data: { fillIds } });
}

function giveBack(lots: readonly SaleAllocation[], give: (lots: readonly SaleAllocation[]) => void): void {
  if (lots.length > 0) give(lots);
}

function findSales(
  context: ModuleContext,
  query: { date: string; receiptNumber: string | undefined; cursor: string | undefined; limit: number },
): SaleState[] {
  const before = readCursor(query.cursor);
  const rows =
    query.receiptNumber === undefined
      ? context.db
          .prepare<{ id: string }>(
            `SELECT aggregate_id AS id FROM pos_sale WHERE business_date = ? AND (at, aggregate_id) < (?, ?)
              ORDER BY at DESC, aggregate_id DESC LIMIT ?`,
          )
          .all(query.date, before.at, before.id, query.limit + 1)
      : context.db
          .prepare<{ id: string }>(
            `SELECT aggregate_id AS id FROM pos_sale WHERE receipt_number = ? AND (at, aggregate_id) < (?, ?)
              ORDER BY at DESC, aggregate_id DESC LIMIT ?`,
          )
          .all(query.receiptNumber, before.at, before.id, query.limit + 1);
  return rows.map(({ id }) => context.load(saleAggregate, id)).filter((sale) => sale !== undefined);
}

function drawersOf(context: ModuleContext, date: string, terminalId: string | null) {
  const rows = context.db
    .prepare<{ id: string; terminal_id: string; status: 'open' | 'closed'; difference_cents: number | null }>(
      `SELECT DISTINCT d.aggregate_id AS id, d.terminal_id, d.status, d.difference_cents
         FROM pos_drawer d JOIN pos_money m ON m.drawer_id = d.aggregate_id
        WHERE m.business_date = ? ORDER BY d.opened_at`,
    )
    .all(date);
  return rows
    .filter((row) => terminalId === null || row.terminal_id === terminalId)
    .map((row) => ({
      drawerId: row.id,
      terminalId: row.terminal_id,
      status: row.status,
      differenceCents: row.difference_cents,
    }));
}

function openCards(context: ModuleContext, terminalId: string | null): number {
  return context.db
    .prepare<{ terminal_id: string }>('SELECT terminal_id FROM pos_card_payment WHERE needs_attention = 1')
    .all()
    .filter((row) => terminalId === null || row.terminal_id === terminalId).length;
}
