import { type Movement, type ReplicaTotals, roomOf, unpackTotals } from '@apotheca/crdt-inventory';
import type { ReadDb, WriteDb } from '../../kernel/ports.ts';
import type { ControlledMovement } from './services.ts';

const documentKey = 'document';
const roomKey = 'room';
const sumsPrefix = 'sums ';

export interface SavedDocument {
  readonly room: string;
  readonly state: Uint8Array;
}

/** What the last save left: the shared document. Before rooms were noted there was the first only. */
export function readDocument(db: ReadDb, storeId: string): SavedDocument | undefined {
  const read = db.prepare<{ value: Uint8Array }>('SELECT value FROM inventory_local WHERE key = ?');
  const state = read.get(documentKey)?.value;
  if (state === undefined) return undefined;
  const room = read.get(roomKey)?.value;
  return { room: room ? Buffer.from(room).toString() : roomOf({ storeId, epoch: 1 }), state };
}

/** And the ledger's sums per origin, each up to its watermark. */
export function readSums(db: ReadDb): ReplicaTotals[] {
  const rows = db.prepare<{ key: string; value: Uint8Array }>('SELECT key, value FROM inventory_local').all();
  return rows.flatMap(({ key, value }) => {
    if (!key.startsWith(sumsPrefix)) return [];
    return unpackTotals(key.slice(sumsPrefix.length), value) ?? [];
  });
}

export function writeSaved(
  db: WriteDb,
  saved: { document: SavedDocument; sums: readonly (readonly [origin: string, packed: Uint8Array])[] },
): void {
  const put = db.write('INSERT OR REPLACE INTO inventory_local (key, value) VALUES (?, ?)');
  put.run(documentKey, saved.document.state);
  put.run(roomKey, Buffer.from(saved.document.room));
  for (const [origin, packed] of saved.sums) put.run(sumsPrefix + origin, packed);
}

/** Origins that moved stock; a jump from one to the next in the primary key, not a scan. */
export function origins(db: ReadDb): string[] {
  const rows = db
    .prepare<{ origin: string | null }>(
      `WITH RECURSIVE next (origin) AS (
         SELECT min(origin) FROM inventory_movement
         UNION ALL
         SELECT (SELECT min(origin) FROM inventory_movement WHERE origin > next.origin) FROM next
         WHERE next.origin IS NOT NULL
       ) SELECT origin FROM next`,
    )
    .all();
  return rows.flatMap((row) => (row.origin === null ? [] : [row.origin]));
}

/** Movements of one origin after a sequence number, in order. */
export function movementsAfter(db: ReadDb, origin: string, seq: number): Movement[] {
  const rows = db
    .prepare<{ seq: number; aggregate_id: string; delta_milli: number }>(
      `SELECT seq, aggregate_id, delta_milli FROM inventory_movement
       WHERE origin = ? AND seq > ? ORDER BY seq, item`,
    )
    .all(origin, seq);
  return rows.map((row) => ({
    replicaId: origin,
    logSeq: row.seq,
    batchId: row.aggregate_id,
    addMilli: Math.max(row.delta_milli, 0),
    takeMilli: Math.max(-row.delta_milli, 0),
  }));
}

/** Every origin's sums by lot, from the movements alone. */
export function sumOfAll(
  db: ReadDb,
): { replicaId: string; batchId: string; watermark: number; addedMilli: number; takenMilli: number }[] {
  return db
    .prepare<{ replicaId: string; batchId: string; watermark: number; addedMilli: number; takenMilli: number }>(
      `SELECT origin AS replicaId, aggregate_id AS batchId, max(seq) AS watermark,
         sum(max(delta_milli, 0)) AS addedMilli, sum(max(-delta_milli, 0)) AS takenMilli
       FROM inventory_movement GROUP BY origin, aggregate_id`,
    )
    .all();
}

interface DrugMovementRow {
  readonly seq: number;
  readonly item: number;
  readonly hlc: number;
  readonly drug_key: string;
  readonly aggregate_id: string;
  readonly delta_milli: number;
}

/** Rows looked at in one go; a ledger row with more movements than that is looked at as a whole. */
const movementsAtOnce = 5000;

/** Movements of one origin after a sequence number, of the drugs that are wanted, in order, and how far it looked. */
export function drugMovementsAfter(
  db: ReadDb,
  origin: string,
  afterSeq: number,
  isWanted: (drugKey: string) => boolean,
): { movements: ControlledMovement[]; lookedTo: number } {
  const movements: ControlledMovement[] = [];
  const wanted = new Map<string, boolean>();
  let looked = 0;
  let lookedTo = afterSeq;
  const rows = db
    .prepare<DrugMovementRow>(
      `SELECT seq, item, hlc, drug_key, aggregate_id, delta_milli FROM inventory_movement
       WHERE origin = ? AND seq > ? ORDER BY seq, item`,
    )
    .iterate(origin, afterSeq);
  for (const row of rows) {
    if (looked >= movementsAtOnce && row.seq > lookedTo) break;
    looked += 1;
    lookedTo = row.seq;
    const isOne = wanted.get(row.drug_key) ?? isWanted(row.drug_key);
    wanted.set(row.drug_key, isOne);
    if (!isOne) continue;
    const { seq, item, hlc, drug_key: ndc, aggregate_id: batchId, delta_milli: deltaMilli } = row;
    movements.push({ origin, seq, item, hlc, ndc, batchId, deltaMilli });
  }
  return { movements, lookedTo };
}

export function movementCount(db: ReadDb, drugKey: string): number {
  const row = db.prepare<{ count: number }>('SELECT count(*) AS count FROM inventory_movement WHERE drug_key = ?');
  return row.get(drugKey)?.count ?? 0;
}
