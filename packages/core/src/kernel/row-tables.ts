import type { ProjectedRows } from './aggregate.ts';
import type { SqlValue, WriteDb } from './ports.ts';

type Row = Record<string, SqlValue>;

/**
 * Writes the rows of aggregates and events into their tables. Of an aggregate that changed only the rows that differ
 * are written, and of a row only the columns that differ: every page and every index entry that stays as it is costs
 * nothing, and pages written are most of what a commit costs.
 */
export class RowTables {
  readonly #db: WriteDb;
  readonly #keys = new Map<string, readonly string[] | null>();
  /** By table, as its last row was inserted: one table's rows nearly always name the same columns. */
  readonly #inserts = new Map<string, { readonly columns: readonly string[]; readonly sql: string }>();

  constructor(db: WriteDb) {
    this.#db = db;
  }

  /** From the rows that an aggregate had to those it has. */
  change(id: string, old: ProjectedRows, next: ProjectedRows): void {
    for (const table of new Set([...Object.keys(old), ...Object.keys(next)])) {
      const had = old[table] ?? [];
      const has = next[table] ?? [];
      if (had.length === 0) this.#insertAll(table, has);
      else this.#changeTable(table, id, had, has);
    }
  }

  insert(rows: ProjectedRows): void {
    for (const [table, list] of Object.entries(rows)) this.#insertAll(table, list);
  }

  #changeTable(table: string, id: string, had: readonly Row[], has: readonly Row[]): void {
    if (had.length === has.length && had.every((row, index) => isEqual(row, has[index] as Row))) return;
    const key = this.#keyOf(table);
    if (!key) {
      this.#db.write(`DELETE FROM ${table} WHERE aggregate_id = ?`).run(id);
      this.#insertAll(table, has);
      return;
    }
    const left = new Map(had.map((row) => [keyText(key, row), row]));
    const changed: [Row, Row][] = [];
    const added: Row[] = [];
    for (const row of has) {
      const text = keyText(key, row);
      const before = left.get(text);
      if (before) changed.push([before, row]);
      else added.push(row);
      left.delete(text);
    }
    // What goes away goes first, so that nothing unique stands in the way of what comes.
    for (const row of left.values()) this.#delete(table, key, id, row);
    for (const [before, row] of changed) this.#update(table, key, id, before, row);
    this.#insertAll(table, added);
  }

  #delete(table: string, key: readonly string[], id: string, row: Row): void {
    this.#db.write(`DELETE FROM ${table} WHERE ${placeOf(key)}`).run(...placeIn(key, id, row));
  }

  #update(table: string, key: readonly string[], id: string, before: Row, row: Row): void {
    const columns = Object.keys(row).filter((name) => !isSame(before[name], row[name]));
    if (columns.length === 0) return;
    const { changes } = this.#db
      .write(`UPDATE ${table} SET ${columns.map((name) => `${name} = ?`).join(', ')} WHERE ${placeOf(key)}`)
      .run(...columns.map((name) => row[name] ?? null), ...placeIn(key, id, row));
    if (changes === 0) this.#insertAll(table, [row]);
  }

  #insertAll(table: string, rows: readonly Row[]): void {
    for (const row of rows) {
      const columns = Object.keys(row);
      let insert = this.#inserts.get(table);
      if (!insert || !isList(insert.columns, columns)) {
        const places = columns.map(() => '?').join(', ');
        insert = { columns, sql: `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${places})` };
        this.#inserts.set(table, insert);
      }
      this.#db.write(insert.sql).run(...Object.values(row));
    }
  }

  /**
   * The columns that tell the rows of a table apart; null where there is no primary key, or where another unique
   * constraint could stand in the way of one row changing before the other.
   */
  #keyOf(table: string): readonly string[] | null {
    let key = this.#keys.get(table);
    if (key === undefined) {
      const columns = this.#db
        .prepare<{ name: string }>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
        .all(table);
      const isUniqueOtherwise = this.#db
        .prepare(`SELECT 1 AS found FROM pragma_index_list(?) WHERE "unique" = 1 AND origin <> 'pk'`)
        .get(table);
      const names = columns.map(({ name }) => name);
      if (!names.includes('aggregate_id')) names.push('aggregate_id');
      key = columns.length === 0 || isUniqueOtherwise ? null : names;
      this.#keys.set(table, key);
    }
    return key;
  }
}

function isList(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

function placeOf(key: readonly string[]): string {
  return key.map((name) => `${name} = ?`).join(' AND ');
}

/** An aggregate's row is its own: another one that claims the same key does not change it. */
function placeIn(key: readonly string[], id: string, row: Row): SqlValue[] {
  return key.map((name) => (name === 'aggregate_id' ? id : (row[name] ?? null)));
}

function keyText(key: readonly string[], row: Row): string {
  return key.length === 1 ? String(row[key[0] as string]) : JSON.stringify(key.map((name) => row[name]));
}

function isEqual(a: Row, b: Row): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && isSame(a[name], b[name]));
}

function isSame(a: SqlValue | undefined, b: SqlValue | undefined): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return a === b;
}
