import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ReadDb } from '../kernel/ports.ts';
import type {
  CatalogImports,
  CatalogStore,
  DrugCatalog,
  ImportStatus,
  UploadedFile,
} from '../modules/drugs/catalog/ports.ts';
import { starterSchema } from '../modules/drugs/catalog/starter.ts';
import { buildCatalog, createCatalog, loadStarter } from '../modules/drugs/import/build-catalog.ts';
import { ImportCancelled, type Rejection } from '../modules/drugs/import/progress.ts';
import { ImportFault, sourceFileOf } from '../modules/drugs/import/source-file.ts';
import { type MemoryDatabase, memoryDatabase } from './memory-database.ts';

let starterImage: Uint8Array | undefined;

/** The starter catalogue as a database image, made once a process: every test store begins with a copy of it. */
function starterCatalog(): Uint8Array {
  if (!starterImage) {
    const bytes = readFileSync(new URL('../../../../resources/catalog/starter-catalog.json', import.meta.url));
    const db = memoryDatabase();
    createCatalog(db);
    const digest = createHash('sha256').update(bytes).digest('hex');
    loadStarter(db, starterSchema.parse(JSON.parse(bytes.toString('utf8'))), digest, '2026-11-21T00:00:00.000Z');
    starterImage = db.image();
    db.close();
  }
  return starterImage;
}

/** `CatalogStore` in memory. */
export class MemoryCatalogStore implements CatalogStore {
  #current: MemoryDatabase | undefined;
  #build: MemoryDatabase | undefined;
  readonly #first: () => Uint8Array;

  constructor(first: () => Uint8Array = starterCatalog) {
    this.#first = first;
  }

  #published(): MemoryDatabase {
    this.#current ??= memoryDatabase(this.#first());
    return this.#current;
  }

  current(): ReadDb {
    return this.#published();
  }

  beginBuild(): MemoryDatabase {
    this.#build ??= memoryDatabase(this.#published().image());
    return this.#build;
  }

  publish(): void {
    if (!this.#build) throw new Error('there is no build to publish');
    this.#current?.close();
    [this.#current, this.#build] = [this.#build, undefined];
  }

  discard(): void {
    this.#build?.close();
    this.#build = undefined;
  }
}

interface Job {
  status: ImportStatus;
  rejections: Rejection[];
}

/** Imports at once, in the caller's own thread. `hold()` keeps the next one waiting until `release()`. */
export class MemoryCatalog implements DrugCatalog {
  readonly store: MemoryCatalogStore;
  readonly imports: CatalogImports;
  readonly #jobs = new Map<string, Job>();
  readonly #listeners = new Set<(jobId: string) => void>();
  #isHeld = false;
  #held: (() => void) | undefined;

  constructor(store = new MemoryCatalogStore()) {
    this.store = store;
    this.imports = {
      start: (job) => this.#start(job),
      running: () => [...this.#jobs.values()].find((job) => job.status.endedAt === null)?.status.jobId ?? null,
      list: () => [...this.#jobs.values()].map((job) => job.status).reverse(),
      get: (jobId) => this.#jobs.get(jobId)?.status,
      rejections: (jobId, after, limit) => {
        const all = (this.#jobs.get(jobId)?.rejections ?? []).map((one, i) => ({ ...one, position: i + 1 }));
        return { items: all.slice(after, after + limit), hasMore: all.length > after + limit };
      },
      cancel: async (jobId) => this.#end(jobId, { phase: 'cancelled' }),
      onPublished: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
  }

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.#held?.();
  }

  async #start(job: { jobId: string; at: string; today: string; files: readonly UploadedFile[] }): Promise<void> {
    if (this.#jobs.has(job.jobId)) return;
    const files = await Promise.all(job.files.map(async (file) => sourceFileOf(file.name, await bytesOf(file))));
    const status: ImportStatus = {
      jobId: job.jobId,
      phase: 'waiting',
      files: files.map((file) => file.name),
      sources: [],
      done: 0,
      total: 0,
      rows: 0,
      rejected: 0,
      startedAt: job.at,
      endedAt: null,
      error: null,
    };
    this.#jobs.set(job.jobId, { status, rejections: [] });
    const run = () => this.#run(job.jobId, { ...job, files });
    if (this.#isHeld) this.#held = run;
    else run();
  }

  #run(jobId: string, job: { at: string; today: string; files: Parameters<typeof buildCatalog>[1]['files'] }): void {
    const known = this.#jobs.get(jobId);
    if (!known || known.status.endedAt !== null) return;
    try {
      const editions = buildCatalog(
        this.store.beginBuild(),
        { ...job, importId: jobId },
        {
          progress: () => {},
          rejected: (rows) => known.rejections.push(...rows),
          counted: () => {},
          shouldStop: () => false,
        },
      );
      this.store.publish();
      const rows = editions.reduce((sum, edition) => sum + edition.rows, 0);
      this.#end(jobId, {
        phase: 'done',
        rows,
        rejected: known.rejections.length,
        sources: editions.map((one) => one.source),
      });
      for (const listener of this.#listeners) listener(jobId);
    } catch (error) {
      this.store.discard();
      if (!(error instanceof ImportFault) && !(error instanceof ImportCancelled)) throw error;
      this.#end(jobId, { phase: 'failed', error: error.message });
    }
  }

  #end(jobId: string, change: Partial<ImportStatus>): void {
    const job = this.#jobs.get(jobId);
    if (job) job.status = { ...job.status, ...change, endedAt: job.status.startedAt };
  }
}

async function bytesOf(file: UploadedFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.stream()) chunks.push(chunk);
  return Uint8Array.from(Buffer.concat(chunks));
}
