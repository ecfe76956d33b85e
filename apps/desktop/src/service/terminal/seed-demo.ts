import { rmSync } from 'node:fs';
import { type DemoClock, type DemoJurisdiction, demoPassword, fillDemoStore, type Kernel } from '@apotheca/core';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import { argon2Hasher } from './machine.ts';
import { storePath } from './store-path.ts';

const markKey = 'demo-filled';

/** True when an earlier start died while it filled the demo: what is there is half a store and is thrown away. */
export function isHalfFilled(db: SqliteDatabase): boolean {
  const hasTable = (name: string) =>
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;
  if (!hasTable('log') || !hasTable('local_state')) return false;
  const isFilled = db.prepare('SELECT 1 FROM local_state WHERE key = ?').get(markKey) !== undefined;
  return !isFilled && db.prepare('SELECT 1 FROM log LIMIT 1').get() !== undefined;
}

export function removeStoreFile(dataDir: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${storePath(dataDir)}${suffix}`, { force: true });
  rmSync(`${dataDir}/ledger-head.json`, { force: true });
}

/** Fills an empty demo store. Not durable step by step, only as a whole: a kill in the middle starts it over. */
export async function seedDemo(
  kernel: Kernel,
  db: SqliteDatabase,
  clock: DemoClock,
  jurisdiction: DemoJurisdiction,
): Promise<void> {
  if (db.prepare('SELECT 1 FROM local_state WHERE key = ?').get(markKey) !== undefined) return;
  const passwordHash = await argon2Hasher.hash(demoPassword);
  const nowMs = clock.nowMs();
  db.connection.pragma('synchronous = OFF');
  try {
    await fillDemoStore({ kernel, jurisdiction, passwordHash, nowMs, setClock: (ms) => clock.set(ms) });
  } finally {
    clock.release();
    db.connection.pragma('synchronous = FULL');
  }
  db.write('INSERT OR REPLACE INTO local_state (key, value) VALUES (?, ?)').run(markKey, jurisdiction);
  db.connection.pragma('wal_checkpoint(TRUNCATE)');
}
