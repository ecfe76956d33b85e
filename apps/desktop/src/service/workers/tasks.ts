import type { LedgerVerdict } from '@apotheca/core';
import { type BackupOrder, type BackupReport, writeBackup } from '../backup/write-backup.ts';
import type { PageReport } from '../database/cipher-pages.ts';
import { SqliteDatabase } from '../database/sqlite-database.ts';
import type { Snapshot } from '../join/snapshot-manifest.ts';
import { type SnapshotOrder, writeSnapshot } from '../join/write-snapshot.ts';
import { exportLedger } from '../ledger-file/ledger-file.ts';
import type { LedgerPart } from '../ledger-file/verify-ledger-part.ts';
import {
  checkStorePages,
  outlineStore,
  type StoreFile,
  type StoreOutline,
  settleStore,
  verifyStorePart,
} from './store-tasks.ts';

/** Work that takes seconds and needs a thread of its own. Input and output are plain data. */
export interface Tasks {
  backup: { input: BackupOrder; output: BackupReport };
  snapshot: { input: SnapshotOrder; output: Snapshot };
  'settle-store': { input: StoreFile; output: number };
  'check-pages': { input: { file: StoreFile; run: { from: number; to: number | null } }; output: PageReport };
  'outline-store': { input: { file: StoreFile; shares: number }; output: StoreOutline };
  'verify-part': { input: { file: StoreFile; parts: readonly LedgerPart[] }; output: LedgerVerdict };
  'export-ledger': {
    input: { databaseFile: string; databaseKey: Uint8Array; storeId: string; exportedAt: string; target: string };
    output: { rows: number; seals: number };
  };
}
export type TaskName = keyof Tasks;

export const tasks: { [N in TaskName]: (input: Tasks[N]['input']) => Tasks[N]['output'] } = {
  backup: writeBackup,
  snapshot: writeSnapshot,
  'settle-store': settleStore,
  'check-pages': ({ file, run }) => checkStorePages(file, run),
  'outline-store': ({ file, shares }) => outlineStore(file, shares),
  'verify-part': ({ file, parts }) => verifyStorePart(file, parts),
  'export-ledger': ({ databaseFile, databaseKey, ...what }) => {
    const db = SqliteDatabase.open({ file: databaseFile, key: databaseKey, isReadOnly: true });
    try {
      return exportLedger(db, what);
    } finally {
      db.close();
    }
  },
};
