import { type BackupVerdict, verifyBackup } from '../backup/read-backup.ts';
import { type BackupOrder, type BackupReport, writeBackup } from '../backup/write-backup.ts';
import { SqliteDatabase } from '../database/sqlite-database.ts';
import { exportLedger, type LedgerFileVerdict, verifyLedgerFile } from '../ledger-file/ledger-file.ts';
import { type StoreOrder, type StoreReport, verifyStore } from './verify-store.ts';

/** Work that takes seconds and needs a thread of its own. Input and output are plain data. */
export interface Tasks {
  backup: { input: BackupOrder; output: BackupReport };
  'verify-backup': { input: { file: string }; output: BackupVerdict };
  'verify-ledger-file': { input: { file: string }; output: LedgerFileVerdict };
  'verify-store': { input: StoreOrder; output: StoreReport };
  'export-ledger': {
    input: { databaseFile: string; databaseKey: Uint8Array; storeId: string; exportedAt: string; target: string };
    output: { rows: number; seals: number };
  };
}
export type TaskName = keyof Tasks;

export const tasks: { [N in TaskName]: (input: Tasks[N]['input']) => Tasks[N]['output'] } = {
  backup: writeBackup,
  'verify-backup': ({ file }) => verifyBackup(file),
  'verify-ledger-file': ({ file }) => verifyLedgerFile(file),
  'verify-store': verifyStore,
  'export-ledger': ({ databaseFile, databaseKey, ...what }) => {
    const db = SqliteDatabase.open({ file: databaseFile, key: databaseKey, isReadOnly: true });
    try {
      return exportLedger(db, what);
    } finally {
      db.close();
    }
  },
};
