import type * as Y from 'yjs';
import type { BatchDescription, BatchStatus } from './model.ts';
import { readStatusEntry, type StatusEntry, statusHeads, strictest } from './status-heads.ts';

/** What the document says of batches beside quantities: `b` by batch, `s` by batch and replica. Flat keys only. */
export class BatchRegister {
  readonly #descriptions: Y.Map<unknown>;
  readonly #statuses: Y.Map<unknown>;

  /** Entries by batch and replica; dropped when a status changes. */
  #grouped: Map<string, Map<string, StatusEntry>> | null = null;

  constructor(doc: Y.Doc) {
    this.#descriptions = doc.getMap('b');
    this.#statuses = doc.getMap('s');
    this.#statuses.observe(() => {
      this.#grouped = null;
    });
  }

  describe(batchId: string, description: BatchDescription): void {
    if (this.#descriptions.has(batchId)) return;
    this.#descriptions.set(batchId, [description.ndc, description.lotNumber, description.expiresOn]);
  }

  description(batchId: string): BatchDescription | undefined {
    const value = this.#descriptions.get(batchId);
    if (!Array.isArray(value) || value.length !== 3) return undefined;
    const [ndc, lotNumber, expiresOn] = value as [unknown, unknown, unknown];
    if (typeof ndc !== 'string' || typeof lotNumber !== 'string' || typeof expiresOn !== 'string') return undefined;
    return { ndc, lotNumber, expiresOn };
  }

  descriptions(): [string, BatchDescription][] {
    const all: [string, BatchDescription][] = [];
    for (const batchId of this.#descriptions.keys()) {
      const description = this.description(batchId);
      if (description !== undefined) all.push([batchId, description]);
    }
    return all;
  }

  /** A replica overwrites its own entry only, and notes which other events it has seen. The same event again is nothing new. */
  setStatus(replicaId: string, batchId: string, status: BatchStatus, stamp: string): void {
    const entries = this.#entries(batchId);
    if (entries.get(replicaId)?.stamp === stamp) return;
    const others = [...entries].filter(([replica, entry]) => replica !== replicaId && entry.stamp !== stamp);
    const seen = others.map(([, entry]) => entry.stamp).sort();
    this.#statuses.set(`${batchId}${separator}${replicaId}`, [status, stamp, seen]);
  }

  /** The strictest of the statuses that were set without knowing of each other. */
  status(batchId: string): BatchStatus {
    return strictest(statusHeads([...this.#entries(batchId).values()]).map((head) => head.status));
  }

  statuses(): [string, BatchStatus][] {
    return [...this.#byBatch().keys()].map((batchId) => [batchId, this.status(batchId)]);
  }

  #entries(batchId: string): ReadonlyMap<string, StatusEntry> {
    return this.#byBatch().get(batchId) ?? new Map();
  }

  #byBatch(): Map<string, Map<string, StatusEntry>> {
    if (this.#grouped !== null) return this.#grouped;
    const grouped = new Map<string, Map<string, StatusEntry>>();
    for (const key of this.#statuses.keys()) {
      const at = key.indexOf(separator);
      const entry = readStatusEntry(this.#statuses.get(key));
      if (at < 0 || entry === undefined) continue;
      const batchId = key.slice(0, at);
      const ofBatch = grouped.get(batchId) ?? new Map<string, StatusEntry>();
      grouped.set(batchId, ofBatch.set(key.slice(at + 1), entry));
    }
    this.#grouped = grouped;
    return grouped;
  }
}

const separator = '|';
