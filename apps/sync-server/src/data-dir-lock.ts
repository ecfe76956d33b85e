import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { errorCode, OperatorError } from './operator-error.ts';

/**
 * One relay a data directory: an exclusive transaction on an empty file beside it, which the operating system drops
 * when the process dies.
 */
export function lockDataDir(dataDir: string): { release(): void } {
  let connection: SqliteConnection.Database | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    connection = new SqliteConnection(join(dataDir, 'lock.db'));
    connection.pragma('busy_timeout = 0');
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection?.close();
    if (errorCode(error).startsWith('SQLITE_BUSY')) {
      throw new OperatorError(`${dataDir} is in use by a running relay. Stop that one, or use another --data-dir.`);
    }
    throw new OperatorError(`${dataDir} cannot be used (${errorCode(error)}). Check that you may write there.`);
  }
  const held = connection;
  return { release: () => void held.close() };
}
