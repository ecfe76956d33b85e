import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { type CatalogStore, catalogVersion, createCatalog, type ReadDb } from '@apotheca/core';
import { SqliteDatabase } from '../database/sqlite-database.ts';
import { OperatorError } from '../operator-error.ts';
import { syncDirectory } from '../write-file-durably.ts';

/** The counter's memory belongs to the ledger: look-ups do with less. */
const readCacheKib = 16_000;
/** A build changes pages all over the file: more cache and rarer checkpoints write each of them less often. */
const buildCacheKib = 32_000;
const buildPagesPerCheckpoint = 16_000;

/**
 * The catalogue in a directory of its own. Each published one is a new file with the next number, so that publishing is
 * one rename that works while the old file is still open, on Windows too. A build carries the number it was copied
 * from: one whose base has been replaced is not taken up again.
 */
export class FileCatalogStore implements CatalogStore {
  readonly #dir: string;
  readonly #key: Uint8Array;
  #current: { number: number; db: SqliteDatabase } | undefined;
  #build: { file: string; db: SqliteDatabase } | undefined;

  constructor(options: { dir: string; key: Uint8Array }) {
    this.#dir = options.dir;
    this.#key = options.key;
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
  }

  /** True where there is a catalogue that this version of the program can read. */
  isPresent(): boolean {
    if (this.#newest() === 0) return false;
    const version = this.current()
      .prepare<{ value: string }>("SELECT value FROM meta WHERE key = 'version'")
      .get()?.value;
    return version === String(catalogVersion);
  }

  current(): ReadDb {
    return (this.#current ?? this.refresh()).db;
  }

  /** Takes up the newest published file and removes the older ones. */
  refresh(): { number: number; db: SqliteDatabase } {
    const number = this.#newest();
    if (this.#current?.number === number) return this.#current;
    if (number === 0)
      throw new OperatorError(`${this.#dir} holds no drug catalogue. Start Apotheca again to make one.`);
    const db = SqliteDatabase.open({ file: this.#fileOf(number), key: this.#key, isReadOnly: true });
    db.connection.pragma(`cache_size = -${readCacheKib}`);
    this.#current?.db.close();
    this.#current = { number, db };
    this.#removeExcept((name) => numberOf(name) === number || isBuildOf(name, number));
    return this.#current;
  }

  beginBuild(importId: string): SqliteDatabase {
    if (this.#build) return this.#build.db;
    const base = this.#readableBase();
    const file = join(this.#dir, `build-${importId}-on-${base}.db`);
    this.#removeExcept((name) => name.startsWith('catalog-') || join(this.#dir, name).startsWith(file));
    if (!existsSync(file)) this.#copyBase(base, file);
    const db = SqliteDatabase.open({ file, key: this.#key });
    db.connection.pragma('synchronous = NORMAL');
    db.connection.pragma(`cache_size = -${buildCacheKib}`);
    db.connection.pragma(`wal_autocheckpoint = ${buildPagesPerCheckpoint}`);
    if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get() === undefined) createCatalog(db);
    this.#build = { file, db };
    return db;
  }

  publish(): void {
    const build = this.#build;
    if (!build) throw new Error('there is no build to publish');
    build.db.connection.pragma('wal_checkpoint(TRUNCATE)');
    build.db.connection.pragma('journal_mode = DELETE');
    build.db.close();
    this.#build = undefined;
    const handle = openSync(build.file, 'r+');
    fsyncSync(handle);
    closeSync(handle);
    renameSync(build.file, this.#fileOf(this.#newest() + 1));
    syncDirectory(this.#dir);
    this.refresh();
  }

  discard(): void {
    this.#build?.db.close();
    this.#build = undefined;
    this.#removeExcept((name) => !name.startsWith('build-'));
  }

  /** Lets go of all files; a build stays for the next start. */
  close(): void {
    this.#build?.db.close();
    this.#current?.db.close();
    [this.#build, this.#current] = [undefined, undefined];
  }

  #fileOf(number: number): string {
    return join(this.#dir, `catalog-${String(number).padStart(6, '0')}.db`);
  }

  #newest(): number {
    return Math.max(0, ...readdirSync(this.#dir).map(numberOf));
  }

  /** 0: nothing there that this version can go on from. */
  #readableBase(): number {
    return this.isPresent() ? this.#newest() : 0;
  }

  /** Under another name until it is whole, so that a kill leaves no half copy that looks like a build. */
  #copyBase(base: number, file: string): void {
    if (base === 0) return;
    const partial = join(this.#dir, 'copy.partial');
    copyFileSync(this.#fileOf(base), partial);
    renameSync(partial, file);
  }

  /** Where another handle still holds a file, it goes at the next occasion. */
  #removeExcept(keep: (name: string) => boolean): void {
    for (const name of readdirSync(this.#dir)) {
      if (!/^(catalog-|build-|copy\.)/.test(name) || keep(name)) continue;
      try {
        rmSync(join(this.#dir, name), { force: true });
      } catch {}
    }
  }
}

/** The newest published catalogue of a directory; null where there is none. Published files are never changed. */
export function newestCatalogFile(dir: string): string | null {
  const names = existsSync(dir) ? readdirSync(dir) : [];
  const newest = names.toSorted((a, b) => numberOf(b) - numberOf(a))[0];
  return newest !== undefined && numberOf(newest) > 0 ? join(dir, newest) : null;
}

/** 0 for anything but a published catalogue. */
function numberOf(name: string): number {
  return Number(/^catalog-(\d{6})\.db$/.exec(name)?.[1] ?? 0);
}

function isBuildOf(name: string, base: number): boolean {
  return name.startsWith('build-') && name.includes(`-on-${base}.db`);
}
