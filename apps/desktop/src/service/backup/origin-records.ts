import type { OriginRecord, ReadDb } from '@apotheca/core';

/** The incarnations a store has seen, read without opening its kernel. */
export function originRecords(db: ReadDb): OriginRecord[] {
  return db
    .prepare<{ origin: string; terminal_id: string; public_key: Uint8Array; started_at: string }>(
      'SELECT origin, terminal_id, public_key, started_at FROM origin ORDER BY no',
    )
    .all()
    .map((row) => ({
      origin: row.origin,
      terminalId: row.terminal_id,
      publicKey: row.public_key,
      startedAt: row.started_at,
    }));
}
