import type { BatchTotals, ReplicaTotals } from './model.ts';

/** An operation as it stands in a replica's array: `[batchId, dp, dn, logSeq]`. */
export type Operation = readonly [batchId: string, addMilli: number, takeMilli: number, logSeq: number];

/** What one replica's array and checkpoint add up to. Mutable: the document advances it operation by operation. */
export interface ReplicaState {
  watermark: number;
  readonly totals: Map<string, BatchTotals>;
  /** Batches of the last sequence number, to tell a repeated operation from a second one of the same event. */
  readonly atWatermark: Map<string, Operation>;
  malformed: number;
  readonly forked: Set<number>;
}

export function emptyReplica(): ReplicaState {
  return { watermark: 0, totals: new Map(), atWatermark: new Map(), malformed: 0, forked: new Set() };
}

/** From a checkpoint on. The totals are copied: what was unpacked stays as it was. */
export function fromCheckpoint(checkpoint: ReplicaTotals | undefined): ReplicaState {
  const state = emptyReplica();
  if (checkpoint === undefined) return state;
  state.watermark = checkpoint.watermark;
  for (const [id, entry] of checkpoint.totals) state.totals.set(id, { ...entry });
  return state;
}

/**
 * Adds operations after a checkpoint. An array may hold an operation twice and out of order: a terminal that was
 * rebuilt under a new client id wrote it again. What is at or below the checkpoint is in it already.
 */
export function foldOperations(state: ReplicaState, entries: readonly unknown[]): void {
  const checkpoint = state.watermark;
  const operations: Operation[] = [];
  let isAscending = true;
  let last = 0;
  for (const entry of entries) {
    if (!isOperation(entry)) {
      state.malformed += 1;
      continue;
    }
    if (entry[3] <= checkpoint) continue;
    if (entry[3] < last) isAscending = false;
    last = entry[3];
    operations.push(entry);
  }
  if (!isAscending) operations.sort((a, b) => a[3] - b[3]);
  state.atWatermark.clear();
  for (const operation of operations) applyNext(state, operation);
}

/**
 * Takes one more operation, in order. False: it does not come after what is known, so the caller has to fold the
 * whole array again.
 */
export function advance(state: ReplicaState, entry: unknown): boolean {
  if (!isOperation(entry)) {
    state.malformed += 1;
    return true;
  }
  if (entry[3] < state.watermark) return false;
  if (entry[3] === state.watermark && state.atWatermark.size === 0) return false;
  applyNext(state, entry);
  return true;
}

function applyNext(state: ReplicaState, operation: Operation): void {
  const [batchId, addMilli, takeMilli, logSeq] = operation;
  if (logSeq > state.watermark) {
    state.watermark = logSeq;
    state.atWatermark.clear();
  }
  const twin = state.atWatermark.get(batchId);
  if (twin !== undefined) {
    if (twin[1] !== addMilli || twin[2] !== takeMilli) state.forked.add(logSeq);
    return;
  }
  state.atWatermark.set(batchId, operation);
  addChange(state.totals, batchId, addMilli, takeMilli);
}

export function addChange(
  totals: Map<string, BatchTotals>,
  batchId: string,
  addMilli: number,
  takeMilli: number,
): void {
  const entry = totals.get(batchId);
  if (entry === undefined) {
    totals.set(batchId, { addedMilli: addMilli, takenMilli: takeMilli });
    return;
  }
  entry.addedMilli += addMilli;
  entry.takenMilli += takeMilli;
}

export function isQuantity(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isOperation(entry: unknown): entry is Operation {
  return (
    Array.isArray(entry) &&
    entry.length === 4 &&
    typeof entry[0] === 'string' &&
    entry[0].length > 0 &&
    isQuantity(entry[1]) &&
    isQuantity(entry[2]) &&
    isQuantity(entry[3]) &&
    entry[3] > 0
  );
}
