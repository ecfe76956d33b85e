import * as Y from 'yjs';
import { BatchRegister } from './batch-register.ts';
import { digestOf } from './digest.ts';
import {
  type BatchChange,
  type BatchDescription,
  type BatchStatus,
  type BatchTotals,
  type Finding,
  InventoryUsageError,
  type ReplicaTotals,
} from './model.ts';
import { addChange, isQuantity } from './replica-fold.ts';
import { mergedUpdate, operationsPerCheckpoint, ownWrite, ReplicaIndex } from './replica-index.ts';

export interface DocumentAddress {
  readonly storeId: string;
  /** Counts up when the document is started afresh; documents of two epochs must never meet. */
  readonly epoch: number;
}

/** The name under which terminals meet. */
export function roomOf(address: DocumentAddress): string {
  return `inventory/${address.storeId}/${address.epoch}`;
}

const seedPrefix = 'seed:';

/**
 * The inventory of one store as one Yjs document: per replica an array `o:<replicaId>` of `[batchId, dp, dn, logSeq]`
 * and packed totals under its own key of the map `ck`; descriptions in `b`, statuses in `s`, the room in `m`. Root
 * types only. On hand is the sum over replicas of what was added less what was taken: a PN-counter per batch.
 *
 * Order of use: construct, `load` what was persisted, `assignClientId`, then write. Reading and merging work at any
 * time. The document is derived from the signed ledger: when in doubt it is thrown away and rebuilt.
 */
export class InventoryDocument {
  readonly room: string;
  readonly #doc = new Y.Doc();
  readonly #replicas: ReplicaIndex;
  readonly #batches: BatchRegister;
  readonly #rooms: Y.Map<unknown>;
  readonly #takenClientIds: number[] = [];
  #clientId: number | null = null;

  /** Terminals may differ in `perCheckpoint`: it decides when a replica packs its own operations, nothing else. */
  constructor(address: DocumentAddress, perCheckpoint = operationsPerCheckpoint) {
    this.room = roomOf(address);
    this.#replicas = new ReplicaIndex(this.#doc, perCheckpoint);
    this.#batches = new BatchRegister(this.#doc);
    this.#rooms = this.#doc.getMap('m');
  }

