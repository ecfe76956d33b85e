import type { Database } from './ports.ts';
import { assert } from './refusal.ts';

export interface Migration {
  readonly id: string;
  readonly sql: string;
}

/** Applies what is missing, in order, in one transaction. Answers the ids applied now. */
export function migrate(db: Database, migrations: readonly Migration[]): string[] {
  db.exec('CREATE TABLE IF NOT EXISTS migration (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID');
  const done = new Set(
    db
      .prepare<{ id: string }>('SELECT id FROM migration')
      .all()
      .map((row) => row.id),
  );
  assert(new Set(migrations.map((m) => m.id)).size === migrations.length, 'migration ids are unique');
  const missing = migrations.filter((migration) => !done.has(migration.id));
  if (missing.length === 0) return [];
  db.transaction(() => {
    for (const { id, sql } of missing) {
      db.exec(sql);
      db.write('INSERT INTO migration (id) VALUES (?)').run(id);
    }
  });
  return missing.map((migration) => migration.id);
}
