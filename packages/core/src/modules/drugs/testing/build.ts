import { MemoryCatalogStore, memoryDatabase } from '../../../testing/index.ts';
import { DrugReader } from '../catalog/drug-reader.ts';
import { buildCatalog, createCatalog } from '../import/build-catalog.ts';
import type { BuildHooks, Rejection } from '../import/progress.ts';
import type { SourceFile } from '../import/source-file.ts';
import type { CatalogEdition } from '../model.ts';
import { orangeBookZip } from './publisher-files.ts';

export const today = '2026-11-21';

export interface Built {
  readonly store: MemoryCatalogStore;
  readonly reader: DrugReader;
  readonly editions: readonly CatalogEdition[];
  readonly rejections: readonly Rejection[];
}

let imports = 0;

/** Imports files one call after the other and publishes each: `importFiles(store, a)` then `importFiles(store, b)`. */
export function importFiles(
  store: MemoryCatalogStore,
  files: readonly SourceFile[],
  hooks: Partial<BuildHooks> = {},
): Built {
  imports += 1;
  const rejections: Rejection[] = [];
  const job = { importId: `import_${imports}`, at: '2026-11-21T15:00:00.000Z', today, files };
  try {
    const editions = buildCatalog(store.beginBuild(), job, {
      progress: () => {},
      rejected: (rows) => rejections.push(...rows),
      counted: () => {},
      shouldStop: () => false,
      ...hooks,
    });
    store.publish();
    return { store, reader: readerOf(store), editions, rejections };
  } catch (error) {
    store.discard();
    throw error;
  }
}

let emptyImage: Uint8Array | undefined;

/** A catalogue without even the starter: quick to build upon. */
export function emptyStore(): MemoryCatalogStore {
  return new MemoryCatalogStore(() => {
    if (!emptyImage) {
      const db = memoryDatabase();
      createCatalog(db);
      emptyImage = db.image();
      db.close();
    }
    return emptyImage;
  });
}

/** A catalogue of these files alone. */
export function catalogOf(...files: readonly SourceFile[]): Built {
  return importFiles(emptyStore(), files);
}

export function readerOf(store: MemoryCatalogStore): DrugReader {
  return new DrugReader(store.current(), today);
}

/** Everything the catalogue holds, to compare two of them. */
export function contentOf(store: MemoryCatalogStore): Record<string, unknown[]> {
  const db = store.current();
  const tables = [
    'edition',
    'application_product',
    'protection',
    'ndc_product',
    'ndc_package',
    'rx_concept',
    'rx_ndc',
    'description',
    'drug',
    'ranking',
    'unmatched',
  ];
  return Object.fromEntries(tables.map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()]));
}

/** The one sentence an import fails with. */
export function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error && error.name === 'ImportFault'
      ? error.message
      : `not an import fault: ${String(error)}`;
  }
  return 'it went through';
}

/** Imports a good edition, then fails with these files: the fault, and whether anything changed. */
export function afterGood(...files: readonly SourceFile[]): { fault: string; isUnchanged: boolean } {
  const { store } = catalogOf(orangeBookZip([{ application: '012345', te: 'AB' }]));
  const before = contentOf(store);
  const fault = faultOf(() => importFiles(store, files));
  return { fault, isUnchanged: JSON.stringify(contentOf(store)) === JSON.stringify(before) };
}
