import {
  type ClientIdRecord,
  closeClientId,
  type DocumentAddress,
  InventoryDocument,
  takeClientId,
} from '@apotheca/crdt-inventory';
import type { ModuleContext } from '../../kernel/module.ts';
import type { SavedDocument } from './saved-stock.ts';

const clientIdKey = 'inventory.client-id';

/** The document of one room, and the client id this incarnation writes it under. */
export interface OpenDocument {
  readonly document: InventoryDocument;
  readonly clientId: ClientIdRecord;
  readonly origin: string;
  readonly epoch: number;
}

/** Loads what was saved of this room, if it was this room, and takes a client id that is safe to write under. */
export function openDocument(context: ModuleContext, epoch: number, saved: SavedDocument | undefined): OpenDocument {
  const { local, random, storeId } = context;
  const origin = context.origin();
  const document = loaded({ storeId, epoch }, saved);
  const kept = local.get(clientIdKey);
  const record = kept === undefined ? null : (JSON.parse(kept) as ClientIdRecord);
  const taken = takeClientId({
    room: `${document.room} ${origin}`,
    record,
    loadedClock: record === null ? 0 : document.clockOf(record.clientId),
    random: random.bytes(4),
    inUse: document.clientIds(),
  });
  local.set(clientIdKey, JSON.stringify(taken.record));
  document.assignClientId(taken.record.clientId);
  return { document, clientId: taken.record, origin, epoch };
}

/** After the document was saved: its client id may be used again, because all that was sent under it is on this disk. */
export function closeDocument(context: ModuleContext, { document, clientId }: OpenDocument): void {
  const closed = closeClientId(clientId, document.clockOf(clientId.clientId));
  context.local.set(clientIdKey, JSON.stringify(closed));
  document.destroy();
}

/** A saved document that cannot be read, or is of an earlier room, is worth nothing: the ledger has it all. */
function loaded(address: DocumentAddress, saved: SavedDocument | undefined): InventoryDocument {
  const document = new InventoryDocument(address);
  if (saved === undefined || saved.room !== document.room) return document;
  try {
    document.load(saved.state);
    return document;
  } catch {
    document.destroy();
    return new InventoryDocument(address);
  }
}

type Change = { batchId: string; addMilli: number; takeMilli: number };

export function groupBySeq(movements: readonly (Change & { logSeq: number })[]): Map<number, Change[]> {
  const groups = new Map<number, Change[]>();
  for (const movement of movements) {
    const group = groups.get(movement.logSeq);
    if (group === undefined) groups.set(movement.logSeq, [movement]);
    else group.push(movement);
  }
  return groups;
}
