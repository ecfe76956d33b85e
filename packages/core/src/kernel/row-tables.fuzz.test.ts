import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dumpTables, memoryDatabase } from '../testing/index.ts';
import type { Database } from './ports.ts';
import { RowTables } from './row-tables.ts';

const tables = ['keyed', 'clustered', 'plain', 'numbered'];

function open(): { db: Database; rows: RowTables } {
  const db = memoryDatabase();
  const columns = 'aggregate_id TEXT NOT NULL, part INTEGER NOT NULL, day TEXT, amount INTEGER, bytes BLOB';
  db.exec(`
    CREATE TABLE keyed (${columns}, PRIMARY KEY (aggregate_id, part)) STRICT;
    CREATE INDEX keyed_by_day ON keyed (day, amount);
    CREATE TABLE clustered (${columns}, PRIMARY KEY (day, aggregate_id, part)) STRICT, WITHOUT ROWID;
    CREATE TABLE plain (${columns}) STRICT;
    CREATE TABLE numbered (${columns}, number INTEGER UNIQUE, PRIMARY KEY (aggregate_id, part)) STRICT;
  `);
  return { db, rows: new RowTables(db) };
}

type Row = { aggregate_id: string; part: number; day: string; amount: number; bytes: Uint8Array | null };

/** Rows of one aggregate; parts are told apart as a fold would, numbers may go from one part to another. */
const rowsOf = (id: string) =>
  fc
    .uniqueArray(
      fc.record({
        part: fc.nat(4),
        day: fc.constantFrom('d1', 'd2'),
        amount: fc.nat(3),
        bytes: fc.option(fc.uint8Array({ maxLength: 2 })),
      }),
      { selector: (row) => row.part, maxLength: 5 },
    )
    .map((list) => list.map((row): Row => ({ aggregate_id: id, ...row })));

const projected = (rows: readonly Row[], hasNumbers: boolean) => ({
  keyed: [...rows],
  clustered: [...rows],
  plain: [...rows],
  numbered: hasNumbers ? rows.map((row, index) => ({ ...row, number: index })) : [],
});

describe('rows of an aggregate that changed', () => {
  test('PRJ-5 the tables are the same as if all its rows were written anew', () => {
    fc.assert(
      fc.property(fc.array(rowsOf('a'), { minLength: 2, maxLength: 6 }), rowsOf('b'), (steps, other) => {
        const { db, rows } = open();
        rows.insert(projected(other, false));
        let before: Row[] = [];
        for (const after of steps) {
          rows.change('a', projected(before, true), projected(after, true));
          before = after;
        }
        const fresh = open();
        fresh.rows.insert(projected(other, false));
        fresh.rows.insert(projected(before, true));
        expect(dumpTables(db, tables)).toEqual(dumpTables(fresh.db, tables));
      }),
      { numRuns: 200 },
    );
  });

  test('PRJ-5 a row that stays as it is is not written, of one that changes only the columns that do', () => {
    const { db } = open();
    const written: string[] = [];
    const rows = new RowTables({
      prepare: (sql) => db.prepare(sql),
      exec: (sql) => db.exec(sql),
      write: (sql) => {
        written.push(sql);
        return db.write(sql);
      },
    });
    const row = (part: number, amount: number): Row => ({ aggregate_id: 'a', part, day: 'd1', amount, bytes: null });
    rows.change('a', {}, { keyed: [row(1, 1), row(2, 1), row(3, 1)] });
    written.length = 0;
    rows.change('a', { keyed: [row(1, 1), row(2, 1), row(3, 1)] }, { keyed: [row(1, 1), row(2, 5), row(4, 1)] });
    expect(written.map((sql) => sql.split(' WHERE')[0])).toEqual([
      'DELETE FROM keyed',
      'UPDATE keyed SET amount = ?',
      'INSERT OR REPLACE INTO keyed (aggregate_id, part, day, amount, bytes) VALUES (?, ?, ?, ?, ?)',
    ]);
  });
});
