import { InventoryDocument } from '../src/index.ts';

export const address = { storeId: 'store-1', epoch: 1 };

/** A terminal with a document of its own; `perCheckpoint` small enough that tests meet checkpoints. */
export function terminal(clientId: number, perCheckpoint = 4, state?: Uint8Array): InventoryDocument {
  const document = new InventoryDocument(address, perCheckpoint);
  if (state !== undefined) document.load(state);
  document.assignClientId(clientId);
  return document;
}

export function add(document: InventoryDocument, replicaId: string, logSeq: number, batchId: string, milli: number) {
  document.append(replicaId, logSeq, [{ batchId, addMilli: Math.max(milli, 0), takeMilli: Math.max(-milli, 0) }]);
}

/** Exchanges what each lacks, until all have everything. */
export function meet(...documents: InventoryDocument[]): void {
  for (let round = 0; round < 2; round += 1) {
    for (const from of documents) {
      for (const to of documents) {
        if (from !== to) to.applyUpdate(from.encodeUpdate(to.encodeStateVector()));
      }
    }
  }
}

/** Records each update a document makes. */
export function recorder(document: InventoryDocument): Uint8Array[] {
  const updates: Uint8Array[] = [];
  document.onUpdate((update, isLocal) => {
    if (isLocal) updates.push(update);
  });
  return updates;
}
