import { createHash } from 'node:crypto';
import { closeSync, copyFileSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectionsDigest, verifyDatabase } from '@apotheca/core';
import { originRecords } from '../backup/origin-records.ts';
import { newestCatalogFile } from '../catalog/catalog-store.ts';
import { type Connection, openConnection } from '../database/open-connection.ts';
import { SqliteDatabase } from '../database/sqlite-database.ts';
import { version } from '../install-paths.ts';
import { OperatorError } from '../operator-error.ts';
import { writeFileDurably } from '../write-file-durably.ts';
import { type Snapshot, type SnapshotFile, snapshotChunkBytes } from './snapshot-manifest.ts';

export interface SnapshotOrder {
  readonly databaseFile: string;
  readonly databaseKey: Uint8Array;
  readonly catalogDir: string;
  readonly storeId: string;
  readonly createdAt: string;
  readonly snapshotKey: Uint8Array;
  /** Tables of this terminal alone: the image has them empty. */
  readonly localTables: readonly string[];
  /** Empty directory of this snapshot alone. */
  readonly targetDir: string;
}

/** Entries of `local_state` that say how the tables were made, not whose they are. */
const stateKept = ['demo-filled', 'modules.signature'];
export const manifestName = 'snapshot.json';

export function imagePath(dir: string, name: SnapshotFile['name']): string {
  return join(dir, `${name}.image`);
}

/**
 * Writes a snapshot for a new terminal beside the running store: a consistent image without what belongs to this
 * terminal alone, compacted so that nothing deleted is in it, under a key of its own. The manifest comes last: with it
 * the snapshot is whole.
 */
export function writeSnapshot(order: SnapshotOrder): Snapshot {
  const { targetDir, snapshotKey } = order;
  const partial = join(targetDir, 'store.partial');
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${suffix}`, { force: true });
  copyStore(order, partial);
  renameSync(partial, imagePath(targetDir, 'store'));
  const described = describe(order, imagePath(targetDir, 'store'));
  const files = [filePart('store', imagePath(targetDir, 'store'))];
  const catalog = newestCatalogFile(order.catalogDir);
  if (catalog !== null) {
    const image = imagePath(targetDir, 'catalog');
    copyFileSync(catalog, image);
    rekeyFile(image, order.databaseKey, snapshotKey);
    files.push(filePart('catalog', image));
  }
  const snapshot: Snapshot = { ...described, files };
  writeFileDurably(join(targetDir, manifestName), JSON.stringify(snapshot));
  return snapshot;
}

function copyStore(order: SnapshotOrder, target: string): void {
  const source = openConnection({ file: order.databaseFile, key: order.databaseKey, isReadOnly: true });
  try {
    source.prepare('VACUUM INTO ?').run(target);
  } finally {
    source.close();
  }
  const image = openConnection({ file: target, key: order.databaseKey });
  try {
    image.pragma('journal_mode = DELETE');
    empty(image, order.localTables);
    // First without what was deleted, then under the other key: no page of this terminal goes along.
    image.exec('VACUUM');
    rekey(image, order.snapshotKey);
  } finally {
    image.close();
  }
}

function empty(image: Connection, localTables: readonly string[]): void {
  const marks = stateKept.map(() => '?').join();
  image.prepare(`DELETE FROM local_state WHERE key NOT IN (${marks})`).run(...stateKept);
  for (const table of ['idempotency', ...localTables]) image.exec(`DELETE FROM ${table}`);
}

/** The file must not be in write-ahead mode. */
export function rekey(connection: Connection, key: Uint8Array): void {
  connection.pragma(`rekey = "x'${Buffer.from(key).toString('hex')}'"`);
}

export function rekeyFile(file: string, from: Uint8Array, to: Uint8Array): void {
  const connection = openConnection({ file, key: from });
  try {
    connection.pragma('journal_mode = DELETE');
    rekey(connection, to);
  } finally {
    connection.close();
  }
}

/** Reads the image, not the store: the manifest says what is in the file. A ledger that does not verify is not given on. */
function describe(order: SnapshotOrder, image: string): Omit<Snapshot, 'files'> {
  const db = SqliteDatabase.open({ file: image, key: order.snapshotKey, isReadOnly: true });
  try {
    const origins = originRecords(db);
    const verdict = verifyDatabase(db, { storeId: order.storeId, origins: () => origins });
    if (verdict.firstBad) {
      const { origin, seq, why } = verdict.firstBad;
      throw new OperatorError(
        `No terminal can join here: the ledger is damaged at ${origin} row ${seq} (${why}). Let it join at another one.`,
      );
    }
    return {
      format: 'apotheca-snapshot-1',
      storeId: order.storeId,
      appVersion: version,
      createdAt: order.createdAt,
      ledger: { digest: verdict.digest, events: verdict.checked, vector: verdict.vector },
      projectionsDigest: projectionsDigest(db),
    };
  } finally {
    db.close();
  }
}

function filePart(name: SnapshotFile['name'], file: string): SnapshotFile {
  const handle = openSync(file, 'r');
  const buffer = Buffer.alloc(snapshotChunkBytes);
  const chunks: string[] = [];
  try {
    for (;;) {
      let filled = 0;
      for (let got = -1; got !== 0 && filled < buffer.length; filled += got) {
        got = readSync(handle, buffer, filled, buffer.length - filled, null);
      }
      if (filled === 0) break;
      chunks.push(createHash('sha256').update(buffer.subarray(0, filled)).digest('hex'));
    }
  } finally {
    closeSync(handle);
  }
  return { name, bytes: statSync(file).size, chunks };
}
