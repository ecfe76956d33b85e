import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DrugCatalog, readEditions } from '@apotheca/core';
import { FileCatalogStore } from './catalog-store.ts';
import { ImportJournal } from './import-journal.ts';
import { ImportRunner } from './import-runner.ts';
import { digestOf, publishStarter } from './run-build.ts';

export interface OpenDrugCatalog extends DrugCatalog {
  /** Lets go at once; the promise tells when the import thread is gone. */
  close(): Promise<void>;
}

/**
 * Opens the catalogue of a data directory: makes it from the starter catalogue at the first start (under a second), and
 * takes up an import that the last run left unfinished.
 */
export function openDrugCatalog(options: {
  dir: string;
  key: Uint8Array;
  starterFile: string;
  nowIso(): string;
  onUnexpected(error: unknown): void;
}): OpenDrugCatalog {
  const { dir, key, starterFile } = options;
  const store = new FileCatalogStore({ dir, key });
  if (!store.isPresent() || starterIsOutdated(store, starterFile)) publishStarter(store, starterFile, options.nowIso());
  const journalFile = join(dir, 'imports.db');
  const journal = new ImportJournal({ file: journalFile, key });
  const imports = new ImportRunner({ ...options, journalFile, store, journal });
  imports.resume();
  return {
    store,
    imports,
    close() {
      const ended = imports.close();
      journal.close();
      store.close();
      return ended;
    },
  };
}

/** A new release brings a new starter catalogue. Only while nothing is imported: then it would cost seconds. */
function starterIsOutdated(store: FileCatalogStore, starterFile: string): boolean {
  const editions = readEditions(store.current());
  const starter = editions.find((edition) => edition.source === 'starter');
  return editions.length <= 1 && starter?.digest !== digestOf(readFileSync(starterFile));
}
