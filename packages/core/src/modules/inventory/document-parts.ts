import type { InventoryDocument, LedgerTotals } from '@apotheca/crdt-inventory';
import type { ModuleContext } from '../../kernel/module.ts';
import { lotAggregate } from './lot.ts';
import { blockedLotIds, lotIds } from './stock-tables.ts';

/** This terminal's part as the ledger has it, into a document that has none of it. */
export function writeOwnPart(context: ModuleContext, document: InventoryDocument, ledger: LedgerTotals): void {
  const own = ledger.replica(context.origin());
  const blocked = blockedLotIds(context.db);
  if (own.watermark === 0 && blocked.length === 0) return;
  document.together(() => {
    for (const batchId of own.totals.keys()) describeLot(context, document, batchId);
    for (const batchId of blocked) noteOwnStatus(context, document, batchId);
    if (own.watermark > 0) document.replaceOwn(own);
  });
}

/** The start of an epoch: everybody's part, and every lot that is blocked, whoever blocked it. */
export function writeAllParts(context: ModuleContext, document: InventoryDocument, ledger: LedgerTotals): void {
  document.together(() => {
    document.seed(ledger.replicaIds().map((id) => ledger.replica(id)));
    for (const batchId of lotIds(context.db)) describeLot(context, document, batchId);
    for (const batchId of blockedLotIds(context.db)) {
      const lot = context.load(lotAggregate, batchId);
      const head = lot?.statusHeads.find((one) => one.status === lot.status);
      if (head) document.setStatus(context.origin(), batchId, head.status, head.statusId);
    }
  });
}

export function describeLot(context: ModuleContext, document: InventoryDocument, batchId: string): void {
  if (document.description(batchId) !== undefined) return;
  const lot = context.load(lotAggregate, batchId);
  if (lot === undefined || lot.openedAt === '') return;
  document.describe(batchId, { ndc: lot.drugKey, lotNumber: lot.lotNumber, expiresOn: lot.expiresOn });
}

/** Each terminal writes the statuses it set itself; the ledger brings the others'. */
export function noteOwnStatus(context: ModuleContext, document: InventoryDocument, batchId: string): void {
  const lot = context.load(lotAggregate, batchId);
  const head = lot?.statusHeads.findLast((one) => one.terminalId === context.terminalId);
  if (head) document.setStatus(context.origin(), batchId, head.status, head.statusId);
}
