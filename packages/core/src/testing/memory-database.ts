import BetterSqlite from 'better-sqlite3';
import type { Database, ReadStatement, SqlValue, WriteStatement } from '../kernel/ports.ts';

export interface MemoryDatabase extends Database {
  /** The whole database as bytes, to open again as another. */
  image(): Uint8Array;
}

/** The database port on an in-memory SQLite, for tests. The service has its own, encrypted, on disk. */
export function memoryDatabase(image?: Uint8Array): MemoryDatabase {
  const raw = new BetterSqlite(image ? Buffer.from(image) : ':memory:');
  // Rows are written while others are iterated, as on the service's database.
  raw.unsafeMode(true);
  raw.pragma('foreign_keys = ON');
  const cache = new Map<string, BetterSqlite.Statement>();
  const statement = (sql: string): BetterSqlite.Statement => {
    let known = cache.get(sql);
    if (!known) {
      known = raw.prepare(sql);
      cache.set(sql, known);
    }
    return known;
  };
  const transaction = raw.transaction((work: () => unknown) => work());
  return {
    prepare: <R>(sql: string) => {
      const known = statement(sql);
      return {
        get: (...params: SqlValue[]) => known.get(...params) as R | undefined,
        all: (...params: SqlValue[]) => known.all(...params) as R[],
        iterate: (...params: SqlValue[]) => raw.prepare(sql).iterate(...params) as IterableIterator<R>,
      } satisfies ReadStatement<R>;
    },
    write: (sql) => {
      const known = statement(sql);
      return { run: (...params: SqlValue[]) => ({ changes: known.run(...params).changes }) } satisfies WriteStatement;
    },
    exec: (sql) => {
      raw.exec(sql);
    },
    transaction: <R>(work: () => R) => transaction.immediate(work) as R,
    close: () => {
      raw.close();
    },
    image: () => raw.serialize(),
  };
}
