import type * as Y from 'yjs';
import type { BatchTotals, Finding, ReplicaTotals } from './model.ts';
import { packTotals, unpackTotals } from './packed-totals.ts';
import { advance, emptyReplica, foldOperations, fromCheckpoint, type ReplicaState } from './replica-fold.ts';

/** A replica packs its operations into totals when it has this many. */
export const operationsPerCheckpoint = 2000;

/** Transactions of this terminal; their operations are counted as they are written. */
export const ownWrite = Symbol('own write');

/** Transactions of updates that came from elsewhere. */
export const mergedUpdate = Symbol('merged update');

const operationsPrefix = 'o:';

/**
 * What each replica's array `o:<replicaId>` and checkpoint add up to. Kept in step operation by operation where they
 * arrive in order, folded again from the checkpoint where they do not.
 */
export class ReplicaIndex {
  readonly #doc: Y.Doc;
  readonly #perCheckpoint: number;
  readonly #checkpoints: Y.Map<unknown>;
  readonly #states = new Map<string, ReplicaState>();
  readonly #stale = new Set<string>();
  readonly #highest = new Map<string, number>();
  readonly #wentBack = new Map<string, { from: number; to: number }>();
  readonly #watched = new Set<string>();
  readonly #touched = new Set<string>();
  #rootTypes = 0;

  constructor(doc: Y.Doc, perCheckpoint: number) {
    this.#doc = doc;
    this.#perCheckpoint = perCheckpoint;
    this.#checkpoints = doc.getMap('ck');
    this.#checkpoints.observe((event) => {
      if (event.transaction.origin === ownWrite) return;
      for (const replicaId of event.keysChanged) this.#changedElsewhere(replicaId, event.transaction);
    });
    doc.on('afterTransaction', (transaction: Y.Transaction) => this.#adopt(transaction));
  }

  /** Whether a peer's update wrote into this replica's part since it was last asked. */
  takeTouched(replicaId: string): boolean {
    return this.#touched.delete(replicaId);
  }

  ids(): string[] {
    return [...new Set([...this.#states.keys(), ...this.#stale])].sort();
  }

  state(replicaId: string): ReplicaState {
    const known = this.#states.get(replicaId);
    if (known !== undefined && !this.#stale.has(replicaId)) return known;
    const packed = this.#checkpoints.get(replicaId);
    const checkpoint = unpackTotals(replicaId, packed);
    const folded = fromCheckpoint(checkpoint);
    if (packed !== undefined && checkpoint === undefined) folded.malformed += 1;
    if (this.#watched.has(replicaId)) foldOperations(folded, this.#array(replicaId).toArray());
    this.#states.set(replicaId, folded);
    this.#stale.delete(replicaId);
    this.#noteWatermark(replicaId, folded.watermark);
    return folded;
  }

  /** Inside a transaction of this terminal. */
  append(replicaId: string, logSeq: number, changes: ReadonlyMap<string, BatchTotals>): void {
    const state = this.state(replicaId);
    const array = this.#array(replicaId);
    const operations = [...changes].map(([batchId, sum]) => [batchId, sum.addedMilli, sum.takenMilli, logSeq]);
    array.push(operations);
    for (const operation of operations) advance(state, operation);
    this.#states.set(replicaId, state);
    this.#noteWatermark(replicaId, state.watermark);
    if (array.length >= this.#perCheckpoint) this.#pack(replicaId, state);
  }

  /** Inside a transaction of this terminal: totals as the ledger has them, no operations. */
  replace(own: ReplicaTotals): void {
    const state = own.watermark === 0 ? emptyReplica() : fromCheckpoint(own);
    this.#pack(own.replicaId, state);
    this.#states.set(own.replicaId, state);
    this.#stale.delete(own.replicaId);
    this.#wentBack.delete(own.replicaId);
    this.#highest.set(own.replicaId, own.watermark);
  }

  findings(): Finding[] {
    return this.ids().flatMap((replicaId) => {
      const state = this.state(replicaId);
      const found: Finding[] = [];
      if (state.malformed > 0) found.push({ kind: 'malformed', replicaId, entries: state.malformed });
      const logSeqs = [...state.forked].sort((a, b) => a - b);
      if (logSeqs.length > 0) found.push({ kind: 'forked', replicaId, logSeqs });
      const back = this.#wentBack.get(replicaId);
      if (back !== undefined) found.push({ kind: 'went-back', replicaId, ...back });
      return found;
    });
  }

  /** Totals of any replica, in a document that has none yet: the start of an epoch. */
  seed(replicas: readonly ReplicaTotals[]): void {
    for (const replica of replicas) this.replace(replica);
  }

  #pack(replicaId: string, state: ReplicaState): void {
    const array = this.#array(replicaId);
    this.#checkpoints.set(replicaId, packTotals(state.watermark, state.totals));
    if (array.length > 0) array.delete(0, array.length);
  }

  #array(replicaId: string): Y.Array<unknown> {
    const array = this.#doc.getArray<unknown>(operationsPrefix + replicaId);
    if (!this.#watched.has(replicaId)) {
      this.#watched.add(replicaId);
      array.observe((event) => this.#arrived(replicaId, event));
    }
    return array;
  }

  #arrived(replicaId: string, event: Y.YArrayEvent<unknown>): void {
    if (event.transaction.origin === ownWrite) return;
    if (event.transaction.origin === mergedUpdate) this.#touched.add(replicaId);
    if (this.#stale.has(replicaId)) return;
    const known = this.#states.get(replicaId);
    const inserted = known === undefined ? undefined : appendedAtEnd(event);
    if (known === undefined || inserted === undefined || !inserted.every((entry) => advance(known, entry))) {
      this.#stale.add(replicaId);
      return;
    }
    this.#noteWatermark(replicaId, known.watermark);
  }

  /** A root type that a peer created shows up in `share` only; Yjs has no event for it. */
  #adopt(transaction: Y.Transaction): void {
    if (this.#doc.share.size === this.#rootTypes) return;
    this.#rootTypes = this.#doc.share.size;
    for (const key of [...this.#doc.share.keys()]) {
      if (!key.startsWith(operationsPrefix)) continue;
      const replicaId = key.slice(operationsPrefix.length);
      if (this.#watched.has(replicaId)) continue;
      this.#array(replicaId);
      this.#changedElsewhere(replicaId, transaction);
    }
    this.#rootTypes = this.#doc.share.size;
  }

  #changedElsewhere(replicaId: string, transaction: Y.Transaction): void {
    this.#stale.add(replicaId);
    if (transaction.origin === mergedUpdate) this.#touched.add(replicaId);
  }

  #noteWatermark(replicaId: string, watermark: number): void {
    const highest = this.#highest.get(replicaId) ?? 0;
    if (watermark >= highest) {
      this.#highest.set(replicaId, watermark);
      this.#wentBack.delete(replicaId);
    } else {
      this.#wentBack.set(replicaId, { from: highest, to: watermark });
    }
  }
}

/** The new entries if they were added behind all others and nothing else happened. */
function appendedAtEnd(event: Y.YArrayEvent<unknown>): unknown[] | undefined {
  const steps = event.changes.delta;
  const insert = steps[steps.length - 1]?.insert;
  if (!Array.isArray(insert)) return undefined;
  const before = steps.length === 1 ? 0 : steps[0]?.retain;
  if (steps.length > 2 || before === undefined) return undefined;
  return before + insert.length === event.target.length ? insert : undefined;
}
