import { type CatalogStore, createCatalog, type Database } from '@apotheca/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** What every `CatalogStore` must do; run on the one in memory and the one on disk. `open` gives one with a catalogue. */
export function catalogStoreContract(name: string, open: () => { store: CatalogStore; close(): void }): void {
  describe(`catalogue store: ${name}`, () => {
    let opened: ReturnType<typeof open>;
    beforeEach(() => {
      opened = open();
    });
    afterEach(() => opened.close());

    const mark = (db: Database, value: string) =>
      db.write("INSERT OR REPLACE INTO meta (key, value) VALUES ('mark', ?)").run(value);
    const marked = (): string | undefined =>
      opened.store.current().prepare<{ value: string }>("SELECT value FROM meta WHERE key = 'mark'").get()?.value;

    test('DRG-21 a build is a copy that nobody reads until it is published', () => {
      mark(opened.store.beginBuild('import_1'), 'one');
      expect(marked()).toBeUndefined();
      opened.store.publish();
      expect(marked()).toBe('one');
      mark(opened.store.beginBuild('import_2'), 'two');
      expect(marked()).toBe('one');
      opened.store.publish();
      expect(marked()).toBe('two');
    });

    test('DRG-20 a discarded build leaves nothing behind, and the next one starts from what is published', () => {
      mark(opened.store.beginBuild('import_1'), 'one');
      opened.store.discard();
      expect(marked()).toBeUndefined();
      const next = opened.store.beginBuild('import_1');
      expect(next.prepare("SELECT 1 FROM meta WHERE key = 'mark'").get()).toBeUndefined();
    });

    test('DRG-21 asking twice for a build gives the same one, and there is nothing to publish without it', () => {
      mark(opened.store.beginBuild('import_1'), 'one');
      opened.store.beginBuild('import_1');
      opened.store.publish();
      expect(marked()).toBe('one');
      expect(() => opened.store.publish()).toThrow();
    });

    test('DRG-21 a handle taken before a publish is not asked again: each reader asks for the current one', () => {
      const before = opened.store.current();
      opened.store.beginBuild('import_1');
      opened.store.publish();
      expect(opened.store.current()).not.toBe(before);
      expect(() => createCatalog(opened.store.beginBuild('import_2'))).toThrow();
    });
  });
}
