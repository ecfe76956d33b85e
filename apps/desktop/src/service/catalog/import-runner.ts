import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import { type CatalogImports, hasEnded, type ImportStatus, readEditions, type UploadedFile } from '@apotheca/core';
import { workerUrl } from '../install-paths.ts';
import type { FileCatalogStore } from './catalog-store.ts';
import type { ImportJournal, JobChange } from './import-journal.ts';
import type { BuildOrder, BuildOutcome, BuildTick } from './run-build.ts';

export interface RunnerOptions {
  readonly dir: string;
  readonly journalFile: string;
  readonly key: Uint8Array;
  readonly store: FileCatalogStore;
  readonly journal: ImportJournal;
  nowIso(): string;
  /** What nobody foresaw; for the log. */
  onUnexpected(error: unknown): void;
}

interface Running {
  readonly worker: Worker;
  readonly stop: Int32Array;
  readonly ended: Promise<void>;
}

/** Heap of the import thread: batches are small, so a low ceiling only makes it collect sooner. */
const heapMb = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 16 };

/**
 * Imports in a thread of their own, one at a time. The files are copied into the data directory first, so that an import
 * outlives the request, the program and a kill: at the next start it goes on from its checkpoints.
 */
export class ImportRunner implements CatalogImports {
  readonly #options: RunnerOptions;
  readonly #listeners = new Set<(jobId: string) => void>();
  readonly #live = new Map<string, BuildTick>();
  #running: { jobId: string; run: Running | null } | undefined;
  #isClosed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  async start(job: { jobId: string; at: string; today: string; files: readonly UploadedFile[] }): Promise<void> {
    const { journal } = this.#options;
    if (journal.get(job.jobId)) return;
    this.#running = { jobId: job.jobId, run: null };
    journal.add({ ...job, files: job.files.map((file) => file.name) });
    const folder = this.#spool(job.jobId);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const [i, file] of job.files.entries()) {
        await pipeline(Readable.from(file.stream()), createWriteStream(join(folder, `${i}.partial`), { mode: 0o600 }));
      }
    } catch (error) {
      this.#options.onUnexpected(error);
      this.#end(job.jobId, {
        phase: 'failed',
        error: 'The files could not be kept on this disk. Check its free space, then import again.',
      });
      return;
    }
    if (this.#isClosed || hasEnded(journal.get(job.jobId)?.phase ?? 'failed')) return;
    journal.change(job.jobId, { phase: 'checking' });
    this.#launch(job.jobId);
  }

  /** Goes on with what the last run of the program left unfinished. */
  resume(): void {
    const { journal, store } = this.#options;
    const published = new Set(readEditions(store.current()).map((edition) => edition.importId));
    for (const job of journal.unfinished()) {
      if (published.has(job.jobId)) this.#end(job.jobId, { phase: 'done' });
      else if (this.#running || !this.#hasFiles(job)) {
        this.#end(job.jobId, {
          phase: 'failed',
          error: 'The program ended before the files were kept. Import them again.',
        });
      } else this.#launch(job.jobId);
    }
  }

  running(): string | null {
    return this.#running?.jobId ?? null;
  }

  list(): ImportStatus[] {
    return this.#options.journal.list().map((job) => this.#withTick(job));
  }

  get(jobId: string): ImportStatus | undefined {
    const job = this.#options.journal.get(jobId);
    return job && this.#withTick(job);
  }

  rejections(jobId: string, after: number, limit: number) {
    return this.#options.journal.rejections(jobId, after, limit);
  }

  async cancel(jobId: string): Promise<void> {
    const running = this.#running;
    if (running?.jobId !== jobId) return;
    if (!running.run) {
      this.#end(jobId, { phase: 'cancelled' });
      return;
    }
    Atomics.store(running.run.stop, 0, 1);
    await running.run.ended;
  }

  onPublished(listener: (jobId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stops the thread where it is; the journal keeps the job for the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running?.run?.worker.terminate();
  }

  #launch(jobId: string): void {
    const { journal, dir, journalFile, key } = this.#options;
    const job = journal.get(jobId);
    if (!job) return;
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const order: BuildOrder = {
      dir,
      journalFile,
      key,
      jobId,
      at: job.startedAt,
      today: job.today,
      files: job.files.map((name, i) => ({ path: join(this.#spool(jobId), `${i}.partial`), name })),
      stop,
    };
    const worker = new Worker(workerUrl('catalog/import'), { workerData: order, resourceLimits: heapMb });
    this.#running = { jobId, run: { worker, stop, ended: this.#watch(jobId, worker) } };
  }

  #watch(jobId: string, worker: Worker): Promise<void> {
    let outcome: BuildOutcome | undefined;
    let fault: unknown;
    return new Promise((resolve) => {
      worker.on('message', (message: { tick?: BuildTick; outcome?: BuildOutcome }) => {
        if (message.tick && !this.#isClosed) this.#tick(jobId, message.tick);
        outcome = message.outcome ?? outcome;
      });
      worker.on('error', (error) => {
        fault = error;
      });
      worker.on('exit', () => {
        if (!this.#isClosed) this.#finish(jobId, outcome, fault);
        resolve();
      });
    });
  }

  #tick(jobId: string, tick: BuildTick): void {
    const before = this.#live.get(jobId)?.phase;
    this.#live.set(jobId, tick);
    if (before !== tick.phase) this.#options.journal.change(jobId, tick);
  }

  #finish(jobId: string, outcome: BuildOutcome | undefined, fault: unknown): void {
    if (outcome?.kind === 'done') {
      this.#options.store.refresh();
      this.#end(jobId, { phase: 'done', rows: outcome.rows, sources: outcome.sources });
      for (const listener of this.#listeners) this.#guarded(() => listener(jobId));
    } else if (outcome?.kind === 'cancelled') this.#end(jobId, { phase: 'cancelled' });
    else if (outcome?.kind === 'failed') this.#end(jobId, { phase: 'failed', error: outcome.error });
    else {
      this.#options.onUnexpected(fault ?? new Error('the import thread ended without an answer'));
      this.#end(jobId, {
        phase: 'failed',
        error: 'The import stopped unexpectedly. The catalogue is as it was. Import again; if it stays, see the log.',
      });
    }
  }

  #end(jobId: string, change: Pick<JobChange, 'phase' | 'rows' | 'sources' | 'error'>): void {
    const last = this.#live.get(jobId);
    this.#options.journal.change(jobId, {
      ...(last ? { done: last.done, total: last.total, rows: last.rows } : {}),
      ...change,
      endedAt: this.#options.nowIso(),
    });
    this.#live.delete(jobId);
    if (this.#running?.jobId === jobId) this.#running = undefined;
    rmSync(this.#spool(jobId), { recursive: true, force: true });
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.onUnexpected(error);
    }
  }

  #withTick(job: ImportStatus & { today: string }): ImportStatus {
    const { today: _, ...status } = job;
    const tick = hasEnded(status.phase) ? undefined : this.#live.get(job.jobId);
    return tick ? { ...status, phase: tick.phase, done: tick.done, total: tick.total, rows: tick.rows } : status;
  }

  #hasFiles(job: ImportStatus): boolean {
    const folder = this.#spool(job.jobId);
    return job.phase !== 'waiting' && existsSync(folder) && readdirSync(folder).length === job.files.length;
  }

  #spool(jobId: string): string {
    return join(this.#options.dir, 'spool', jobId);
  }
}
