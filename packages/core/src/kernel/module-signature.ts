import { canonicalJson, sha256Hex } from './canonical.ts';
import { schemaVersion } from './ledger/key-ring.ts';
import type { ModuleDefinition } from './module.ts';
import type { Database, ReadDb } from './ports.ts';

const key = 'modules.signature';

/**
 * What the projections were made by. Rows that an older version kept without knowing them become visible once it
 * differs: the start then folds the whole ledger again.
 */
export function signatureOf(modules: readonly ModuleDefinition[]): string {
  const parts = modules.map(({ name, version, aggregates, projections }) => ({
    name,
    version,
    kinds: aggregates.map((aggregate) => (aggregate as { kind: string }).kind).sort(),
    types: projections.map((projection) => [projection.name, ...[...projection.types].sort()]),
  }));
  return sha256Hex(canonicalJson({ schemaVersion, parts: parts.sort((a, b) => (a.name < b.name ? -1 : 1)) }));
}

export function readSignature(db: ReadDb): string | undefined {
  return db.prepare<{ value: string }>('SELECT value FROM local_state WHERE key = ?').get(key)?.value;
}

export function writeSignature(db: Database, signature: string): void {
  db.write('INSERT OR REPLACE INTO local_state (key, value) VALUES (?, ?)').run(key, signature);
}
