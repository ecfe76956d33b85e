import { BlobPlaces, blobType } from './blob-places.ts';
import type { LedgerRow } from './ledger/chain.ts';
import type { Ledger } from './ledger/ledger.ts';
import { isPayload, type Payload } from './ledger/payload.ts';
import { rowOf } from './ledger/rows.ts';
import type { CommittedChange } from './module.ts';
import type { Database } from './ports.ts';
import type { Projections } from './projections.ts';
import { isStorageFault } from './storage-fault.ts';

/** What was opened already. */
type Opened = ReadonlyMap<LedgerRow, Payload | null | undefined>;

/** Why a row is kept and passed on, and not shown. */
export type DeferReason =
  /** Its store key has not arrived. */
  | 'unknown-key'
  /** Written by a version newer than this one. */
  | 'newer-version'
  /** It does not open under the key it names, which came after it. */
  | 'unreadable'
  /** A module of this version failed over it. */
  | 'failed';

export interface DeferredRows {
  readonly keyId: string;
  readonly reason: DeferReason;
  readonly rows: number;
}

/** Rows that waited are looked at in transactions of this many. */
const deferredAtOnce = 1000;

/** What follows from a ledger row: projections, the place of a blob, or a note that it cannot be read yet. */
export class RowProjector {
  readonly #db: Database;
  readonly #ledger: Ledger;
  readonly #projections: Projections;
  readonly blobs: BlobPlaces;

  constructor(parts: { readonly db: Database; readonly ledger: Ledger; readonly projections: Projections }) {
    this.#db = parts.db;
    this.#ledger = parts.ledger;
    this.#projections = parts.projections;
    this.blobs = new BlobPlaces(parts.db, parts.ledger);
  }

  /** Inside a transaction. */
  project(row: LedgerRow, payload: Payload): CommittedChange[] {
    if (row.type === blobType) this.blobs.note(row, payload);
    return this.#projections.project(row, payload);
  }

  /** The payload, `null` where it is not what a member wrote; undefined when it cannot be read yet. */
  open(row: LedgerRow): Payload | null | undefined {
    if (this.#ledger.keys.whyClosed(row)) return undefined;
    try {
      const payload = this.#ledger.payloadOf(row);
      return isPayload(payload) ? payload : null;
    } catch {
      return null;
    }
  }

  /** What changed; null when the row can only be kept for now. */
  #projectOrDefer(row: LedgerRow, opened: Opened): CommittedChange[] | null {
    const payload = opened.has(row) ? opened.get(row) : this.open(row);
    if (payload) return this.project(row, payload);
    this.defer(row, this.#ledger.keys.whyClosed(row) ?? 'unreadable');
    return null;
  }

  /**
   * Inside a transaction: all of them, and a row over which a module fails is kept without being shown, so that it
   * neither stops the others nor keeps a terminal from starting.
   */
  projectAll(
    rows: readonly LedgerRow[],
    opened: Opened = new Map(),
    onFault: (error: unknown) => void = () => {},
  ): { changes: CommittedChange[]; projected: number } {
    const whole = this.#attempt(rows, opened, rows.length === 1 ? onFault : () => {});
    if (whole) return whole;
    const changes: CommittedChange[] = [];
    let projected = 0;
    for (const row of rows) {
      const one = rows.length > 1 ? this.#attempt([row], opened, onFault) : null;
      if (!one) this.defer(row, 'failed');
      changes.push(...(one?.changes ?? []));
      projected += one?.projected ?? 0;
    }
    return { changes, projected };
  }

  /** Null when a module failed: then nothing of it is there. What was projected before must be settled. */
  #attempt(
    rows: readonly LedgerRow[],
    opened: Opened,
    onFault: (error: unknown) => void,
  ): { changes: CommittedChange[]; projected: number } | null {
    this.#db.exec('SAVEPOINT projecting');
    try {
      const each = rows.map((row) => this.#projectOrDefer(row, opened));
      this.#projections.settle();
      this.#db.exec('RELEASE projecting');
      return { changes: each.flatMap((changed) => changed ?? []), projected: each.filter(Boolean).length };
    } catch (error) {
      if (isStorageFault(error)) throw error;
      onFault(error);
      this.#projections.discard();
      this.#db.exec('ROLLBACK TO projecting; RELEASE projecting');
      return null;
    }
  }

  defer(row: LedgerRow, reason: DeferReason): void {
    this.#db
      .write('INSERT OR REPLACE INTO deferred (place, key_id, reason) VALUES (?, ?, ?)')
      .run(this.#ledger.placeOf(row.origin, row.seq), row.keyId, reason);
  }

  /** What is kept here and not shown, for the status page. */
  deferred(): DeferredRows[] {
    return this.#db
      .prepare<{ key_id: string; reason: DeferReason; rows: number }>(
        'SELECT key_id, reason, count(*) AS rows FROM deferred GROUP BY reason, key_id ORDER BY reason, key_id',
      )
      .all()
      .map(({ key_id, reason, rows }) => ({ keyId: key_id, reason, rows }));
  }

  /** One part of what can be read now, inside a transaction. */
  projectDeferred(): { changes: CommittedChange[]; looked: number; projected: number } {
    const open = this.deferred().find(({ keyId, reason }) => reason === 'unknown-key' && this.#ledger.keys.has(keyId));
    if (!open) return { changes: [], looked: 0, projected: 0 };
    const rows = this.#db
      .prepare(
        `SELECT log.* FROM deferred JOIN log USING (place)
         WHERE deferred.reason = 'unknown-key' AND deferred.key_id = ? ORDER BY log.hlc LIMIT ?`,
      )
      .all(open.keyId, deferredAtOnce)
      .map(rowOf);
    const remove = this.#db.write('DELETE FROM deferred WHERE place = ?');
    for (const row of rows) remove.run(this.#ledger.placeOf(row.origin, row.seq));
    return { ...this.projectAll(rows), looked: rows.length };
  }
}
