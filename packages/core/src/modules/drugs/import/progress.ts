/** What an import tells while it runs, and how it is told to stop. */

export type BuildPhase = 'checking' | 'reading' | 'joining' | 'indexing' | 'publishing';

export interface Progress {
  readonly phase: BuildPhase;
  /** Bytes while reading, rows afterwards. */
  readonly done: number;
  /** 0 until it is known. */
  readonly total: number;
}

export interface Rejection {
  readonly file: string;
  /** 1 is the first line of the file, header included. */
  readonly line: number;
  readonly reason: string;
  readonly excerpt: string;
}

export interface BuildHooks {
  progress(progress: Progress): void;
  /** Rows that were not taken. May name a row again after an interruption: file and line tell. */
  rejected(rows: readonly Rejection[]): void;
  /** Rows worked off since the last call, and how many of them were rejected. */
  counted(rows: number, rejected: number): void;
  /** Asked after every batch. */
  shouldStop(): boolean;
  /** Rows a transaction; `batchRows` unless said. */
  readonly batchRows?: number;
}

/** Large enough that a page of the database is written seldom, small enough that a cancel is heard within a second. */
export const batchRows = 10_000;

/** The person who started it asked to stop. Nothing was published. */
export class ImportCancelled extends Error {
  constructor() {
    super('the import was cancelled');
    this.name = 'ImportCancelled';
  }
}
