import { type CatalogSource, hasEnded, type ImportPhase, type ImportStatus, type Rejection } from '@apotheca/core';
import { SqliteDatabase } from '../database/sqlite-database.ts';

/** Imports listed; older ones go, with their rejections. */
const jobsKept = 40;

const schema = `
  CREATE TABLE IF NOT EXISTS job (
    no INTEGER PRIMARY KEY,
    job_id TEXT NOT NULL UNIQUE,
    today TEXT NOT NULL,
    phase TEXT NOT NULL,
    files TEXT NOT NULL,
    sources TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    error TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS rejection (
    position INTEGER PRIMARY KEY,
    job_id TEXT NOT NULL,
    file TEXT NOT NULL,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    UNIQUE (job_id, file, line, reason)
  ) STRICT;
`;

interface JobRow {
  job_id: string;
  today: string;
  phase: ImportPhase;
  files: string;
  sources: string;
  done: number;
  total: number;
  rows: number;
  rejected: number;
  started_at: string;
  ended_at: string | null;
  error: string | null;
}

const jobs = `SELECT j.*, (SELECT count(*) FROM rejection r WHERE r.job_id = j.job_id) AS rejected FROM job j`;

export interface JobChange {
  readonly phase: ImportPhase;
  readonly done?: number;
  readonly total?: number;
  readonly rows?: number;
  readonly sources?: readonly CatalogSource[];
  readonly endedAt?: string;
  readonly error?: string;
}

/** What imports ran and run on this terminal, and every row they did not take. A file of its own beside the catalogue. */
export class ImportJournal {
  readonly #db: SqliteDatabase;

  constructor(options: { file: string; key: Uint8Array }) {
    this.#db = SqliteDatabase.open(options);
    // A power cut may lose the last step told, never a catalogue: the import goes on from the build itself.
    this.#db.connection.pragma('synchronous = NORMAL');
    this.#db.connection.pragma('cache_size = -4000');
    this.#db.exec(schema);
  }

  add(job: { jobId: string; today: string; at: string; files: readonly string[] }): void {
    this.#db.transaction(() => {
      this.#db
        .write(
          `INSERT INTO job (job_id, today, phase, files, sources, done, total, rows, started_at)
           VALUES (?, ?, 'waiting', ?, '[]', 0, 0, 0, ?)`,
        )
        .run(job.jobId, job.today, JSON.stringify(job.files), job.at);
      const old = '(SELECT job_id FROM job ORDER BY no DESC LIMIT -1 OFFSET ?)';
      this.#db.write(`DELETE FROM rejection WHERE job_id IN ${old}`).run(jobsKept);
      this.#db.write(`DELETE FROM job WHERE job_id IN ${old}`).run(jobsKept);
    });
  }

  change(jobId: string, change: JobChange): void {
    this.#db
      .write(
        `UPDATE job SET phase = ?, done = coalesce(?, done), total = coalesce(?, total), rows = coalesce(?, rows),
           sources = coalesce(?, sources), ended_at = ?, error = ? WHERE job_id = ?`,
      )
      .run(
        change.phase,
        change.done ?? null,
        change.total ?? null,
        change.rows ?? null,
        change.sources ? JSON.stringify(change.sources) : null,
        change.endedAt ?? null,
        change.error ?? null,
        jobId,
      );
  }

  /** A row that is named again after an interruption stays one. */
  reject(jobId: string, rows: readonly Rejection[]): void {
    this.#db.transaction(() => {
      for (const row of rows) {
        this.#db
          .write('INSERT OR IGNORE INTO rejection (job_id, file, line, reason, excerpt) VALUES (?, ?, ?, ?, ?)')
          .run(jobId, row.file, row.line, row.reason, row.excerpt);
      }
    });
  }

  get(jobId: string): (ImportStatus & { today: string }) | undefined {
    const row = this.#db.prepare<JobRow>(`${jobs} WHERE j.job_id = ?`).get(jobId);
    return row && statusOf(row);
  }

  /** Newest first. */
  list(): (ImportStatus & { today: string })[] {
    return this.#db.prepare<JobRow>(`${jobs} ORDER BY j.no DESC`).all().map(statusOf);
  }

  unfinished(): (ImportStatus & { today: string })[] {
    return this.list().filter((job) => !hasEnded(job.phase));
  }

  rejections(
    jobId: string,
    after: number,
    limit: number,
  ): { items: (Rejection & { position: number })[]; hasMore: boolean } {
    const rows = this.#db
      .prepare<Rejection & { position: number }>(
        'SELECT position, file, line, reason, excerpt FROM rejection WHERE job_id = ? AND position > ? ORDER BY position LIMIT ?',
      )
      .all(jobId, after, limit + 1);
    return { items: rows.slice(0, limit), hasMore: rows.length > limit };
  }

  close(): void {
    this.#db.close();
  }
}

function statusOf(row: JobRow): ImportStatus & { today: string } {
  return {
    jobId: row.job_id,
    today: row.today,
    phase: row.phase,
    files: JSON.parse(row.files) as string[],
    sources: JSON.parse(row.sources) as CatalogSource[],
    done: row.done,
    total: row.total,
    rows: row.rows,
    rejected: row.rejected,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    error: row.error,
  };
}
