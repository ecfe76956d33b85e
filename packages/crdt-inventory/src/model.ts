/** Words of the replicated inventory document. Quantities are integer thousandths of the dispensing unit. */

/** Lots as the document knows them; the same words as the ledger's. */
export const batchStatuses = ['available', 'quarantined', 'recalled'] as const;
export type BatchStatus = (typeof batchStatuses)[number];

/** One change of one batch by one replica. Exactly one of `addMilli` and `takeMilli` is above zero, or both are 0. */
export interface BatchChange {
  readonly batchId: string;
  readonly addMilli: number;
  readonly takeMilli: number;
}

/** A change with where it stands in the signed ledger: `logSeq` of its origin, which is the replica's id. */
export interface Movement extends BatchChange {
  readonly replicaId: string;
  readonly logSeq: number;
}

export interface BatchTotals {
  addedMilli: number;
  takenMilli: number;
}

/** Everything one replica did up to and with `watermark`, its last ledger sequence number that moved stock. */
export interface ReplicaTotals {
  readonly replicaId: string;
  readonly watermark: number;
  readonly totals: ReadonlyMap<string, BatchTotals>;
}

/** What stands on the package. Two terminals that open the same lot write the same value under the same key. */
export interface BatchDescription {
  readonly ndc: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
}

/** What is wrong with a document, each with what to do about it: see `docs/specs/crdt-inventory.md`. */
export type Finding =
  /** Same watermark, different totals: the document is wrong for this replica; the ledger counts. */
  | { readonly kind: 'differs'; readonly replicaId: string; readonly batchIds: readonly string[] }
  /** The document lacks movements the ledger has: usual for a peer, to be mended at once for the own replica. */
  | { readonly kind: 'document-behind'; readonly replicaId: string; readonly from: number; readonly to: number }
  /** The document is ahead: the ledger frames have not arrived yet. */
  | { readonly kind: 'ledger-behind'; readonly replicaId: string; readonly from: number; readonly to: number }
  /** A replica's totals fell: someone restored an old state or removed operations. */
  | { readonly kind: 'went-back'; readonly replicaId: string; readonly from: number; readonly to: number }
  /** Entries that are not operations or totals; they are not counted. */
  | { readonly kind: 'malformed'; readonly replicaId: string; readonly entries: number }
  /** The same operation twice with different quantities: two writers under one replica id. */
  | { readonly kind: 'forked'; readonly replicaId: string; readonly logSeqs: readonly number[] }
  /** An earlier update of some client is missing; what came after it waits. Ask the peer for its whole state. */
  | { readonly kind: 'update-missing' }
  /** Another process writes under this client id. A fresh one is in use now. */
  | { readonly kind: 'client-id-taken'; readonly clientId: number }
  /** An update of another store or epoch was merged. Throw the document away and rebuild it. */
  | { readonly kind: 'foreign-document'; readonly rooms: readonly string[] }
  /** Two terminals started this epoch, each from what it knew. Start the next one. */
  | { readonly kind: 'epoch-started-twice'; readonly room: string };

/** A caller broke the order of use (load, then assign, then write) or gave a quantity that cannot be. */
export class InventoryUsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InventoryUsageError';
  }
}
