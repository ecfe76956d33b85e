import type { ReadDb, WriteDb } from '@apotheca/core';
import { decodeSecrets, encodeSecrets, type StoreSecrets } from './store-secrets.ts';

/**
 * A copy of the terminal's keys inside its own encrypted database. A backup's recovery code wraps the keys of the day
 * the code was made; what came later (rotated store keys, the terminal's own) comes out of the image itself.
 */
const stateKey = 'kept-secrets';

export function keepSecrets(db: WriteDb, secrets: StoreSecrets): void {
  const value = Buffer.from(encodeSecrets(secrets)).toString('base64');
  const known = db.prepare<{ value: string }>('SELECT value FROM local_state WHERE key = ?').get(stateKey)?.value;
  if (known === value) return;
  db.write('INSERT OR REPLACE INTO local_state (key, value) VALUES (?, ?)').run(stateKey, value);
}

export function readKeptSecrets(db: ReadDb): StoreSecrets | null {
  const row = db.prepare<{ value: string }>('SELECT value FROM local_state WHERE key = ?').get(stateKey);
  return row ? decodeSecrets(Buffer.from(row.value, 'base64')) : null;
}

/** Keys of both, each once. The store's first key stays first, and the key in use is that of the first ring. */
export function joinRings(
  first: StoreSecrets['storeKeys'],
  second: StoreSecrets['storeKeys'],
): StoreSecrets['storeKeys'] {
  const missing = second.filter((key) => !first.some((one) => one.id === key.id));
  return [...first.slice(0, 1), ...missing, ...first.slice(1)];
}
