import type { Database } from '@apotheca/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** What every implementation of the kernel's `Database` port must do; run on the real one and on the fake. */
export function databaseContract(name: string, open: () => Database): void {
  describe(`database port: ${name}`, () => {
    let db: Database;
    beforeEach(() => {
      db = open();
      db.exec('CREATE TABLE item (id TEXT PRIMARY KEY, n INTEGER NOT NULL, bytes BLOB) STRICT');
      db.write('INSERT INTO item (id, n, bytes) VALUES (?, ?, ?)').run('a', 1, new Uint8Array([1, 2]));
    });
    afterEach(() => db.close());

    test('SVC-10 values come back as they were bound', () => {
      const row = db.prepare<{ n: number; bytes: Uint8Array }>('SELECT n, bytes FROM item WHERE id = ?').get('a');
      expect(row?.n).toBe(1);
      expect([...(row?.bytes ?? [])]).toEqual([1, 2]);
      expect(db.prepare('SELECT n FROM item WHERE id = ?').get('none')).toBeUndefined();
    });

    test('SVC-10 a transaction that throws leaves nothing behind and throws on', () => {
      const failing = () =>
        db.transaction(() => {
          db.write('UPDATE item SET n = 5 WHERE id = ?').run('a');
          throw new RangeError('stop');
        });
      expect(failing).toThrow(RangeError);
      expect(db.prepare<{ n: number }>('SELECT n FROM item').get()?.n).toBe(1);
    });

    test('SVC-10 a transaction answers what its work answers, and writes say how many rows changed', () => {
      const answer = db.transaction(() => db.write('UPDATE item SET n = n + 1').run());
      expect(answer.changes).toBe(1);
      expect(db.prepare<{ n: number }>('SELECT n FROM item').get()?.n).toBe(2);
    });

    test('SVC-10 rows can be written to another table while one is iterated, with the same text nested', () => {
      db.exec('CREATE TABLE copy (n INTEGER) STRICT');
      db.write('INSERT INTO item (id, n) VALUES (?, ?)').run('b', 2);
      const pairs: string[] = [];
      for (const outer of db.prepare<{ n: number }>('SELECT n FROM item ORDER BY n').iterate()) {
        db.write('INSERT INTO copy (n) VALUES (?)').run(outer.n);
        for (const inner of db.prepare<{ n: number }>('SELECT n FROM item ORDER BY n').iterate()) {
          pairs.push(`${outer.n}${inner.n}`);
        }
      }
      expect(pairs).toEqual(['11', '12', '21', '22']);
      expect(db.prepare<{ c: number }>('SELECT count(*) AS c FROM copy').get()?.c).toBe(2);
    });

    test('SVC-10 a broken constraint is the statement failing, with everything before it undone', () => {
      const twice = () =>
        db.transaction(() => {
          db.write('INSERT INTO item (id, n) VALUES (?, ?)').run('c', 3);
          db.write('INSERT INTO item (id, n) VALUES (?, ?)').run('a', 9);
        });
      expect(twice).toThrow(/UNIQUE|PRIMARY/);
      expect(db.prepare<{ c: number }>('SELECT count(*) AS c FROM item').get()?.c).toBe(1);
    });
  });
}