  /** What was persisted, before anything else: a client id that is set first is rotated away by Yjs at this point. */
  load(state: Uint8Array): void {
    if (this.#clientId !== null) throw new InventoryUsageError('load the state before the client id is assigned');
    Y.applyUpdate(this.#doc, state, 'load');
  }

  assignClientId(clientId: number): void {
    if (this.#clientId !== null) throw new InventoryUsageError('the client id is assigned once');
    if (!Number.isInteger(clientId) || clientId <= 0 || clientId > 0xffffffff) {
      throw new InventoryUsageError('a client id is an integer of 32 bits above zero');
    }
    this.#doc.clientID = clientId;
    this.#clientId = clientId;
  }

  /** The id Yjs writes under. Not the assigned one any more after another process was seen to use that. */
  get clientId(): number {
    return this.#doc.clientID;
  }

  /** How many structs of a client this document holds: the measure `takeClientId` asks for. */
  clockOf(clientId: number): number {
    return Y.getState(this.#doc.store, clientId);
  }

  clientIds(): ReadonlySet<number> {
    return new Set(this.#doc.store.clients.keys());
  }

  get clientIdCount(): number {
    return this.#doc.store.clients.size;
  }

  /** Appends what one ledger event of this replica moved. What is at or below the watermark is in it already. */
  append(replicaId: string, logSeq: number, changes: readonly BatchChange[]): void {
    if (!Number.isSafeInteger(logSeq) || logSeq <= 0) throw new InventoryUsageError('logSeq counts from 1');
    const merged = new Map<string, BatchTotals>();
    for (const change of changes) {
      if (!isQuantity(change.addMilli) || !isQuantity(change.takeMilli) || change.batchId === '') {
        throw new InventoryUsageError('a change names a batch and whole thousandths, zero or more');
      }
      addChange(merged, change.batchId, change.addMilli, change.takeMilli);
    }
    this.#write(() => {
      if (merged.size > 0 && logSeq > this.watermark(replicaId)) this.#replicas.append(replicaId, logSeq, merged);
    });
  }

  /**
   * Writes the totals of this terminal's replica as the ledger has them and drops its operations: a rebuild, and the
   * mend for an own replica that lags or differs. Totals never go back within a replica; a terminal restored from a
   * backup is a new replica.
   */
  replaceOwn(own: ReplicaTotals): void {
    if (own.watermark < this.watermark(own.replicaId)) {
      throw new InventoryUsageError('totals of a replica never go back: a restored terminal needs a new replica id');
    }
    this.#write(() => this.#replicas.replace(own));
  }

  describe(batchId: string, description: BatchDescription): void {
    this.#write(() => this.#batches.describe(batchId, description));
  }

  /** `stamp` names the ledger event that set it. */
  setStatus(replicaId: string, batchId: string, status: BatchStatus, stamp: string): void {
    this.#write(() => this.#batches.setStatus(replicaId, batchId, status, stamp));
  }

  /**
   * Starts an epoch: the totals of every replica as one terminal (the lease holder) knows them, once and in an empty
   * document. Everyone else loads the result. Two starts of one epoch show in `findings`.
   */
  seed(replicas: readonly ReplicaTotals[]): void {
    if (this.replicaIds().some((id) => this.watermark(id) > 0)) {
      throw new InventoryUsageError('an epoch starts with an empty document');
    }
    this.#write(() => {
      this.#replicas.seed(replicas);
      this.#rooms.set(seedPrefix + digestOf({ replicas }), true);
    });
  }

  /** Totals of a replica that stands further in the ledger than here and writes no more itself. */
  adopt(replica: ReplicaTotals): void {
    if (replica.watermark > this.watermark(replica.replicaId)) this.#write(() => this.#replicas.replace(replica));
  }

  /** Whether an update of a peer wrote into this replica's part since this was last asked: nobody else should. */
  takeTouched(replicaId: string): boolean {
    return this.#replicas.takeTouched(replicaId);
  }

  /** Several writes as one update. */
  together(writes: () => void): void {
    this.#write(writes);
  }

  /** The strictest of the statuses that were set without knowing of each other. */
  status(batchId: string): BatchStatus {
    return this.#batches.status(batchId);
  }

  description(batchId: string): BatchDescription | undefined {
    return this.#batches.description(batchId);
  }

  onHandMilli(batchId: string): number {
    let sum = 0;
    for (const replicaId of this.replicaIds()) {
      const entry = this.replica(replicaId).totals.get(batchId);
      if (entry !== undefined) sum += entry.addedMilli - entry.takenMilli;
    }
    return sum;
  }

  batchIds(): string[] {
    const ids = new Set(this.#batches.descriptions().map(([id]) => id));
    for (const replicaId of this.replicaIds()) for (const id of this.replica(replicaId).totals.keys()) ids.add(id);
    return [...ids].sort();
  }

  replicaIds(): string[] {
    return this.#replicas.ids();
  }

  watermark(replicaId: string): number {
    return this.#replicas.state(replicaId).watermark;
  }

  replica(replicaId: string): ReplicaTotals {
    const state = this.#replicas.state(replicaId);
    return { replicaId, watermark: state.watermark, totals: state.totals };
  }

  /** SHA-256 over everything it says, in canonical order: equal for equal content, however it came about. */
  digest(): string {
    return digestOf({
      replicas: this.replicaIds().map((id) => this.replica(id)),
      descriptions: this.#batches.descriptions(),
      statuses: this.#batches.statuses(),
    });
  }

  encodeState(): Uint8Array {
    return Y.encodeStateAsUpdate(this.#doc);
  }

  encodeStateVector(): Uint8Array {
    return Y.encodeStateVector(this.#doc);
  }

  encodeUpdate(theirStateVector: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.#doc, theirStateVector);
  }

  /** Merges an update of a peer in the same room. Throws where the bytes are not a Yjs update. */
  applyUpdate(update: Uint8Array): void {
    const before = this.#doc.clientID;
    Y.applyUpdate(this.#doc, update, mergedUpdate);
    if (this.#clientId !== null && this.#doc.clientID !== before) this.#takenClientIds.push(before);
  }

  onUpdate(listener: (update: Uint8Array, isLocal: boolean) => void): () => void {
    const handler = (update: Uint8Array, origin: unknown) => listener(update, origin === ownWrite);
    this.#doc.on('update', handler);
    return () => this.#doc.off('update', handler);
  }

  /** What can be seen to be wrong without the ledger. `crossCheck` sees more. */
  findings(): Finding[] {
    const found: Finding[] = [];
    const marks = [...this.#rooms.keys()].sort();
    const rooms = marks.filter((mark) => !mark.startsWith(seedPrefix));
    if (rooms.some((room) => room !== this.room)) found.push({ kind: 'foreign-document', rooms });
    if (marks.length - rooms.length > 1) found.push({ kind: 'epoch-started-twice', room: this.room });
    if (this.#doc.store.pendingStructs !== null || this.#doc.store.pendingDs !== null) {
      found.push({ kind: 'update-missing' });
    }
    for (const clientId of this.#takenClientIds) found.push({ kind: 'client-id-taken', clientId });
    return [...found, ...this.#replicas.findings()];
  }

  destroy(): void {
    this.#doc.destroy();
  }

  #write(work: () => void): void {
    if (this.#clientId === null) throw new InventoryUsageError('load the state and assign a client id before writing');
    this.#doc.transact(() => {
      if (!this.#rooms.has(this.room)) this.#rooms.set(this.room, true);
      work();
    }, ownWrite);
  }
}
