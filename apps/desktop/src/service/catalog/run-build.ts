import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  buildCatalog,
  type CatalogSource,
  ImportCancelled,
  ImportFault,
  loadStarter,
  type Progress,
  type SqlValue,
  starterSchema,
} from '@apotheca/core';
import { errorCode } from '../operator-error.ts';
import { FileCatalogStore } from './catalog-store.ts';
import { openSource } from './file-source.ts';
import { ImportJournal } from './import-journal.ts';

/** What the import thread is told. Plain data; the flag is shared memory. */
export interface BuildOrder {
  readonly dir: string;
  readonly journalFile: string;
  readonly key: Uint8Array;
  readonly jobId: string;
  readonly at: string;
  readonly today: string;
  readonly files: readonly { readonly path: string; readonly name: string }[];
  /** 1 at index 0 asks to stop. */
  readonly stop: Int32Array;
}

export interface BuildTick extends Progress {
  readonly rows: number;
}
export type BuildOutcome =
  | { readonly kind: 'done'; readonly rows: number; readonly sources: readonly CatalogSource[] }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'cancelled' };

const tickMs = 150;

/** Rows taken so far. The copy still holds the checkpoints of the import before until this one begins. */
const rowsOf = `
  SELECT coalesce(sum(rows), 0) AS n FROM checkpoint
  WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'import' AND value LIKE ?)`;

/** One import from files to the published catalogue. The same code in the worker thread and in tests. */
export function runBuild(order: BuildOrder, tick: (tick: BuildTick) => void): BuildOutcome {
  const store = new FileCatalogStore(order);
  const journal = new ImportJournal({ file: order.journalFile, key: order.key });
  const sources = order.files.map(({ path, name }) => openSource(path, name));
  try {
    const db = store.beginBuild(order.jobId);
    const rowsRead = () => Number(db.prepare<{ n: SqlValue }>(rowsOf).get(`${order.jobId} %`)?.n ?? 0);
    const job = { importId: order.jobId, at: order.at, today: order.today, files: sources };
    const editions = buildCatalog(db, job, {
      progress: throttled((progress) => tick({ ...progress, rows: rowsRead() })),
      rejected: (rows) => journal.reject(order.jobId, rows),
      counted: () => {},
      shouldStop: () => Atomics.load(order.stop, 0) === 1,
    });
    if (Atomics.load(order.stop, 0) === 1) throw new ImportCancelled();
    const rows = editions.reduce((sum, edition) => sum + edition.rows, 0);
    tick({ phase: 'publishing', done: rows, total: rows, rows });
    store.publish();
    return { kind: 'done', rows, sources: editions.map((edition) => edition.source) };
  } catch (error) {
    store.discard();
    if (error instanceof ImportCancelled) return { kind: 'cancelled' };
    return { kind: 'failed', error: explain(error) };
  } finally {
    for (const source of sources) source.close();
    journal.close();
    store.close();
  }
}

/** The starter catalogue into the published one, or into a first one. */
export function publishStarter(store: FileCatalogStore, starterFile: string, at: string): void {
  const bytes = readFileSync(starterFile);
  try {
    loadStarter(
      store.beginBuild('starter'),
      starterSchema.parse(JSON.parse(bytes.toString('utf8'))),
      digestOf(bytes),
      at,
    );
    store.publish();
  } catch (error) {
    store.discard();
    throw error;
  }
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A full disk is told as what it is; anything else unforeseen goes up to the log. */
function explain(error: unknown): string {
  if (error instanceof ImportFault) return error.message;
  const code = errorCode(error);
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') {
    return 'The disk is full. Free some gigabytes, then import again. The catalogue is as it was.';
  }
  throw error;
}

/** Every change of phase, and within one about seven times a second. */
function throttled(tick: (progress: Progress) => void): (progress: Progress) => void {
  let [phase, last] = ['', 0];
  return (progress) => {
    const now = performance.now();
    if (progress.phase === phase && now - last < tickMs) return;
    [phase, last] = [progress.phase, now];
    tick(progress);
  };
}
