/** What the kernel needs from the world. Each is injected at the composition root, so a test can own time and chance. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. May jump. */
  nowMs(): number;
  /** Monotonic clock, milliseconds from an arbitrary start. Never goes back. */
  monotonicMs(): number;
}

export interface Random {
  /** `length` bytes fit for keys and nonces. */
  bytes(length: number): Uint8Array;
}

/** A value SQLite can bind. Booleans are 0 and 1, quantities and money integers. */
export type SqlValue = string | number | bigint | Uint8Array | null;
export type SqlRow = Record<string, SqlValue>;

export interface ReadStatement<R = SqlRow> {
  get(...params: SqlValue[]): R | undefined;
  all(...params: SqlValue[]): R[];
  iterate(...params: SqlValue[]): IterableIterator<R>;
}

/** A database handle that can only be read. Statements are cached by their text: call `prepare` where you use it. */
export interface ReadDb {
  prepare<R = SqlRow>(sql: string): ReadStatement<R>;
}

export interface WriteStatement {
  run(...params: SqlValue[]): { changes: number };
}

/** A database handle inside a write transaction; only the kernel hands one out. */
export interface WriteDb extends ReadDb {
  write(sql: string): WriteStatement;
  exec(sql: string): void;
}

/** The database as the kernel owns it. */
export interface Database extends WriteDb {
  /** Runs `work` in one IMMEDIATE transaction; an exception rolls everything back and is thrown on. */
  transaction<R>(work: () => R): R;
  close(): void;
}

/** Argon2id; PHC strings (`$argon2id$...`). Native, hence a port. */
export interface PasswordHasher {
  hash(secret: string): Promise<string>;
  verify(phc: string, secret: string): Promise<boolean>;
}
