import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { errorCode, OperatorError } from '../operator-error.ts';

export interface DataDirLock {
  release(): void;
}

/**
 * One process a data directory. The lock is an exclusive SQLite transaction on an empty file beside the store: the
 * operating system drops it when the process dies, so a SIGKILL leaves no stale lock behind.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  const file = join(dataDir, 'lock.db');
  let connection: SqliteConnection.Database | undefined;
  try {
    connection = new SqliteConnection(file);
    connection.pragma('busy_timeout = 0');
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection?.close();
    if (errorCode(error).startsWith('SQLITE_BUSY')) {
      throw new OperatorError(
        `${dataDir} is in use by a running Apotheca. Stop that one first, or use another --data-dir.`,
        { cause: error },
      );
    }
    throw new OperatorError(`${dataDir} cannot be locked (${errorCode(error)}). Check that you may write there.`, {
      cause: error,
    });
  }
  const held = connection;
  return {
    release() {
      if (held.open) held.close();
    },
  };
}

/** Whether another process holds the directory; for commands that work beside it. */
export function isDataDirLocked(dataDir: string): boolean {
  try {
    lockDataDir(dataDir).release();
    return false;
  } catch (error) {
    if (error instanceof OperatorError && errorCode(error.cause).startsWith('SQLITE_BUSY')) return true;
    throw error;
  }
}
