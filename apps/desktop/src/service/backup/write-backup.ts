import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type OriginRecord, signBytes, signerOf, verifyDatabase } from '@apotheca/core';
import { openConnection } from '../database/open-connection.ts';
import { SqliteDatabase } from '../database/sqlite-database.ts';
import { version } from '../install-paths.ts';
import type { Wrapped } from '../keys/secret-wrap.ts';
import { errorCode, OperatorError } from '../operator-error.ts';
import { syncDirectory } from '../write-file-durably.ts';
import { chunkBytes, headOf, type Manifest } from './manifest.ts';
import { originRecords } from './origin-records.ts';

export interface BackupOrder {
  readonly databaseFile: string;
  readonly databaseKey: Uint8Array;
  readonly target: string;
  readonly storeId: string;
  readonly terminalId: string;
  readonly demo: string | null;
  readonly createdAt: string;
  readonly storeKeyIds: readonly string[];
  readonly recovery: Wrapped | null;
  readonly passphrase: Wrapped | null;
}

export interface BackupReport {
  readonly bytes: number;
  readonly events: number;
  readonly digest: string;
}

/**
 * Writes a backup beside a running service: a consistent encrypted image by `VACUUM INTO`, its ledger verified, then
 * the container. The target appears only when it is whole and on disk.
 */
export function writeBackup(order: BackupOrder): BackupReport {
  const target = resolve(order.target);
  const image = `${target}.image`;
  const partial = `${target}.partial`;
  const clean = () => {
    for (const file of [image, `${image}-journal`, partial]) rmSync(file, { force: true });
  };
  clean();
  try {
    copyDatabase(order, image);
    const manifest = describeImage(order, image);
    const bytes = writeContainer(partial, image, manifest, order);
    renameSync(partial, target);
    syncDirectory(dirname(target));
    return { bytes, events: manifest.ledger.events, digest: manifest.ledger.digest };
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const code = errorCode(error);
    const advice = code === 'ENOSPC' || code === 'SQLITE_FULL' ? 'Make room there' : 'Check the folder';
    throw new OperatorError(
      `The backup could not be written to ${target} (${code || 'unknown'}). ${advice} and try again.`,
      {
        cause: error,
      },
    );
  } finally {
    clean();
  }
}

function copyDatabase(order: BackupOrder, image: string): void {
  const source = openConnection({ file: order.databaseFile, key: order.databaseKey, isReadOnly: true });
  try {
    source.prepare('VACUUM INTO ?').run(image);
  } finally {
    source.close();
  }
}

/** Reads the copy, not the original: the manifest says what is in the file. A ledger that does not verify is no backup. */
function describeImage(order: BackupOrder, image: string): Manifest {
  const db = SqliteDatabase.open({ file: image, key: order.databaseKey, isReadOnly: true });
  try {
    const origins = originRecords(db);
    const verdict = verifyDatabase(db, { storeId: order.storeId, origins: () => origins });
    if (verdict.firstBad) {
      const { origin, seq, why } = verdict.firstBad;
      throw new OperatorError(
        `No backup was made: the ledger is damaged at ${origin} row ${seq} (${why}). Restore an earlier backup.`,
      );
    }
    return {
      format: 'apotheca-backup-1',
      storeId: order.storeId,
      terminalId: order.terminalId,
      demo: order.demo,
      createdAt: order.createdAt,
      appVersion: version,
      signedBy: incarnationOf(db).origin,
      origins: origins.map(originEntry),
      ledger: { digest: verdict.digest, events: verdict.checked, vector: verdict.vector },
      keys: { storeKeyIds: [...order.storeKeyIds], recovery: order.recovery, passphrase: order.passphrase },
      image: { bytes: statSync(image).size, chunkBytes, chunks: hashChunks(image) },
    };
  } finally {
    db.close();
  }
}

function originEntry(record: OriginRecord): Manifest['origins'][number] {
  return { ...record, publicKey: Buffer.from(record.publicKey).toString('base64') };
}

function incarnationOf(db: SqliteDatabase): { origin: string; privateKey: string } {
  const row = db.prepare<{ value: string }>("SELECT value FROM local_state WHERE key = 'incarnation'").get();
  if (!row) throw new OperatorError('This store has never run. Start Apotheca once, then make a backup.');
  return JSON.parse(row.value) as { origin: string; privateKey: string };
}

function hashChunks(image: string): string[] {
  const hashes: string[] = [];
  for (const chunk of chunksOf(image)) hashes.push(createHash('sha256').update(chunk).digest('hex'));
  return hashes;
}

/** One buffer for all chunks: each is valid until the next is asked for. */
function* chunksOf(file: string): Iterable<Buffer> {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(chunkBytes);
    for (;;) {
      let filled = 0;
      for (let got = -1; got !== 0 && filled < chunkBytes; filled += got) {
        got = readSync(handle, buffer, filled, chunkBytes - filled, null);
      }
      if (filled === 0) return;
      yield buffer.subarray(0, filled);
    }
  } finally {
    closeSync(handle);
  }
}

function writeContainer(partial: string, image: string, manifest: Manifest, order: BackupOrder): number {
  const db = SqliteDatabase.open({ file: image, key: order.databaseKey, isReadOnly: true });
  const { privateKey } = incarnationOf(db);
  db.close();
  const head = headOf(manifest);
  const signature = signBytes(signerOf(Buffer.from(privateKey, 'base64')), head);
  const handle = openSync(partial, 'wx', 0o600);
  try {
    let written = 0;
    const write = (bytes: Uint8Array) => {
      for (let from = 0; from < bytes.length; ) from += writeSync(handle, bytes, from);
      written += bytes.length;
    };
    write(head);
    write(signature);
    for (const chunk of chunksOf(image)) write(chunk);
    fsyncSync(handle);
    return written;
  } finally {
    closeSync(handle);
  }
}
