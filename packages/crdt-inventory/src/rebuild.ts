import { type DocumentAddress, InventoryDocument } from './document.ts';
import { type InventoryView, LedgerTotals } from './ledger-totals.ts';
import type { BatchDescription, Movement } from './model.ts';

export interface RebuildRequest {
  readonly address: DocumentAddress;
  /** A fresh one: what was sent under the old one is unknown. */
  readonly clientId: number;
  /** The replica this terminal writes. Others bring their own part. */
  readonly replicaId: string;
  readonly ledger: LedgerTotals;
  readonly descriptions: Iterable<readonly [string, BatchDescription]>;
}

/** A new document with this terminal's part in it, from the ledger alone. */
export function rebuildDocument(request: RebuildRequest): InventoryDocument {
  const document = new InventoryDocument(request.address);
  document.assignClientId(request.clientId);
  document.together(() => {
    for (const [batchId, description] of request.descriptions) document.describe(batchId, description);
    const own = request.ledger.replica(request.replicaId);
    if (own.watermark > 0) document.replaceOwn(own);
  });
  return document;
}

export function ledgerOf(movements: Iterable<Movement>): LedgerTotals {
  const ledger = new LedgerTotals();
  for (const movement of movements) ledger.add(movement);
  return ledger;
}

export interface EpochRequest {
  /** The next epoch of the same store. */
  readonly address: DocumentAddress;
  readonly clientId: number;
  readonly view: InventoryView;
  readonly descriptions: Iterable<readonly [string, BatchDescription]>;
}

/**
 * The next epoch: the same totals per replica and watermark in a document without the client ids and deletions of the
 * last one. Done by one terminal, the lease holder; the others load what it encodes. Statuses are not carried: each
 * terminal sets those that are not `available` again from its ledger.
 */
export function startEpoch(request: EpochRequest): InventoryDocument {
  const document = new InventoryDocument(request.address);
  document.assignClientId(request.clientId);
  document.together(() => {
    for (const [batchId, description] of request.descriptions) document.describe(batchId, description);
    document.seed(request.view.replicas());
  });
  return document;
}
