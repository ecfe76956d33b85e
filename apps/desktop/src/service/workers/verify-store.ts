import { type LedgerVerdict, verifyDatabase } from '@apotheca/core';
import { originRecords } from '../backup/origin-records.ts';
import { checkPages } from '../database/cipher-pages.ts';
import { openConnection } from '../database/open-connection.ts';
import { SqliteDatabase } from '../database/sqlite-database.ts';
import { errorCode } from '../operator-error.ts';

export interface StoreOrder {
  readonly databaseFile: string;
  readonly databaseKey: Uint8Array;
  readonly storeId: string;
  /** True while a service of this process or another has the file open: then pages are read through SQLite only. */
  readonly isRunning: boolean;
}

export interface StoreReport {
  readonly pages: number;
  /** Damaged pages, or what SQLite says of the structure; empty when all is well. */
  readonly faults: readonly string[];
  /** Null when the file is too damaged to read the ledger. */
  readonly ledger: LedgerVerdict | null;
}

/** Every page of the database, its structure, and the whole ledger. */
export function verifyStore(order: StoreOrder): StoreReport {
  const faults: string[] = [];
  let pages = 0;
  if (!order.isRunning) {
    // What a crash left in the write-ahead log belongs into the file before its pages are judged.
    const connection = openConnection({ file: order.databaseFile, key: order.databaseKey });
    connection.pragma('wal_checkpoint(TRUNCATE)');
    connection.close();
    const report = checkPages(order.databaseFile, order.databaseKey);
    pages = report.pages;
    faults.push(...report.bad.map((page) => `page ${page} of the database file is damaged`));
    if (report.tailBytes > 0) faults.push('the end of the database file is cut off');
  }
  const db = SqliteDatabase.open({ file: order.databaseFile, key: order.databaseKey, isReadOnly: true });
  try {
    pages ||= Number(db.connection.pragma('page_count', { simple: true }));
    if (faults.length === 0) faults.push(...structureFaults(db));
    const origins = originRecords(db);
    const ledger = verifyDatabase(db, { storeId: order.storeId, origins: () => origins });
    return { pages, faults, ledger };
  } catch (error) {
    if (faults.length === 0) faults.push(`the database file cannot be read (${errorCode(error) || 'unknown'})`);
    return { pages, faults, ledger: null };
  } finally {
    db.close();
  }
}

/** SQLite names the page it cannot get; of the rest the first lines say enough. */
function structureFaults(db: SqliteDatabase): string[] {
  const rows = db.connection.pragma('quick_check(20)') as { quick_check: string }[];
  const lines = rows.flatMap((row) => row.quick_check.split('\n')).filter((line) => !line.startsWith('***'));
  if (lines.length === 1 && lines[0] === 'ok') return [];
  return lines.map((line) => {
    const page = /page (\d+): unable to get the page/.exec(line)?.[1];
    return page === undefined ? `database structure: ${line}` : `page ${page} of the database file is damaged`;
  });
}
