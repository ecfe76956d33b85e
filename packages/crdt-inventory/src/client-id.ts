import { InventoryUsageError } from './model.ts';

/**
 * Yjs client ids, bounded. A new id at every start makes each state vector grow for ever (8,760 ids after a year of
 * eight terminals: 51 KB a sync); the same id in two processes, or after updates were sent that are not on this disk,
 * makes documents differ for ever. So an id is used again only when the last session closed it clean.
 *
 * The host keeps this record beside the document, writes it under an exclusive lock that lasts as long as the process
 * uses the document, and fsyncs it before the first update leaves the machine.
 */
export interface ClientIdRecord {
  /** The document's room and the replica that writes: a cloned or restored terminal is another replica. */
  readonly room: string;
  readonly clientId: number;
  /** How many ids this replica has used in this epoch. */
  readonly taken: number;
  /** Set when the session closed clean: how many structs of this client the persisted document holds. */
  readonly closedAtClock: number | null;
}

export interface ClientIdRequest {
  readonly room: string;
  /** What the host read under its lock; null on a first start. */
  readonly record: ClientIdRecord | null;
  /** Structs of a client that the loaded document holds: `document.clockOf(record.clientId)`. */
  readonly loadedClock: number;
  /** Four random bytes. */
  readonly random: Uint8Array;
  /** Ids that occur in the loaded document already. */
  readonly inUse: ReadonlySet<number>;
}

/**
 * The id for this session and the record to persist before anything is sent. The old id only if it belongs to this
 * room, was closed clean, and the loaded document holds exactly what was sent under it.
 */
export function takeClientId(request: ClientIdRequest): { record: ClientIdRecord; isFresh: boolean } {
  const { record } = request;
  const sameRoom = record !== null && record.room === request.room;
  if (sameRoom && record.closedAtClock !== null && record.closedAtClock === request.loadedClock) {
    return { record: { ...record, closedAtClock: null }, isFresh: false };
  }
  const clientId = freshClientId(request.random, request.inUse);
  const taken = sameRoom ? record.taken + 1 : 1;
  return { record: { room: request.room, clientId, taken, closedAtClock: null }, isFresh: true };
}

/** The record to persist after the document was persisted and no further update will be sent under the id. */
export function closeClientId(record: ClientIdRecord, persistedClock: number): ClientIdRecord {
  return { ...record, closedAtClock: persistedClock };
}

/** Past this many clients in one document it is time for a new epoch. */
export const clientIdsMax = 1000;

function freshClientId(random: Uint8Array, inUse: ReadonlySet<number>): number {
  if (random.length < 4) throw new InventoryUsageError('a client id needs four random bytes');
  const view = new DataView(random.buffer, random.byteOffset, random.byteLength);
  let id = view.getUint32(0);
  while (id === 0 || inUse.has(id)) id = (id + 1) >>> 0;
  return id;
}
