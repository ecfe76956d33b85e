import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryDatabase } from '@apotheca/core/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { OperatorError } from '../operator-error.ts';
import { checkPages, samplePages } from './cipher-pages.ts';
import { isDataDirLocked, lockDataDir } from './data-dir-lock.ts';
import { databaseContract } from './database.contract.ts';
import { pageBytes } from './open-connection.ts';
import { openStore } from './open-store.ts';
import { SqliteDatabase, StorageFault } from './sqlite-database.ts';

const dir = mkdtempSync(join(tmpdir(), 'apotheca-db-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const key = new Uint8Array(32).fill(7);
let files = 0;
const newFile = () => join(dir, `store-${files++}.db`);

databaseContract('sqlite, encrypted', () => SqliteDatabase.open({ file: newFile(), key }));
databaseContract('in memory, for tests', memoryDatabase);

function filledStore(): string {
  const file = newFile();
  const db = SqliteDatabase.open({ file, key });
  db.exec('CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT');
  db.transaction(() => {
    for (let i = 0; i < 3_000; i++)
      db.write('INSERT INTO note (text) VALUES (?)').run(`patient Blaise ${'x'.repeat(900)}`);
  });
  db.close();
  return file;
}

function flipBit(file: string, offset: number): void {
  const bytes = readFileSync(file);
  bytes[offset] = (bytes[offset] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

describe('the store file', () => {
  const file = filledStore();
  const copy = () => {
    const to = newFile();
    copyFileSync(file, to);
    return to;
  };

  test('SVC-11 nothing readable is on disk, neither in the file nor in the write-ahead log', () => {
    const open = SqliteDatabase.open({ file: newFile(), key });
    open.exec("CREATE TABLE note (text TEXT) STRICT; INSERT INTO note VALUES ('patient Blaise')");
    expect(readFileSync(`${open.connection.name}-wal`).includes('Blaise')).toBe(false);
    open.close();
    expect(readFileSync(file).includes('Blaise')).toBe(false);
    expect(readFileSync(file).includes('SQLite format')).toBe(false);
  });

  test('SVC-11 commits are durable and sorts never reach the disk', () => {
    const db = SqliteDatabase.open({ file: copy(), key });
    const pragma = (name: string) => db.connection.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('temp_store')).toBe(2);
    expect(pragma('mmap_size')).toBe(0);
    db.close();
  });

  test('SVC-12 a wrong key is one error that names the file and what to do', () => {
    const wrong = () => SqliteDatabase.open({ file, key: new Uint8Array(32).fill(8) });
    expect(wrong).toThrow(OperatorError);
    expect(wrong).toThrow(file);
    expect(wrong).toThrow(/keys\.json|restore/);
  });

  test('SVC-12 a file that is no database is refused and left as it is', () => {
    const other = newFile();
    writeFileSync(other, 'shopping list');
    expect(() => openStore(other, key)).toThrow(OperatorError);
    expect(readFileSync(other, 'utf8')).toBe('shopping list');
  });

  test('SVC-13 one flipped bit is found in its page, and in no other', () => {
    const damaged = copy();
    flipBit(damaged, pageBytes * 41 + 100);
    expect(checkPages(damaged, key).bad).toEqual([42]);
    expect(checkPages(file, key)).toMatchObject({ bad: [], tailBytes: 0 });
  });

  test('SVC-13 a damaged page that the start did not sample is noticed when it is read', () => {
    const damaged = copy();
    flipBit(damaged, pageBytes * 41 + 100);
    const faults: string[] = [];
    const db = SqliteDatabase.open({ file: damaged, key }, (fault) => faults.push(fault.code));
    expect(() => db.prepare('SELECT sum(length(text)) AS n FROM note').get()).toThrow(StorageFault);
    expect(faults[0]).toMatch(/^SQLITE_CORRUPT/);
    db.close();
  });

  test('SVC-14 the check at start notices a cut file and a damaged page, and names them', () => {
    const cut = copy();
    truncateSync(cut, readFileSync(cut).length - 100);
    expect(() => openStore(cut, key)).toThrow(OperatorError);
    const damaged = copy();
    flipBit(damaged, pageBytes * 41 + 100);
    expect(() => openStore(damaged, key)).toThrow(/page 42 is damaged.*restore/);
    openStore(copy(), key).close();
  });

  test('SVC-14 the sample has the first page and the last, and is even', () => {
    expect(samplePages(262_144, 5)).toEqual([1, 65_537, 131_073, 196_608, 262_144]);
    expect(samplePages(3, 5)).toEqual([1, 2, 3]);
  });
});

describe('the lock on a data directory', () => {
  test('SVC-15 a second process is refused in one line and may follow after a release', () => {
    const first = lockDataDir(dir);
    expect(() => lockDataDir(dir)).toThrow(/in use by a running Apotheca/);
    expect(isDataDirLocked(dir)).toBe(true);
    first.release();
    expect(isDataDirLocked(dir)).toBe(false);
  });
});
