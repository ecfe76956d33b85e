import SqliteConnection from 'better-sqlite3';
import { errorCode, OperatorError } from '../operator-error.ts';

export type Connection = SqliteConnection.Database;

export interface ConnectionOptions {
  readonly file: string;
  /** 32 bytes, used as they are: no key derivation at open (98 ms saved, stack notes). */
  readonly key: Uint8Array;
  readonly isReadOnly?: boolean;
}

/** Page cache of one connection. Decrypting a page costs about 10 us, so it pays; 400 MB is the service's whole budget. */
const cacheKib = 48_000;
const walKeepBytes = 64 * 1024 * 1024;
/**
 * Half of SQLCipher's default. A command touches some twenty pages of different tables, and encrypting them is most of
 * its cost: at 2,048 bytes a commit of twenty tables took 0.37 ms, at 4,096 bytes 0.55 ms, in one run.
 * Another program opens the file with `PRAGMA cipher_page_size = 2048`.
 */
export const pageBytes = 2048;

/**
 * Opens the encrypted store database. Temporary tables and sorts stay in memory: SQLite does not encrypt its temporary
 * files, and they would hold patient data. Memory mapping is off: it would bypass the cipher's page checks.
 */
export function openConnection(options: ConnectionOptions): Connection {
  const { file, isReadOnly = false } = options;
  let connection: Connection | undefined;
  try {
    connection = new SqliteConnection(file, { readonly: isReadOnly, fileMustExist: isReadOnly });
    connection.pragma("cipher = 'sqlcipher'");
    connection.pragma('legacy = 4');
    connection.pragma(`legacy_page_size = ${pageBytes}`);
    connection.pragma(`key = "x'${Buffer.from(options.key).toString('hex')}'"`);
    connection.pragma('busy_timeout = 5000');
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    if (!isReadOnly) {
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = FULL');
      connection.pragma(`journal_size_limit = ${walKeepBytes}`);
    }
    connection.pragma('foreign_keys = ON');
    connection.pragma('temp_store = MEMORY');
    connection.pragma('mmap_size = 0');
    connection.pragma(`cache_size = -${cacheKib}`);
    connection.pragma('trusted_schema = OFF');
    return connection;
  } catch (error) {
    connection?.close();
    throw explainOpenFailure(file, error);
  }
}

function explainOpenFailure(file: string, error: unknown): OperatorError {
  const code = errorCode(error);
  const cause = { cause: error };
  if (code === 'SQLITE_NOTADB') {
    return new OperatorError(
      `${file} cannot be opened: its keys in this directory do not fit, or its first page is damaged. ` +
        'Put back the keys.json that belongs to it, or restore a backup: npm run apotheca -- restore FILE --data-dir DIR.',
      cause,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_IOERR')) {
    return new OperatorError(
      `${file} is damaged or cannot be read (${code}). See what is damaged with "npm run apotheca -- verify --data-dir DIR", ` +
        'then restore a backup.',
      cause,
    );
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY')) {
    return new OperatorError(
      `${file} cannot be opened (${code}). Check that the directory exists and is yours.`,
      cause,
    );
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new OperatorError(`${file} is in use by another program. Close it and try again.`, cause);
  }
  const text = error instanceof Error ? error.message : String(error);
  return new OperatorError(`${file} cannot be opened: ${text}. Check the file and its directory.`, cause);
}
