import {
  type DemoClock,
  demoPassword,
  demoState,
  fillDemoStore,
  isDemoJurisdiction,
  type Kernel,
} from '@apotheca/core';
import type { SqliteDatabase } from '../database/sqlite-database.ts';
import { OperatorError } from '../operator-error.ts';
import { argon2Hasher, systemClock } from './machine.ts';

/**
 * Plays the demo's past into a store that was made just now. Its commits are not flushed one by one: nobody has been
 * answered yet, and a demo that was cut short is refused at the next start instead of being shown half-made.
 */
export async function openDemo(
  parts: { kernel: Kernel; db: SqliteDatabase; clock: DemoClock; dataDir: string },
  jurisdiction: string,
): Promise<void> {
  const { kernel, db, clock, dataDir } = parts;
  const state = demoState(kernel);
  if (state === 'filled') return;
  if (state === 'unfinished') {
    throw new OperatorError(`The demo store in ${dataDir} was not finished. Delete that folder and start again.`);
  }
  if (!isDemoJurisdiction(jurisdiction)) throw new OperatorError(`There is no demo for ${jurisdiction}.`);
  const passwordHash = await argon2Hasher.hash(demoPassword);
  db.connection.pragma('synchronous = OFF');
  try {
    await fillDemoStore({
      kernel,
      jurisdiction,
      passwordHash,
      nowMs: systemClock.nowMs(),
      setClock: (ms) => clock.set(ms),
    });
    clock.release();
    kernel.engine.seal();
  } finally {
    clock.release();
    db.connection.pragma('synchronous = FULL');
  }
}
