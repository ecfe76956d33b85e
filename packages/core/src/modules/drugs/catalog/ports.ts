import type { Database, ReadDb } from '../../../kernel/ports.ts';
import type { Rejection } from '../import/progress.ts';
import type { CatalogSource } from '../model.ts';

/**
 * The catalogue's own database, apart from the ledger so that a long import never blocks a counter. A build is a copy
 * of the published one; publishing swaps it in as a whole.
 */
export interface CatalogStore {
  /** The published catalogue. Ask each time: a publish gives a new handle and closes the old one. */
  current(): ReadDb;
  /** A build for this import: the one an interruption left behind, or a fresh copy of what is published. */
  beginBuild(importId: string): Database;
  /** Closes the build and makes it the published catalogue: after a power cut either the old or the new is there. */
  publish(): void;
  /** Throws the build away. */
  discard(): void;
}

export type ImportPhase =
  | 'waiting'
  | 'checking'
  | 'reading'
  | 'joining'
  | 'indexing'
  | 'publishing'
  | 'done'
  | 'failed'
  | 'cancelled';

export interface ImportStatus {
  readonly jobId: string;
  readonly phase: ImportPhase;
  readonly files: readonly string[];
  readonly sources: readonly CatalogSource[];
  readonly done: number;
  readonly total: number;
  readonly rows: number;
  readonly rejected: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly error: string | null;
}

/** A file as a transport hands it over. */
export interface UploadedFile {
  readonly name: string;
  readonly size: number;
  stream(): AsyncIterable<Uint8Array>;
}

export function hasEnded(phase: ImportPhase): boolean {
  return phase === 'done' || phase === 'failed' || phase === 'cancelled';
}

/** Runs imports away from the counter, one at a time, and remembers them across restarts. */
export interface CatalogImports {
  /** Takes the files over and starts. A job that is already known is left alone: a retry changes nothing. */
  start(job: { jobId: string; at: string; today: string; files: readonly UploadedFile[] }): Promise<void>;
  /** The job that has not ended, if there is one. */
  running(): string | null;
  list(): ImportStatus[];
  get(jobId: string): ImportStatus | undefined;
  /** In the order of file and line; `after` is the position the last page ended at. */
  rejections(
    jobId: string,
    after: number,
    limit: number,
  ): { items: readonly (Rejection & { position: number })[]; hasMore: boolean };
  /** Asks the job to stop; it ends as `cancelled` unless it is already being published. */
  cancel(jobId: string): Promise<void>;
  /** Called after each publish. Returns the unsubscribe function. */
  onPublished(listener: (jobId: string) => void): () => void;
}

/** What the drugs module needs from the machine: the catalogue to read, and imports to start. */
export interface DrugCatalog {
  readonly store: Pick<CatalogStore, 'current'>;
  readonly imports: CatalogImports;
}
