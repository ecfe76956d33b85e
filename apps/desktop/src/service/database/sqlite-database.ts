import type { Database, ReadStatement, SqlRow, SqlValue, WriteStatement } from '@apotheca/core';
import type SqliteConnection from 'better-sqlite3';
import { errorCode } from '../operator-error.ts';
import { type ConnectionOptions, openConnection } from './open-connection.ts';

type Statement = SqliteConnection.Statement<SqlValue[], SqlRow>;

/** A prepared statement and how it is used; made once, because commands ask for the same ones again and again. */
interface Handle {
  readonly statement: Statement;
  /** A statement that is being iterated cannot run again. */
  isIterated: boolean;
  /** Asked for again since its place in the line was last looked at. */
  isWanted: boolean;
  readonly read: ReadStatement;
  readonly write: WriteStatement;
}

/** Statements kept by their text. Above the cap the oldest goes, so that built SQL cannot fill memory. */
const statementsMax = 400;

/** The disk or the file failed, not the request: full, unreadable, damaged. */
export class StorageFault extends Error {
  readonly code: string;
  constructor(code: string, cause: unknown) {
    super(`the database failed: ${code}`, { cause });
    this.name = 'StorageFault';
    this.code = code;
  }
}

const faultCodes = [
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
];

/** The kernel's `Database` over SQLite. One connection, one thread; everything is synchronous. */
export class SqliteDatabase implements Database {
  readonly connection: SqliteConnection.Database;
  readonly #handles = new Map<string, Handle>();
  readonly #onFault: (fault: StorageFault) => void;

  constructor(connection: SqliteConnection.Database, onFault: (fault: StorageFault) => void = () => {}) {
    this.connection = connection;
    // The kernel folds ledger rows into other tables while it iterates over them. SQLite allows that; the binding
    // forbids it unless told so.
    connection.unsafeMode(true);
    this.#onFault = onFault;
  }

  static open(options: ConnectionOptions, onFault?: (fault: StorageFault) => void): SqliteDatabase {
    return new SqliteDatabase(openConnection(options), onFault);
  }

  prepare<R = SqlRow>(sql: string): ReadStatement<R> {
    const handle = this.#handle(sql);
    if (!handle.statement.reader)
      throw new TypeError('prepare is for reading: a statement that changes rows goes through write');
    return handle.read as ReadStatement<R>;
  }

  write(sql: string): WriteStatement {
    return this.#handle(sql).write;
  }

  exec(sql: string): void {
    this.#guard(() => this.connection.exec(sql));
  }

  transaction<R>(work: () => R): R {
    if (this.connection.inTransaction) throw new Error('a transaction is already open; the kernel opens one at a time');
    this.#guard(() => this.connection.exec('BEGIN IMMEDIATE'));
    try {
      const result = work();
      if (result instanceof Promise) throw new TypeError('a transaction is synchronous: its work returned a promise');
      this.#guard(() => this.connection.exec('COMMIT'));
      return result;
    } finally {
      // Still open after a commit only when the work or the commit failed.
      if (this.connection.open && this.connection.inTransaction) this.connection.exec('ROLLBACK');
    }
  }

  close(): void {
    this.#handles.clear();
    this.connection.close();
  }

  /** A nested use of a text that is being iterated gets a statement of its own. */
  #handle(sql: string): Handle {
    const known = this.#handles.get(sql);
    if (known && !known.isIterated) {
      known.isWanted = true;
      return known;
    }
    const fresh = this.#newHandle(sql);
    if (known) return fresh;
    this.#handles.set(sql, fresh);
    if (this.#handles.size > statementsMax) this.#dropOne();
    return fresh;
  }

  /** The one longest in line goes; one that was asked for meanwhile gets in line once more. */
  #dropOne(): void {
    for (const [sql, handle] of this.#handles) {
      this.#handles.delete(sql);
      if (!handle.isWanted) return;
      handle.isWanted = false;
      this.#handles.set(sql, handle);
    }
  }

  #newHandle(sql: string): Handle {
    const statement = this.#guard(() => this.connection.prepare<SqlValue[], SqlRow>(sql));
    return {
      statement,
      isIterated: false,
      isWanted: true,
      read: {
        get: (...params) => this.#guard(() => statement.get(...params)),
        all: (...params) => this.#guard(() => statement.all(...params)),
        iterate: (...params) => this.#iterate(sql, params),
      },
      write: {
        run: (...params) => {
          try {
            return statement.run(...params);
          } catch (error) {
            throw this.#faultOf(error);
          }
        },
      },
    };
  }

  *#iterate(sql: string, params: SqlValue[]): IterableIterator<SqlRow> {
    const handle = this.#handle(sql);
    handle.isIterated = true;
    try {
      yield* handle.statement.iterate(...params);
    } catch (error) {
      throw this.#faultOf(error);
    } finally {
      handle.isIterated = false;
    }
  }

  #guard<R>(work: () => R): R {
    try {
      return work();
    } catch (error) {
      throw this.#faultOf(error);
    }
  }

  #faultOf(error: unknown): unknown {
    const code = errorCode(error);
    if (error instanceof StorageFault || !faultCodes.some((prefix) => code.startsWith(prefix))) return error;
    const fault = new StorageFault(code, error);
    this.#onFault(fault);
    return fault;
  }
}
