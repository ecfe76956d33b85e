import { existsSync } from 'node:fs';
import { OperatorError } from '../operator-error.ts';
import { checkPages, samplePages } from './cipher-pages.ts';
import { openConnection } from './open-connection.ts';
import { SqliteDatabase, type StorageFault } from './sqlite-database.ts';

/** About 60 ms of checking: enough to notice a truncated, zeroed or foreign file at once. `verify` reads every page. */
const sampledPages = 2_000;

/**
 * Opens the store for the service: finishes what a crash left in the write-ahead log, checks a sample of pages, opens.
 * A page that was changed and not sampled is noticed when it is read: SQLite answers SQLITE_CORRUPT, never wrong data.
 */
export function openStore(file: string, key: Uint8Array, onFault?: (fault: StorageFault) => void): SqliteDatabase {
  if (existsSync(file)) {
    const connection = openConnection({ file, key });
    const [checkpoint] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    connection.close();
    if (checkpoint?.busy === 0) checkSample(file, key);
  }
  return SqliteDatabase.open({ file, key }, onFault);
}

function checkSample(file: string, key: Uint8Array): void {
  const pages = checkPages(file, key, { only: [] }).pages;
  const report = checkPages(file, key, { only: samplePages(pages, sampledPages) });
  if (report.bad.length > 0 || report.tailBytes > 0) {
    const what = report.bad.length > 0 ? `page ${report.bad[0]} is damaged` : 'its end is cut off';
    throw new OperatorError(
      `${file}: ${what}. List all damage with "npm run apotheca -- verify --data-dir DIR", then restore a backup.`,
    );
  }
}
