import type { LedgerVerdict } from '@apotheca/core';
import { checkPages, type PageReport } from '../database/cipher-pages.ts';
import { type ConnectionOptions, openConnection } from '../database/open-connection.ts';
import { SqliteDatabase } from '../database/sqlite-database.ts';
import { divideLedger, type LedgerPart, verifyLedgerPart } from '../ledger-file/verify-ledger-part.ts';

export interface StoreFile {
  readonly databaseFile: string;
  readonly databaseKey: Uint8Array;
  readonly storeId: string;
}

export interface StoreOutline {
  readonly pages: number;
  /** What SQLite says of the structure; empty when all is well. */
  readonly faults: readonly string[];
  readonly shares: readonly (readonly LedgerPart[])[];
  readonly sealedTo: ReadonlyMap<string, number>;
}

function optionsOf({ databaseFile, databaseKey }: StoreFile): ConnectionOptions {
  return { file: databaseFile, key: databaseKey, isReadOnly: true };
}

/** Puts what a crash left in the write-ahead log into the file, before its pages are judged. Answers their number. */
export function settleStore({ databaseFile, databaseKey }: StoreFile): number {
  const connection = openConnection({ file: databaseFile, key: databaseKey });
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)');
    return Number(connection.pragma('page_count', { simple: true }));
  } finally {
    connection.close();
  }
}

/** A run of pages by their own check sums. Only for a file that nobody has open. */
export function checkStorePages(file: StoreFile, run: { from: number; to: number | null }): PageReport {
  const { from, to } = run;
  return checkPages(file.databaseFile, file.databaseKey, to === null ? { from } : { from, to });
}

/** The structure as SQLite sees it, and how to divide the ledger. */
export function outlineStore(file: StoreFile, shares: number): StoreOutline {
  const db = SqliteDatabase.open(optionsOf(file));
  try {
    return {
      pages: Number(db.connection.pragma('page_count', { simple: true })),
      faults: structureFaults(db),
      shares: divideLedger(db, shares),
      sealedTo: new Map(
        db
          .prepare<{ origin: string; last: number }>('SELECT origin, max(seq_end) AS last FROM seal GROUP BY origin')
          .all()
          .map((row) => [row.origin, row.last]),
      ),
    };
  } finally {
    db.close();
  }
}

export function verifyStorePart(file: StoreFile, parts: readonly LedgerPart[]): LedgerVerdict {
  const db = SqliteDatabase.open(optionsOf(file));
  try {
    return verifyLedgerPart(db, file.storeId, parts);
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
