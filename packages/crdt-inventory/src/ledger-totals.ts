import { digestOf } from './digest.ts';
import type { InventoryDocument } from './document.ts';
import type { BatchTotals, Finding, Movement, ReplicaTotals } from './model.ts';
import { addChange } from './replica-fold.ts';

/** The same sums as the document's, taken from the ledger: what the document is checked against and rebuilt from. */
export class LedgerTotals {
  readonly #replicas = new Map<string, { watermark: number; totals: Map<string, BatchTotals> }>();

  /** One movement. Events of one origin come in order of their sequence number; a repeated one must not be added. */
  add(movement: Movement): void {
    const replica = this.#replica(movement.replicaId);
    replica.watermark = Math.max(replica.watermark, movement.logSeq);
    addChange(replica.totals, movement.batchId, movement.addMilli, movement.takeMilli);
  }

  /** The sum of many movements of one replica and batch, `watermark` being the last of them. */
  addSum(sum: { replicaId: string; batchId: string; watermark: number; addedMilli: number; takenMilli: number }): void {
    const replica = this.#replica(sum.replicaId);
    replica.watermark = Math.max(replica.watermark, sum.watermark);
    addChange(replica.totals, sum.batchId, sum.addedMilli, sum.takenMilli);
  }

  /** Sums kept from an earlier session; movements after their watermark are added on top. */
  load(saved: ReplicaTotals): void {
    for (const [batchId, sum] of saved.totals) {
      this.addSum({ replicaId: saved.replicaId, batchId, watermark: saved.watermark, ...sum });
    }
  }

  replicaIds(): string[] {
    return [...this.#replicas.keys()].sort();
  }

  replica(replicaId: string): ReplicaTotals {
    const known = this.#replicas.get(replicaId);
    return known === undefined ? { replicaId, watermark: 0, totals: new Map() } : { replicaId, ...known };
  }

  #replica(replicaId: string): { watermark: number; totals: Map<string, BatchTotals> } {
    let replica = this.#replicas.get(replicaId);
    if (replica === undefined) {
      replica = { watermark: 0, totals: new Map() };
      this.#replicas.set(replicaId, replica);
    }
    return replica;
  }
}

/** Compares replica by replica: totals where both stand at the same watermark, else who is behind. */
export function crossCheck(document: InventoryDocument, ledger: LedgerTotals): Finding[] {
  const found: Finding[] = document.findings();
  const ids = new Set([...document.replicaIds(), ...ledger.replicaIds()]);
  for (const replicaId of [...ids].sort()) {
    const inDocument = document.replica(replicaId);
    const inLedger = ledger.replica(replicaId);
    const [from, to] = [inDocument.watermark, inLedger.watermark];
    if (from < to) found.push({ kind: 'document-behind', replicaId, from, to });
    else if (from > to) found.push({ kind: 'ledger-behind', replicaId, from: to, to: from });
    else {
      const batchIds = differing(inDocument.totals, inLedger.totals);
      if (batchIds.length > 0) found.push({ kind: 'differs', replicaId, batchIds });
    }
  }
  return found;
}

/**
 * What is known of the stock from document and ledger together. Both hold a beginning of each replica's movements;
 * the longer one counts, and at equal length the ledger. Of a replica that will write no more the ledger alone counts:
 * what only the document has of it was on a disk that is lost.
 */
export class InventoryView {
  readonly #document: InventoryDocument;
  readonly #ledger: LedgerTotals;
  readonly #isOver: (replicaId: string) => boolean;

  constructor(document: InventoryDocument, ledger: LedgerTotals, isOver: (replicaId: string) => boolean = () => false) {
    this.#document = document;
    this.#ledger = ledger;
    this.#isOver = isOver;
  }

  replicas(): ReplicaTotals[] {
    const ids = new Set([...this.#document.replicaIds(), ...this.#ledger.replicaIds()]);
    return [...ids].sort().map((id) => this.#longer(id));
  }

  onHandMilli(batchId: string): number {
    return this.reader()(batchId);
  }

  /** For many batches at once; good until document or ledger change. */
  reader(): (batchId: string) => number {
    const replicas = this.replicas();
    return (batchId) => {
      let sum = 0;
      for (const replica of replicas) {
        const entry = replica.totals.get(batchId);
        if (entry !== undefined) sum += entry.addedMilli - entry.takenMilli;
      }
      return sum;
    };
  }

  digest(): string {
    return digestOf({ replicas: this.replicas() });
  }

  #longer(replicaId: string): ReplicaTotals {
    const inDocument = this.#document.replica(replicaId);
    const inLedger = this.#ledger.replica(replicaId);
    return inDocument.watermark > inLedger.watermark && !this.#isOver(replicaId) ? inDocument : inLedger;
  }
}

function differing(a: ReadonlyMap<string, BatchTotals>, b: ReadonlyMap<string, BatchTotals>): string[] {
  const ids = new Set([...a.keys(), ...b.keys()]);
  const zero = { addedMilli: 0, takenMilli: 0 };
  return [...ids]
    .filter((id) => {
      const [x, y] = [a.get(id) ?? zero, b.get(id) ?? zero];
      return x.addedMilli !== y.addedMilli || x.takenMilli !== y.takenMilli;
    })
    .sort();
}
