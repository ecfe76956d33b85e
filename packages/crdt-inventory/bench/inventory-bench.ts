import { performance } from 'node:perf_hooks';
import { InventoryDocument, operationsPerCheckpoint } from '../src/index.ts';

export interface InventoryBenchSize {
  readonly operations: number;
  readonly batches: number;
  readonly replicas: number;
}

export interface InventoryBenchResult extends InventoryBenchSize {
  readonly encodedBytes: number;
  readonly loadMs: number;
  /** Load and the first reading of every batch. */
  readonly loadAndReadMs: number;
  /** Growth of the heap by one loaded document; null unless node runs with --expose-gc. */
  readonly heapBytes: number | null;
  readonly localMicros: number;
  readonly remoteMicros: number;
  readonly digestMs: number;
  readonly isSameDigest: boolean;
}

const address = { storeId: 'bench', epoch: 1 };

/** Ids as long as the product's: 16 characters, no common prefix beyond `lot_`. */
function batchId(index: number): string {
  const scrambled = Math.imul(index + 1, 2_654_435_761) >>> 0;
  return `lot_${scrambled.toString(36).padStart(7, '0')}${(index * 7919).toString(36).padStart(5, '0')}`;
}

/** The figures of docs/specs/crdt-inventory.md: writes on one replica after another, each update sent to a peer. */
export function measureInventory(size: InventoryBenchSize): InventoryBenchResult {
  const ids = Array.from({ length: size.batches }, (_, i) => batchId(i));
  const writer = Array.from({ length: size.replicas }, (_, i) => newDocument(i + 1));
  const peer = newDocument(1000);
  let localMs = 0;
  let remoteMs = 0;
  for (const [index, document] of writer.entries()) {
    const updates: Uint8Array[] = [];
    const stop = document.onUpdate((update) => updates.push(update));
    const perReplica = Math.floor(size.operations / size.replicas);
    const start = performance.now();
    for (let i = 0; i < perReplica; i += 1) {
      const id = ids[(i * 31 + index * 7) % ids.length] ?? '';
      const isReceipt = i % 10 === 0;
      document.append(`terminal-${index + 1}:1`, i * 3 + 1, [
        { batchId: id, addMilli: isReceipt ? 300_000 : 0, takeMilli: isReceipt ? 0 : 30_000 },
      ]);
    }
    localMs += performance.now() - start;
    stop();
    const received = performance.now();
    for (const update of updates) peer.applyUpdate(update);
    remoteMs += performance.now() - received;
  }
  const state = peer.encodeState();
  const digest = peer.digest();
  for (const document of writer) document.destroy();
  peer.destroy();
  return { ...size, encodedBytes: state.length, ...measureLoad(state, digest), ...perOperation() };

  function perOperation() {
    const micros = 1000 / size.operations;
    return { localMicros: round(localMs * micros), remoteMicros: round(remoteMs * micros) };
  }
}

function measureLoad(state: Uint8Array, expected: string) {
  const collect = (globalThis as { gc?: () => void }).gc;
  collect?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const start = performance.now();
  const loaded = new InventoryDocument(address);
  loaded.load(state);
  const loadMs = performance.now() - start;
  for (const id of loaded.batchIds()) loaded.onHandMilli(id);
  const loadAndReadMs = performance.now() - start;
  collect?.();
  const heapBytes = collect === undefined ? null : process.memoryUsage().heapUsed - heapBefore;
  const digestStart = performance.now();
  const isSameDigest = loaded.digest() === expected;
  const digestMs = performance.now() - digestStart;
  return {
    loadMs: round(loadMs),
    loadAndReadMs: round(loadAndReadMs),
    heapBytes,
    digestMs: round(digestMs),
    isSameDigest,
  };
}

function newDocument(clientId: number): InventoryDocument {
  const document = new InventoryDocument(address);
  document.assignClientId(clientId);
  return document;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

if (process.argv[1] === import.meta.filename) {
  const result = measureInventory({ operations: 200_000, batches: 3000, replicas: 8 });
  process.stdout.write(`${JSON.stringify({ ...result, operationsPerCheckpoint })}\n`);
}
