import type { ReadDb, WriteDb } from '../ports.ts';
import type { SigningKey } from './chain.ts';
import type { HeadStore } from './head-store.ts';

export interface OpenOptions {
  readonly terminalId: string;
  readonly startedAt: string;
  readonly headStore: HeadStore;
  /** Set after a restore. */
  readonly forceNew: boolean;
  /** Certifies incarnations. */
  readonly terminalKey?: SigningKey;
}

/** The name this terminal writes under now, with the key that seals it. Stays in the database it belongs to. */
export interface Incarnation {
  readonly origin: string;
  /** PKCS#8 DER. */
  readonly privateKey: Uint8Array;
}

export function readIncarnation(db: ReadDb): Incarnation | null {
  const row = db.prepare<{ value: string }>("SELECT value FROM local_state WHERE key = 'incarnation'").get();
  if (!row) return null;
  const { origin, privateKey } = JSON.parse(row.value) as { origin: string; privateKey: string };
  return { origin, privateKey: Buffer.from(privateKey, 'base64') };
}

export function writeIncarnation(db: WriteDb, { origin, privateKey }: Incarnation): void {
  const value = JSON.stringify({ origin, privateKey: Buffer.from(privateKey).toString('base64') });
  db.write("INSERT OR REPLACE INTO local_state (key, value) VALUES ('incarnation', ?)").run(value);
}
