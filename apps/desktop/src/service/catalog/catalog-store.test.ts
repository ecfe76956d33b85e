import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCatalog } from '@apotheca/core';
import { MemoryCatalogStore } from '@apotheca/core/testing';
import { afterAll, expect, test } from 'vitest';
import { catalogStoreContract } from './catalog-store.contract.ts';
import { FileCatalogStore } from './catalog-store.ts';

const root = mkdtempSync(join(tmpdir(), 'apotheca-catalog-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const key = new Uint8Array(32).fill(5);
let dirs = 0;

function openStore(dir = join(root, `store-${dirs++}`)) {
  const store = new FileCatalogStore({ dir, key });
  if (!store.isPresent()) {
    store.beginBuild('starter');
    store.publish();
  }
  return { store, dir, close: () => store.close() };
}

catalogStoreContract('on disk', () => openStore());
catalogStoreContract('in memory', () => ({ store: new MemoryCatalogStore(), close() {} }));

const marked = (store: FileCatalogStore) =>
  store.current().prepare<{ value: string }>("SELECT value FROM meta WHERE key = 'mark'").get()?.value;
const mark = (store: FileCatalogStore, id: string) =>
  store.beginBuild(id).write("INSERT OR REPLACE INTO meta (key, value) VALUES ('mark', ?)").run(id);

test('DRG-19 a build that a kill left behind is taken up again by the same import, and thrown away by another', () => {
  const { store, dir } = openStore();
  mark(store, 'import_1');
  store.close();
  const second = new FileCatalogStore({ dir, key });
  expect(second.beginBuild('import_1').prepare("SELECT 1 FROM meta WHERE key = 'mark'").get()).toBeDefined();
  second.close();
  const third = new FileCatalogStore({ dir, key });
  expect(third.beginBuild('import_2').prepare("SELECT 1 FROM meta WHERE key = 'mark'").get()).toBeUndefined();
  expect(readdirSync(dir).filter((name) => name.startsWith('build-import_1'))).toEqual([]);
  third.close();
});

test('DRG-19 a build on a catalogue that has been replaced since is not taken up', () => {
  const { store, dir } = openStore();
  mark(store, 'import_1');
  store.close();
  const build = readdirSync(dir).find((name) => /^build-.*\.db$/.test(name)) ?? '';
  const kept = readFileSync(join(dir, build));
  const second = new FileCatalogStore({ dir, key });
  mark(second, 'import_2');
  second.publish();
  second.close();
  writeFileSync(join(dir, build), kept);
  const third = new FileCatalogStore({ dir, key });
  expect(
    third.beginBuild('import_1').prepare<{ value: string }>("SELECT value FROM meta WHERE key = 'mark'").get()?.value,
  ).toBe('import_2');
  third.close();
});

test('DRG-21 a half copy and a file that is no catalogue are not taken for one', () => {
  const { store, dir } = openStore();
  writeFileSync(join(dir, 'copy.partial'), 'half');
  writeFileSync(join(dir, 'catalog-000009.db.tmp'), 'x');
  mark(store, 'import_1');
  store.publish();
  expect(marked(store)).toBe('import_1');
  expect(readdirSync(dir).sort()).toEqual(['catalog-000002.db']);
  store.close();
});

test('DRG-21 another handle on the directory sees a publish once it looks again', () => {
  const { store, dir } = openStore();
  const reader = new FileCatalogStore({ dir, key });
  expect(marked(reader)).toBeUndefined();
  mark(store, 'import_1');
  store.publish();
  expect(marked(reader)).toBeUndefined();
  reader.refresh();
  expect(marked(reader)).toBe('import_1');
  reader.close();
  store.close();
});

test('DRG-25 nothing of the catalogue lies readable on disk', () => {
  const { store, dir } = openStore();
  const build = store.beginBuild('import_1');
  for (let i = 0; i < 500; i += 1)
    build.write('INSERT INTO rx_concept (rxcui, tty, name) VALUES (?, ?, ?)').run(String(i), 'IN', 'quetzalcoatlumab');
  store.publish();
  for (const name of readdirSync(dir)) expect(readFileSync(join(dir, name)).includes('quetzalcoatlumab')).toBe(false);
  expect(() => new FileCatalogStore({ dir, key: new Uint8Array(32).fill(6) }).current()).toThrow();
  store.close();
});

test('DRG-37 a catalogue of another layout is made anew rather than misread', () => {
  const { store, dir } = openStore();
  store.beginBuild('import_1').exec("UPDATE meta SET value = '0' WHERE key = 'version'");
  store.publish();
  expect(store.isPresent()).toBe(false);
  const fresh = store.beginBuild('starter');
  expect(fresh.prepare<{ value: string }>("SELECT value FROM meta WHERE key = 'version'").get()?.value).not.toBe('0');
  expect(() => createCatalog(fresh)).toThrow();
  store.publish();
  expect(store.isPresent()).toBe(true);
  expect(dir).toBeTruthy();
  store.close();
});
